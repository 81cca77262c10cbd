"""The ledger against what became of its rows; and whether anything leaves while something is due."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, distinct, exists, func, or_, text
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.chat import Lane, OutboxState
from db.models import Address, LedgerLine, OutboxMessage, Reminder
from db.models.ledger import LedgerSource
from db.models.visits import ReminderState

_LOOKED_BACK = 5000  # rows before the oldest that waits, among which the last one sent is looked for
_NEWER = aliased(LedgerLine, name="newer")
_HAS_ITS_NUMBER = col(_NEWER.row_id) == col(LedgerLine.row_id)
_IS_OF_REMINDER = text("newer.source = 'reminder'")  # as the index says it, which a parameter would not


def _within(source: LedgerSource, since: datetime, until: datetime) -> ColumnElement[bool]:
    return and_(col(LedgerLine.source) == source, col(LedgerLine.at) >= since, col(LedgerLine.at) < until)


def messages(session: Session, since: datetime, until: datetime) -> Sequence[Any]:
    """What was queued from an instant to another: (message, lane, state, reason, entered, there), the
    state None of rows that are no more. A row is there only once, and only under its own name, lane and
    instant: SQLite gives the number of a deleted last row away again."""
    same = and_(
        col(OutboxMessage.id) == col(LedgerLine.row_id),
        col(OutboxMessage.created_at) == col(LedgerLine.at),
        col(OutboxMessage.message) == col(LedgerLine.kind),
        col(OutboxMessage.lane) == col(LedgerLine.lane),
    )
    by = (col(LedgerLine.kind), col(LedgerLine.lane), col(OutboxMessage.state), col(OutboxMessage.reason))
    counted = select_columns(*by, func.count(), func.count(distinct(col(OutboxMessage.id))))
    within = _within(LedgerSource.OUTBOX, since, until)
    return (
        session.connection()
        .execute(counted.select_from(LedgerLine).outerjoin(OutboxMessage, same).where(within).group_by(*by))
        .all()
    )


def reminders(session: Session, since: datetime, until: datetime, late: datetime) -> Sequence[Any]:
    """The reminders whose first hour was in the span: (kind.step, state, whether their present hour is
    before `late`, entered, there), the state None of those that are no more. A row is the one that was
    entered last under its number and kind."""
    same = and_(
        col(Reminder.id) == col(LedgerLine.row_id),
        col(Reminder.kind) + "." + col(Reminder.step) == col(LedgerLine.kind),
        ~exists().where(_IS_OF_REMINDER, _HAS_ITS_NUMBER, col(_NEWER.id) > col(LedgerLine.id)),
    )
    is_late = (col(Reminder.due_at) < late).label("is_late")
    by = (col(LedgerLine.kind), col(Reminder.state))
    counted = select_columns(*by, is_late, func.count(), func.count(distinct(col(Reminder.id))))
    return (
        session.connection()
        .execute(
            counted.select_from(LedgerLine)
            .outerjoin(Reminder, same)
            .where(_within(LedgerSource.REMINDER, since, until))
            .group_by(*by, "is_late")
        )
        .all()
    )


def is_kept(session: Session) -> bool:
    """Whether the newest message was entered, as all are while the triggers are there."""
    newest = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id).desc()).limit(1)).first()
    if newest is None:
        return True
    entered = select(LedgerLine.id).where(
        LedgerLine.source == LedgerSource.OUTBOX,
        LedgerLine.row_id == newest.id,
        LedgerLine.at == newest.created_at,
    )
    return session.exec(entered).first() is not None


def has_late_reminder(session: Session, late: datetime) -> bool:
    """Whether something planned was due before `late` and has not been passed."""
    due = select(Reminder.id).where(Reminder.state == ReminderState.PLANNED, Reminder.due_at < late)
    return session.exec(due.limit(1)).first() is not None


def oldest_due(
    session: Session, before: datetime, put_off: datetime, channels: Collection[str] = ()
) -> OutboxMessage | None:
    """Of the messages due before an instant that might leave, the one that waits longest. One that its
    messenger put off until after `put_off` (real UTC), or whose chat is suspended, does not count; with
    `channels` only theirs do."""
    due = (
        select(OutboxMessage)
        .join(Address, col(Address.id) == col(OutboxMessage.address_id))
        .where(
            OutboxMessage.state == OutboxState.WAITING,
            OutboxMessage.due_at < before,
            or_(col(OutboxMessage.retry_at).is_(None), col(OutboxMessage.retry_at) < put_off),
            or_(col(Address.suspended_at).is_(None), col(OutboxMessage.lane) == Lane.REPLY),
        )
        .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
        .limit(1)
    )
    if channels:
        due = due.where(col(Address.channel).in_(list(channels)))
    return session.exec(due).first()


def was_any_sent(session: Session, since: datetime, near: int) -> bool:
    """Whether any message was sent since an instant, looked for from the newest down to a little before
    row `near`: what leaves now is newer than what waits longest, or its neighbour."""
    sent = (
        select(OutboxMessage.id)
        .where(col(OutboxMessage.id) > near - _LOOKED_BACK, col(OutboxMessage.sent_at) >= since)
        .order_by(col(OutboxMessage.id).desc())
        .limit(1)
    )
    return session.exec(sent).first() is not None


def queue(session: Session, now: datetime) -> tuple[Mapping[Lane, int], datetime | None]:
    """How many messages are due and wait, by lane, and since when the oldest does."""
    found = (
        session.connection()
        .execute(
            select_columns(col(OutboxMessage.lane), func.count(), func.min(col(OutboxMessage.due_at)))
            .where(col(OutboxMessage.state) == OutboxState.WAITING, col(OutboxMessage.due_at) <= now)
            .group_by(col(OutboxMessage.lane))
        )
        .all()
    )
    return {lane: number for lane, number, _ in found}, min((since for _, _, since in found), default=None)
