"""The outbox on its way out: claims by lease, results by compare-and-set."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, case
from sqlmodel import Session, col, func, insert, or_, select, update

from bot.domain.chat import Lane, OutboxState
from db.models import Address, Attempt, OutboxMessage, Reminder
from db.models.visits import ReminderState

_RANK = case({lane: rank for rank, lane in enumerate(Lane)}, value=col(OutboxMessage.lane))
_DUE = (
    select(OutboxMessage, Address)
    .join(Address, col(Address.id) == col(OutboxMessage.address_id))
    .where(
        col(OutboxMessage.state) == OutboxState.WAITING,
        col(OutboxMessage.due_at) <= bindparam("now"),
        or_(col(OutboxMessage.leased_until).is_(None), col(OutboxMessage.leased_until) < bindparam("real")),
        or_(col(OutboxMessage.retry_at).is_(None), col(OutboxMessage.retry_at) <= bindparam("real")),
        col(Address.channel).in_(bindparam("channels", expanding=True)),
        # A suspended chat may be a stranger's: until the office has decided it gets answers only.
        or_(col(Address.suspended_at).is_(None), col(OutboxMessage.lane) == Lane.REPLY),
    )
    .order_by(_RANK, col(OutboxMessage.due_at), col(OutboxMessage.id))
    .limit(bindparam("most"))
)
_LEASE = (
    update(OutboxMessage)
    .where(
        col(OutboxMessage.id) == bindparam("row"),
        col(OutboxMessage.state) == OutboxState.WAITING,
        or_(col(OutboxMessage.leased_until).is_(None), col(OutboxMessage.leased_until) < bindparam("real")),
    )
    .values(leased_by=bindparam("owner"), leased_until=bindparam("until"))
    .execution_options(synchronize_session=False)
)


def due(
    session: Session, now: datetime, real: datetime, channels: Collection[str], most: int
) -> Sequence[tuple[OutboxMessage, Address]]:
    """Waiting rows that may leave now, most urgent first, with where they go."""
    values = {"now": now, "real": real, "channels": list(channels), "most": most}
    return list(session.exec(_DUE, params=values))


def lease(session: Session, outbox_id: int, owner: str, real: datetime, until: datetime) -> bool:
    """Take a row for this process until `until` (real UTC); False when another has it."""
    values = {"row": outbox_id, "owner": owner, "real": real, "until": until}
    return session.exec(_LEASE, params=values).rowcount == 1


_SENT = (
    update(OutboxMessage)
    .where(col(OutboxMessage.id) == bindparam("row"), col(OutboxMessage.state) == OutboxState.WAITING)
    .values(
        state=OutboxState.SENT,
        external_id=bindparam("external"),
        sent_at=bindparam("now"),
        tries=OutboxMessage.tries + 1,
        leased_by=None,
        leased_until=None,
    )
    .execution_options(synchronize_session=False)
)
_ATTEMPT = insert(Attempt)


def sent(session: Session, outbox_id: int, external_id: str, now: datetime) -> bool:
    """The messenger has it; False when it no longer waited."""
    values = {"row": outbox_id, "external": external_id, "now": now}
    return session.exec(_SENT, params=values).rowcount == 1


def note_attempt(session: Session, outbox_id: int, tried_at: datetime, result: str, detail: str) -> None:
    """Write down one try (real UTC) and what came of it."""
    values = {"outbox_id": outbox_id, "tried_at": tried_at, "result": result, "detail": detail}
    session.exec(_ATTEMPT, params=values)


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
