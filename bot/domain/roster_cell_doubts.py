"""Cells that an office should look at: nobody visits them, nobody answers for them, or two at once do."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from bot.domain.people import Role
from bot.domain.roster_reasons import Doubt, Warned
from bot.domain.roster_state import Roster, Terms


def cell_doubts(roster: Roster, on: date) -> list[Warned]:
    """What to look at among the cells that have not ended, doubt by doubt."""
    cells = {facts.code: facts for facts in roster.living(on) if facts.level.is_cell}
    visited = {key.cell for key, terms in roster.assignments.items() if _is_left(terms, on)}
    led = {key.organisation for key, terms in roster.posts.items() if _is_left(terms, on) and _leads(terms)}
    found = (
        (Doubt.CELL_WITHOUT_VISITOR, cells.keys() - visited),
        (Doubt.CELL_WITHOUT_SECRETARY, cells.keys() - led),
        (Doubt.TWO_SECRETARIES, cells.keys() & set(_with_two_secretaries(roster, on))),
    )
    return [Warned(doubt, f"{code} {cells[code].name}") for doubt, codes in found for code in sorted(codes)]


def _is_left(terms: Terms, on: date) -> bool:
    return any(not term.is_over(on) for term in terms)


def _leads(terms: Terms) -> bool:
    return any(term.role in (Role.SECRETARY, Role.DEPUTY) for term in terms)


def _with_two_secretaries(roster: Roster, on: date) -> Iterator[str]:
    held: defaultdict[str, list[Terms]] = defaultdict(list)
    for key, terms in roster.posts.items():
        left = tuple(term for term in terms if term.role is Role.SECRETARY and not term.is_over(on))
        if left:
            held[key.organisation].append(left)
    for cell, holders in held.items():
        days = {on, *(term.starts_on for terms in holders for term in terms if term.starts_on > on)}
        if any(sum(any(t.holds_on(day) for t in terms) for terms in holders) > 1 for day in days):
            yield cell
