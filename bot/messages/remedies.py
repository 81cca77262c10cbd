"""What a cell will remedy: naming it, going through it before the next meeting, what the visitor found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.chat import Lane
from bot.domain.remedies import Point, PointTrouble, RemedyState
from bot.messages.base import Message


@dataclass(frozen=True)
class RemedyAsked(Message):
    """The next point: what, whose post, until when; in one line or one after the other. starts_at is local,
    here and below."""

    cell: str
    starts_at: datetime
    number: int
    most: int


@dataclass(frozen=True)
class RemedyPostAsked(Message):
    """By whose post a point is remedied."""

    cell: str
    text: str


@dataclass(frozen=True)
class RemedyDueAsked(Message):
    """Until when a point is remedied."""

    cell: str
    text: str
    post: str


@dataclass(frozen=True)
class RemediesReview(Message):
    """The points named so far, to confirm or change."""

    cell: str
    starts_at: datetime
    points: tuple[Point, ...]


@dataclass(frozen=True)
class PointRefused(Message):
    """What of a typed point does not fit; it is not repeated."""

    why: PointTrouble


@dataclass(frozen=True)
class RemediesFull(Message):
    """A further point while three are named."""

    cell: str


@dataclass(frozen=True)
class RemedyPostNamed(Message):
    """A person was named where a post is wanted."""


@dataclass(frozen=True)
class RemediesRecorded(Message):
    """The points are kept; none is an answer too."""

    cell: str
    starts_at: datetime
    points: tuple[Point, ...]


@dataclass(frozen=True)
class RemedyLine:
    """One point as the lists tell it: its number on the card, and what was last said of it. `is_overdue`:
    open after its day. `is_confirmed`: by a visitor, not only by the cell."""

    number: int
    text: str
    post: str
    due_on: date
    state: RemedyState
    is_overdue: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True)
class RemediesOpen(Message):
    """The cell's points that are not settled, before its next meeting (None: none is registered); `more`
    are not shown."""

    cell: str
    next_at: datetime | None
    lines: tuple[RemedyLine, ...]
    more: int = 0


@dataclass(frozen=True)
class RemediesDue(Message):
    """The same, said by the program a few days before the meeting."""

    lane: ClassVar[Lane] = Lane.REMINDER
    cell: str
    next_at: datetime | None
    lines: tuple[RemedyLine, ...]
    more: int = 0


@dataclass(frozen=True)
class RemediesSettled(Message):
    """No point of the cell is open any more."""

    cell: str


@dataclass(frozen=True)
class RemedyChecked(Message):
    """The visitor is asked about one point after the other, before scoring; `line` is the one asked about,
    `place` of `count`."""

    cell: str
    starts_at: datetime
    line: RemedyLine
    place: int
    count: int


@dataclass(frozen=True)
class RemediesCheckedRecorded(Message):
    """What the visitor found of the cell's points is kept."""

    cell: str
    starts_at: datetime
    fixed: int
    not_fixed: int


@dataclass(frozen=True)
class RemediesAnswered(Message):
    """Another visitor of the same meeting has spoken about every point meanwhile."""

    cell: str
    starts_at: datetime


@dataclass(frozen=True)
class NoRemedies(Message):
    """/khacphuc while nothing is open."""
