"""The score sheet: three ways to fill it in on one card, a review, and what is asked before it is sent."""

from collections.abc import Callable, Mapping
from collections.abc import Set as Keys
from dataclasses import replace

from bot.domain.score_sheets import Filling
from bot.forms import scoring_cards, scoring_moves, scoring_typed
from bot.forms.engine import Card, Chosen, Form, Intent, Rejected, Typed
from bot.forms.scoring_cards import points_of
from bot.forms.scoring_fitting import fitted, is_replaced
from bot.forms.scoring_state import ScoringContext, ScoringState, ScoringStep, Sheet, sheet_of
from bot.forms.scoring_typed import Named, NamedGroup, Note, SentOff
from bot.messages.scoring import ScoringChoiceExpected, SheetIncomplete

__all__ = ["ScoringContext", "ScoringForm", "ScoringState", "ScoringStep", "filling"]

SUBMITTED = "submitted"
_OWN_WORDS = (ScoringStep.NOTE, ScoringStep.GAP)


class ScoringForm(Form[ScoringState, ScoringContext]):
    """Subjects as bot.services.judging makes them, one for each role. The only result is "submitted":
    `filling` is then complete and allowed; bot.domain.rubric_grading.grade tells what it comes to."""

    name = "scoring"
    state_type = ScoringState
    is_filled_in = True

    def begin(self, context: ScoringContext) -> ScoringState:
        """At the choice of a way, or at the review of the sheet to correct; the version is fixed."""
        state = ScoringState(context.rubric.name, context.rubric.version)
        own = context.own
        if own is None:
            return state
        return fitted(
            replace(
                state,
                answers=own.answers,
                step=ScoringStep.REVIEW,
                note=own.note,
                gap_reason=own.gap_reason,
            ),
            context,
        )

    def card(self, state: ScoringState, context: ScoringContext) -> Card:
        """What to show now."""
        return scoring_cards.card(fitted(state, context), context)

    def advance(self, state: ScoringState, intent: Intent, context: ScoringContext) -> ScoringState:
        """The next state; Rejected says which line does not fit and what is allowed. Where the form was
        replaced meanwhile the answer was to another card: that is shown first."""
        now = fitted(state, context)
        if is_replaced(state, context) and intent != Chosen("go_on"):
            return now
        if now.step is ScoringStep.SUBMITTED:
            raise Rejected(ScoringChoiceExpected(context.cell))
        if isinstance(intent, Typed):
            return _typed(now, intent.text, context)
        return _chosen(now, intent, context)

    def result(self, state: ScoringState) -> str | None:
        """ "submitted", or None while the sheet is open."""
        return SUBMITTED if state.step is ScoringStep.SUBMITTED else None

    def takes_numbers(self, state: ScoringState) -> bool:
        """Points and marks are typed as digits."""
        return state.step in (ScoringStep.GROUP, ScoringStep.LINE, ScoringStep.REVIEW)

    def is_free_text(self, state: ScoringState) -> bool:
        """A note on deductions may be typed straight into the review."""
        return state.step in (*_OWN_WORDS, ScoringStep.REVIEW)


def filling(state: ScoringState) -> Filling:
    """What a finished state hands in."""
    return Filling(state.answers, state.note or None, state.gap_reason or None)


def _typed(state: ScoringState, text: str, context: ScoringContext) -> ScoringState:
    sheet = sheet_of(state, context)
    if state.step in _OWN_WORDS:
        return _told(state, text, context)
    if state.step in (ScoringStep.DOUBT, ScoringStep.REPLACED):
        raise Rejected(ScoringChoiceExpected(context.cell))
    read = scoring_typed.read(state, text, sheet)
    if isinstance(read, Note):
        return replace(state, note=read.text)
    if isinstance(read, SentOff):
        return _sent_off(replace(state, note=read.note), sheet, context)
    if isinstance(read, NamedGroup):
        return scoring_moves.entered(replace(state, from_review=True), read.place, sheet)
    if isinstance(read, Named):
        return scoring_moves.chosen_line(_from_here(state), read.key, sheet)
    return _went_on(state, scoring_moves.given(state, read.given), read.given.keys(), context)


