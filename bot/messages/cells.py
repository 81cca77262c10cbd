"""What a cell is asked and told about its own meetings: figures, its own score, what it will remedy."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.attendance import Facts
from bot.domain.chat import Lane
from bot.domain.meetings import Kind
from bot.messages.base import Message


@dataclass(frozen=True)
class CellReportAsked(Message):
    """The figures of a cell's own meeting, to accept or change; None: nothing is known, they are typed.
    starts_at is local, here and below."""

    cell: str
    starts_at: datetime
    kind: Kind
    facts: Facts | None


@dataclass(frozen=True)
class CellReportDue(Message):
    """The program asks the secretary for the cell's own score, which begins with the figures."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    starts_at: datetime
    kind: Kind
    facts: Facts | None


@dataclass(frozen=True)
class NotHeldAsked(Message):
    """Whether the cell really did not meet."""

    cell: str
    starts_at: datetime
    kind: Kind


@dataclass(frozen=True)
class CellReportRecorded(Message):
    """The cell's figures are kept."""

    cell: str
    starts_at: datetime
    facts: Facts


@dataclass(frozen=True)
class NotHeldRecorded(Message):
    """The cell's word that it did not meet is kept."""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class NothingToReview(Message):
    """/tucham while no meeting of the cell waits for its own score."""
