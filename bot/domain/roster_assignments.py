"""Assignments of a roster file put beside those known, each with the body that assigns."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

from bot.domain.roster_import import Import
from bot.domain.roster_reasons import Doubt, Reason, Unfit, Warned
from bot.domain.roster_rows import AssignmentRow
from bot.domain.roster_state import AssignmentKey, Roster, Term
from bot.domain.roster_terms import Merged, Said, merge
from bot.domain.vietnamese import fold

_Rows = list[tuple[AssignmentKey, AssignmentRow]]


def place_assignments(work: Import) -> None:
    """Take in every assignment's row that fits, earlier ones first."""
    places = _places_of_posts(work.after, work.on)
    rows = [(AssignmentKey(row.person, row.cell), row) for row in work.file.assignments if _check(work, row)]
    listed = _listed(rows)
    for key, row in sorted(rows, key=lambda pair: pair[1].dates.starts_on or date.max):
        _take(work, key, row, listed[key], places[key.person])
    _warn_of_names(work, rows)


def _check(work: Import, row: AssignmentRow) -> bool:
    why = _unfit(work, row)
    if why is not None:
        work.refuse(row, why)
    return why is None


def _unfit(work: Import, row: AssignmentRow) -> Reason | None:
    if row.person not in work.after.people:
        return Reason.UNKNOWN_PERSON
    if not work.is_known(row.cell):
        return Reason.UNKNOWN_ORGANISATION
    if not work.after.organisations[row.cell].level.is_cell:
        return Reason.NOT_A_CELL
    if row.assigned_by is None:
        return None
    if row.assigned_by not in work.after.organisations:
        return Reason.UNKNOWN_ORGANISATION
    return None if row.assigned_by in work.after.chain(row.cell) else Reason.NOT_ABOVE_THE_CELL


def _listed(rows: _Rows) -> dict[AssignmentKey, frozenset[date]]:
    days: defaultdict[AssignmentKey, set[date]] = defaultdict(set)
    for key, row in rows:
        days[key] |= {row.dates.starts_on} if row.dates.starts_on else set()
    return {key: frozenset(found) for key, found in days.items()}


def _take(
    work: Import, key: AssignmentKey, row: AssignmentRow, listed: frozenset[date], places: set[str]
) -> None:
    known = work.after.assignments.get(key, ())
    try:
        merged = merge(known, Said(row.dates, row.decision, body=row.assigned_by), listed, work.on)
        if (key, merged.starts_on) in work.named_assignments:
            raise Unfit(Reason.DUPLICATE_ROW)
    except Unfit as unfit:
        work.refuse(row, unfit.why)
        return
    work.after.assignments[key] = _with_body(merged, assigning_body(work.after, key.cell, places))
    work.named_assignments.add((key, merged.starts_on))
    work.named_organisations.add(key.cell)
    if key.cell in places:
        work.file.warnings.append(Warned(Doubt.OWN_CELL, _about(work, key), row.where))


def _with_body(merged: Merged, body: str) -> tuple[Term, ...]:
    return tuple(replace(term, body=body) if term.body is None else term for term in merged.terms)


def assigning_body(roster: Roster, cell: str, places: set[str]) -> str:
    """The highest organisation above the cell where the person holds a post, else the one right above."""
    above = [code for code in roster.chain(cell) if code != cell]
    own = [code for code in above if code in places]
    return own[-1] if own else (above[0] if above else cell)


def _places_of_posts(roster: Roster, on: date) -> defaultdict[str, set[str]]:
    places: defaultdict[str, set[str]] = defaultdict(set)
    for key, terms in roster.posts.items():
        if not all(term.is_over(on) for term in terms):
            places[key.person].add(key.organisation)
    return places


def _about(work: Import, key: AssignmentKey) -> str:
    person, cell = work.after.people[key.person], work.after.organisations[key.cell]
    return f"{person.code} {person.name}, {cell.code} {cell.name}"


def _warn_of_names(work: Import, rows: _Rows) -> None:
    for key, row in rows:
        if row.name is not None and fold(row.name) != fold(work.after.people[key.person].name):
            work.file.warnings.append(
                Warned(Doubt.OTHER_NAME, f"{_about(work, key)} ({row.name})", row.where)
            )
