"""Several at the same instant, and a database that is gone for a moment: nothing is lost and nothing torn."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from contextlib import closing

import pytest
from sqlmodel import col, select, update

from bot.app import Program
from bot.clock import RehearsalClock
from bot.domain.attendance import Facts
from bot.domain.chat import AddressKey
from bot.domain.duties import Outcome
from bot.messages.general import NothingToDo
from bot.services import delivery, outbox, periods, ticks, visits
from bot.services.outbox import Delivery, Parcel
from bot.services.visits import Closed
from bot.services.work import Work
from db.models import Duty, Mark, Milestone, Reminder, Visit
from db.models.visits import MilestoneKind, ReminderState
from db.queries import visits as queries
from db.queries.chats import lock_address
from db.session import open_engine, unit_of_work
from tests.chat import START, Chat
from tests.flows.backstage import register, visit
from tests.flows.conftest import Log
from tests.flows.test_at_once import at_once

FACTS = Facts(members=18, exempt=0, present=18, excused=0, unexcused=0, minutes=90, speakers=8)
postgres = pytest.mark.parametrize("chat", ["web-postgres"], indirect=True)


async def test_a_database_that_takes_nothing_for_a_while_costs_no_reminder(web: Chat, log: Log) -> None:
    lan = await web.join("Lan")

    def only_reads(is_so: bool) -> None:
        with closing(web.engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA query_only={is_so:d}")

    only_reads(True)
    web.clock.move_to(START.replace(hour=8, minute=0))
    await web.program.tick()
    (record,) = log.records("tick_put_off")
    assert record["error"] == "OperationalError"
    only_reads(False)
    await web.settle()
    lan.sees("tháng 12/2026")
    states = web.look(lambda work: set(work.session.exec(select(Reminder.state))))
    assert ReminderState.FAILED not in states


async def test_without_its_database_it_says_that_it_is_not_well(web: Chat) -> None:
    nowhere = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    program = Program(nowhere, web.program.ground, RehearsalClock(START), [web.messenger.channel])
    assert not (await program.watch.health()).is_reachable
    assert (await web.program.watch.health()).is_ready
    await program.close()


@postgres
async def test_who_loses_a_race_does_it_again(chat: Chat) -> None:
    found: list[Mark | None] = []

    def make(work: Work) -> None:
        found.append(work.session.get(Mark, "race"))
        if found[-1] is None:
            work.session.add(Mark(key="race", value="second"))

    with unit_of_work(chat.engine) as session:
        session.add(Mark(key="race", value="first"))
        session.flush()
        later = asyncio.ensure_future(chat.work(make))
        done, _ = await asyncio.wait([later], timeout=0.3)
        assert not done
    await later
    assert [mark and mark.value for mark in found] == [None, "first"]


@postgres
async def test_whoever_is_spoken_to_is_not_heard_meanwhile(chat: Chat) -> None:
    await chat.join("Lan")
    chat.clock.move_to(START.replace(hour=8, minute=0))
    channel = chat.messenger.channel
    key = AddressKey(channel.name, channel.account, "Lan")
    assert at_once(chat, lambda work: lock_address(work.session, key), ticks.pass_time).result()


@postgres
async def test_who_sends_waits_for_the_turn_that_supersedes(chat: Chat) -> None:
    await chat.join("Lan")
    channel = chat.messenger.channel
    key, ground = AddressKey(channel.name, channel.account, "Lan"), chat.program.ground

    def put(work: Work, replaces: int | None = None) -> int:
        how = Delivery(is_leased=True, replaces_id=replaces)
        return outbox.put(work, NothingToDo(), address=lock_address(work.session, key), how=how).id

    def begun(number: int) -> Parcel | None:
        with unit_of_work(chat.engine) as session:
            return delivery.begin(Work(session, START, ground), number)

    first = await chat.work(put)
    await chat.work(lambda work: delivery.lay_aside(work, first))
    with ThreadPoolExecutor(1) as thread:
        with unit_of_work(chat.engine) as session:
            put(Work(session, START, ground), first)
            later = thread.submit(begun, first)
            with pytest.raises(StillWaiting):
                later.result(timeout=0.3)
        assert later.result() is None


async def is_due(chat: Chat, kind: MilestoneKind, period: int) -> None:
    """The month opens or closes now, before anything else."""
    which = (col(Milestone.kind) == kind, col(Milestone.period) == period)
    await chat.work(lambda work: work.session.exec(update(Milestone).where(*which).values(due_at=START)))


@postgres
async def test_of_two_processes_one_opens_the_period(chat: Chat) -> None:
    await is_due(chat, MilestoneKind.OPEN, 202701)
    at_once(chat, periods.pass_next, periods.pass_next).result()
    assert chat.look(lambda work: 202701 in queries.open_periods(work.session))


async def met(chat: Chat) -> int:
    """A meeting in a month that is about to close; the visitor's part in it."""
    lan = await chat.join("Lan")
    await chat.join("Bình")
    await register(lan, "3/12 14h")
    await is_due(chat, MilestoneKind.CLOSE, 202612)
    return visit(chat, "Bình").id or 0


def reporting(visit_id: int) -> Callable[[Work], object]:
    return lambda work: visits.report_attended(work, work.session.get_one(Visit, visit_id), FACTS)


def outcome(chat: Chat, visit_id: int) -> tuple[Outcome, Outcome]:
    """Of a visit and of its duty."""
    statement = select(Visit.outcome, Duty.outcome).join(Duty, col(Duty.id) == col(Visit.duty_id))
    found = chat.look(lambda work: work.session.exec(statement.where(Visit.id == visit_id)).one())
    return Outcome(found[0]), Outcome(found[1])


@postgres
async def test_a_report_at_the_last_instant_counts(chat: Chat) -> None:
    visit_id = await met(chat)
    at_once(chat, reporting(visit_id), periods.pass_next).result()
    assert outcome(chat, visit_id) == (Outcome.ATTENDED, Outcome.ATTENDED)


@postgres
async def test_a_report_an_instant_too_late_does_not(chat: Chat) -> None:
    visit_id = await met(chat)
    later = at_once(chat, periods.pass_next, reporting(visit_id))
    with pytest.raises(Closed):
        later.result()
    assert outcome(chat, visit_id) == (Outcome.MISSED, Outcome.MISSED)
