"""A draft that the world has moved on from: another form, other facts, another program's state."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bot.domain.rubric_sheet import Origin
from bot.forms.scoring_state import (
    ScoringContext,
    ScoringState,
    ScoringStep,
    Sheet,
    far_from,
    is_in_doubt,
    sheet_of,
)


def is_replaced(state: ScoringState, context: ScoringContext) -> bool:
    """Whether the form that the draft opened with was withdrawn, and another holds now."""
    return (state.rubric, state.version) != (context.rubric.name, context.rubric.version)


def fitted(state: ScoringState, context: ScoringContext) -> ScoringState:
    """The state for the form and facts that hold now: answers stay whose line remains, applies and allows
    them; a draft that stands where no card is goes on from the review, which shows what is left."""
    answers = _remaining(state.answers, context)
    if is_replaced(state, context):
        return ScoringState(
            context.rubric.name,
            context.rubric.version,
            answers,
            ScoringStep.REPLACED,
            note=state.note,
            gap_reason=state.gap_reason,
        )
    if answers != state.answers:
        state = replace(state, answers=answers)
    if _has_card(state, context):
        return state
    return replace(state, step=ScoringStep.REVIEW, group=0, item=None, from_review=False)


def _remaining(answers: Mapping[str, Decimal], context: ScoringContext) -> dict[str, Decimal]:
    lines = Sheet(context.rubric, context.facts, {}).lines
    return {
        key: points
        for key, points in answers.items()
        if key in lines
        and lines[key].origin is not Origin.NOT_APPLICABLE
        and context.rubric.allows(lines[key].item, points)
    }


def _has_card(state: ScoringState, context: ScoringContext) -> bool:
    sheet = sheet_of(state, context)
    if state.step is ScoringStep.LINE:
        return state.item in {line.item.key for line in sheet.askable}
    if state.step is ScoringStep.GAP:
        return far_from(sheet, context) is not None
    if state.step is ScoringStep.DOUBT:
        return is_in_doubt(sheet, context)
    if state.step in (ScoringStep.NOTE, ScoringStep.SUBMITTED):
        return not sheet.open
    return state.step is not ScoringStep.GROUP or state.group < len(context.rubric.groups)
