"""Several processes on one PostgreSQL: one sends, all take turns and tick, nothing happens twice."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from bot.app import Program
from bot.channels.web import WebMessenger
from bot.domain.chat import (
    AddressKey,
    Inbound,
    OutboxState,
    Outgoing,
    Receive,
    SendResult,
    Text,
)
from bot.services.work import Work
from db.helm_shared import SharedHelm
from db.models import OutboxMessage, Reminder, SeenEvent
from db.models.visits import ReminderState
from db.session import unit_of_work
from handlers import router, turn
from tests.chat import ZONE, Chat
from tests.flows.backstage import moment
from tests.flows.offstage import rows

pytestmark = pytest.mark.parametrize("chat", ["web-postgres"], indirect=True)
_NUMBERS = count(1)
PATIENCE = 5.0  # seconds: how long a takeover may last


class Page(WebMessenger):
    """A messenger that says when something arrived."""

    arrived: asyncio.Event

    async def send(self, outgoing: Outgoing) -> SendResult:
        result = await super().send(outgoing)
        self.arrived.set()
        return result


class Process:
    """One program of several, as a process of its own would be: nothing shared but the database."""

    def __init__(self, chat: Chat, *, competes: bool = True) -> None:
        self.messenger = Page(chat.clock.now, ZONE)
        self.messenger.arrived = asyncio.Event()
        self.helm = SharedHelm(chat.engine, "web:rehearsal", competes=competes)
        ground = replace(chat.program.ground, process=f"process {next(_NUMBERS)}")
        self.program = Program(
            chat.engine, ground, chat.clock, [self.messenger], helm=self.helm, ticks=competes
        )

    async def hears(self, text: str, event: str, who: str = "Lan") -> None:
        """A chat's message comes in here."""
        await self.program.receive(Inbound(AddressKey("web", "rehearsal", who), event, Text(text)))

    def said(self, who: str = "Lan") -> list[str]:
        """What this process sent to a chat."""
        entries = self.messenger.transcript(who).entries.values()
        return [entry.text for entry in entries if entry.author == "bot"]


@asynccontextmanager
async def sharing(*processes: Process) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """They compete for the helm and tell each other, without a metronome: nothing leaves at a beat."""
    tasks = [asyncio.create_task(one.program.share()) for one in processes]
    try:
        yield tasks
    finally:
        for task in tasks:
            await killed(task)
        for one in processes:
            await one.program.close()


async def killed(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def somebody_is_at_the_helm(processes: Sequence[Process]) -> Process:
    waiting = [asyncio.create_task(one.helm.gained()) for one in processes]
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        await killed(task)
    (holder,) = at_helm(processes)
    return holder


def at_helm(processes: Sequence[Process]) -> list[Process]:
    return [one for one in processes if one.helm.is_held]


async def test_one_is_at_the_helm_and_the_other_takes_over(chat: Chat) -> None:
    both = Process(chat), Process(chat)
    async with sharing(*both) as tasks:
        first = await somebody_is_at_the_helm(both)
        (second,) = set(both) - {first}
        await killed(tasks[both.index(first)])
        assert await somebody_is_at_the_helm(both) is second


class Eager(Page):
    """A messenger that looks, when it begins to take in, how much is still to be said."""

    still_due: int | None = None
    look: Callable[[], int]

    async def run(self, receive: Receive) -> None:
        self.still_due = self.look()
        await super().run(receive)


async def test_who_writes_at_a_start_need_not_wait_for_what_piled_up(chat: Chat) -> None:
    for name in ("Lan", "Phúc", "Cường"):
        await chat.join(name)
    chat.clock.move_to(moment("18/11/2026", "08:00"))
    page = Eager(chat.clock.now, ZONE)
    page.arrived, page.look = asyncio.Event(), lambda: chat.look(planned)
    program = Program(chat.engine, chat.program.ground, chat.clock, [page])
    serving = asyncio.create_task(program.serve())
    async with asyncio.timeout(PATIENCE):
        await page.arrived.wait()
    await killed(serving)
    assert page.still_due == 3
    assert chat.look(planned) == 0


def planned(work: Work) -> int:
    is_due = (col(Reminder.state) == ReminderState.PLANNED, col(Reminder.due_at) <= work.now)
    return work.session.exec(select(func.count()).select_from(Reminder).where(*is_due)).one()


async def test_a_lost_connection_is_a_lost_helm_and_somebody_takes_it_again(chat: Chat) -> None:
    both = Process(chat), Process(chat)
    async with sharing(*both):
        first = await somebody_is_at_the_helm(both)
        with chat.engine.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted")
            )
        async with asyncio.timeout(PATIENCE):
            await first.helm.lost()
        await somebody_is_at_the_helm(both)


