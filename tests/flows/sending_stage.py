"""A sender on a real database and a messenger in memory, on a clock that jumps: who got what when."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlmodel import select

from bot.channels.web import LIMITS, WebMessenger
from bot.domain.chat import AddressKey, Lane, Outgoing, SendResult, Sent
from bot.domain.pace import Rates
from bot.messages.general import ReceivedLate
from bot.sender import Sender
from bot.services import delivery, outbox
from bot.services.outbox import Delivery, Parcel
from bot.services.work import Ground, Work
from db.models import Address, Attempt, OutboxMessage
from db.queries.chats import lock_address
from db.session import Unreachable, unit_of_work
from tests.chat import ALMANAC, START, ZONE

T = TypeVar("T")
ROUND_TRIP = 0.02  # seconds


@dataclass(frozen=True)
class Got:
    """What the messenger was asked to show: in seconds since the beginning."""

    at: float
    chat: str
    outbox_id: int
    edits: str | None
    answer: SendResult


class Wire(WebMessenger):
    """Answers as scripted, chat by chat; else it takes everything. Without script `answer` decides."""

    def __init__(self, rates: Rates | None) -> None:
        super().__init__(lambda: START, ZONE)
        self.capabilities = replace(LIMITS, rates=rates, group_prefix="-")
        self.script: defaultdict[str, deque[SendResult]] = defaultdict(deque)
        self.answer: Callable[[Outgoing], SendResult | None] = lambda outgoing: None
        self.trip: Callable[[], float] = lambda: ROUND_TRIP
        self.got: list[Got] = []

    async def send(self, outgoing: Outgoing) -> SendResult:
        at = asyncio.get_running_loop().time()
        said = self.script[outgoing.chat]
        scripted = said.popleft() if said else self.answer(outgoing)
        answer = scripted or Sent(outgoing.edits or f"m{outgoing.outbox_id}")
        self.got.append(Got(at, outgoing.chat, outgoing.outbox_id, outgoing.edits, answer))
        await asyncio.sleep(self.trip())
        return answer

    def times(self, chat: str) -> list[float]:
        """When something was sent to a chat."""
        return [round(one.at, 2) for one in self.got if one.chat == chat]


@dataclass
class SendingStage:
    """The business clock goes with the loop's."""

    engine: Engine
    rates: Rates | None = field(default_factory=Rates)
    start: datetime = START
    away: tuple[float, float] = (0.0, 0.0)  # from when until when there is no database

    def __post_init__(self) -> None:
        self.wire = Wire(self.rates)
        self.sender = Sender(self.run, {"web": self.wire})

    @property
    def now(self) -> datetime:
        return self.start + timedelta(seconds=asyncio.get_running_loop().time())

    async def run(self, job: Callable[[Work], Any]) -> Any:
        """A unit of work, in this thread: nothing else goes on meanwhile."""
        if self.away[0] <= asyncio.get_running_loop().time() < self.away[1]:
            raise Unreachable("SELECT", {}, ConnectionError())
        with unit_of_work(self.engine) as session:
            return job(Work(session, self.now, Ground(ALMANAC, {"web": self.wire.capabilities}, b"k" * 32)))

    async def put(self, chats: Sequence[str], lane: Lane = Lane.REMINDER, **how: Any) -> list[int]:
        """A message for each of these chats, waiting to be claimed."""

        def job(work: Work) -> list[int]:
            return [self._put(work, chat, Delivery(lane=lane, **how)).id or 0 for chat in chats]

        return await self._do(job)

    async def answer(self, chat: str, replaces: int | None = None) -> int:
        """A turn has answered: the row is handed over as it is after its commit."""

        def job(work: Work) -> Parcel:
            row = self._put(work, chat, Delivery(replaces_id=replaces, is_leased=True))
            return outbox.parcel(work, row, work.session.get_one(Address, row.address_id))

        parcel = await self._do(job)
        self.sender.hand_over([parcel])
        return parcel.outgoing.outbox_id

    async def beat(self, seconds: float, every: float = 1.0) -> None:
        """The program's beats for so long."""
        until = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < until:
            with suppress(Unreachable):
                await self.sender.flush()
            await asyncio.sleep(every)

    async def die(self) -> None:
        """The process is killed, whatever it is doing, and another one begins on the same database."""
        for task in self.sender._tasks:
            task.cancel()
        await asyncio.gather(*self.sender._tasks, return_exceptions=True)
        self.sender = Sender(self.run, {"web": self.wire})
        await self.run(delivery.inherit)

    def _put(self, work: Work, chat: str, how: Delivery) -> OutboxMessage:
        address = lock_address(work.session, AddressKey("web", "rehearsal", chat))
        queued = outbox.put(work, ReceivedLate(), address=address, how=how)
        return work.session.get_one(OutboxMessage, queued.id)

    async def _do(self, job: Callable[[Work], T]) -> T:
        done: T = await self.run(job)
        return done

    def rows(self) -> list[OutboxMessage]:
        """Everything in the outbox."""
        with unit_of_work(self.engine) as session:
            return list(session.exec(select(OutboxMessage).order_by("id")))

    def attempts(self, outbox_id: int) -> list[str]:
        """What came of each try of a message."""
        with unit_of_work(self.engine) as session:
            query = select(Attempt.result).where(Attempt.outbox_id == outbox_id).order_by("id")
            return list(session.exec(query))

    def change(self, job: Callable[[Work], T]) -> T:
        """Do something in a transaction, as anything else of the program would."""
        with unit_of_work(self.engine) as session:
            return job(Work(session, self.now, Ground(ALMANAC, {"web": self.wire.capabilities}, b"k" * 32)))
