"""Notices, reminders and the visit report."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.attendance import Facts, Figure, Firmness, Misfit
from bot.domain.chat import Lane
from bot.domain.duties import DeclineReason, Response
from bot.domain.meetings import Kind, Slot
from bot.messages.base import Message


@dataclass(frozen=True)
class AttendanceAsked(Message):
    """Whether the visitor was there, when the visitor came to the question; starts_at is local."""

    cell: str
    starts_at: datetime
    kind: Kind


@dataclass(frozen=True)
class AttendanceDue(Message):
    """The same question asked by the program; firmer means more factual. `days` since the meeting;
    instants are local."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    starts_at: datetime
    kind: Kind
    firmness: Firmness
    days: int
    closes_at: datetime


@dataclass(frozen=True)
class AttendanceChoiceExpected(Message):
    """What was typed is none of the answers to whether the visitor was there, or why not."""

    cell: str


@dataclass(frozen=True)
class AbsenceReasonAsked(Message):
    """Why the visitor was not there: a list."""

    cell: str
    starts_at: datetime
    kind: Kind


@dataclass(frozen=True)
class AttendanceFacts(Message):
    """The meeting in figures, to accept, change or type; `facts` is None when nothing can be proposed."""

    cell: str
    starts_at: datetime
    kind: Kind
    facts: Facts | None


@dataclass(frozen=True)
class OtherFigures(Message):
    """The figures that change seldom, to choose the one to change."""

    cell: str
    starts_at: datetime
    facts: Facts


@dataclass(frozen=True)
class FigureAsked(Message):
    """One figure to change: what it is now, and from what to what it may be."""

    cell: str
    starts_at: datetime
    figure: Figure
    current: int
    lowest: int
    highest: int


@dataclass(frozen=True)
class FigureRefused(Message):
    """One figure that does not fit; `given` is None when it was no whole number."""

    figure: Figure
    given: int | None
    lowest: int
    highest: int


@dataclass(frozen=True)
class FactsNotRead(Message):
    """A typed line whose number at `place` (from 1) is no whole number."""

    place: int


@dataclass(frozen=True)
class FactsMiscounted(Message):
    """A typed line with neither six nor seven numbers."""

    count: int


@dataclass(frozen=True)
class FactsDoNotFit(Message):
    """Figures that do not fit each other: which one, and what would."""

    misfit: Misfit
    facts: Facts


@dataclass(frozen=True)
class AttendanceRecorded(Message):
    """The report is kept."""

    cell: str
    starts_at: datetime
    facts: Facts


@dataclass(frozen=True)
class AbsenceRecorded(Message):
    """That the visitor was not there, and why, is kept."""

    cell: str
    starts_at: datetime
    reason: DeclineReason


@dataclass(frozen=True)
class MeetingNotHeldRecorded(Message):
    """The visitor's word that the cell did not meet is kept."""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class VisitNotice(Message):
    """A meeting was registered: will the visitor come? `above` is the organisation the cell belongs to;
    instants are local."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    above: str | None
    slot: Slot
    minutes: int | None = None


@dataclass(frozen=True)
class VisitMoved(Message):
    """The meeting has another time or place; `was` is what the visitor was told before, where known.
    With another time an earlier answer no longer counts, and `response` is none."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    above: str | None
    slot: Slot
    was: Slot | None = None
    response: Response = Response.NONE


@dataclass(frozen=True)
class VisitCancelled(Message):
    """The meeting was called off: nothing to do."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    above: str | None
    slot: Slot


@dataclass(frozen=True)
class VisitDayBefore(Message):
    """A day before. It may leave earlier when that is a day off, so it says no "tomorrow"."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    above: str | None
    slot: Slot
    response: Response


@dataclass(frozen=True)
class VisitTwoHours(Message):
    """Two hours before."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    above: str | None
    slot: Slot
    response: Response


@dataclass(frozen=True)
class VisitAsked(Message):
    """The same question, as an answer to a visitor who came to it."""

    cell: str
    above: str | None
    slot: Slot
    response: Response
    reason: DeclineReason | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class VisitDeclineReason(Message):
    """Why can the visitor not come? A list."""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class VisitConfirmed(Message):
    """The visitor will come."""

    cell: str
    slot: Slot


@dataclass(frozen=True)
class VisitDeclined(Message):
    """The visitor cannot come, and why."""

    cell: str
    starts_at: datetime
    reason: DeclineReason


@dataclass(frozen=True)
class VisitOver(Message):
    """The meeting has begun or is over: whether one will come can no longer be said."""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class AnswerStands(Message):
    """What the visitor typed changes nothing about the answer given before."""

    cell: str
    starts_at: datetime
    response: Response
