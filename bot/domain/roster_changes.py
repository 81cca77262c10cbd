"""What differs between two rosters: what is added, changed and ended, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.roster_state import (
    AssignmentKey,
    OrganisationFacts,
    PersonFacts,
    PostKey,
    Roster,
    Term,
    Terms,
)


class Area(StrEnum):
    ORGANISATION = "organisation"
    PERSON = "person"
    POST = "post"
    ASSIGNMENT = "assignment"


class Effect(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"


@dataclass(frozen=True)
class Difference:
    """One field, before and after."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True)
class Change:
    """One organisation, person, post or assignment; `about` names it for people to read."""

    area: Area
    effect: Effect
    about: str
    differences: tuple[Difference, ...] = ()


def changes(before: Roster, after: Roster) -> tuple[Change, ...]:
    """Everything that differs, in the order of the areas."""
    return (
        *_of_organisations(before, after),
        *_of_people(before, after),
        *_of_posts(before, after),
        *_of_assignments(before, after),
    )


Row = OrganisationFacts | PersonFacts | Term


def _differences(old: Row, new: Row) -> tuple[Difference, ...]:
    values = ((one.name, getattr(old, one.name), getattr(new, one.name)) for one in fields(new))
    return tuple(Difference(name, was, now) for name, was, now in values if was != now)


def _change(area: Area, about: str, old: Row | None, new: Row) -> Change | None:
    if old is None:
        return Change(area, Effect.ADDED, about)
    found = _differences(old, new)
    if not found:
        return None
    ends = [(one.old, one.new) for one in found if one.field in ("ends_on", "ended_on")]
    is_ended = any(_is_earlier(now, was) for was, now in ends)
    return Change(area, Effect.ENDED if is_ended else Effect.CHANGED, about, found)


def _is_earlier(now: date | None, was: date | None) -> bool:
    return now is not None and (was is None or now < was)


def _of_organisations(before: Roster, after: Roster) -> Iterator[Change]:
    for code, facts in after.organisations.items():
        found = _change(Area.ORGANISATION, f"{code} {facts.name}", before.organisations.get(code), facts)
        if found is not None:
            yield found


def _of_people(before: Roster, after: Roster) -> Iterator[Change]:
    for code, facts in after.people.items():
        found = _change(Area.PERSON, f"{code} {facts.name}", before.people.get(code), facts)
        if found is not None:
            yield found


def _of_posts(before: Roster, after: Roster) -> Iterator[Change]:
    for key, terms in after.posts.items():
        known = before.posts.get(key, ())
        if terms is not known:
            yield from _of_terms(Area.POST, _post(after, key, terms), known, terms)


def _of_assignments(before: Roster, after: Roster) -> Iterator[Change]:
    for key, terms in after.assignments.items():
        known = before.assignments.get(key, ())
        if terms is not known:
            yield from _of_terms(Area.ASSIGNMENT, _assignment(after, key), known, terms)


def _of_terms(area: Area, about: str, known: Terms, terms: Terms) -> Iterator[Change]:
    by_id = {term.id: term for term in known}
    for term in terms:
        old = by_id[term.id] if term.id is not None else None
        found = _change(area, f"{about} ({term.starts_on:%d/%m/%Y})", old, term)
        if found is not None:
            yield found


def _post(roster: Roster, key: PostKey, terms: Terms) -> str:
    person, organisation = roster.people[key.person], roster.organisations[key.organisation]
    return f"{person.code} {person.name}, {terms[-1].text}, {organisation.name}"


def _assignment(roster: Roster, key: AssignmentKey) -> str:
    person, cell = roster.people[key.person], roster.organisations[key.cell]
    return f"{person.code} {person.name}, {cell.code} {cell.name}"
