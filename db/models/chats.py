"""Chats: addresses, consent, codes, what came in and what goes out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from bot.domain.chat import FailureReason, Lane, OutboxState
from db.types import BigId, choice


class Address(SQLModel, table=True):
    """A chat on a messenger; bound to a person by a one-time code."""

    __table_args__ = (UniqueConstraint("channel", "account", "chat"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    channel: str = Field(max_length=20)
    account: str = Field(max_length=64)
    chat: str = Field(max_length=64)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=BigId)
    bound_at: datetime | None = None
    suspended_at: datetime | None = None
    is_reachable: bool = True
    last_seen_at: datetime | None = None
    doubtful_id: int | None = Field(default=None, sa_type=BigId)  # the last answer (outbox) maybe not arrived


class Consent(SQLModel, table=True):
    """A person agreed to (or withdrew from) what is kept about them, by version of the text."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    version: int
    agreed_at: datetime
    withdrawn_at: datetime | None = None


class Invitation(SQLModel, table=True):
    """A personal one-time code, kept only as an HMAC."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    code_hmac: str = Field(unique=True, max_length=64)
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by_id: int | None = Field(default=None, foreign_key="address.id", index=True, sa_type=BigId)
    revoked_at: datetime | None = None
    grants_administrator: bool = False


class CodeTry(SQLModel, table=True):
    """A wrong code from a chat, in real UTC: five an hour, then silence."""

    __tablename__ = "code_try"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    address_id: int = Field(foreign_key="address.id", index=True, sa_type=BigId)
    tried_at: datetime


class SeenEvent(SQLModel, table=True):
    """An event already handled; the same one again has no second effect."""

    __tablename__ = "seen_event"
    __table_args__ = (UniqueConstraint("channel", "account", "event_id"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    channel: str = Field(max_length=20)
    account: str = Field(max_length=64)
    event_id: str = Field(max_length=64)
    seen_at: datetime
    error_id: str | None = Field(default=None, max_length=16)


_WAITING = text("state = 'waiting'")


class OutboxMessage(SQLModel, table=True):
    """One message for one person on its way out; rendered when it was put here."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_lane", "lane", "due_at", "id", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index("ix_outbox_replaces", "replaces_id"),
        {"sqlite_autoincrement": True},  # the ledger and what was announced name its numbers
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    dedupe_key: str = Field(unique=True, max_length=120)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=BigId)
    address_id: int | None = Field(default=None, foreign_key="address.id", index=True, sa_type=BigId)
    lane: Lane = Field(sa_type=choice(Lane))
    message: str = Field(max_length=60)
    fields: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    text: str = Field(sa_type=Text)
    choices: list[list[list[str]]] = Field(sa_column=Column(JSON, nullable=False))  # rows of [label, data]
    is_protected: bool = False
    leaves_chat: bool = False
    may_disturb: bool = False  # may leave during quiet hours
    replaces_id: int | None = Field(default=None, foreign_key="outbox.id", sa_type=BigId)
    due_at: datetime
    expires_at: datetime | None = None
    state: OutboxState = Field(default=OutboxState.WAITING, sa_type=choice(OutboxState))
    reason: FailureReason | None = Field(default=None, sa_type=choice(FailureReason))
    external_id: str | None = Field(default=None, max_length=64)
    tries: int = 0
    retry_at: datetime | None = None  # real UTC
    leased_by: str | None = Field(default=None, max_length=64)
    leased_until: datetime | None = None  # real UTC
    begun_at: datetime | None = None  # real UTC: handed to the messenger, whose answer is not known yet
    is_rerouted: bool = Field(default=False, sa_column_kwargs={"server_default": false()})  # only once
    created_at: datetime
    sent_at: datetime | None = None


class Attempt(SQLModel, table=True):
    """One try to hand a message over, with what came of it."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    outbox_id: int = Field(foreign_key="outbox.id", index=True, sa_type=BigId)
    tried_at: datetime
    result: str = Field(max_length=32)
    detail: str = Field(default="", max_length=300)
