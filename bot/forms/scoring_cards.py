"""What a score sheet looks like while it is filled in: the state, the context, the cards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import ceil

from bot.domain import numbers
from bot.domain.attendance import Firmness
from bot.domain.duties import SheetRole
from bot.domain.rubric import Item, Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import Result, grade
from bot.domain.score_sheets import GivenSheet
from bot.domain.wording import exactly
from bot.forms.engine import Card, Option, rows
from bot.messages.base import Message
from bot.messages.scoring import PointsAsked, ScoredLine, ScoreReview, ScoringDue


class ScoringStep(StrEnum):
    LINE = "line"  # one line to score
    REVIEW = "review"  # all lines, to change or confirm
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class ScoringState:
    """The rubric's name and version, fixed when the draft opened; points by line's key (strings of exact
    decimals in the draft). `line` counts from 0; `from_review`: it was opened to change it, and the review
    follows; `proposed`: filled in with the maximum by the program."""

    rubric: str
    version: int
    answers: Mapping[str, Decimal] = field(default_factory=dict)
    step: ScoringStep = ScoringStep.LINE
    line: int = 0
    from_review: bool = False
    proposed: tuple[str, ...] = ()
    page: int = 0


@dataclass(frozen=True)
class ScoringContext:
    """`rubric` is the one that the state names (of a new draft: the one in force on the meeting's local
    date; of a correction: that of the sheet). `facts` of the meeting, as the scorer in this `role` knows
    them. `own` is the scorer's current sheet, which this one corrects. `firmness` only when the
    program itself asks, as a reminder; None when the card answers something the person did. Instants are
    local."""

    rubric: Rubric
    cell: str
    starts_at: datetime
    facts: MeetingFacts
    closes_at: datetime
    today: date
    role: SheetRole = SheetRole.VISITOR
    own: GivenSheet | None = None
    firmness: Firmness | None = None


#: Number buttons on one page of the review.
PAGE = 12
_OFFERED = 5
_BACK = Option("back", "Quay lại")
_REVIEW = Option("review", "Đến phần rà soát", ("rà soát", "xem lại"))
_SEND = Option("send", "Xác nhận và gửi", ("xác nhận", "gửi"))
_NEXT = Option("next", "Chấm tiếp", ("tiếp tục",))
_REST = Option("rest", "Còn lại đạt tối đa", ("tối đa",))
_MORE = Option("more", "Số khác")


def points_key(points: Decimal) -> str:
    """What a button of points carries: 4.5 -> "p4_5"."""
    return "p" + f"{points:f}".replace(".", "_")


def points_of(key: str) -> Decimal:
    """The points of such a button."""
    return numbers.shortest(Decimal(key.removeprefix("p").replace("_", ".")))


def open_lines(state: ScoringState, rubric: Rubric) -> tuple[int, ...]:
    """Lines without points, counted from 0."""
    return tuple(place for place, item in enumerate(rubric.items) if item.key not in state.answers)


def result_of(state: ScoringState, context: ScoringContext) -> Result | None:
    """What the sheet comes to, or None while lines are open."""
    rubric = context.rubric
    return None if open_lines(state, rubric) else grade(rubric, context.facts, state.answers)


def scored_line(state: ScoringState, rubric: Rubric, place: int) -> ScoredLine:
    """One line as messages tell it."""
    item = rubric.items[place]
    points = state.answers.get(item.key)
    return ScoredLine(place + 1, item.title, item.maximum, points, item.key in state.proposed)


def card(state: ScoringState, context: ScoringContext) -> Card:
    """What to show now; a reminder has another text and the same choices."""
    shown = _line(state, context) if state.step is ScoringStep.LINE else _review(state, context)
    return shown if context.firmness is None else Card(_due(state, context, context.firmness), shown.rows)


def _line(state: ScoringState, context: ScoringContext) -> Card:
    rubric = context.rubric
    item = rubric.items[state.line]
    message = PointsAsked(
        context.cell,
        context.starts_at,
        scored_line(state, rubric, state.line),
        len(rubric.items),
        rubric.group_of[item.key].title,
        item.text,
        rubric.step,
        context.facts.figures,
        item.shows,
    )
    return Card(message, (*rows(_points(item, state.answers.get(item.key)), 4), _ways(state)))


def _points(item: Item, current: Decimal | None) -> tuple[Option, ...]:
    values = item.choices or _stepping_down(item.maximum)
    if current is None:
        return tuple(_value(value, item) for value in values)
    kept = Option(points_key(current), f"Giữ {exactly(current)}", (exactly(current),))
    others = [value for value in values if value != current][: len(values) - 1]
    return (kept, *(_value(value, item) for value in others))


def _value(value: Decimal, item: Item) -> Option:
    aliases = ("tối đa", "max") if value == item.maximum else ()
    return Option(points_key(value), exactly(value), aliases)


def _stepping_down(maximum: Decimal) -> tuple[Decimal, ...]:
    # Five, so that the card has at most seven choices together with the ways back and on.
    unit = max(1, ceil(maximum / 10))
    steps = (maximum - unit * place for place in range(_OFFERED))
    return tuple(points for points in steps if points >= 0)


def _ways(state: ScoringState) -> tuple[Option, ...]:
    if state.from_review:
        return (_BACK,)
    return (_BACK, _REVIEW) if state.line else (_REVIEW,)


def _review(state: ScoringState, context: ScoringContext) -> Card:
    rubric = context.rubric
    result = result_of(state, context)
    message = ScoreReview(
        context.cell,
        context.starts_at,
        tuple(scored_line(state, rubric, place) for place in range(len(rubric.items))),
        rubric.maximum,
        result.total if result else None,
        result.grade if result else None,
    )
    if state.step is ScoringStep.SUBMITTED:
        return Card(message)
    first = (_SEND,) if result else (_NEXT, _REST)
    return Card(message, (first, *rows(_numbers(state, rubric), 4), (_BACK,)))


def _numbers(state: ScoringState, rubric: Rubric) -> tuple[Option, ...]:
    count = len(rubric.items)
    shown = range(state.page * PAGE, min(count, (state.page + 1) * PAGE))
    numbers = tuple(Option(f"l{place}", str(place + 1)) for place in shown)
    return numbers if count <= PAGE else (*numbers, _MORE)


def _due(state: ScoringState, context: ScoringContext, firmness: Firmness) -> Message:
    count = len(context.rubric.items)
    is_line = state.step is ScoringStep.LINE
    result = None if is_line else result_of(state, context)
    return ScoringDue(
        context.cell,
        context.starts_at,
        firmness,
        count - len(open_lines(state, context.rubric)),
        count,
        scored_line(state, context.rubric, state.line) if is_line else None,
        (context.today - context.starts_at.date()).days,
        context.closes_at,
        context.rubric.maximum,
        result.total if result else None,
        result.grade if result else None,
    )
