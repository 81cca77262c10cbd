"""Judging detailed score sheets."""

import time
from decimal import Decimal

from bot.domain.rubric_grading import grade
from tests.bench.figures import Chapter, at_most
from tests.bench.scale import Scale
from tests.unit.rubrics import DETAILED, GOOD, allowed, full

_VARIED = 97  # sheets that differ


def run(scale: Scale) -> Chapter:
    """The detailed form of Guideline 42, every line answered, answers varied."""
    sheets = [_answers(number) for number in range(_VARIED)]
    before = time.process_time()
    for number in range(scale.sheets):
        grade(DETAILED, GOOD, sheets[number % _VARIED])
    seconds = time.process_time() - before
    figure = at_most(f"{scale.sheets} detailed sheets", seconds, "s", 10)
    return Chapter("Grading", "CPU of bot.domain.rubric_grading.grade, every line answered.", [figure])


def _answers(number: int) -> dict[str, Decimal]:
    answers = full(DETAILED, GOOD)
    items = [item for item in DETAILED.items if item.key in answers]
    changed = items[number % len(items)]
    choices = allowed(DETAILED, changed)
    return answers | {changed.key: choices[number % len(choices)]}
