"""The score sheet: one card, line by line, back, on to the review, confirm."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from bot.domain.rubric import Rubric
from bot.domain.score_sheets import Filling
from bot.forms import scoring_cards, scoring_typed
from bot.forms.engine import Card, Form, Intent, Rejected, Typed
from bot.forms.scoring_cards import PAGE, ScoringContext, ScoringState, ScoringStep, open_lines, points_of
from bot.messages.scoring import ScoringChoiceExpected, SheetIncomplete

__all__ = ["ScoringContext", "ScoringForm", "ScoringState", "ScoringStep"]

SUBMITTED = "submitted"


class ScoringForm(Form[ScoringState, ScoringContext]):
    """Subjects as bot.services.judging makes them, one for each role. The only result is "submitted":
    state.answers are then complete and allowed; bot.domain.rubric_grading.grade tells what they come to."""

    name = "scoring"
    state_type = ScoringState
    is_filled_in = True

    def begin(self, context: ScoringContext) -> ScoringState:
        """At the first line, or at the review of the sheet to correct; the version of the rubric is fixed."""
        state = ScoringState(context.rubric.name, context.rubric.version)
        if context.own is None:
            return state
        return replace(state, answers=context.own.answers, step=ScoringStep.REVIEW)

    def card(self, state: ScoringState, context: ScoringContext) -> Card:
        """What to show now."""
        return scoring_cards.card(state, context)

    def advance(self, state: ScoringState, intent: Intent, context: ScoringContext) -> ScoringState:
        """The next state; Rejected says which line does not fit and what is allowed."""
        if state.step is ScoringStep.SUBMITTED:
            raise Rejected(ScoringChoiceExpected(context.cell))
        if isinstance(intent, Typed):
            return _typed(state, intent.text, context.rubric)
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise _not_offered(state, intent.key, context)
        if state.step is ScoringStep.LINE:
            return _on_line(state, intent.key, context.rubric)
        return _on_review(state, intent.key, context.rubric)

    def result(self, state: ScoringState) -> str | None:
        """ "submitted", or None while the sheet is open."""
        return SUBMITTED if state.step is ScoringStep.SUBMITTED else None

    def takes_numbers(self, state: ScoringState) -> bool:
        """Points and lines are typed as digits."""
        return True


def filling(state: ScoringState) -> Filling:
    """What a finished state hands in."""
    return Filling(state.answers)


def answers_as_text(state: ScoringState) -> dict[str, str]:
    """The answers as a sheet keeps them: exact decimals as strings, by line's key."""
    return {key: str(points) for key, points in state.answers.items()}


def _not_offered(state: ScoringState, key: str, context: ScoringContext) -> Rejected:
    missing = open_lines(state, context.rubric)
    if key == "send" and missing:
        return Rejected(SheetIncomplete(tuple(place + 1 for place in missing)))
    return Rejected(ScoringChoiceExpected(context.cell))


def _typed(state: ScoringState, text: str, rubric: Rubric) -> ScoringState:
    read = scoring_typed.read(state, text, rubric)
    if isinstance(read, int):
        return _opened(state, read)
    return _given(state, read, rubric)


def _on_line(state: ScoringState, key: str, rubric: Rubric) -> ScoringState:
    if key == "review" or (key == "back" and state.from_review):
        return _reviewed(state)
    if key == "back":
        return replace(state, line=state.line - 1)
    return _given(state, [(state.line, points_of(key))], rubric)


def _on_review(state: ScoringState, key: str, rubric: Rubric) -> ScoringState:
    if key == "send":
        return replace(state, step=ScoringStep.SUBMITTED)
    if key == "rest":
        return _filled(state, rubric)
    if key == "next":
        return replace(state, step=ScoringStep.LINE, line=open_lines(state, rubric)[0])
    if key == "more":
        pages = -(-len(rubric.items) // PAGE)
        return replace(state, page=(state.page + 1) % pages)
    if key == "back":
        return replace(state, step=ScoringStep.LINE)
    return _opened(state, int(key.removeprefix("l")))


def _opened(state: ScoringState, place: int) -> ScoringState:
    return replace(state, step=ScoringStep.LINE, line=place, from_review=True)


def _reviewed(state: ScoringState) -> ScoringState:
    return replace(state, step=ScoringStep.REVIEW, from_review=False, page=0)


def _filled(state: ScoringState, rubric: Rubric) -> ScoringState:
    missing = [rubric.items[place] for place in open_lines(state, rubric)]
    answers = {**state.answers, **{item.key: item.maximum for item in missing}}
    return replace(state, answers=answers, proposed=(*state.proposed, *(item.key for item in missing)))


def _given(state: ScoringState, given: Iterable[tuple[int, Decimal]], rubric: Rubric) -> ScoringState:
    """The points kept; on to the next open line from here, or to the review."""
    points = {rubric.items[place].key: value for place, value in given}
    proposed = tuple(key for key in state.proposed if key not in points)
    kept = replace(state, answers={**state.answers, **points}, proposed=proposed)
    following = [place for place in open_lines(kept, rubric) if place >= state.line]
    if state.step is ScoringStep.REVIEW or state.from_review or not following:
        return _reviewed(kept)
    return replace(kept, line=following[0])
