"""Writes a planned import: a few statements for the whole of it, in the caller's transaction."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from bot.domain.roster_plan import RosterPlan
from bot.domain.roster_state import AssignmentKey, OrganisationFacts, PersonFacts, PostKey, Term, Terms
from bot.domain.vietnamese import fold, sort_key
from bot.services import periods
from bot.services.audit import note
from bot.services.work import Work
from db.models import Assignment, Organisation, Person, Post
from db.queries import roster as queries

F = TypeVar("F", OrganisationFacts, PersonFacts)
K = TypeVar("K", PostKey, AssignmentKey)
Values = dict[str, Any]


def apply(work: Work, plan: RosterPlan, *, ends: int | None = None, by: int | None = None) -> None:
    """Do what the plan says; it has to be made in this transaction. `by` is the person who confirmed.

    EndsNotRepeated, and nothing is done, where much would end for being absent and `ends` is not its number.
    """
    plan.require_ends(ends)
    if not plan.has_changes:
        return
    work.session.flush()
    places = _write_organisations(work, plan)
    people = _write_people(work, plan)
    _write_posts(work, plan, people, places)
    _write_assignments(work, plan, people, places)
    note(work, by, "roster.import", f"+{plan.added} ~{plan.changed} -{plan.ended}")
    work.session.flush()
    # What was read before now shows old values: the statements went past the session.
    work.session.expire_all()
    periods.reconcile_open_periods(work)


def _differing(before: Mapping[str, F], after: Mapping[str, F]) -> tuple[list[F], list[F]]:
    """The new ones and the changed ones."""
    new = [facts for code, facts in after.items() if code not in before]
    changed = [facts for code, facts in after.items() if code in before and before[code] != facts]
    return new, changed


def _write_organisations(work: Work, plan: RosterPlan) -> dict[str, int]:
    new, changed = _differing(plan.before.organisations, plan.after.organisations)
    queries.insert_rows(work.session, Organisation, [_organisation(facts) for facts in new])
    ids = queries.codes_to_ids(work.session, Organisation)
    queries.update_rows(
        work.session, Organisation, [{"id": ids[f.code], **_organisation(f)} for f in changed]
    )
    if new or changed:
        _write_tree(work, plan, ids)
    return ids


def _organisation(facts: OrganisationFacts) -> Values:
    return {
        "code": facts.code,
        "name": facts.name,
        "level": facts.level,
        "members": facts.members,
        "exempt": facts.exempt,
        "has_cell_committee": facts.has_cell_committee,
        "planned_minutes": facts.planned_minutes,
        "ended_on": facts.ended_on,
    }


def _write_tree(work: Work, plan: RosterPlan, ids: dict[str, int]) -> None:
    """Parents and paths, of all that moved and of what lies below it."""
    known = {row.code: (row.parent_id, row.path) for row in queries.organisations(work.session)}
    rows = []
    for code, facts in plan.after.organisations.items():
        chain = reversed(list(plan.after.chain(code)))
        parent = ids[facts.parent] if facts.parent else None
        path = "/" + "".join(f"{ids[above]}/" for above in chain)
        if known[code] != (parent, path):
            rows.append({"id": ids[code], "parent_id": parent, "path": path})
    queries.update_rows(work.session, Organisation, rows)


def _write_people(work: Work, plan: RosterPlan) -> dict[str, int]:
    new, changed = _differing(plan.before.people, plan.after.people)
    queries.insert_rows(work.session, Person, [_person(facts) for facts in new])
    ids = queries.codes_to_ids(work.session, Person)
    queries.update_rows(work.session, Person, [{"id": ids[f.code], **_person(f)} for f in changed])
    return ids


def _person(facts: PersonFacts) -> Values:
    return {
        "code": facts.code,
        "name": facts.name,
        "folded_name": fold(facts.name),
        "sort_key": sort_key(facts.name),
        "phone": facts.phone,
    }


def _terms(before: Mapping[K, Terms], after: Mapping[K, Terms]) -> Iterator[tuple[K, Term]]:
    """The terms that are new or changed."""
    for key, terms in after.items():
        known = before.get(key, ())
        if terms is not known:
            yield from ((key, term) for term in terms if term not in known)


def _split(rows: list[Values]) -> tuple[list[Values], list[Values]]:
    new = [{name: row[name] for name in row if name != "id"} for row in rows if row["id"] is None]
    return new, [row for row in rows if row["id"] is not None]


def _write_posts(work: Work, plan: RosterPlan, people: dict[str, int], places: dict[str, int]) -> None:
    rows = [
        {
            "id": term.id,
            "person_id": people[key.person],
            "organisation_id": places[key.organisation],
            "title": term.text,
            "folded_title": key.title,
            "role": term.role,
            "starts_on": term.starts_on,
            "ends_on": term.ends_on,
        }
        for key, term in _terms(plan.before.posts, plan.after.posts)
    ]
    new, changed = _split(rows)
    queries.update_rows(work.session, Post, changed)
    queries.insert_rows(work.session, Post, new)


def _write_assignments(work: Work, plan: RosterPlan, people: dict[str, int], places: dict[str, int]) -> None:
    rows = [
        {
            "id": term.id,
            "person_id": people[key.person],
            "cell_id": places[key.cell],
            "assigned_by_id": places[term.body or key.cell],
            "starts_on": term.starts_on,
            "ends_on": term.ends_on,
            "decision": term.text,
        }
        for key, term in _terms(plan.before.assignments, plan.after.assignments)
    ]
    new, changed = _split(rows)
    queries.update_rows(work.session, Assignment, changed)
    queries.insert_rows(work.session, Assignment, new)
