"""People, organisations and roles as values: who somebody is, where, and since when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """Where an organisation stands in the tree (DOMAIN 2)."""

    PARTY_BODY = "party_body"
    GRASSROOTS_BODY = "grassroots_body"
    SUB_BODY = "sub_body"
    GRASSROOTS_CELL = "grassroots_cell"
    DEPENDENT_CELL = "dependent_cell"

    @property
    def is_cell(self) -> bool:
        return self in CELL_LEVELS


#: The levels that hold meetings.
CELL_LEVELS = (Level.GRASSROOTS_CELL, Level.DEPENDENT_CELL)


class Role(StrEnum):
    """What a post lets its holder do, inside the subtree of the post's organisation."""

    SECRETARY = "secretary"
    DEPUTY = "deputy"
    LEADERSHIP = "leadership"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Place:
    """An organisation's position in the tree: `path` is "/1/7/23/", from the root down to itself."""

    id: int
    path: str

    def is_within(self, root: "Place") -> bool:
        return self.path.startswith(root.path)

    @property
    def steps(self) -> tuple[int, ...]:
        """The organisations from the root down to itself."""
        return tuple(int(step) for step in self.path.split("/") if step)


#: Above every root, and there already while the tree is empty: where administrators stand.
EVERYWHERE = Place(0, "/")


@dataclass(frozen=True)
class Span:
    """Whole days from `starts_on` to `ends_on`, both included; no end means still in force."""

    starts_on: date
    ends_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Office:
    """A role held now, at a place in the tree."""

    role: Role
    place: Place


@dataclass(frozen=True)
class Actor:
    """Whoever asks: a person, the roles in force today and the cells assigned to visit."""

    person_id: int
    offices: tuple[Office, ...] = ()
    assigned_cells: frozenset[int] = frozenset()
    is_consenting: bool = True
