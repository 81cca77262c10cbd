"""What was ever to be said, kept apart from what became of it, so that a lost row is noticed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.domain.chat import Lane
from db.types import BigId, choice


class LedgerSource(StrEnum):
    """The table that a line of the ledger speaks of."""

    OUTBOX = "outbox"
    REMINDER = "reminder"


_OF_REMINDER = text("source = 'reminder'")


class LedgerLine(SQLModel, table=True):
    """One row that came into being in the outbox or among the reminders. Written by a trigger of the
    database (db/triggers.py) in the transaction of that row, never changed, and no reference: it outlives
    the row. `at` is when the message was queued, or when the reminder was due when it was planned."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ix_ledger_at", "at"),
        Index("ix_ledger_reminder", "row_id", sqlite_where=_OF_REMINDER, postgresql_where=_OF_REMINDER),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    source: LedgerSource = Field(sa_type=choice(LedgerSource))
    row_id: int = Field(sa_type=BigId)
    kind: str = Field(max_length=80)  # the message's name; "visit.day_before" of a reminder
    lane: Lane | None = Field(default=None, sa_type=choice(Lane))
    at: datetime
