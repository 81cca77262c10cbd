"""A roster as values: organisations, people, dated posts and assignments, by their keys."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.domain.people import Level, Role


@dataclass(frozen=True)
class OrganisationFacts:
    """An organisation by its code; `parent` is a code, `ended_on` its last day."""

    code: str
    name: str
    level: Level
    parent: str | None = None
    members: int | None = None
    exempt: int = 0
    has_cell_committee: bool = True
    planned_minutes: int | None = None
    ended_on: date | None = None


@dataclass(frozen=True)
class PersonFacts:
    """A person by their code; a phone number as it is dialled."""

    code: str
    name: str
    phone: str | None = None


@dataclass(frozen=True)
class Term:
    """From a day to a day, both included. Of a post `text` is the title and `role` what it lets do; of an
    assignment `text` is the decision and `body` the code of what assigned. `id` is the row kept of it."""

    starts_on: date
    ends_on: date | None = None
    text: str | None = None
    role: Role | None = None
    body: str | None = None
    id: int | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and not self.is_over(day)

    def is_over(self, day: date) -> bool:
        """Whether it ended before that day."""
        return self.ends_on is not None and self.ends_on < day


class PostKey(NamedTuple):
    """A person, a title folded, an organisation; codes."""

    person: str
    title: str
    organisation: str


class AssignmentKey(NamedTuple):
    """A person and a cell; codes."""

    person: str
    cell: str


Terms = tuple[Term, ...]


@dataclass(frozen=True)
class Roster:
    """Everything known, history included. Terms of one key stand in the order of their days."""

    organisations: dict[str, OrganisationFacts] = field(default_factory=dict)
    people: dict[str, PersonFacts] = field(default_factory=dict)
    posts: dict[PostKey, Terms] = field(default_factory=dict)
    assignments: dict[AssignmentKey, Terms] = field(default_factory=dict)

    def copy(self) -> "Roster":
        """A roster that may be changed without this one changing."""
        return Roster(dict(self.organisations), dict(self.people), dict(self.posts), dict(self.assignments))

    def chain(self, code: str | None) -> Iterator[str]:
        """An organisation's code, then those above it, to the root."""
        seen: set[str] = set()
        while code is not None and code in self.organisations and code not in seen:
            seen.add(code)
            yield code
            code = self.organisations[code].parent

    def living(self, day: date) -> list[OrganisationFacts]:
        """The organisations that have not ended before that day."""
        return [one for one in self.organisations.values() if one.ended_on is None or one.ended_on >= day]
