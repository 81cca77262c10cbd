"""A form by which a cell's meeting is judged, as data, and the judgement: exact, never a float."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from bot.domain.duties import Grade
from bot.domain.people import Span


class ItemKind(StrEnum):
    """How a line is answered."""

    NUMBER = "number"  # any points from 0 to the maximum


class ShownFact(StrEnum):
    """A reported fact that is shown beside a line, because it helps to judge it."""

    MINUTES = "minutes"
    ATTENDANCE = "attendance"
    SPEAKERS = "speakers"


@dataclass(frozen=True)
class Item:
    """One line of the form. `code` is the regulation's own mark ("4.2"), `title` the short name for lists,
    `choices` the points offered as buttons, largest first."""

    key: str
    code: str
    title: str
    text: str
    maximum: Decimal
    kind: ItemKind = ItemKind.NUMBER
    choices: tuple[Decimal, ...] = ()
    shows: tuple[ShownFact, ...] = ()


@dataclass(frozen=True)
class Group:
    """Lines that count together up to a cap, `maximum`."""

    key: str
    title: str
    maximum: Decimal
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Band:
    """A grade is reached from `at_least` points, the unrounded total."""

    grade: Grade
    at_least: Decimal


@dataclass(frozen=True)
class Rubric:
    """One version of a form; `step` is the smallest difference between two allowed points."""

    name: str
    version: int
    title: str
    legal_basis: str
    in_force: Span
    step: Decimal
    maximum: Decimal
    bands: tuple[Band, ...]
    groups: tuple[Group, ...]

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
        return points.is_finite() and 0 <= points <= item.maximum and points % self.step == 0


@dataclass(frozen=True)
class Result:
    """What a sheet comes to: points by line's key, the unrounded total and the grade."""

    points: Mapping[str, Decimal]
    total: Decimal
    grade: Grade


class AnswerError(ValueError):
    """A line that the rubric does not have, lacks, or has with other points; `key` names it."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key


def grade(rubric: Rubric, answers: Mapping[str, Decimal]) -> Result:
    """Judge complete answers, by line's key; AnswerError when one is unknown, missing or out of range."""
    for key in answers:
        if key not in rubric.by_key:
            raise AnswerError(key, "no such line")
    points = {item.key: _points(rubric, item, answers) for item in rubric.items}
    total = sum((_of_group(group, points) for group in rubric.groups), Decimal(0))
    return Result(points, total, grade_of(rubric, total))


def grade_of(rubric: Rubric, total: Decimal) -> Grade:
    """The grade of an unrounded total: the first band that it reaches."""
    return next(band.grade for band in rubric.bands if total >= band.at_least)


def _points(rubric: Rubric, item: Item, answers: Mapping[str, Decimal]) -> Decimal:
    answer = answers.get(item.key)
    if answer is None:
        raise AnswerError(item.key, "not answered")
    if not rubric.allows(item, answer):
        raise AnswerError(item.key, f"{answer} is not within 0 to {item.maximum} by {rubric.step}")
    return answer


def _of_group(group: Group, points: Mapping[str, Decimal]) -> Decimal:
    return min(group.maximum, sum((points[item.key] for item in group.items), Decimal(0)))
