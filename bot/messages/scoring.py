"""Score sheets: the cards of the form, and what is said when an answer does not fit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from bot.domain.attendance import Facts, Firmness
from bot.domain.chat import Lane
from bot.domain.duties import Grade, SheetRole
from bot.domain.honesty import Doubt
from bot.domain.rubric import ShownFact
from bot.messages.base import Message


@dataclass(frozen=True)
class ScoredLine:
    """A line of a sheet: the regulation's mark, short name, full text, maximum, and points unless still open;
    `is_proposed` when the program filled it in and nobody has confirmed it; `why`: what facts propose, with
    the arithmetic, or why the line does not apply."""

    mark: str
    title: str
    text: str
    maximum: Decimal
    points: Decimal | None = None
    is_proposed: bool = False
    why: str | None = None
    applies: bool = True


@dataclass(frozen=True)
class StepTold:
    """Points of a line, and when they are given."""

    points: Decimal
    words: str


@dataclass(frozen=True)
class ScoredGroup:
    """A group of lines: its number from 1, what it comes to unless `missing` lines are open."""

    number: int
    title: str
    maximum: Decimal
    points: Decimal | None
    missing: int


@dataclass(frozen=True)
class _Judged:
    """What every card of a sheet begins with: whose sheet of which meeting. starts_at is local."""

    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    role: SheetRole


@dataclass(frozen=True)
class WaysAsked(_Judged, Message):
    """How to go about it: what facts decide already, what is not asked, how many lines are left; the cell's
    own total and grade where it may be followed."""

    decided: tuple[ScoredLine, ...]
    inapplicable: tuple[ScoredLine, ...]
    left: int
    self_total: Decimal | None = None
    self_grade: Grade | None = None


@dataclass(frozen=True)
class GroupAsked(_Judged, Message):
    """The lines of one group of `count`; `maxima` of those that are asked, in order, as an example to type.
    `from_review`: to change one line; `is_untouched`: none is below its maximum."""

    group: ScoredGroup
    count: int
    lines: tuple[ScoredLine, ...]
    maxima: tuple[Decimal, ...]
    from_review: bool
    is_untouched: bool


@dataclass(frozen=True)
class PointsAsked(_Judged, Message):
    """One line to score, with the reported facts that help. `step` is the smallest difference between two
    allowed points, where any are allowed; `steps` are the only ones that are, where there are some."""

    line: ScoredLine
    group: ScoredGroup
    count: int
    step: Decimal
    steps: tuple[StepTold, ...] = ()
    facts: Facts | None = None
    shows: tuple[ShownFact, ...] = ()


@dataclass(frozen=True)
class ScoreReview(_Judged, Message):
    """A sheet at a glance: groups, every deduction, how many lines the program filled in, total and grade
    (only once none is open), why the grade is no better, how the total came about where lines were left out.
    `is_correction` of a sheet that was sent; `example` of what may be typed."""

    groups: tuple[ScoredGroup, ...]
    deductions: tuple[ScoredLine, ...]
    filled_in: int
    maximum: Decimal
    example: str
    is_correction: bool = False
    total: Decimal | None = None
    grade: Grade | None = None
    reasons: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class NoteAsked(_Judged, Message):
    """One short note on all deductions together; `sends`: after it nothing more is asked."""

    deductions: tuple[ScoredLine, ...]
    sends: bool


@dataclass(frozen=True)
class GapReasonAsked(_Judged, Message):
    """Why this sheet is so far from another's; `sends` as of NoteAsked."""

    total: Decimal
    grade: Grade
    their_role: SheetRole
    their_total: Decimal
    their_grade: Grade
    sends: bool


@dataclass(frozen=True)
class DoubtAsked(_Judged, Message):
    """Whether a sheet that is given too easily is really meant."""

    doubt: Doubt
    total: Decimal
    maximum: Decimal


@dataclass(frozen=True)
class FormReplaced(_Judged, Message):
    """The form was withdrawn while the sheet was open: the new one's name, lines kept, lines left."""

    title: str
    kept: int
    left: int


@dataclass(frozen=True)
class ScoringDue(Message):
    """The program asks for a sheet that is still owed: lines left, or total and grade when only the
    confirmation is missing. Instants are local."""

    lane: ClassVar[Lane] = Lane.REMINDER
    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    firmness: Firmness
    left: int
    days: int
    closes_at: datetime
    maximum: Decimal
    total: Decimal | None = None
    grade: Grade | None = None


@dataclass(frozen=True)
class PointsRefused(Message):
    """Points that a line cannot have, and which it can: one of `allowed`, or any by `step` where that is
    empty; `given` is None when it was no number."""

    line: ScoredLine
    given: Decimal | None
    step: Decimal
    allowed: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class PointsMiscounted(Message):
    """Another count of numbers than of lines that are asked here, in order."""

    given: int
    lines: tuple[ScoredLine, ...]


@dataclass(frozen=True)
class LineUnknown(Message):
    """A line that the sheet does not have, or that does not apply (`why`); some marks that it has."""

    given: str
    marks: tuple[str, ...]
    why: str | None = None


@dataclass(frozen=True)
class ReviewNotRead(Message):
    """What was typed is neither a group, nor "line=points" (as in `example`), nor a note on deductions."""

    example: str


@dataclass(frozen=True)
class SheetIncomplete(Message):
    """A sheet cannot be handed in while lines are open: their marks."""

    marks: tuple[str, ...]


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
