"""The figures of a roster, under the names that ../shared/roster/khoi.json gives them."""

from collections import Counter
from datetime import date

from bot.domain.calendar import first_day, period_of, shift
from bot.domain.people import Level, Role
from bot.domain.roster_state import Roster, Term


def figures(roster: Roster, on: date) -> dict[str, int]:
    """What the roster holds on a day. Members are those of cells; assignments in force are counted on the
    first day of that day's month and of the next."""
    living = roster.living(on)
    levels = Counter(facts.level for facts in living)
    assignments = [term for terms in roster.assignments.values() for term in terms]
    return {
        "organisations": len(living),
        "grassroots_bodies": levels[Level.GRASSROOTS_BODY],
        "grassroots_cells": levels[Level.GRASSROOTS_CELL],
        "dependent_cells": levels[Level.DEPENDENT_CELL],
        "cells": sum(count for level, count in levels.items() if level.is_cell),
        "members": sum(facts.members or 0 for facts in living if facts.level.is_cell),
        "people": len(roster.people),
        "people_sharing_a_name": _sharing_a_name(roster),
        "assignments": len(assignments),
        **_in_force(assignments, on),
        "visitors": len({key.person for key, terms in roster.assignments.items() if _is_left(terms, on)}),
        "secretaries": _secretaries(roster, on),
    }


def _sharing_a_name(roster: Roster) -> int:
    names = Counter(person.name.casefold() for person in roster.people.values())
    return sum(count for count in names.values() if count > 1)


def _in_force(terms: list[Term], on: date) -> dict[str, int]:
    days = (first_day(shift(period_of(on), months)) for months in (0, 1))
    return {
        f"assignments_in_force_on_{day:%Y_%m_%d}": sum(1 for term in terms if term.holds_on(day))
        for day in days
    }


def _is_left(terms: tuple[Term, ...], on: date) -> bool:
    return any(not term.is_over(on) for term in terms)


def _secretaries(roster: Roster, on: date) -> int:
    return sum(
        1
        for terms in roster.posts.values()
        if any(term.role is Role.SECRETARY and not term.is_over(on) for term in terms)
    )
