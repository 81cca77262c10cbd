"""Putting messages into the outbox, and what becomes of them. Nothing is said in any other way."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.clock import real_now
from bot.domain.chat import (
    AddressKey,
    Button,
    Capabilities,
    FailureReason,
    Lane,
    OutboxState,
    Outgoing,
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

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Parcel:
    """A row that is begun, as plain values that may leave its thread: its process hands it over now, or
    says that it did not."""

    address: AddressKey
    address_id: int
    lane: Lane
    outgoing: Outgoing
    replaces_id: int | None = None


@dataclass(frozen=True)
class Queued:
    """What a row that was just put here says, as plain values; who changes the row reads it first."""

    id: int
    lane: Lane
    text: str
    choices: list[list[list[str]]]  # rows of [label, data]
    is_protected: bool
    leaves_chat: bool
    due_at: datetime
    replaces_id: int | None


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
) -> Queued:
    """Queue a message for an address, or for wherever the person is reached; nobody to send to is a
    failure (never_contacted) at once, which the office sees."""
    how = how or Delivery()
    if address is None and person_id is not None:
        address = chats.reachable_address(work.session, person_id, work.ground.policy.consent_version)
    said = _said(work, message, address, buttons, how)
    whose = person_id if person_id is not None or address is None else address.person_id
    row_id = queries.put(work.session, said | _way(work, message, address, whose, how))
    return Queued(id=row_id, **said)


def _said(
    work: Work, message: Message, address: Address | None, buttons: Buttons, how: Delivery
) -> dict[str, Any]:
    channels, marks = work.ground.channels, work.ground.tone_marks
    on = channels[address.channel] if address else next(iter(channels.values()))
    return {
        "lane": how.lane or message.lane,
        "text": rendered(work, message, on),
        "choices": [[[spelled(button.label, marks), button.data] for button in row] for row in buttons],
        "is_protected": message.is_protected,
        "leaves_chat": message.leaves_chat,
        "due_at": how.due_at or work.now,
        "replaces_id": _replaced(work, address, how.replaces_id),
    }


def _way(
    work: Work, message: Message, address: Address | None, person_id: int | None, how: Delivery
) -> dict[str, Any]:
    real = real_now() if how.is_leased and work.sends else None
    return {
        "dedupe_key": how.dedupe_key or uuid4().hex,
        "person_id": person_id,
        "address_id": address.id if address else None,
        "message": type(message).__name__,
        "fields": to_fields(message),
        "may_disturb": how.may_disturb,
        "expires_at": how.expires_at,
        "state": OutboxState.WAITING if address else OutboxState.FAILED,
        "reason": None if address else _why_nobody(work, person_id),
        "leased_by": work.ground.process if real else None,
        "leased_until": real + LEASE if real else None,
        "begun_at": real,
        "created_at": work.now,
    }


def rendered(work: Work, message: Message, on: Capabilities) -> str:
    """The text of a message for what a channel can do, its tones spelled as the house does."""
    return spelled(render(message, on), work.ground.tone_marks)


def _why_nobody(work: Work, person_id: int | None) -> FailureReason:
    """Why there is nobody to send to: the chat was blocked, or there never was one."""
    bound = chats.addresses_of(work.session, person_id) if person_id is not None else []
    is_blocked = any(not address.is_reachable for address in bound)
    return FailureReason.BLOCKED if is_blocked else FailureReason.NEVER_CONTACTED


def _replaced(work: Work, address: Address | None, replaces_id: int | None) -> int | None:
    """What it takes the place of: an unsent predecessor is superseded and its own is edited instead."""
    before = work.session.get(OutboxMessage, replaces_id) if replaces_id is not None else None
    if before is None or address is None or before.address_id != address.id:
        return None
    if not withdraw(work, before, OutboxState.SUPERSEDED):
        return replaces_id
    work.session.flush()  # so that whoever sends waits for this transaction, and does not begin it
    return before.replaces_id if before.state is OutboxState.SUPERSEDED else replaces_id


def spare(work: Work, row_id: int | None) -> None:
    """An answer that still waits, while its form is shown anew below it, need not leave any more: who asks
    ten times while nothing comes gets the newest, and not ten."""
    before = work.session.get(OutboxMessage, row_id) if row_id is not None else None
    if before is not None and before.lane is Lane.REPLY and before.replaces_id is None:
        withdraw(work, before, OutboxState.SUPERSEDED)
        work.session.flush()


def is_leaving(row: OutboxMessage) -> bool:
    """Whether a process that may be alive has handed it over, or is about to; the lease of a dead one has
    run out. What is only claimed waits for its turn and may still be taken back."""
    return row.begun_at is not None and row.leased_until is not None and row.leased_until > real_now()


def is_in_doubt(row: OutboxMessage) -> bool:
    """Whether it may have arrived though it waits: to be said again, or held by a dead process."""
    return row.reason is FailureReason.UNKNOWN or row.begun_at is not None


def parcel(work: Work, row: OutboxMessage | Queued, address: Address) -> Parcel:
    """The row as plain values; `edits` is known when its predecessor has been sent already."""
    outgoing = Outgoing(
        outbox_id=row.id or 0,
        chat=address.chat,
        text=row.text,
        rows=tuple(tuple(Button(label, data) for label, data in line) for line in row.choices),
        edits=_shown_as(work, row),
        is_protected=row.is_protected,
        leaves_chat=row.leaves_chat,
        lane=row.lane,
        due_at=row.due_at,
    )
    key = AddressKey(address.channel, address.account, address.chat)
    return Parcel(key, address.id or 0, row.lane, outgoing, row.replaces_id)


def _shown_as(work: Work, row: OutboxMessage | Queued) -> str | None:
    """The messenger's id of the card that this one takes the place of. Where nobody knows whether its last
    edit arrived, it stands all the same, as one or the other."""
    before = work.session.get(OutboxMessage, row.replaces_id) if row.replaces_id else None
    while before is not None and before.state is OutboxState.UNKNOWN and before.replaces_id is not None:
        before = work.session.get(OutboxMessage, before.replaces_id)
    return before.external_id if before else None


def withdraw(work: Work, row: OutboxMessage, state: OutboxState = OutboxState.WITHDRAWN) -> bool:
    """Take back what has not left; False when it is on its way or gone. What may have arrived before and
    only waits to be said again is not known to be either."""
    if row.state is not OutboxState.WAITING or is_leaving(row):
        return False
    row.state = OutboxState.UNKNOWN if is_in_doubt(row) else state
    row.reason = FailureReason.UNKNOWN if is_in_doubt(row) else row.reason
    return True


def repeat(work: Work, before: OutboxMessage) -> OutboxMessage:
    """Say once more, begun, what may not have arrived; in its place, if it was the edit of a card."""
    copied = ("person_id", "address_id", "lane", "message", "fields", "text", "choices", "is_protected")
    real = real_now() if work.sends else None
    row = OutboxMessage(
        **{name: getattr(before, name) for name in copied},
        dedupe_key=uuid4().hex,
        leaves_chat=before.leaves_chat,
        replaces_id=before.id,
        due_at=work.now,
        created_at=work.now,
        leased_by=work.ground.process if real else None,
        leased_until=real + LEASE if real else None,
        begun_at=real,
    )
    work.session.add(row)
    work.session.flush()
    return row


def next_due_at(work: Work, after: datetime, channels: list[str]) -> datetime | None:
    """When the next waiting row that is due later than `after` may leave."""
    return queries.next_due_at(work.session, after, channels)
