"""A form by which a cell's meeting is judged, as data: exact, never a float."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bot.domain.duties import Grade
from bot.domain.meetings import Kind
from bot.domain.people import Span
from bot.domain.rubric_conditions import ALWAYS, AppliesIf, Step


class ItemKind(StrEnum):
    """How a line is answered."""

    NUMBER = "number"  # any points from 0 to the maximum
    YES_NO = "yes_no"  # 0 or the maximum
    STEPS = "steps"  # the points of one of its steps


class NotApplicable(StrEnum):
    """What becomes of a line that does not apply, or whose share has no denominator."""

    FULL_MARKS = "full_marks"
    EXCLUDE_AND_RESCALE = "exclude_and_rescale"  # left out; what remains is rescaled to the form's maximum
    ZERO = "zero"
    TRANSFER_MAX_TO = "transfer_max_to"  # its maximum is added to another line's


class Detail(StrEnum):
    """How much of a form is known."""

    ITEM = "item"
    GROUP = "group"  # only the groups' maxima


class Purpose(StrEnum):
    """What a form judges."""

    MEETING = "meeting"
    YEAR = "year"


class ShownFact(StrEnum):
    """A reported fact that is shown beside a line, because it helps to judge it."""

    MINUTES = "minutes"
    ATTENDANCE = "attendance"
    SPEAKERS = "speakers"


@dataclass(frozen=True)
class Item:
    """One line of the form. `code` is the regulation's own mark ("4.2"), `title` the short name for lists,
    `choices` the points offered as buttons, largest first. `steps` propose points from facts, whatever the
    kind; the first that matches wins."""

    key: str
    code: str
    title: str
    text: str
    maximum: Decimal
    kind: ItemKind = ItemKind.NUMBER
    choices: tuple[Decimal, ...] = ()
    shows: tuple[ShownFact, ...] = ()
    steps: tuple[Step, ...] = ()
    applies_if: AppliesIf = ALWAYS
    not_applicable: NotApplicable = NotApplicable.FULL_MARKS
    transfer_to: str | None = None

    def raised(self, by: Decimal) -> "Item":
        """The line with a larger maximum, taken over from lines that do not apply."""
        maximum = self.maximum + by
        choices = self.choices and (maximum, *self.choices[1:])
        return replace(self, maximum=maximum, choices=choices)


@dataclass(frozen=True)
class Group:
    """Lines that count together up to `maximum`; `is_capped` says that their sum is meant to exceed it."""

    key: str
    title: str
    maximum: Decimal
    items: tuple[Item, ...]
    is_capped: bool = False


@dataclass(frozen=True)
class Band:
    """A grade is reached from `at_least` points, the unrounded total."""

    grade: Grade
    at_least: Decimal


@dataclass(frozen=True)
class Gate:
    """Unless all these lines (keys) are at their maximum, the grade is at most `otherwise`."""

    title: str
    items: tuple[str, ...]
    otherwise: Grade


@dataclass(frozen=True)
class Ambiguity:
    """Where the regulation is silent or contradicts itself, and what this form makes of it."""

    source: str
    choice: str


@dataclass(frozen=True)
class Rubric:
    """One version of a form; `step` is the smallest difference between two allowed points; `kinds` are the
    meetings it is for; `points_borrowed_from` names the regulation whose lines stand in for unknown ones."""

    name: str
    version: int
    title: str
    legal_basis: str
    in_force: Span
    step: Decimal
    maximum: Decimal
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]
    gates: tuple[Gate, ...] = ()
    kinds: tuple[Kind, ...] = tuple(Kind)
    detail: Detail = Detail.ITEM
    points_borrowed_from: str | None = None
    ambiguities: tuple[Ambiguity, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """All lines, in order; the first is line number 1."""
        return tuple(item for group in self.groups for item in group.items)

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        """Lines by their keys."""
        return {item.key: item for item in self.items}

    @cached_property
    def group_of(self) -> Mapping[str, Group]:
        """Each line's group, by the line's key."""
        return {item.key: group for group in self.groups for item in group.items}

    def allows(self, item: Item, points: Decimal) -> bool:
        """Whether a line may be given these points."""
        if item.kind is ItemKind.STEPS:
            return any(points == step.points for step in item.steps)
        if item.kind is ItemKind.YES_NO:
            return points in (0, item.maximum)
        return points.is_finite() and 0 <= points <= item.maximum and points % self.step == 0


def grade_of(rubric: Rubric, total: Decimal) -> Grade:
    """The grade of an unrounded total by its points alone: the first band that it reaches."""
    return next(band.grade for band in rubric.bands if total >= band.at_least)
