"""Nothing that was to be said gets lost unnoticed: sums by kind, losses, lateness, silence."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.chat import FailureReason, Lane, OutboxState
from bot.domain.completeness import Account, Alarm, MessageKind, ReminderEnd
from bot.messages.general import NothingToDo
from bot.services import completeness, outbox, retention
from bot.services.outbox import Delivery
from bot.services.work import Work
from db import migrate, triggers
from db.models import OutboxMessage, Reminder
from db.models.visits import ReminderState
from tests.chat import ZONE, Chat
from tests.db.rows import row
from tests.flows.backstage import register

FIRST, LAST = date(2026, 11, 1), date(2026, 12, 31)


def taken(work: Work) -> Account:
    return completeness.account(work, FIRST, LAST)


async def lived(chat: Chat) -> None:
    """A month with answers, notices, reminders, a call list, a digest and a file."""
    lan, _, _ = await chat.join("Lan"), await chat.join("Bình"), await chat.join("Yến")
    await chat.join("Mai")
    await register(lan, "3/12 14h")
    await chat.move_to("04/12/2026", "09:00")
    person = chat.cast.people["Yến"]
    how = Delivery(lane=Lane.FILE)
    await chat.work(lambda work: outbox.put(work, NothingToDo(), person_id=person, how=how))
    await chat.work(
        lambda work: outbox.put(work, NothingToDo(), person_id=person, how=Delivery(lane=Lane.DIGEST))
    )
    await chat.settle()


@contextmanager
def gone(chat: Chat, statement: str, **values: object) -> Iterator[Work]:
    """What one statement leaves, whatever refers to it; undone afterwards."""
    unchecked = {
        "sqlite": "PRAGMA defer_foreign_keys = ON",
        "postgresql": "SET LOCAL session_replication_role = replica",
    }
    with chat.engine.connect() as connection:
        connection.execute(text(unchecked[chat.engine.dialect.name]))
        connection.execute(text(statement), values)
        if chat.engine.dialect.name == "postgresql":  # from here on its triggers work again
            connection.execute(text("SET LOCAL session_replication_role = origin"))
        with Session(connection) as session:
            yield Work(session, chat.clock.now(), chat.program.ground)
        connection.rollback()


async def test_the_sums_agree_for_every_kind(chat: Chat) -> None:
    await lived(chat)
    account = chat.look(taken)
    assert account.alarms == ()
    assert account.total.planned == sum(account.total.states.values()) > 20
    assert {tally.kind for tally in account.messages} >= {
        MessageKind.ANSWER, MessageKind.VISIT, MessageKind.LIST, MessageKind.DIGEST, MessageKind.FILE,
    }  # fmt: skip
    assert account.total.reasons[FailureReason.NEVER_CONTACTED] == account.total.states[OutboxState.FAILED]
    assert {tally.kind for tally in account.reminders} >= {"visit", "register", "office"}


async def test_a_lost_row_of_any_kind_rings(chat: Chat) -> None:
    await lived(chat)
    for row_id, name, lane in chat.look(
        lambda work: work.session.exec(
            select(OutboxMessage.id, OutboxMessage.message, OutboxMessage.lane)
        ).all()
    ):
        with gone(chat, "DELETE FROM outbox WHERE id = :row", row=row_id) as work:
            account = taken(work)
            assert account.alarms == (Alarm.MESSAGES_LOST,), (name, lane)
            assert account.total.missing == 1
    assert chat.look(taken).alarms == ()


async def test_a_lost_reminder_rings(chat: Chat) -> None:
    await lived(chat)
    with gone(chat, "DELETE FROM reminder WHERE kind = 'visit' AND step = 'day_before'") as work:
        account = taken(work)
        assert account.alarms == (Alarm.REMINDERS_LOST,)
        assert {tally.kind for tally in account.reminders if tally.missing} == {"visit"}


async def test_a_number_given_away_again_hides_no_loss(chat: Chat) -> None:
    """As SQLite gave away that of a lost last row before tables counted on for ever."""
    await lived(chat)
    last = chat.look(lambda work: work.session.exec(select(func.max(OutboxMessage.id))).one())
    with gone(chat, "DELETE FROM outbox WHERE id = :row", row=last) as work:
        work.session.add(row(OutboxMessage, id=last, message="NothingToDo", created_at=work.now))
        work.session.flush()
        assert taken(work).total.missing == 1


@pytest.mark.parametrize("step", ["day_before", "two_hours"], ids=["the same step", "another step"])
async def test_nor_that_of_a_reminder(chat: Chat, step: str) -> None:
    await lived(chat)
    lost = chat.look(
        lambda work: work.session.exec(select(Reminder).where(Reminder.step == "day_before")).first()
    )
    assert lost is not None
    again = lost.model_copy(update={"step": step, "due_at": lost.due_at + timedelta(days=7), "round": 9})
    with gone(chat, "DELETE FROM reminder WHERE id = :row", row=lost.id) as work:
        work.session.add(Reminder(**again.model_dump()))
        work.session.flush()
        day = lost.due_at.astimezone(ZONE).date()
        account = completeness.account(work, day, day)
        assert account.alarms == (Alarm.REMINDERS_LOST,)
        assert sum(tally.missing for tally in account.reminders) == 1


async def test_what_has_the_number_of_a_lost_reminder_is_said(web: Chat) -> None:
    """The first of the numbers was announced; it is lost, and the next reminder was numbered alike."""
    await web.join("Lan")
    await web.settle()
    await web.move_to("18/11/2026", "08:00")
    first, *_ = web.look(lambda work: work.session.exec(announced()).all())
    told = len(web.look(lambda work: work.session.exec(select(OutboxMessage.id)).all()))
    again = Reminder(
        **first.model_dump() | {"step": "again", "state": ReminderState.PLANNED, "outbox_id": None}
    )
    with web.engine.begin() as connection:
        connection.execute(text("DELETE FROM reminder WHERE id = :row"), {"row": first.id})
    await web.work(lambda work: work.session.add(again))
    await web.settle()
    assert web.look(lambda work: work.session.get_one(Reminder, first.id).state) is ReminderState.ANNOUNCED
    assert len(web.look(lambda work: work.session.exec(select(OutboxMessage.id)).all())) == told + 1


def announced() -> SelectOfScalar[Reminder]:
    return select(Reminder).where(Reminder.state == ReminderState.ANNOUNCED)


async def test_forgetting_texts_changes_no_sum(chat: Chat) -> None:
    await lived(chat)
    before = chat.look(taken)
    await chat.work(lambda work: retention.prune(replace(work, now=work.now + timedelta(days=400))))
    after = chat.look(taken)
    assert (after.messages, after.alarms) == (before.messages, ())


async def test_a_reminder_that_never_became_a_message_rings(chat: Chat) -> None:
    await chat.join("Lan")
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=14))  # 08:09, and nothing ticks
    assert chat.look(completeness.alarms) == ()
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=2))
    assert chat.look(completeness.alarms) == (Alarm.REMINDERS_LATE,)
    register_kind = next(tally for tally in chat.look(taken).reminders if tally.kind == "register")
    assert register_kind.ends[ReminderEnd.LATE] == 3  # cells
    await chat.settle()
    assert chat.look(completeness.alarms) == ()


async def test_silence_rings_only_while_something_is_due(chat: Chat) -> None:
    lan = await chat.join("Lan")
    await chat.move_to("18/11/2026", "12:00")
    assert chat.look(completeness.alarms) == ()
    await chat.work(_queue(chat, "Lan"))
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=11))
    assert chat.look(completeness.alarms) == (Alarm.NOTHING_LEAVES,)
    await lan.says("/viec")  # whatever waits leaves with it
    assert chat.look(completeness.alarms) == ()


async def test_one_message_that_waits_among_many_that_leave_is_no_silence(chat: Chat) -> None:
    await chat.join("Lan")
    await chat.move_to("18/11/2026", "12:00")
    await chat.work(_queue(chat, "Lan"))
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=11))
    await chat.work(_queue(chat, "Lan"))
    await chat.work(_sent_last)
    assert chat.look(completeness.alarms) == ()


async def test_what_a_messenger_put_off_is_not_due(chat: Chat) -> None:
    await chat.join("Lan")
    await chat.work(_queue(chat, "Lan"))
    chat.clock.move_to(chat.clock.now() + timedelta(minutes=11))
    with gone(
        chat, "UPDATE outbox SET retry_at = '2100-01-01 00:00:00.000000' WHERE state = 'waiting'"
    ) as work:
        assert not completeness.does_nothing_leave(work)
    assert chat.look(completeness.does_nothing_leave)


def _queue(chat: Chat, name: str) -> Callable[[Work], object]:
    person = chat.cast.people[name]
    return lambda work: outbox.put(work, NothingToDo(), person_id=person, how=Delivery(lane=Lane.REMINDER))


def _sent_last(work: Work) -> None:
    row = work.session.exec(select(OutboxMessage).where(OutboxMessage.state == OutboxState.WAITING)).all()[-1]
    row.state, row.sent_at = OutboxState.SENT, work.now


async def test_a_ledger_that_is_not_kept_rings_until_the_schema_comes_up(chat: Chat) -> None:
    lan = await chat.join("Lan")
    with chat.engine.begin() as connection:
        triggers.drop(connection)
    await lan.says("/viec")
    assert chat.look(taken).alarms == (Alarm.LEDGER_SILENT,)
    migrate.upgrade(chat.engine)
    await lan.says("/viec")
    assert chat.look(taken).alarms == ()
