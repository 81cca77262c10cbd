"""What the report on a meeting looks like at each of its steps: the state, the context, the cards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.attendance import Facts, Figure, Firmness, range_of, value_of
from bot.domain.duties import DeclineReason
from bot.domain.meetings import Kind
from bot.domain.wording import DECLINES, FIGURES, sentence
from bot.forms.engine import Card, Option, Rows, rows
from bot.messages.base import Message
from bot.messages.visits import (
    AbsenceReasonAsked,
    AttendanceAsked,
    AttendanceDue,
    AttendanceFacts,
    FigureAsked,
    OtherFigures,
)


class AttendanceStep(StrEnum):
    ASK = "ask"  # were you there?
    REASON = "reason"  # why not?
    FACTS = "facts"  # all figures, to accept
    OTHER = "other"  # which of the figures that change seldom?
    FIGURE = "figure"  # one figure
    DECIDED = "decided"


class AttendanceAnswer(StrEnum):
    """What a report comes to; the form's results."""

    ATTENDED = "attended"  # state.facts
    ABSENT = "absent"  # state.reason
    NOT_HELD = "not_held"  # the cell did not meet


@dataclass(frozen=True)
class AttendanceState:
    """`facts` always fit each other; `figure` is the one being changed."""

    step: AttendanceStep = AttendanceStep.ASK
    facts: Facts | None = None
    figure: Figure | None = None
    reason: DeclineReason | None = None
    answer: AttendanceAnswer | None = None


@dataclass(frozen=True)
class AttendanceContext:
    """`defaults` as bot.domain.attendance.expected gives them. `firmness` only when the program itself
    asks, as a reminder; None when the card answers something the person did. Instants are local."""

    cell: str
    starts_at: datetime
    kind: Kind
    planned_minutes: int
    defaults: Facts | None
    closes_at: datetime
    today: date
    firmness: Firmness | None = None


BACK = Option("back", "Quay lại")
SELDOM = (Figure.MEMBERS, Figure.EXEMPT, Figure.PRESENT)
_OFTEN = (Figure.EXCUSED, Figure.UNEXCUSED, Figure.MINUTES, Figure.SPEAKERS)
_ASK = (
    Option("attended", "Đã dự", ("có", "rồi", "có dự")),
    Option("absent", "Không dự", ("không", "chưa dự", "vắng")),
)
_USUAL_MINUTES = (60, 75, 90, 105, 120)


def card(state: AttendanceState, context: AttendanceContext) -> Card:
    """What to show now."""
    return _CARDS[state.step](state, context)


def _ask(state: AttendanceState, context: AttendanceContext) -> Card:
    message: Message = AttendanceAsked(context.cell, context.starts_at, context.kind)
    if context.firmness is not None:
        days = (context.today - context.starts_at.date()).days
        message = AttendanceDue(
            context.cell, context.starts_at, context.kind, context.firmness, days, context.closes_at
        )
    return Card(message, (_ASK,))


def _reason(state: AttendanceState, context: AttendanceContext) -> Card:
    reasons = tuple(Option(reason.value, sentence(DECLINES[reason])) for reason in DeclineReason)
    others = (Option("not_held", "Chi bộ không sinh hoạt"), BACK)
    message = AbsenceReasonAsked(context.cell, context.starts_at, context.kind)
    return Card(message, (*rows(reasons, 2), *rows(others)))


def _facts(state: AttendanceState, context: AttendanceContext) -> Card:
    message = AttendanceFacts(context.cell, context.starts_at, context.kind, state.facts)
    if state.facts is None:
        return Card(message, ((BACK,),))
    accept = Option("accept", "Đúng như trên", ("đúng", "đồng ý"))
    last = (Option("other", "Sửa số khác"), BACK)
    return Card(message, ((accept,), *_figures(_OFTEN), last))


def _figures(figures: tuple[Figure, ...]) -> Rows:
    return rows((Option(figure.value, sentence(FIGURES[figure])) for figure in figures), 2)


def _other(state: AttendanceState, context: AttendanceContext) -> Card:
    assert state.facts is not None
    message = OtherFigures(context.cell, context.starts_at, state.facts)
    return Card(message, (*_figures(SELDOM), (BACK,)))


def _figure(state: AttendanceState, context: AttendanceContext) -> Card:
    assert state.facts is not None
    assert state.figure is not None
    current = value_of(state.facts, state.figure)
    lowest, highest = range_of(state.facts, state.figure)
    message = FigureAsked(context.cell, context.starts_at, state.figure, current, lowest, highest)
    likely = _likely(state.figure, state.facts, context.planned_minutes)
    offered = sorted(value for value in likely if lowest <= value <= highest)
    return Card(message, (*rows((Option(f"n{value}", str(value)) for value in offered), 3), (BACK,)))


def _likely(figure: Figure, facts: Facts, planned: int) -> set[int]:
    if figure is Figure.MINUTES:
        return {*_USUAL_MINUTES, planned}
    if figure is Figure.SPEAKERS:
        return {facts.present * quarters // 4 for quarters in range(5)}
    if figure in (Figure.MEMBERS, Figure.PRESENT):
        current = value_of(facts, figure)
        return set(range(current - 3, current + 3))
    return set(range(6))


def _decided(state: AttendanceState, context: AttendanceContext) -> Card:
    if state.facts is None:
        return Card(AttendanceAsked(context.cell, context.starts_at, context.kind))
    return Card(AttendanceFacts(context.cell, context.starts_at, context.kind, state.facts))


_CARDS: Mapping[AttendanceStep, Callable[[AttendanceState, AttendanceContext], Card]] = {
    AttendanceStep.ASK: _ask,
    AttendanceStep.REASON: _reason,
    AttendanceStep.FACTS: _facts,
    AttendanceStep.OTHER: _other,
    AttendanceStep.FIGURE: _figure,
    AttendanceStep.DECIDED: _decided,
}
