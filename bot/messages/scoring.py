"""Score sheets."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from bot.domain.attendance import Facts, Firmness
from bot.domain.chat import Lane
from bot.domain.duties import Grade, SheetRole
from bot.domain.rubric import ShownFact
from bot.messages.base import Message


@dataclass(frozen=True)
class ScoredLine:
    """A line of a sheet: its number from 1, short name, maximum, and points unless still open;
    `is_proposed` when the program filled it in and nobody has confirmed it yet."""

    number: int
    title: str
    maximum: Decimal
    points: Decimal | None = None
    is_proposed: bool = False


@dataclass(frozen=True)
class PointsAsked(Message):
    """One line to score, with the reported facts that help; starts_at is local. `step` is the smallest
    difference between two allowed points."""

    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    line: ScoredLine
    count: int
    group: str
    text: str
    step: Decimal
    facts: Facts | None = None
    shows: tuple[ShownFact, ...] = ()


@dataclass(frozen=True)
class ScoreReview(Message):
    """Every line of a sheet; `total` and `grade` only once none is open."""

    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    lines: tuple[ScoredLine, ...]
    maximum: Decimal
    total: Decimal | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class ScoringDue(Message):
    """The program asks for a sheet that is still owed: how far it is, and the line to score now (None
    in the review; `total` and `grade` when only the confirmation is missing). Instants are local."""

    lane: ClassVar[Lane] = Lane.REMINDER
    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    firmness: Firmness
    scored: int
    count: int
    line: ScoredLine | None
    days: int
    closes_at: datetime
    maximum: Decimal
    total: Decimal | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class PointsRefused(Message):
    """Points that a line cannot have, and which it can; `given` is None when it was no number."""

    line: ScoredLine
    given: Decimal | None
    step: Decimal


@dataclass(frozen=True)
class PointsMiscounted(Message):
    """More numbers at once than lines from line `number` to the last, `count`."""

    given: int
    number: int
    count: int


@dataclass(frozen=True)
class LineUnknown(Message):
    """A line that the sheet does not have."""

    count: int


@dataclass(frozen=True)
class ReviewNotRead(Message):
    """What was typed in the review is neither a line's number nor "line=points"."""

    count: int


@dataclass(frozen=True)
class SheetIncomplete(Message):
    """A sheet cannot be handed in while lines are open: their numbers."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class ScoringChoiceExpected(Message):
    """A choice that this card does not offer."""

    cell: str


@dataclass(frozen=True)
class ScoreRecorded(Message):
    """The sheet is kept: total and grade; `version` above 1 for a correction, until when it can be corrected
    (again)."""

    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    total: Decimal
    maximum: Decimal
    grade: Grade
    version: int
    closes_at: datetime
    role: SheetRole = SheetRole.VISITOR


@dataclass(frozen=True)
class NothingToReport(Message):
    """No report and no sheet is owed, and none was sent in a month still open."""
