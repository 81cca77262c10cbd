"""What the score sheet's form keeps, what it has to know, and the sheet that follows from both."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bot.domain.attendance import Firmness
from bot.domain.duties import SheetRole
from bot.domain.gaps import far_sheet
from bot.domain.honesty import doubt_about
from bot.domain.rubric import Group, ItemKind, Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import Result, grade
from bot.domain.rubric_sheet import Line, Origin, open_sheet
from bot.domain.score_sheets import GivenSheet


class ScoringStep(StrEnum):
    WAYS = "ways"  # how to go about it
    GROUP = "group"  # the lines of one group
    LINE = "line"  # the points of one line
    REVIEW = "review"  # all groups and every deduction, to change or confirm
    NOTE = "note"  # one note on the deductions
    GAP = "gap"  # why so far from another's sheet
    DOUBT = "doubt"  # everything at its maximum, or last month's sheet again: really?
    REPLACED = "replaced"  # the form was withdrawn meanwhile: what was kept
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class ScoringState:
    """The rubric's name and version, fixed when the draft opened; points by line's key (strings of exact
    decimals in the draft). `group` counts from 0 and `item` is a line's key: what is on display.
    `from_review`: opened to change it, and the review follows; `proposed`: filled in by the program and not
    confirmed one by one; an empty `note` is one that was declined."""

    rubric: str
    version: int
    answers: Mapping[str, Decimal] = field(default_factory=dict)
    step: ScoringStep = ScoringStep.WAYS
    group: int = 0
    item: str | None = None
    from_review: bool = False
    proposed: tuple[str, ...] = ()
    note: str | None = None
    gap_reason: str | None = None
    is_confirmed: bool = False  # a sheet in doubt


@dataclass(frozen=True)
class ScoringContext:
    """`rubric` is the one that the state names, or the one that took its place when that was withdrawn (of a
    new draft: the one in force on the meeting's local date; of a correction: that of the sheet). `facts` of
    the meeting, as the scorer in this `role` knows them. `own` is the scorer's current sheet, which this one
    corrects; `self_score` the cell's own, where the scorer may follow it; `others` the sheets of other roles
    that the scorer may see, and `gap_points` from when on they are far away; `last` the same scorer's sheet
    of the month before. `firmness` only when the program itself asks, as a reminder; None when the card
    answers something the person did. Instants are local."""

    rubric: Rubric
    cell: str
    starts_at: datetime
    facts: MeetingFacts
    closes_at: datetime
    today: date
    role: SheetRole = SheetRole.VISITOR
    own: GivenSheet | None = None
    self_score: GivenSheet | None = None
    others: tuple[GivenSheet, ...] = ()
    gap_points: Decimal = Decimal(10)
    last: Result | None = None
    firmness: Firmness | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet as far as it is filled in: every line with its answer, else with what facts propose."""

    rubric: Rubric
    facts: MeetingFacts
    answers: Mapping[str, Decimal]

    @cached_property
    def lines(self) -> Mapping[str, Line]:
        """By key, in order."""
        return {line.item.key: self._answered(line) for line in open_sheet(self.rubric, self.facts)}

    def _answered(self, line: Line) -> Line:
        points = self.answers.get(line.item.key)
        if points is None:
            return line
        return replace(line, points=points, origin=Origin.ANSWERED)

    @cached_property
    def askable(self) -> tuple[Line, ...]:
        """The lines that apply to this meeting."""
        return tuple(line for line in self.lines.values() if line.origin is not Origin.NOT_APPLICABLE)

    @cached_property
    def open(self) -> tuple[Line, ...]:
        """The lines that neither facts nor anybody has decided."""
        return tuple(line for line in self.askable if line.origin is Origin.OPEN)

    @cached_property
    def deductions(self) -> tuple[Line, ...]:
        """The decided lines below their maximum."""
        decided = (line for line in self.askable if line.origin is not Origin.OPEN)
        return tuple(line for line in decided if line.points < line.item.maximum)

    @cached_property
    def result(self) -> Result | None:
        """What it comes to, or None while lines are open."""
        return None if self.open else grade(self.rubric, self.facts, self.answers)

    def of_group(self, place: int) -> tuple[Line, ...]:
        """The lines of a group that apply."""
        keys = {item.key for item in self.rubric.groups[place].items}
        return tuple(line for line in self.askable if line.item.key in keys)

    def is_open(self, place: int) -> bool:
        """Whether a line of a group is not decided."""
        return any(line.origin is Origin.OPEN for line in self.of_group(place))

    def is_deducted(self, place: int) -> bool:
        """Whether a decided line of a group is below its maximum."""
        return any(line in self.deductions for line in self.of_group(place))

    def is_line_by_line(self, place: int) -> bool:
        """Whether a group has nothing to tick: each of its lines is asked on a card of its own."""
        return all(line.item.kind is not ItemKind.YES_NO for line in self.of_group(place))

    def place_of(self, key: str) -> int:
        """The group of a line."""
        group: Group = self.rubric.group_of[key]
        return self.rubric.groups.index(group)


def far_from(sheet: Sheet, context: ScoringContext) -> GivenSheet | None:
    """The other role's sheet that this one, when complete, has to give a reason against."""
    if sheet.result is None:
        return None
    return far_sheet(sheet.result.total, sheet.result.grade, context.others, context.gap_points)


def is_in_doubt(sheet: Sheet, context: ScoringContext) -> bool:
    """Whether this sheet, when complete, is asked about once."""
    return sheet.result is not None and doubt_about(sheet.result, context.last) is not None


def sheet_of(state: ScoringState, context: ScoringContext) -> Sheet:
    """The sheet that a state fills in."""
    return Sheet(context.rubric, context.facts, state.answers)
