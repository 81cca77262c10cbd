"""A cell's own word on its meeting: the same figures as a visitor reports, or that it did not meet."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.forms.attendance import AttendanceForm
from bot.forms.attendance_cards import (
    BACK,
    AttendanceAnswer,
    AttendanceContext,
    AttendanceState,
    AttendanceStep,
    card,
)
from bot.forms.engine import Card, Chosen, Intent, Option, Rejected
from bot.messages.cells import CellReportAsked, CellReportDue, NotHeldAsked
from bot.messages.visits import AttendanceChoiceExpected

_NOT_HELD = Option("not_held", "Chi bộ không sinh hoạt", ("không sinh hoạt",))
_SURE = Option("sure", "Đúng, chi bộ không sinh hoạt", ("đúng",))


class CellReportForm(AttendanceForm):
    """Subject "meeting:ID". Results: "attended" (state.facts are the cell's figures) and "not_held". Nobody
    is asked whether they were there, so the figures come first; "reason" asks whether it was not held."""

    name = "cell_report"

    def begin(self, context: AttendanceContext) -> AttendanceState:
        """At the figures, as far as they can be expected."""
        return AttendanceState(AttendanceStep.FACTS, context.defaults)

    def card(self, state: AttendanceState, context: AttendanceContext) -> Card:
        """What to show now."""
        return _CARDS.get(state.step, card)(state, context)

    def advance(self, state: AttendanceState, intent: Intent, context: AttendanceContext) -> AttendanceState:
        """The next state; Rejected says which figure does not fit and what would."""
        if state.step is AttendanceStep.REASON:
            return _whether_held(state, intent, context)
        if intent == Chosen(_NOT_HELD.key) and state.step is AttendanceStep.FACTS:
            return replace(state, step=AttendanceStep.REASON)
        return super().advance(state, intent, context)


def _whether_held(state: AttendanceState, intent: Intent, context: AttendanceContext) -> AttendanceState:
    if intent == Chosen(_SURE.key):
        return AttendanceState(AttendanceStep.DECIDED, answer=AttendanceAnswer.NOT_HELD)
    if intent == Chosen(BACK.key):
        return replace(state, step=AttendanceStep.FACTS)
    raise Rejected(AttendanceChoiceExpected(context.cell))


def _facts(state: AttendanceState, context: AttendanceContext) -> Card:
    ask = CellReportAsked if context.firmness is None else CellReportDue
    message = ask(context.cell, context.starts_at, context.kind, state.facts)
    rows = card(state, context).rows
    return Card(message, tuple(tuple(_NOT_HELD if one == BACK else one for one in row) for row in rows))


def _not_held(state: AttendanceState, context: AttendanceContext) -> Card:
    return Card(NotHeldAsked(context.cell, context.starts_at, context.kind), ((_SURE,), (BACK,)))


_CARDS: Mapping[AttendanceStep, Callable[[AttendanceState, AttendanceContext], Card]] = {
    AttendanceStep.FACTS: _facts,
    AttendanceStep.REASON: _not_held,
}
