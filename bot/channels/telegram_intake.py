"""One queue per address: a person's updates in order, persons side by side, and what is not yet committed."""

import asyncio
import logging
from collections import deque
from collections.abc import Collection, Iterator

from bot.domain.chat import AddressKey, Inbound, Receive

log = logging.getLogger(__name__)
GRACE = 5.0  # seconds for turns under way to end when the program stops


def pauses(first: float, longest: float) -> Iterator[float]:
    """Seconds to wait before each new attempt: doubled every time, up to the longest."""
    pause = first
    while True:
        yield pause
        pause = min(pause * 2, longest)


class Intake:
    """Hands updates to `receive` and remembers, by number, which are committed. An update whose
    `receive` raises is given again, before anything later of the same address."""

    def __init__(self, receive: Receive, first_pause: float, longest_pause: float) -> None:
        self._receive, self._pauses = receive, (first_pause, longest_pause)
        self._queues: dict[AddressKey, deque[tuple[int, Inbound]]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._pending: set[int] = set()
        self._committed: set[int] = set()
        self._idle, self._closing = asyncio.Event(), asyncio.Event()
        self._idle.set()

    @property
    def lowest(self) -> int | None:
        """The lowest number not yet committed: nothing from there on may be confirmed."""
        return min(self._pending, default=None)

    def knows(self, number: int) -> bool:
        return number in self._pending or number in self._committed

    def take(self, number: int, inbound: Inbound) -> None:
        """Queue an update behind the others of its address."""
        self._pending.add(number)
        self._idle.clear()
        if queue := self._queues.get(inbound.address):
            queue.append((number, inbound))
            return
        self._queues[inbound.address] = deque([(number, inbound)])
        worker = asyncio.create_task(self._work_off(inbound.address))
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    def dismiss(self, number: int) -> None:
        """An update that asks for nothing counts as committed."""
        self._committed.add(number)

    def forget_all_but(self, numbers: Collection[int]) -> None:
        """What the messenger no longer offers will not come again and need not be remembered."""
        self._committed.intersection_update(numbers)

    async def settle(self, longest: float) -> None:
        """Wait until everything taken is committed, but not longer than `longest` seconds."""
        await _wait(self._idle, longest)

    async def close(self) -> None:
        """Let the turns under way end; what still waits stays uncommitted and comes again."""
        self._closing.set()
        if self._workers:
            _, late = await asyncio.wait(self._workers, timeout=GRACE)
            for worker in late:
                worker.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _work_off(self, address: AddressKey) -> None:
        queue = self._queues[address]
        while queue and await self._receives(queue[0][1]):
            number, _ = queue.popleft()
            self._pending.discard(number)
            self._committed.add(number)
            if not self._pending:
                self._idle.set()
        del self._queues[address]

    async def _receives(self, inbound: Inbound) -> bool:
        for pause in pauses(*self._pauses):
            if self._closing.is_set():
                return False
            try:
                await self._receive(inbound)
            except Exception as error:  # its text may hold what the person wrote
                log.error(
                    "event %s not recorded (%s), will be tried again", inbound.event_id, type(error).__name__
                )
            else:
                return True
            await _wait(self._closing, pause)
        return False


async def _wait(event: asyncio.Event, longest: float) -> None:
    """Until the event or the time. Not wait_for, which on Python 3.11 loses a cancellation that
    comes together with the event."""
    try:
        async with asyncio.timeout(longest):
            await event.wait()
    except TimeoutError:
        return
