"""How far into the tree an import reaches: for what whoever imports has to answer."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from bot.domain.roster_state import AssignmentKey, OrganisationFacts, PostKey, Roster, Term, Terms

K = TypeVar("K", PostKey, AssignmentKey)

#: In the place of a code: above every root.
ABOVE_ALL = ""
Group = frozenset[str]


def reach(before: Roster, after: Roster) -> set[Group]:
    """Codes of organisations, in groups: the import is somebody's to make who answers for at least one
    organisation of every group."""
    return {*_of_organisations(before, after), *_of_people(before, after), *_of_terms(before, after)}


def _of_organisations(before: Roster, after: Roster) -> Iterator[Group]:
    for code, facts in after.organisations.items():
        known = before.organisations.get(code)
        if known == facts:
            continue
        if known is not None:
            yield frozenset({code})
        if known is None or known.parent != facts.parent:
            yield _parent(facts)


def _parent(facts: OrganisationFacts) -> Group:
    return frozenset({facts.parent or ABOVE_ALL})


def _of_people(before: Roster, after: Roster) -> Iterator[Group]:
    """Whoever is known is changed where they stand; somebody new changes nothing by themselves."""
    changed = {code for code, facts in after.people.items() if before.people.get(code, facts) != facts}
    if changed:
        places: dict[str, set[str]] = {code: set() for code in changed}
        for person, place in _standing(before):
            if person in changed:
                places[person].add(place)
        yield from (frozenset(found or {ABOVE_ALL}) for found in places.values())


def _standing(roster: Roster) -> Iterator[tuple[str, str]]:
    yield from ((key.person, key.organisation) for key in roster.posts)
    yield from ((key.person, key.cell) for key in roster.assignments)


def _of_terms(before: Roster, after: Roster) -> Iterator[Group]:
    for post, _ in _changed(before.posts, after.posts):
        yield frozenset({post.organisation})
    for assignment, term in _changed(before.assignments, after.assignments):
        yield frozenset({assignment.cell})
        yield frozenset({term.body or assignment.cell})


def _changed(before: Mapping[K, Terms], after: Mapping[K, Terms]) -> Iterator[tuple[K, Term]]:
    for key, terms in after.items():
        known = before.get(key, ())
        yield from ((key, term) for term in terms if term not in known)
