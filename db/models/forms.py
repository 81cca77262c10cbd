"""Conversations in progress, files on their way in, and the record of who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.types import BigId


class Draft(SQLModel, table=True):
    """A set of choices put to a person: unique by person, form and subject; many open, one focused."""

    __table_args__ = (UniqueConstraint("person_id", "form", "subject"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    form: str = Field(max_length=32)
    subject: str = Field(max_length=64)
    state: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    revision: int = 1
    is_open: bool = True
    focused_at: datetime | None = None  # the latest of a person's open drafts has the focus
    card_id: int | None = Field(default=None, foreign_key="outbox.id", sa_type=BigId)
    # Free text that the person was asked to reword: never the text itself.
    doubt_hmac: str | None = Field(default=None, max_length=64)
    created_at: datetime
    updated_at: datetime


class FileFetch(SQLModel, table=True):
    """A file that a turn accepted by name and size, to be fetched and parsed outside of any turn."""

    __tablename__ = "file_fetch"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    address_id: int = Field(foreign_key="address.id", index=True, sa_type=BigId)
    handle: str = Field(max_length=300)
    name: str = Field(max_length=200)
    size: int
    offered_at: datetime
    read_at: datetime | None = None
    parsed: str | None = Field(default=None, sa_type=Text)
    digest: str | None = Field(default=None, max_length=64)


class AuditEntry(SQLModel, table=True):
    """Who did what to what, and when; never the content of a message."""

    __tablename__ = "audit_entry"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    at: datetime
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=BigId)
    action: str = Field(max_length=60)
    subject: str = Field(max_length=120)


class Mark(SQLModel, table=True):
    """A fact about the database itself: that it is a demo, the rehearsal's clock."""

    key: str = Field(primary_key=True, max_length=40)
    value: str = Field(max_length=200)
