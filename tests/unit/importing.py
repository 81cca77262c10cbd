"""What the tests of importing share: a plan without a database."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import TypeVar

from bot.domain.roster_plan import RosterPlan, plan_import
from bot.domain.roster_rows import read
from bot.domain.roster_state import AssignmentKey, PostKey, Roster, Terms
from bot.domain.workbooks import ParsedWorkbook
from bot.services.roster.post_table import load_post_table

K = TypeVar("K", PostKey, AssignmentKey)
ON = date(2026, 11, 24)


def planned(
    workbook: ParsedWorkbook, before: Roster | None = None, on: date = ON, complete: bool = False
) -> RosterPlan:
    return plan_import(before or Roster(), read(workbook), load_post_table(), on=on, complete=complete)


def kept(plan: RosterPlan) -> Roster:
    """The roster afterwards as a database would give it back: every term with an id of its own."""
    after, numbers = plan.after, count(1)
    return Roster(
        after.organisations,
        after.people,
        _numbered(after.posts, numbers),
        _numbered(after.assignments, numbers),
    )


def _numbered(terms: dict[K, Terms], numbers: "count[int]") -> dict[K, Terms]:
    return {key: tuple(replace(term, id=next(numbers)) for term in found) for key, found in terms.items()}


def refused(plan: RosterPlan) -> list[tuple[str, int, str]]:
    return [(row.where.title, row.where.row, row.why.value) for row in plan.refused]
