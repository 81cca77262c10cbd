"""Putting messages into the outbox, and what becomes of them. Nothing is said in any other way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from bot.clock import real_now
from bot.domain.chat import (
    AddressKey,
    Button,
    FailureReason,
    InDoubt,
    Lane,
    NotSent,
    OutboxState,
    Outgoing,
    SendResult,
    Sent,
)
from bot.domain.vietnamese import spelled
from bot.messages import Message, to_fields
from bot.render import render
from bot.services.work import Work
from db.models import Address, OutboxMessage
from db.queries import chats
from db.queries import outbox as queries

#: How long a process may hold a row before another may think it dead (real time).
LEASE = timedelta(seconds=60)
_BACKOFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5))

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Parcel:
    """A leased row, as plain values that may leave its thread."""

    address: AddressKey
    lane: Lane
    outgoing: Outgoing
    replaces_id: int | None = None


@dataclass(frozen=True)
class Delivery:
    """How a message shall travel; the defaults are those of an answer."""

    dedupe_key: str | None = None
    lane: Lane | None = None
    due_at: datetime | None = None
    expires_at: datetime | None = None
    may_disturb: bool = False
    replaces_id: int | None = None
    is_leased: bool = False  # committed already leased to this process, if it sends: it leaves at once


def put(
    work: Work,
    message: Message,
    *,
    address: Address | None = None,
    person_id: int | None = None,
    buttons: Buttons = (),
    how: Delivery | None = None,
) -> OutboxMessage:
    """Queue a message for an address, or for wherever the person is reached; nobody to send to is a
    failure (never_contacted) at once, which the office sees."""
    how = how or Delivery()
    if address is None and person_id is not None:
        address = chats.reachable_address(work.session, person_id, work.ground.policy.consent_version)
    row = _row(work, message, address, person_id, buttons, how)
    if how.replaces_id is not None:
        _supersede(work, row, how.replaces_id)
    work.session.add(row)
    work.session.flush()
    return row


def _row(
    work: Work,
    message: Message,
    address: Address | None,
    person_id: int | None,
    buttons: Buttons,
    how: Delivery,
) -> OutboxMessage:
    channels, marks = work.ground.channels, work.ground.tone_marks
    is_leased = how.is_leased and work.sends
    on = channels[address.channel] if address else next(iter(channels.values()))
    return OutboxMessage(
        dedupe_key=how.dedupe_key or uuid4().hex,
        person_id=person_id if person_id is not None else (address.person_id if address else None),
        address_id=address.id if address else None,
        lane=how.lane or message.lane,
        message=type(message).__name__,
        fields=to_fields(message),
        text=spelled(render(message, on), marks),
        choices=[[[spelled(button.label, marks), button.data] for button in row] for row in buttons],
        is_protected=message.is_protected,
        leaves_chat=message.leaves_chat,
        may_disturb=how.may_disturb,
        due_at=how.due_at or work.now,
        expires_at=how.expires_at,
        state=OutboxState.WAITING if address else OutboxState.FAILED,
        reason=None if address else FailureReason.NEVER_CONTACTED,
        leased_by=work.ground.process if is_leased else None,
        leased_until=real_now() + LEASE if is_leased else None,
        created_at=work.now,
    )


def _supersede(work: Work, row: OutboxMessage, replaces_id: int) -> None:
    """An unsent predecessor is superseded and its own predecessor is edited instead."""
    predecessor = work.session.get(OutboxMessage, replaces_id)
    if predecessor is None or predecessor.address_id != row.address_id:
        return
    row.replaces_id = replaces_id
    if predecessor.state is OutboxState.WAITING and not _is_leaving(predecessor):
        predecessor.state = OutboxState.SUPERSEDED
        row.replaces_id = predecessor.replaces_id


def _is_leaving(row: OutboxMessage) -> bool:
    """Whether a process that may be alive holds it; the lease of a dead one has run out."""
    return row.leased_until is not None and row.leased_until > real_now()


def parcel(work: Work, row: OutboxMessage, address: Address) -> Parcel:
    """The row as plain values; `edits` is known when its predecessor has been sent already."""
    predecessor = work.session.get(OutboxMessage, row.replaces_id) if row.replaces_id else None
    outgoing = Outgoing(
        outbox_id=row.id or 0,
        chat=address.chat,
        text=row.text,
        rows=tuple(tuple(Button(label, data) for label, data in line) for line in row.choices),
        edits=predecessor.external_id if predecessor else None,
        is_protected=row.is_protected,
        leaves_chat=row.leaves_chat,
        lane=row.lane,
        due_at=row.due_at,
    )
    key = AddressKey(address.channel, address.account, address.chat)
    return Parcel(key, row.lane, outgoing, row.replaces_id)


def claim(work: Work, channels: list[str], most: int) -> list[Parcel]:
    """Rows that may leave now, leased to this process. What expired is marked and never sent; what
    falls into quiet hours waits for their end."""
    real = real_now()
    claimed = []
    for row, address in queries.due(work.session, work.now, real, channels, most):
        if _must_not_leave(work, row):
            continue
        if queries.lease(work.session, row.id or 0, work.ground.process, real, real + LEASE):
            claimed.append(parcel(work, row, address))
    return claimed


def _must_not_leave(work: Work, row: OutboxMessage) -> bool:
    if row.lane is Lane.REPLY:
        return False
    if row.expires_at is not None and row.expires_at <= work.now:
        row.state = OutboxState.EXPIRED
        return True
    if row.may_disturb or not work.ground.policy.quiet.holds_at(work.local_now):
        return False
    row.due_at = work.ground.policy.quiet.release(work.local_now)
    return True


def record(work: Work, outbox_id: int, result: SendResult) -> None:
    """What the messenger answered: sent, failed, in doubt, or to be tried again."""
    if isinstance(result, Sent):
        if not queries.sent(work.session, outbox_id, result.external_id, work.now):
            return
    else:
        row = work.session.get_one(OutboxMessage, outbox_id)
        if row.state is not OutboxState.WAITING:
            return
        row.tries += 1
        row.leased_by = row.leased_until = None
        _failed(work, row, result)
    queries.note_attempt(work.session, outbox_id, real_now(), _result_name(result), _detail(result))


def _failed(work: Work, row: OutboxMessage, result: NotSent | InDoubt) -> None:
    if isinstance(result, NotSent):
        _not_sent(work, row, result)
    else:
        row.state, row.reason = OutboxState.UNKNOWN, FailureReason.UNKNOWN


def _not_sent(work: Work, row: OutboxMessage, result: NotSent) -> None:
    if result.can_pass:
        wait = timedelta(seconds=result.retry_after) if result.retry_after else _backoff(row.tries)
        row.retry_at = real_now() + wait
        return
    row.state, row.reason = OutboxState.FAILED, result.reason
    if result.reason in (FailureReason.BLOCKED, FailureReason.NEVER_CONTACTED) and row.address_id:
        work.session.get_one(Address, row.address_id).is_reachable = False


def _backoff(tries: int) -> timedelta:
    return _BACKOFF[min(tries, len(_BACKOFF)) - 1]


def _result_name(result: SendResult) -> str:
    return result.reason.value if isinstance(result, NotSent) else type(result).__name__.lower()


def _detail(result: SendResult) -> str:
    return "" if isinstance(result, Sent) else result.detail[:300]


def withdraw(work: Work, row: OutboxMessage) -> bool:
    """Take back what has not left; False when it is on its way or gone."""
    if row.state is not OutboxState.WAITING or _is_leaving(row):
        return False
    row.state = OutboxState.WITHDRAWN
    return True


def next_due_at(work: Work, after: datetime, channels: list[str]) -> datetime | None:
    """When the next waiting row that is due later than `after` may leave."""
    return queries.next_due_at(work.session, after, channels)
