"""The report on a meeting: was the visitor there, and the meeting in figures."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.domain import numbers
from bot.domain.attendance import Facts, Figure, check, from_line, range_of, with_figure
from bot.domain.duties import DeclineReason
from bot.forms import attendance_cards
from bot.forms.attendance_cards import (
    SELDOM,
    AttendanceAnswer,
    AttendanceContext,
    AttendanceState,
    AttendanceStep,
)
from bot.forms.engine import Card, Chosen, Form, Intent, Rejected, Typed
from bot.messages.visits import (
    AttendanceChoiceExpected,
    FactsDoNotFit,
    FactsMiscounted,
    FactsNotRead,
    FigureRefused,
)

__all__ = ["AttendanceAnswer", "AttendanceContext", "AttendanceForm", "AttendanceState", "AttendanceStep"]

_OPEN = (AttendanceStep.FACTS, AttendanceStep.OTHER, AttendanceStep.FIGURE)


class AttendanceForm(Form[AttendanceState, AttendanceContext]):
    """Subject "meeting:ID". Results are AttendanceAnswer's values; a line of six or seven numbers is
    understood at once, also as the answer to whether the visitor was there."""

    name = "attendance"
    state_type = AttendanceState
    is_filled_in = True

    def begin(self, context: AttendanceContext) -> AttendanceState:
        """At the question whether the visitor was there."""
        return AttendanceState()

    def card(self, state: AttendanceState, context: AttendanceContext) -> Card:
        """What to show now."""
        return attendance_cards.card(state, context)

    def advance(self, state: AttendanceState, intent: Intent, context: AttendanceContext) -> AttendanceState:
        """The next state; Rejected says which figure does not fit and what would."""
        if isinstance(intent, Typed):
            return _typed(state, intent.text, context)
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise Rejected(AttendanceChoiceExpected(context.cell))
        return _CHOSEN[state.step](state, intent, context)

    def result(self, state: AttendanceState) -> str | None:
        """ "attended", "absent" or "not_held", or None while questions are open."""
        return state.answer.value if state.answer else None

    def takes_numbers(self, state: AttendanceState) -> bool:
        """Figures are typed as digits."""
        return state.step in _OPEN


def _asked(state: AttendanceState, choice: Chosen, context: AttendanceContext) -> AttendanceState:
    if choice.key == "absent":
        return replace(state, step=AttendanceStep.REASON)
    return replace(state, step=AttendanceStep.FACTS, facts=state.facts or context.defaults)


def _reasoned(state: AttendanceState, choice: Chosen, context: AttendanceContext) -> AttendanceState:
    if choice.key == "back":
        return replace(state, step=AttendanceStep.ASK)
    if choice.key == "not_held":
        return AttendanceState(AttendanceStep.DECIDED, answer=AttendanceAnswer.NOT_HELD)
    reason = DeclineReason(choice.key)
    return AttendanceState(AttendanceStep.DECIDED, reason=reason, answer=AttendanceAnswer.ABSENT)


def _confirmed(state: AttendanceState, choice: Chosen, context: AttendanceContext) -> AttendanceState:
    if choice.key == "back":
        return replace(state, step=AttendanceStep.ASK)
    if choice.key == "other":
        return replace(state, step=AttendanceStep.OTHER)
    if choice.key == "accept" and state.facts is not None:
        return _attended(state.facts)
    return replace(state, step=AttendanceStep.FIGURE, figure=Figure(choice.key))


def _other(state: AttendanceState, choice: Chosen, context: AttendanceContext) -> AttendanceState:
    if choice.key == "back":
        return replace(state, step=AttendanceStep.FACTS)
    return replace(state, step=AttendanceStep.FIGURE, figure=Figure(choice.key))


def _figured(state: AttendanceState, choice: Chosen, context: AttendanceContext) -> AttendanceState:
    if choice.key == "back":
        step = AttendanceStep.OTHER if state.figure in SELDOM else AttendanceStep.FACTS
        return replace(state, step=step, figure=None)
    return _changed(state, int(choice.key[1:]))


def _decided(state: AttendanceState, choice: Chosen, context: AttendanceContext) -> AttendanceState:
    return state


_CHOSEN: Mapping[AttendanceStep, Callable[[AttendanceState, Chosen, AttendanceContext], AttendanceState]] = {
    AttendanceStep.ASK: _asked,
    AttendanceStep.REASON: _reasoned,
    AttendanceStep.FACTS: _confirmed,
    AttendanceStep.OTHER: _other,
    AttendanceStep.FIGURE: _figured,
    AttendanceStep.DECIDED: _decided,
}


def _typed(state: AttendanceState, text: str, context: AttendanceContext) -> AttendanceState:
    if state.step is AttendanceStep.FIGURE:
        return _changed(state, numbers.single(text))
    pieces = numbers.tokens(text)
    if state.step in _OPEN or (state.step is AttendanceStep.ASK and len(pieces) >= len(Figure) - 1):
        return _attended(_line(pieces))
    raise Rejected(AttendanceChoiceExpected(context.cell))


def _line(pieces: tuple[str, ...]) -> Facts:
    """A typed line as facts; Rejected when a number is not whole, when there are too few or too many, or
    when they do not fit each other."""
    values = [numbers.whole(piece) for piece in pieces]
    if None in values:
        raise Rejected(FactsNotRead(values.index(None) + 1))
    facts = from_line(tuple(value for value in values if value is not None))
    if facts is None:
        raise Rejected(FactsMiscounted(len(pieces)))
    return facts


def _attended(facts: Facts) -> AttendanceState:
    misfit = check(facts)
    if misfit is not None:
        raise Rejected(FactsDoNotFit(misfit, facts))
    return AttendanceState(AttendanceStep.DECIDED, facts=facts, answer=AttendanceAnswer.ATTENDED)


def _changed(state: AttendanceState, value: int | None) -> AttendanceState:
    assert state.facts is not None
    assert state.figure is not None
    lowest, highest = range_of(state.facts, state.figure)
    if value is None or not lowest <= value <= highest:
        raise Rejected(FigureRefused(state.figure, value, lowest, highest))
    facts = with_figure(state.facts, state.figure, value)
    return replace(state, step=AttendanceStep.FACTS, facts=facts, figure=None)
