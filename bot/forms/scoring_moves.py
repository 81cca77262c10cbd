"""Where a score sheet goes from here: into a group, on to the next gap, back, towards sending."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bot.domain.rubric import ItemKind
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


def entered(state: ScoringState, place: int, sheet: Sheet, *, at_end: bool = False) -> ScoringState:
    """A group opened: its card, or the card of its first open line where there is nothing to tick."""
    lines = sheet.of_group(place)
    opened = replace(state, step=ScoringStep.GROUP, group=place, item=None)
    if not lines or not sheet.is_line_by_line(place) or (state.from_review and len(lines) > 1):
        return opened
    first = next((line for line in lines if line.origin is Origin.OPEN), lines[0])
    return at_line(opened, (lines[-1] if at_end else first).item.key, sheet)


def at_line(state: ScoringState, key: str, sheet: Sheet) -> ScoringState:
    """The card of one line."""
    return replace(state, step=ScoringStep.LINE, group=sheet.place_of(key), item=key)


def reviewed(state: ScoringState) -> ScoringState:
    """The review."""
    return replace(state, step=ScoringStep.REVIEW, item=None, from_review=False)


def walked(state: ScoringState, sheet: Sheet) -> ScoringState:
    """On to the next open line: after the present one in its group, in a later group, in an earlier one; to
    the review when none is open, or when that is where the line was opened from."""
    if state.from_review or not sheet.open:
        return reviewed(state)
    order = list(sheet.lines)
    here = order.index(state.item) if state.item else order.index(_last_key(state, sheet))
    ahead = [line for line in sheet.open if order.index(line.item.key) > here]
    goal = (ahead or sheet.open)[0].item.key
    place = sheet.place_of(goal)
    return at_line(state, goal, sheet) if sheet.is_line_by_line(place) else entered(state, place, sheet)


def _last_key(state: ScoringState, sheet: Sheet) -> str:
    return sheet.rubric.groups[state.group].items[-1].key


def answered(state: ScoringState, sheet: Sheet) -> ScoringState:
    """On from a line that has its points: back to its group's card where that is one to tick."""
    if not state.from_review and not sheet.is_line_by_line(state.group):
        return replace(state, step=ScoringStep.GROUP, item=None)
    return walked(state, sheet)


def next_group(state: ScoringState, sheet: Sheet) -> ScoringState:
    """On from a group in which everything is decided, also while nothing is open anywhere."""
    if state.from_review or sheet.open or state.group + 1 == len(sheet.rubric.groups):
        return walked(state, sheet)
    return entered(state, state.group + 1, sheet)


def went_back(state: ScoringState, sheet: Sheet) -> ScoringState:
    """One card back, with everything kept."""
    if state.step is ScoringStep.REVIEW:
        return replace(state, step=ScoringStep.WAYS)
    if state.step not in (ScoringStep.GROUP, ScoringStep.LINE) or (
        state.from_review and (state.step is ScoringStep.GROUP or len(sheet.of_group(state.group)) == 1)
    ):
        return reviewed(state)
    return _back_in_walk(state, sheet)


def _back_in_walk(state: ScoringState, sheet: Sheet) -> ScoringState:
    if state.step is ScoringStep.LINE:
        keys = [line.item.key for line in sheet.of_group(state.group)]
        if state.from_review or not sheet.is_line_by_line(state.group):
            return replace(state, step=ScoringStep.GROUP, item=None)
        if state.item in keys[1:]:
            return at_line(state, keys[keys.index(state.item) - 1], sheet)
    if state.group == 0:
        return replace(state, step=ScoringStep.WAYS, item=None)
    return entered(state, state.group - 1, sheet, at_end=True)


def given(state: ScoringState, points: Mapping[str, Decimal], *, are_proposed: bool = False) -> ScoringState:
    """These lines with these points, all others as they were."""
    proposed = tuple(key for key in state.proposed if key not in points)
    if are_proposed:
        proposed = (*proposed, *points)
    answers = {**state.answers, **points}
    return replace(state, answers=answers, proposed=proposed, is_confirmed=False)


def at_maximum(sheet: Sheet, place: int | None = None) -> dict[str, Decimal]:
    """The open lines of a group, or of the whole sheet, with their maxima."""
    lines = sheet.open if place is None else sheet.of_group(place)
    return {line.item.key: line.item.maximum for line in lines if line.origin is Origin.OPEN}


def as_self_scored(sheet: Sheet, context: ScoringContext) -> dict[str, Decimal]:
    """The open lines with the cell's own points, where this form allows them. What the scorer's own figures
    decide stays theirs."""
    theirs = context.self_score.points if context.self_score else {}
    return {
        line.item.key: theirs[line.item.key]
        for line in sheet.open
        if line.item.key in theirs and sheet.rubric.allows(line.item, theirs[line.item.key])
    }


def ticked(state: ScoringState, key: str, sheet: Sheet) -> ScoringState:
    """A yes/no line turned: from open or the maximum to 0, from 0 to the maximum."""
    line = sheet.lines[key]
    is_given = line.origin is not Origin.OPEN and line.points == 0
    return given(state, {key: line.item.maximum if is_given else Decimal(0)})


def chosen_line(state: ScoringState, key: str, sheet: Sheet) -> ScoringState:
    """A line picked in its group: a yes/no line turns at once, others open."""
    if sheet.lines[key].item.kind is not ItemKind.YES_NO:
        return at_line(state, key, sheet)
    turned = ticked(state, key, sheet)
    return reviewed(turned) if state.from_review else turned


def towards_sending(state: ScoringState, context: ScoringContext) -> ScoringState:
    """The next thing to ask before a complete sheet is handed in, or handed in."""
    sheet = sheet_of(state, context)
    if sheet.open:
        return walked(state, sheet)
    if sheet.deductions and state.note is None:
        return replace(state, step=ScoringStep.NOTE)
    if not state.gap_reason and far_from(sheet, context):
        return replace(state, step=ScoringStep.GAP)
    if not state.is_confirmed and is_in_doubt(sheet, context):
        return replace(state, step=ScoringStep.DOUBT)
    return replace(state, step=ScoringStep.SUBMITTED)
