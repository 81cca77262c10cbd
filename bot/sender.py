"""The outbox on its way out: leases, one request in flight per address, an even pace, results recorded."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import structlog

from bot.domain.chat import AddressKey, Channel, InDoubt, Lane, SendResult, Sent
from bot.services import outbox
from bot.services.outbox import Parcel
from bot.services.work import Work

T = TypeVar("T")
RunWork = Callable[[Callable[[Work], T]], Awaitable[T]]
_REMEMBERED = 10_000
_IN_FLIGHT = 60  # chats with something on its way; the slowest pace needs a few seconds for them
_log = structlog.get_logger()


class Pacer:
    """Gives every send its own moment, evenly spaced, by the monotonic clock."""

    def __init__(self, per_second: float | None) -> None:
        self._gap = 1 / per_second if per_second else 0.0
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for the next free moment."""
        if not self._gap:
            return
        now = asyncio.get_running_loop().time()
        self._next = max(self._next + self._gap, now)
        await asyncio.sleep(self._next - now)


class Sender:
    """Takes leased rows to their messengers and writes down what became of them."""

    def __init__(self, run: RunWork[Any], channels: Mapping[str, Channel]) -> None:
        self._run, self._channels = run, channels
        self._pacers = {
            name: Pacer(channel.capabilities.sends_per_second) for name, channel in channels.items()
        }
        self._tails: dict[AddressKey, asyncio.Task[None]] = {}
        self._sent: OrderedDict[int, str] = OrderedDict()  # outbox row -> messenger's id, for edits in flight
        self._claiming = asyncio.Lock()
        self.delivered = 0  # messages that a messenger took since the start

    def hand_over(self, parcels: Sequence[Parcel]) -> None:
        """Send rows that this process holds already: the answers of a turn, at once."""
        for parcel in parcels:
            self._queue(parcel)

    async def flush(self) -> int:
        """Claim what may leave now and queue it, as far as there is room; how many rows that were. Whatever
        was claimed leaves well before its lease runs out, else it would be claimed and sent once more."""
        async with self._claiming:
            room = _IN_FLIGHT - len(self._tails)
            if room <= 0:
                return 0
            parcels = await self._run(lambda work: outbox.claim(work, list(self._channels), room))
            self.hand_over(parcels)
        return len(parcels)

    async def drain(self) -> None:
        """Until nothing can leave and nothing is on its way."""
        while await self.flush() or self._tails:
            await self._settle()

    async def _settle(self) -> None:
        while self._tails:
            await asyncio.gather(*self._tails.values())

    async def close(self) -> None:
        """Let what is on its way arrive; nothing new is claimed."""
        await self._settle()

    def _queue(self, parcel: Parcel) -> None:
        before = self._tails.get(parcel.address)
        task = asyncio.create_task(self._in_order(before, parcel))
        self._tails[parcel.address] = task
        task.add_done_callback(lambda done: self._forget(parcel.address, done))

    def _forget(self, address: AddressKey, done: "asyncio.Task[None]") -> None:
        if self._tails.get(address) is done:
            del self._tails[address]

    async def _in_order(self, before: "asyncio.Task[None] | None", parcel: Parcel) -> None:
        # Edits of one card sent side by side end on the wrong card: one request in flight per address.
        if before is not None:
            await asyncio.wait([before])
        try:
            await self._deliver(parcel)
        except Exception as error:
            # The lease runs out and the row is claimed again; the next message of the chat goes on.
            _log.error("delivery_failed", outbox=parcel.outgoing.outbox_id, error=type(error).__name__)

    async def _deliver(self, parcel: Parcel) -> None:
        if parcel.lane is not Lane.REPLY:
            await self._pacers[parcel.address.channel].turn()
        outgoing = parcel.outgoing
        if outgoing.edits is None and parcel.replaces_id is not None:
            outgoing = replace(outgoing, edits=self._sent.get(parcel.replaces_id))
        result = await self._send(parcel.address.channel, outgoing)
        if isinstance(result, Sent):
            self._remember(outgoing.outbox_id, result.external_id)
            self.delivered += 1
        await self._run(lambda work: outbox.record(work, outgoing.outbox_id, result))

    async def _send(self, channel: str, outgoing: Any) -> SendResult:
        try:
            return await self._channels[channel].send(outgoing)
        except Exception as error:  # a channel never raises; if it does, the message may have left
            _log.error("channel_raised", channel=channel, error=type(error).__name__)
            return InDoubt(type(error).__name__)

    def _remember(self, outbox_id: int, external_id: str) -> None:
        self._sent[outbox_id] = external_id
        if len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)