def _sent_off(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    if sheet.open:
        raise _not_offered("send", sheet, context)
    return scoring_moves.towards_sending(state, context)


def _from_here(state: ScoringState) -> ScoringState:
    return state if state.step is ScoringStep.GROUP else replace(state, from_review=True)


def _told(state: ScoringState, text: str, context: ScoringContext) -> ScoringState:
    if state.step is ScoringStep.NOTE:
        return scoring_moves.towards_sending(replace(state, note=text), context)
    return scoring_moves.towards_sending(replace(state, gap_reason=text), context)


def _went_on(
    before: ScoringState, state: ScoringState, keys: Keys[str], context: ScoringContext
) -> ScoringState:
    """After points were typed: to the review where it all began there or nothing is open any more; on when
    they are those of the card on display; else the card stays."""
    sheet = sheet_of(state, context)
    if before.from_review or not sheet.open:
        return scoring_moves.reviewed(state)
    if before.step is ScoringStep.LINE:
        return scoring_moves.answered(state, sheet) if state.item in keys else state
    if before.step is ScoringStep.REVIEW:
        return state
    place = state.group if before.step is ScoringStep.GROUP else _first_open(before, context)
    is_whole = keys >= {line.item.key for line in sheet.of_group(place)}
    if before.step is ScoringStep.WAYS:
        return scoring_moves.walked(state, sheet) if is_whole else scoring_moves.reviewed(state)
    has_ended = sheet_of(before, context).is_open(place) and not sheet.is_open(place)
    return scoring_moves.walked(state, sheet) if is_whole or has_ended else state


def _first_open(state: ScoringState, context: ScoringContext) -> int:
    sheet = sheet_of(state, context)
    return sheet.place_of(sheet.open[0].item.key) if sheet.open else 0


def _chosen(state: ScoringState, intent: Chosen, context: ScoringContext) -> ScoringState:
    sheet = sheet_of(state, context)
    if intent.key not in {option.key for option in scoring_cards.card(state, context).options}:
        raise _not_offered(intent.key, sheet, context)
    if intent.key in _CHOICES:
        return _CHOICES[intent.key](state, sheet, context)
    if intent.key.startswith("p"):
        assert state.item is not None
        points = {state.item: points_of(intent.key)}
        given = scoring_moves.given(state, points)
        return scoring_moves.answered(given, sheet_of(given, context))
    place = int(intent.key[1:])
    if intent.key.startswith("g"):
        return scoring_moves.entered(replace(state, from_review=True), place, sheet)
    return scoring_moves.chosen_line(state, list(sheet.lines)[place], sheet)


def _not_offered(key: str, sheet: Sheet, context: ScoringContext) -> Rejected:
    if key == "send" and sheet.open:
        return Rejected(SheetIncomplete(tuple(line.item.code for line in sheet.open)))
    return Rejected(ScoringChoiceExpected(context.cell))


def _deduct(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    filled = scoring_moves.given(state, scoring_moves.at_maximum(sheet), are_proposed=True)
    return scoring_moves.reviewed(filled)


def _walk(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    place = _first_open(state, context)
    return scoring_moves.entered(replace(state, from_review=False), place, sheet)


def _follow(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    theirs = scoring_moves.as_self_scored(sheet, context)
    return scoring_moves.reviewed(scoring_moves.given(state, theirs, are_proposed=True))


def _rest(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    if state.step is ScoringStep.REVIEW:
        return _deduct(state, sheet, context)
    filled = scoring_moves.given(state, scoring_moves.at_maximum(sheet, state.group))
    return scoring_moves.walked(filled, sheet_of(filled, context))


def _next(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    if state.step is ScoringStep.GROUP:
        return scoring_moves.next_group(state, sheet)
    return _walk(state, sheet, context) if sheet.open else scoring_moves.reviewed(state)


def _send(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    is_confirmed = state.is_confirmed or state.step is ScoringStep.DOUBT
    return scoring_moves.towards_sending(replace(state, is_confirmed=is_confirmed), context)


def _no_note(state: ScoringState, sheet: Sheet, context: ScoringContext) -> ScoringState:
    return scoring_moves.towards_sending(replace(state, note=""), context)


_CHOICES: Mapping[str, Callable[[ScoringState, Sheet, ScoringContext], ScoringState]] = {
    "deduct": _deduct,
    "walk": _walk,
    "follow": _follow,
    "rest": _rest,
    "next": _next,
    "go_on": _next,
    "back": lambda state, sheet, context: scoring_moves.went_back(state, sheet),
    "review": lambda state, sheet, context: scoring_moves.reviewed(state),
    "send": _send,
    "no_note": _no_note,
}
