"""What waits for one chat: its messages in order of urgency, one of them on its way at a time."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from bot.domain.chat import AddressKey, Lane
from bot.sending.gate import RANK, Place
from bot.services.outbox import Parcel

_NUMBERS = count()


@dataclass(order=True)
class Waiting:
    """A row of the outbox that this process holds. With `parcel` it is begun: it was to leave at once, and
    may not be taken back until it is laid aside; `since` when, by the loop's clock."""

    rank: int
    number: int
    outbox_id: int = field(compare=False)
    lane: Lane = field(compare=False)
    since: float = field(compare=False)
    parcel: Parcel | None = field(compare=False, default=None)
    aside: "asyncio.Task[None] | None" = field(compare=False, default=None)


def waiting(outbox_id: int, lane: Lane, parcel: Parcel | None = None) -> Waiting:
    """A row that comes to wait now."""
    since = asyncio.get_running_loop().time()
    return Waiting(RANK[lane], next(_NUMBERS), outbox_id, lane, since, parcel)


@dataclass
class Line:
    """One chat's queue. `is_wave`: it was opened by something that nobody waits for; `is_trial`: it tries
    whether the messenger accepts the account again."""

    address: AddressKey
    address_id: int
    is_wave: bool
    is_trial: bool = False
    place: Place | None = None
    _queue: list[Waiting] = field(default_factory=list)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def lane(self) -> Lane | None:
        """The most urgent lane that something waits in; None when nothing does."""
        return self._queue[0].lane if self._queue else None

    def push(self, one: Waiting) -> None:
        heappush(self._queue, one)

    def pop(self) -> Waiting:
        """The most urgent, and of those the first."""
        return heappop(self._queue)

    def clear(self) -> list[Waiting]:
        """Take everything out."""
        everything, self._queue = self._queue, []
        return everything

    def lay_aside(self, begin: Callable[[Waiting], "asyncio.Task[None]"]) -> None:
        """What was to leave at once has to wait: from now on it may be superseded."""
        for one in self._queue:
            if one.parcel is not None and one.aside is None:
                one.aside = begin(one)

    async def sleep(self, seconds: float) -> None:
        """Wait, unless woken."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    def wake(self) -> None:
        self._woken.set()
