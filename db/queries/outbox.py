"""The outbox on its way out: claims by lease, results by compare-and-set."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Executable, and_, bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, insert, or_, select, update

from bot.domain.chat import FailureReason, Lane, OutboxState
from db.models import Address, Attempt, OutboxMessage, Reminder
from db.models.visits import ReminderState

_IS_WAITING = col(OutboxMessage.state) == OutboxState.WAITING
_IS_FREE = or_(
    col(OutboxMessage.leased_until).is_(None), col(OutboxMessage.leased_until) <= bindparam("real")
)
_DUE = (
    select_columns(
        col(OutboxMessage.id),
        col(OutboxMessage.lane),
        col(OutboxMessage.expires_at),
        col(OutboxMessage.may_disturb),
        col(OutboxMessage.begun_at),
        col(Address.id),
        col(Address.channel),
        col(Address.account),
        col(Address.chat),
    )
    .join(Address, col(Address.id) == col(OutboxMessage.address_id))
    .where(
        _IS_WAITING,
        col(OutboxMessage.lane) == bindparam("lane"),  # lane by lane, so that the index gives the order
        col(OutboxMessage.due_at) <= bindparam("now"),
        _IS_FREE,
        or_(col(OutboxMessage.retry_at).is_(None), col(OutboxMessage.retry_at) <= bindparam("real")),
        col(OutboxMessage.address_id).not_in(bindparam("busy", expanding=True)),
        col(Address.channel).in_(bindparam("channels", expanding=True)),
        # A suspended chat may be a stranger's: until the office has decided it gets answers only.
        or_(col(Address.suspended_at).is_(None), col(OutboxMessage.lane) == Lane.REPLY),
    )
    .order_by(col(OutboxMessage.due_at), col(OutboxMessage.id))
    .limit(bindparam("most"))
)
_LEASE = (
    update(OutboxMessage)
    .where(col(OutboxMessage.id).in_(bindparam("rows", expanding=True)), _IS_WAITING, _IS_FREE)
    .values(leased_by=bindparam("owner"), leased_until=bindparam("until"), begun_at=None)
    .returning(col(OutboxMessage.id))
    .execution_options(synchronize_session=False)
)
_IS_OURS = and_(
    col(OutboxMessage.id) == bindparam("row"), _IS_WAITING, col(OutboxMessage.leased_by) == bindparam("owner")
)
_BEGIN = (
    update(OutboxMessage)
    .where(_IS_OURS)
    .values(begun_at=bindparam("real"), leased_until=bindparam("until"))
    .execution_options(synchronize_session=False)
)
_LAY_ASIDE = (
    update(OutboxMessage).where(_IS_OURS).values(begun_at=None).execution_options(synchronize_session=False)
)
_GIVE_BACK = (
    update(OutboxMessage)
    .where(
        col(OutboxMessage.id).in_(bindparam("rows", expanding=True)),
        _IS_WAITING,
        col(OutboxMessage.leased_by) == bindparam("owner"),
    )
    .values(retry_at=bindparam("retry"), leased_by=None, leased_until=None, begun_at=None)
    .execution_options(synchronize_session=False)
)


_PUT: Executable = insert(OutboxMessage).returning(col(OutboxMessage.id))


def put(session: Session, values: Mapping[str, Any]) -> int:
    """A new row; its key. Straight to the table, since every answer is one."""
    key: int = session.connection().execute(_PUT, values).scalar_one()
    return key


class DueRow(NamedTuple):
    """A row that may leave now, as far as claiming it needs to know; `begun_at` of one that a dead process
    had handed over."""

    id: int
    lane: Lane
    expires_at: datetime | None
    may_disturb: bool
    begun_at: datetime | None
    address_id: int
    channel: str
    account: str
    chat: str


def due(
    session: Session,
    lane: Lane,
    now: datetime,
    real: datetime,
    channels: Collection[str],
    busy: Collection[int],
    most: int,
) -> list[DueRow]:
    """Waiting rows of a lane that may leave now, the longest due first, but for the busy addresses."""
    values = {"lane": lane, "now": now, "real": real, "channels": list(channels), "busy": list(busy)}
    rows = session.connection().execute(_DUE, values | {"most": most})  # columns, more than SQLModel selects
    return [DueRow._make(row) for row in rows]


def lease(
    session: Session, rows: Collection[int], owner: str, real: datetime, until: datetime
) -> Collection[int]:
    """Take rows for this process until `until` (real UTC); those that nobody else has."""
    values = {"rows": list(rows), "owner": owner, "real": real, "until": until}
    return set(session.exec(_LEASE, params=values).scalars()) if rows else set()


def begin(session: Session, outbox_id: int, owner: str, real: datetime, until: datetime) -> bool:
    """From now on it may have left; False when it is not this process's to send any more."""
    values = {"row": outbox_id, "owner": owner, "real": real, "until": until}
    return session.exec(_BEGIN, params=values).rowcount == 1


def lay_aside(session: Session, outbox_id: int, owner: str) -> None:
    """It has not left yet and waits for its turn: it may be taken back, or superseded."""
    session.exec(_LAY_ASIDE, params={"row": outbox_id, "owner": owner})


def give_back(session: Session, rows: Collection[int], owner: str, retry_at: datetime | None) -> None:
    """Let go of rows that have not left; they may be claimed again from `retry_at` (real UTC) on."""
    session.exec(_GIVE_BACK, params={"rows": list(rows), "owner": owner, "retry": retry_at})


def end_leases(session: Session, until: datetime) -> None:
    """Whoever holds waiting rows holds them until then at the longest (real UTC)."""
    _shorten(session, until)


