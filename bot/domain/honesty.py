"""Sheets that are given too easily: allowed, asked about once, counted for the office."""

from enum import StrEnum

from bot.domain.rubric_grading import Result
from bot.domain.rubric_sheet import Origin


class Doubt(StrEnum):
    """Why a sheet is asked about before it is kept; the sheet keeps it for the office's count."""

    ALL_MAXIMUM = "all_maximum"  # every line that applies is at its maximum
    REPEATED = "repeated"  # line by line last month's points


def doubt_about(result: Result, last: Result | None) -> Doubt | None:
    """What there is to ask about a sheet; `last` is the same scorer's sheet of the month before for the same
    cell, by the same version of the form, or None."""
    asked = [line for line in result.lines if line.origin is not Origin.NOT_APPLICABLE]
    if asked and all(line.points == line.item.maximum for line in asked):
        return Doubt.ALL_MAXIMUM
    if last is not None and last.points == result.points:
        return Doubt.REPEATED
    return None
