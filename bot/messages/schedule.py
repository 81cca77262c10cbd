"""Registering, moving and cancelling a meeting."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.chat import Lane
from bot.domain.dates import Trouble
from bot.domain.meetings import Kind, Slot
from bot.messages.base import Message


@dataclass(frozen=True)
class ScheduleAsk(Message):
    """The secretary is asked to register a month's meeting; `step` first, second or third of the
    policy, `listed_on` the day on which cells without a date are listed for the office."""

    cell: str
    period: int
    step: str
    proposal: Slot | None = None
    listed_on: date | None = None
    lane: ClassVar[Lane] = Lane.REMINDER


@dataclass(frozen=True)
class ScheduleStart(Message):
    """The same question, as an answer to somebody who came to register; `is_thematic`: a meeting beside
    the month's own."""

    cell: str
    period: int
    proposal: Slot | None = None
    is_thematic: bool = False


@dataclass(frozen=True)
class ScheduleMoveStart(Message):
    """What is registered, and what can be changed about it."""

    cell: str
    slot: Slot


@dataclass(frozen=True)
class ScheduleWeeks(Message):
    """Which week?"""

    cell: str
    period: int


@dataclass(frozen=True)
class ScheduleDays(Message):
    """Which day of that week?"""

    cell: str
    first: date
    last: date


@dataclass(frozen=True)
class ScheduleTime(Message):
    """At what time?"""

    cell: str
    day: date


@dataclass(frozen=True)
class SchedulePlace(Message):
    """Where? A place may be called after somebody."""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class ScheduleKind(Message):
    """Ordinary, thematic or both?"""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class ScheduleTopic(Message):
    """What is the theme?"""

    cell: str
    starts_at: datetime
    kind: Kind


@dataclass(frozen=True)
class Cautions:
    """What is unusual about a slot: said before it is confirmed, never refused."""

    holiday: str | None = None
    is_sunday: bool = False
    is_outside_period: bool = False
    is_at_night: bool = False


@dataclass(frozen=True)
class ScheduleReview(Message):
    """Everything before it is confirmed; `was` when a registered meeting is being moved."""

    cell: str
    period: int
    slot: Slot
    minutes: int | None = None
    cautions: Cautions = Cautions()
    was: Slot | None = None


@dataclass(frozen=True)
class ScheduleCancelAsk(Message):
    """Really call it off?"""

    cell: str
    slot: Slot


@dataclass(frozen=True)
class MeetingScheduled(Message):
    """Registered; `told` visitors are being told, where that is known."""

    cell: str
    period: int
    slot: Slot
    told: int | None = None


@dataclass(frozen=True)
class MeetingMoved(Message):
    """Changed; what it was and what it is."""

    cell: str
    slot: Slot
    was: Slot
    told: int | None = None


@dataclass(frozen=True)
class MeetingCancelled(Message):
    """Called off, said to the secretary who did it."""

    cell: str
    slot: Slot
    told: int | None = None


@dataclass(frozen=True)
class ScheduleDiscarded(Message):
    """Nothing was registered or changed."""

    cell: str
    period: int
    slot: Slot | None = None


@dataclass(frozen=True)
class ScheduleUnreadable(Message):
    """No day and hour could be read; `in_month` is the month without such a day, `day` the day whose
    weekday is another, `period` the one asked for."""

    why: Trouble
    period: int
    in_month: int | None = None
    days: int | None = None
    day: date | None = None


@dataclass(frozen=True)
class SchedulePast(Message):
    """That day or hour is over."""

    day: date
    starts_at: datetime | None = None


@dataclass(frozen=True)
class ScheduleTooFar(Message):
    """That day is more than a month away from the period, or after its closing."""

    day: date
    period: int


@dataclass(frozen=True)
class ScheduleUnchanged(Message):
    """A move that moves nothing."""

    slot: Slot


@dataclass(frozen=True)
class ScheduleRefused(Message):
    """It cannot be registered or changed any more; `reason` is closed, already_registered, cancelled,
    begun or changed_meanwhile; `slot` is what is registered already, where that is known."""

    cell: str
    period: int
    reason: str
    slot: Slot | None = None
