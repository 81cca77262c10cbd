"""Administrators: a person found or made, a code that grants the role to whoever uses it, who has it.

The role hangs on the used code, not on a post: no workbook ends it, and it is there before the tree is.
"""

from collections.abc import Sequence

from sqlmodel import col, or_, select

from bot.domain.roster_cells import code as as_code
from bot.domain.roster_cells import name as as_name
from bot.domain.vietnamese import fold, sort_key
from bot.services import audit, invitations
from bot.services.work import Work
from db.models import Person
from db.queries import people as people_queries


class Unknown(Exception):
    """Nobody has this code or name."""


class Ambiguous(Exception):
    """Several have this name; `people` are their codes and names."""

    def __init__(self, people: tuple[str, ...]) -> None:
        super().__init__("several people of this name")
        self.people = people


def invite(work: Work, who: str, name: str | None = None) -> tuple[str, str]:
    """Whom the code is for, in words, and the code. `who` is a person's code or name; a new person is made
    of `who` as the code when `name` is given. Unknown and Ambiguous otherwise."""
    person = _found(work, who) or _made(work, who, name)
    code = invitations.issue(work, person.id or 0, grants_administrator=True)
    audit.note(work, None, "admin.invited", f"person:{person.id}")
    return f"{person.code} {person.name}", code


def all_of(work: Work) -> Sequence[Person]:
    """Every administrator, by name."""
    return people_queries.administrators(work.session)


def _found(work: Work, who: str) -> Person | None:
    found = work.session.exec(
        select(Person)
        .where(or_(col(Person.code) == as_code(who), col(Person.folded_name) == fold(who)))
        .order_by(col(Person.code))
    ).all()
    exact = [person for person in found if person.code == as_code(who)] or found
    if len(exact) > 1:
        raise Ambiguous(tuple(f"{person.code} {person.name}" for person in exact))
    return exact[0] if exact else None


def _made(work: Work, who: str, name: str | None) -> Person:
    code, full = as_code(who), as_name(name)
    if code is None or full is None:
        raise Unknown
    person = Person(code=code, name=full, folded_name=fold(full), sort_key=sort_key(full))
    work.session.add(person)
    work.session.flush()
    return person
