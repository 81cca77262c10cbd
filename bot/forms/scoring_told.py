"""The lines and groups of a sheet as messages tell them."""

from decimal import Decimal

from bot.domain.rubric import ItemKind
from bot.domain.rubric_sheet import Line, Origin
from bot.domain.rubric_wording import step_in_words
from bot.domain.wording import exactly
from bot.forms.scoring_state import ScoringState, Sheet
from bot.messages.scoring import ScoredGroup, ScoredLine, StepTold


def told_line(line: Line, state: ScoringState) -> ScoredLine:
    """One line: points unless it is open; what facts propose, or why it does not apply."""
    is_from_facts = line.origin is Origin.PROPOSED
    return ScoredLine(
        mark=line.item.code,
        title=line.item.title,
        text=line.item.text,
        maximum=line.item.maximum,
        points=None if line.origin is Origin.OPEN else line.points,
        is_proposed=line.item.key in state.proposed or is_from_facts,
        why=line.reason or (line.proposal.sentence if line.proposal else None),
        applies=line.origin is not Origin.NOT_APPLICABLE,
    )


def told_steps(line: Line) -> tuple[StepTold, ...]:
    """The steps of a line that has them; several conditions for the same points are told apart."""
    if line.item.kind is not ItemKind.STEPS:
        return ()
    return tuple(StepTold(step.points, step_in_words(step)) for step in line.item.steps)


def told_group(place: int, sheet: Sheet) -> ScoredGroup:
    """A group with what its lines come to."""
    group = sheet.rubric.groups[place]
    lines = [sheet.lines[item.key] for item in group.items]
    maximum = min(group.maximum, sum((line.item.maximum for line in lines), Decimal(0)))
    points = min(group.maximum, sum((line.points for line in lines), Decimal(0)))
    missing = sum(line.origin is Origin.OPEN for line in lines)
    return ScoredGroup(place + 1, group.title, maximum, None if missing else points, missing)


def told_groups(sheet: Sheet) -> tuple[ScoredGroup, ...]:
    """All groups, in order."""
    return tuple(told_group(place, sheet) for place in range(len(sheet.rubric.groups)))


def decided_by_facts(sheet: Sheet, state: ScoringState) -> tuple[ScoredLine, ...]:
    """The lines that facts propose and nobody has changed."""
    return tuple(told_line(line, state) for line in sheet.askable if line.origin is Origin.PROPOSED)


def not_applicable(sheet: Sheet, state: ScoringState) -> tuple[ScoredLine, ...]:
    """The lines that are not asked, with the reason."""
    lines = sheet.lines.values()
    return tuple(told_line(line, state) for line in lines if line.origin is Origin.NOT_APPLICABLE)


def filled_in(sheet: Sheet, state: ScoringState) -> int:
    """How many lines the program filled in and nobody confirmed one by one."""
    return sum(line.item.key in state.proposed for line in sheet.askable)


def example(sheet: Sheet) -> str:
    """What may be typed to deduct: "3.1=0" where a line is ticked, else one point less than the maximum."""
    line = next((one for one in sheet.askable if one.item.kind is ItemKind.YES_NO), sheet.askable[0])
    less = [one for one in line.item.choices if one < line.item.maximum]
    points = max(less, default=max(Decimal(0), line.item.maximum - 1))
    return f"{line.item.code}={exactly(points)}"