async def test_a_reply_leaves_through_the_process_at_the_helm_at_once(chat: Chat) -> None:
    web, worker = Process(chat, competes=False), Process(chat)
    async with sharing(web, worker):
        await somebody_is_at_the_helm([worker])
        await web.hears("xin chào", "1")
        async with asyncio.timeout(PATIENCE):
            await worker.messenger.arrived.wait()
        await worker.program.sender.close()
        await worker.hears("xin chào", "2")
        await worker.program.sender.close()
        assert (len(worker.said()), web.said(), at_helm([web])) == (2, [], [])
    assert chat.look(states) == [OutboxState.SENT] * 2
    assert chat.look(holders) == [None, None]


async def test_while_nobody_is_at_the_helm_replies_wait_unleased(chat: Chat) -> None:
    web = Process(chat, competes=False)
    await web.hears("xin chào", "1")
    assert chat.look(states) == [OutboxState.WAITING]
    assert chat.look(holders) == [None]
    worker = Process(chat)
    await worker.program.sender.drain()
    assert len(worker.said()) == 1
    for one in (web, worker):
        await one.program.close()


def states(work: Work) -> list[OutboxState]:
    return [row.state for row in work.session.exec(select(OutboxMessage))]


def holders(work: Work) -> list[str | None]:
    return [row.leased_by for row in work.session.exec(select(OutboxMessage))]


async def test_the_same_update_in_two_processes_at_once_has_one_effect(chat: Chat) -> None:
    both = Process(chat, competes=False), Process(chat, competes=False)
    await asyncio.gather(*(one.hears("xin chào", str(number)) for number in range(20) for one in both))
    assert chat.look(lambda work: work.session.exec(select(func.count(col(SeenEvent.id)))).one()) == 20
    assert len(chat.look(states)) == 20
    for one in both:
        await one.program.close()


async def test_one_persons_turns_wait_for_each_other_in_any_process_and_nobody_elses(chat: Chat) -> None:
    web = Process(chat, competes=False)
    first = Inbound(AddressKey("web", "rehearsal", "Lan"), "1", Text("xin chào"))
    with unit_of_work(chat.engine) as session:  # as another process in the middle of a turn
        turn.take(Work(session, chat.clock.now(), chat.program.ground), first, router.converse)
        session.flush()
        second = asyncio.create_task(web.hears("xin chào", "2"))
        await asyncio.gather(*(web.hears("xin chào", f"{name}", name) for name in ("Bình", "Cường")))
        assert not second.done()
    await second
    events = [one.event_id for one in rows(chat, SeenEvent)]
    assert events.index("1") < events.index("2")
    await web.program.close()


async def test_what_is_due_is_said_once_however_many_tick(chat: Chat) -> None:
    for name in ("Lan", "Bình", "Hoa"):
        if name in chat.cast.people:
            await chat.join(name)
    await chat.move_to("18/11/2026", "07:59")
    before = len(chat.look(states))
    chat.clock.move_to(moment("30/11/2026", "09:00"))
    three = [Process(chat) for _ in range(3)]
    await asyncio.gather(*(one.program.tick() for one in three))
    for one in three:
        await one.program.tick()
    said = chat.look(
        lambda work: work.session.exec(
            select(OutboxMessage.person_id, OutboxMessage.message).where(col(OutboxMessage.id) > before)
        ).all()
    )
    left = chat.look(
        lambda work: work.session.exec(
            select(func.count(col(Reminder.id))).where(
                Reminder.state == ReminderState.PLANNED, Reminder.due_at <= chat.clock.now()
            )
        ).one()
    )
    assert (len(said), left) == (len(set(said)), 0)
    assert said
    for one in three:
        await one.program.close()
