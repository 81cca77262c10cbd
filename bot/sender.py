"""The outbox on its way out: claims, one request in flight per address, results written down."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from bot.domain.chat import AddressKey, Channel, InDoubt, Lane, Outgoing, SendResult, Sent
from bot.sending.account import Account
from bot.sending.books import Books, RunWork
from bot.sending.line import Line, Waiting, waiting
from bot.services import delivery
from bot.services.delivery import PATIENCE, Claim
from bot.services.outbox import Parcel
from bot.services.work import Work
from db.session import is_outage

_REMEMBERED = 10_000
_ANSWERS = 60  # claimed at once beside the waves: of a process that died, or that only takes in
_DATABASE_TRIED_EVERY = 1.0  # seconds, while a result cannot be written down
_log = structlog.get_logger()


class Sender:
    """Takes leased rows to their messengers and writes down what became of them."""

    def __init__(self, run: RunWork[Any], channels: Mapping[str, Channel]) -> None:
        self._run, self._books = run, Books(run)
        self._accounts = {name: Account(channel) for name, channel in channels.items()}
        self._lines: dict[AddressKey, Line] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._sent: OrderedDict[int, str] = OrderedDict()  # outbox row -> messenger's id, for edits in flight
        self._claiming = asyncio.Lock()
        self._stranded: list[int] = []  # rows that are leased to this process, and that nothing here holds
        self._is_closing = False
        self.delivered = 0  # messages that a messenger took since the start

    @property
    def refused_accounts(self) -> tuple[str, ...]:
        """Channels whose messenger does not accept the bot's token: an alarm, their rows wait."""
        return tuple(name for name, account in self._accounts.items() if account.is_refused)

    def hand_over(self, parcels: Sequence[Parcel]) -> None:
        """Send rows that are begun already: the answers of a turn, at once."""
        for one in parcels:
            line = Line(one.address, one.address_id, is_wave=False)
            self._queue(line, waiting(one.outgoing.outbox_id, one.lane, one))

    async def flush(self, *, is_patient: bool = True) -> int:
        """Claim what may leave now and queue it, as far as there is room; how many rows that were. Whatever
        was claimed leaves well before its lease runs out. A refused account is tried now and then; without
        patience, now."""
        async with self._claiming:
            await self._let_go()
            rooms = [self._room(account, is_patient) for account in self._accounts.values()]
            claims: list[Claim] = await self._run(lambda work: [one for room in rooms for one in room(work)])
            for one in claims:
                is_trial = self._accounts[one.address.channel].is_refused
                is_wave = one.lane is not Lane.REPLY
                line = Line(one.address, one.address_id, is_wave=is_wave, is_trial=is_trial)
                self._queue(line, waiting(one.outbox_id, one.lane))
        return len(claims)

    async def _let_go(self) -> None:
        """What the database did not take back while it was away need not wait for its lease."""
        if rows := list(self._stranded):
            await self._run(partial(delivery.give_back, rows=rows, wait=timedelta()))
            del self._stranded[: len(rows)]

    def _room(self, account: Account, is_patient: bool) -> Callable[[Work], list[Claim]]:
        """What may be claimed for an account now, as a job."""
        names, held = [account.channel.name], account.held_addresses()
        lines = [line for line in self._lines.values() if line.address.channel == account.channel.name]
        busy = {line.address_id for line in lines} | held
        moving = [line for line in lines if line.address_id not in held]
        waves = sum(line.is_wave for line in moving)
        room, answers = max(0, account.ahead - waves), max(0, _ANSWERS - len(moving) + waves)
        if account.is_refused:
            room = answers = int(not lines and (not is_patient or account.may_try()))
        return lambda work: delivery.claim(work, names, room, answers, busy)

    async def drain(self) -> None:
        """Until nothing can leave and nothing is on its way."""
        while await self.flush(is_patient=False) or self._tasks:
            await self._settle()

    async def _settle(self) -> None:
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Let what is on its way arrive and give back what only waits; nothing new is claimed."""
        self._is_closing = True
        for account in self._accounts.values():
            account.gate.turn_away()
        for line in self._lines.values():
            line.wake()
        await self._settle()
        self._is_closing = False

    def _queue(self, line: Line, one: Waiting) -> None:
        known = self._lines.get(line.address)
        if known is None:
            line.push(one)
            self._lines[line.address] = line
            self._begin(self._serve(line))
            return
        known.push(one)
        known.lay_aside(self._lay_aside)
        if known.place is not None:
            self._accounts[line.address.channel].gate.hasten(known.place, one.lane)

    def _begin(self, coroutine: Any) -> "asyncio.Task[None]":
        task: asyncio.Task[None] = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _lay_aside(self, one: Waiting) -> "asyncio.Task[None]":
        return self._begin(self._books.write(partial(delivery.lay_aside, outbox_id=one.outbox_id)))

    async def _serve(self, line: Line) -> None:
        try:
            while line.lane is not None:
                await self._next(line)
        except Exception as error:
            # What was not begun is claimed again when its lease has run out.
            told = {"channel": line.address.channel, "error": type(error).__name__}
            if is_outage(error):
                _log.warning("delivery_put_off", **told)
            else:
                _log.error("delivery_failed", **told)
        finally:
            self._stranded += [one.outbox_id for one in line.clear()]
            del self._lines[line.address]

    async def _next(self, line: Line) -> None:
        account = self._accounts[line.address.channel]
        wait = account.wait_for(line.address.chat)
        if account.is_refused and not line.is_trial:
            await self._give_back(line, 0.0)
        elif wait > 0:
            await self._wait(line, wait)
        elif await self._passes(account, line):
            await self._deliver(account, line, line.pop())
        else:
            await self._give_back(line, 0.0)

    async def _wait(self, line: Line, seconds: float) -> None:
        line.lay_aside(self._lay_aside)
        if self._is_closing or seconds > PATIENCE.total_seconds():
            await self._give_back(line, seconds)
        else:
            await line.sleep(seconds)

    async def _passes(self, account: Account, line: Line) -> bool:
        assert line.lane is not None
        line.place = account.gate.enter(line.lane)
        try:
            return await line.place.opened
        finally:
            line.place = None

    async def _give_back(self, line: Line, seconds: float) -> None:
        rows = line.clear()
        with _kept(line, *rows):
            for one in rows:
                if one.aside is not None:
                    await one.aside
            ids = [one.outbox_id for one in rows]
            await self._books.write(partial(delivery.give_back, rows=ids, wait=timedelta(seconds=seconds)))

    async def _deliver(self, account: Account, line: Line, one: Waiting) -> None:
        with _kept(line, one):
            parcel = await self._begun(one)
        if parcel is None:
            return
        began_at = await account.begin(line.address.chat, one.lane)
        result = await self._send(account.channel, self._edited(parcel))
        account.heard(parcel, began_at, result)
        if isinstance(result, Sent):
            self._remember(one.outbox_id, result.external_id)
            self.delivered += 1
        if await self._record(one.outbox_id, result):
            one.parcel = one.aside = None
            line.push(one)

    async def _begun(self, one: Waiting) -> Parcel | None:
        """The row as it leaves; one that had to wait, or was only claimed, begins now if it still may."""
        waited = asyncio.get_running_loop().time() - one.since
        if one.parcel is not None and one.aside is None and waited < PATIENCE.total_seconds():
            return one.parcel
        if one.aside is not None:
            await one.aside
        return await self._books.write(partial(delivery.begin, outbox_id=one.outbox_id))

    def _edited(self, parcel: Parcel) -> Outgoing:
        if parcel.outgoing.edits is not None or parcel.replaces_id is None:
            return parcel.outgoing
        return replace(parcel.outgoing, edits=self._sent.get(parcel.replaces_id))

    async def _send(self, channel: Channel, outgoing: Outgoing) -> SendResult:
        try:
            return await channel.send(outgoing)
        except Exception as error:  # a channel never raises; if it does, the message may have left
            _log.error("channel_raised", channel=channel.name, error=type(error).__name__)
            return InDoubt(type(error).__name__)

    async def _record(self, outbox_id: int, result: SendResult) -> bool:
        """Write down the result, as soon as the database takes it: else what was sent would be in doubt."""
        while True:
            try:
                return await self._books.write(partial(delivery.record, outbox_id=outbox_id, result=result))
            except Exception as error:
                if self._is_closing or not is_outage(error):
                    raise
            await asyncio.sleep(_DATABASE_TRIED_EVERY)

    def _remember(self, outbox_id: int, external_id: str) -> None:
        self._sent[outbox_id] = external_id
        if len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)


@contextmanager
def _kept(line: Line, *rows: Waiting) -> Iterator[None]:
    """Where this fails, none of them has left."""
    try:
        yield
    except Exception:
        for one in rows:
            line.push(one)
        raise
