"""What a complete file leaves out, and so ends: only below organisations that the file names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from bot.domain.roster_import import Import
from bot.domain.roster_reasons import Doubt, Warned
from bot.domain.roster_state import AssignmentKey, PostKey, Terms
from bot.domain.roster_terms import DAY, end_before
from bot.domain.roster_wordings import Kind

#: The share of a kind that may end for being absent without the number being repeated.
FREELY_ENDING = Fraction(5, 100)

K = TypeVar("K", PostKey, AssignmentKey)


@dataclass(frozen=True)
class Absent:
    """How many would end for being absent, and whether that number has to be repeated."""

    organisations: int = 0
    posts: int = 0
    assignments: int = 0
    must_be_repeated: bool = False

    @property
    def total(self) -> int:
        return self.organisations + self.posts + self.assignments


def end_absent(work: Import) -> Absent:
    """End what is absent. A kind that the file has no sheet for is not absent from it, and neither is
    what a refused row may have meant."""
    scope = _scope(work)
    organisations = _end_organisations(work, scope) if Kind.ORGANISATIONS in work.file.kinds else (0, 0)
    posts = _end_posts(work, scope) if Kind.PEOPLE in work.file.kinds else (0, 0)
    assignments = _end_assignments(work, scope) if Kind.ASSIGNMENTS in work.file.kinds else (0, 0)
    kinds = (organisations, posts, assignments)
    _warn_of_leftovers(work)
    return Absent(
        organisations[0],
        posts[0],
        assignments[0],
        any(ending > FREELY_ENDING * known for ending, known in kinds),
    )


def _scope(work: Import) -> set[str]:
    """The organisations known before that lie in the subtree of one that the file lists."""
    listed = {row.code for row in work.file.organisations}
    return {code for code in work.before.organisations if not listed.isdisjoint(work.before.chain(code))}


def _end_organisations(work: Import, scope: set[str]) -> tuple[int, int]:
    spared = {one.code for one in work.file.mentioned} | {one.organisation for one in work.file.mentioned}
    living = [facts.code for facts in work.before.living(work.on) if facts.code in scope]
    absent = [code for code in living if code not in work.named_organisations and code not in spared]
    kept = {above for code in work.named_organisations for above in work.after.chain(code)}
    ending = [code for code in absent if code not in kept]
    for code in ending:
        work.after.organisations[code] = replace(work.after.organisations[code], ended_on=work.on - DAY)
    return len(ending), len(living)


def _end_posts(work: Import, scope: set[str]) -> tuple[int, int]:
    spared = {one.code for one in work.file.mentioned if one.kind is Kind.PEOPLE}
    known = {key: terms for key, terms in work.after.posts.items() if key.organisation in scope}
    ending = {key: terms for key, terms in known.items() if key.person not in spared}
    return _end(work, ending, work.after.posts, work.named_posts), _count(work, work.before.posts, known)


def _end_assignments(work: Import, scope: set[str]) -> tuple[int, int]:
    spared = [one for one in work.file.mentioned if one.kind is Kind.ASSIGNMENTS]
    pairs = {(one.code, one.organisation) for one in spared}
    known = {key: terms for key, terms in work.after.assignments.items() if key.cell in scope}
    ending = {
        key: terms
        for key, terms in known.items()
        if pairs.isdisjoint({(key.person, key.cell), (key.person, None), (None, key.cell)})
    }
    ends = _end(work, ending, work.after.assignments, work.named_assignments)
    return ends, _count(work, work.before.assignments, known)


def _end(
    work: Import, ending: Mapping[K, Terms], all_terms: dict[K, Terms], named: set[tuple[K, date]]
) -> int:
    count = 0
    for key, terms in ending.items():
        left = tuple(
            term if (key, term.starts_on) in named or term.is_over(work.on) else end_before(term, work.on)
            for term in terms
        )
        count += sum(1 for old, new in zip(terms, left, strict=True) if old != new)
        all_terms[key] = left
    return count


def _count(work: Import, before: Mapping[K, Terms], scope: Mapping[K, Terms]) -> int:
    return sum(1 for key in scope for term in before.get(key, ()) if not term.is_over(work.on))


def _warn_of_leftovers(work: Import) -> None:
    ended = {facts.code for facts in work.after.organisations.values()} - {
        facts.code for facts in work.after.living(work.on)
    }
    lying = {key.organisation for key, terms in work.after.posts.items() if _is_left(terms, work.on)} | {
        key.cell for key, terms in work.after.assignments.items() if _is_left(terms, work.on)
    }
    for code in _newly(work, sorted(ended & lying)):
        about = f"{code} {work.after.organisations[code].name}"
        work.file.warnings.append(Warned(Doubt.ENDED_WITH_DUTIES, about))


def _is_left(terms: Terms, on: date) -> bool:
    return any(not term.is_over(on) for term in terms)


def _newly(work: Import, codes: Iterable[str]) -> list[str]:
    return [code for code in codes if work.before.organisations[code].ended_on is None]