def end_foreign_leases(session: Session, owner: str, real: datetime, begun_until: datetime) -> None:
    """Others than this owner hold no waiting rows any more; begun ones until `begun_until` (real UTC)."""
    is_foreign = col(OutboxMessage.leased_by) != owner
    _shorten(session, real, is_foreign, col(OutboxMessage.begun_at).is_(None))
    _shorten(session, begun_until, is_foreign)


def _shorten(session: Session, until: datetime, *which: ColumnElement[bool]) -> None:
    session.exec(
        update(OutboxMessage)
        .where(_IS_WAITING, col(OutboxMessage.leased_until) > until, *which)
        .values(leased_until=until)
        .execution_options(synchronize_session=False)
    )


def waiting_until(session: Session, real: datetime) -> Sequence[OutboxMessage]:
    """Waiting rows that are leased, or not to be tried again, until after an instant (real UTC)."""
    is_later = or_(col(OutboxMessage.retry_at) > real, col(OutboxMessage.leased_until) > real)
    return session.exec(select(OutboxMessage).where(_IS_WAITING, is_later).with_for_update()).all()


_SENT = (
    update(OutboxMessage)
    # Whatever was decided while it was on its way: the messenger has it.
    .where(col(OutboxMessage.id) == bindparam("row"), col(OutboxMessage.state) != OutboxState.SENT)
    .values(
        state=OutboxState.SENT,
        reason=None,
        external_id=bindparam("external"),
        sent_at=bindparam("now"),
        tries=OutboxMessage.tries + 1,
        leased_by=None,
        leased_until=None,
        begun_at=None,
    )
    .execution_options(synchronize_session=False)
)
_ATTEMPT = insert(Attempt)


def sent(session: Session, outbox_id: int, external_id: str, now: datetime) -> bool:
    """The messenger has it; False when that was known."""
    values = {"row": outbox_id, "external": external_id, "now": now}
    return session.connection().execute(_SENT, values).rowcount == 1


def note_attempt(session: Session, outbox_id: int, tried_at: datetime, result: str, detail: str) -> None:
    """Write down one try (real UTC) and what came of it."""
    values = {"outbox_id": outbox_id, "tried_at": tried_at, "result": result, "detail": detail}
    session.connection().execute(_ATTEMPT, values)


def times_in_doubt(session: Session, outbox_id: int) -> int:
    """How many tries of a message nobody knows the outcome of."""
    return session.exec(
        select(func.count()).where(Attempt.outbox_id == outbox_id, Attempt.result == FailureReason.UNKNOWN)
    ).one()


def successor(session: Session, outbox_id: int) -> OutboxMessage | None:
    """The message that takes the place of another one, the latest."""
    return session.exec(
        select(OutboxMessage)
        .where(
            OutboxMessage.replaces_id == outbox_id,
            col(OutboxMessage.state).in_((OutboxState.WAITING, OutboxState.SENT)),
        )
        .order_by(col(OutboxMessage.id).desc())
    ).first()


_HAS_ENDED = col(OutboxMessage.state).in_(
    (OutboxState.SENT, OutboxState.FAILED, OutboxState.EXPIRED, OutboxState.UNKNOWN)
)


def undelivered(session: Session, since: datetime) -> dict[int, tuple[OutboxState, FailureReason | None]]:
    """By person: what became of the last thing they were to be told unasked, of those queued since then,
    where that did not arrive or may not have. Whoever did not use the program yet is another matter."""
    last = (
        select(func.max(OutboxMessage.id))
        .where(
            col(OutboxMessage.created_at) >= since,
            col(OutboxMessage.lane) != Lane.REPLY,
            col(OutboxMessage.person_id).is_not(None),
            _HAS_ENDED,
        )
        .group_by(col(OutboxMessage.person_id))
    )
    rows = session.exec(
        select(OutboxMessage.person_id, OutboxMessage.state, OutboxMessage.reason).where(
            col(OutboxMessage.id).in_(last), col(OutboxMessage.state) != OutboxState.SENT
        )
    )
    return {
        person_id: (OutboxState(state), FailureReason(reason) if reason else None)
        for person_id, state, reason in rows
        if person_id is not None and reason is not FailureReason.NEVER_CONTACTED
    }


_LAST_ATTEMPT = select(Attempt.result).order_by(col(Attempt.id).desc()).limit(1)


def is_account_refused(session: Session) -> bool:
    """Whether the messenger did not accept the bot's token the last time that anything was tried."""
    return session.exec(_LAST_ATTEMPT).first() == FailureReason.AUTH


def next_due_at(session: Session, after: datetime, channels: Collection[str]) -> datetime | None:
    """When the next waiting row that is due later than `after` may leave."""
    return session.exec(
        select(func.min(OutboxMessage.due_at))
        .join(Address, col(Address.id) == col(OutboxMessage.address_id))
        .where(
            OutboxMessage.state == OutboxState.WAITING,
            OutboxMessage.due_at > after,
            col(Address.channel).in_(list(channels)),
        )
    ).one()


def withdraw_of_person(session: Session, person_id: int) -> None:
    """Nothing that still waits for this person leaves any more."""
    session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.person_id) == person_id, col(OutboxMessage.state) == OutboxState.WAITING)
        .values(state=OutboxState.WITHDRAWN)
    )


def withdraw_of_address(session: Session, address_id: int) -> None:
    """Nothing that still waits for this chat leaves any more."""
    session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.address_id) == address_id, col(OutboxMessage.state) == OutboxState.WAITING)
        .values(state=OutboxState.WITHDRAWN)
    )


def covered_by(session: Session, outbox_id: int) -> list[Reminder]:
    """The reminders that one waiting message speaks of."""
    return list(
        session.exec(
            select(Reminder).where(Reminder.outbox_id == outbox_id, Reminder.state == ReminderState.ANNOUNCED)
        )
    )
