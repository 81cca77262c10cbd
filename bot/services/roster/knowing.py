"""The roster in the database as values."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

from bot.domain.roster_state import (
    AssignmentKey,
    OrganisationFacts,
    PersonFacts,
    PostKey,
    Roster,
    Term,
    Terms,
)
from bot.services.work import Work
from db.models import Organisation
from db.queries import roster as queries

K = TypeVar("K", bound=Hashable)


def known_roster(work: Work) -> Roster:
    """Everything known: all organisations, people, posts and assignments, history included."""
    return Roster(
        _organisations(queries.organisations(work.session)),
        {row.code: PersonFacts(row.code, row.name, row.phone) for row in queries.people(work.session)},
        _posts(work),
        _assignments(work),
    )


def _organisations(rows: Iterable[Organisation]) -> dict[str, OrganisationFacts]:
    listed = list(rows)
    codes = {row.id: row.code for row in listed}
    return {row.code: _facts(row, codes.get(row.parent_id)) for row in listed}


def _facts(row: Organisation, parent: str | None) -> OrganisationFacts:
    return OrganisationFacts(
        row.code,
        row.name,
        row.level,
        parent,
        row.members,
        row.exempt,
        row.has_cell_committee,
        row.planned_minutes,
        row.ended_on,
    )


def _posts(work: Work) -> dict[PostKey, Terms]:
    return _grouped(
        (
            PostKey(row.person, row.folded_title, row.organisation),
            Term(row.starts_on, row.ends_on, row.title, row.role, id=row.id),
        )
        for row in queries.posts(work.session)
    )


def _assignments(work: Work) -> dict[AssignmentKey, Terms]:
    return _grouped(
        (
            AssignmentKey(row.person, row.cell),
            Term(row.starts_on, row.ends_on, row.decision, body=row.body, id=row.id),
        )
        for row in queries.assignments(work.session)
    )


def _grouped(pairs: Iterable[tuple[K, Term]]) -> dict[K, Terms]:
    found: defaultdict[K, list[Term]] = defaultdict(list)
    for key, term in pairs:
        found[key].append(term)
    return {key: tuple(terms) for key, terms in found.items()}
