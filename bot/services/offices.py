"""Which office answers for a person: the nearest one that can be reached, else the administrators."""

from collections.abc import Sequence

from sqlmodel import col, select

from bot.domain.people import EVERYWHERE, Place, Role
from bot.services import administrators, people
from bot.services.work import Work
from db.models import Organisation, Person
from db.queries import people as people_queries


def places_of(work: Work, person_id: int) -> list[Place]:
    """Where a person stands: the organisations of their posts and the cells they visit; whoever stands
    nowhere, at the roots of the tree."""
    posts = [organisation for _, organisation in people_queries.posts_of(work.session, person_id, work.today)]
    cells = people.actor(work, person_id).assigned_cells
    visited = work.session.exec(select(Organisation).where(col(Organisation.id).in_(cells)))
    return [people.place(one) for one in (*posts, *visited)] or roots(work)


def roots(work: Work) -> list[Place]:
    """The tops of the tree; of an empty one the place above all."""
    found = work.session.exec(
        select(Organisation).where(col(Organisation.parent_id).is_(None)).order_by(Organisation.path)
    )
    return [people.place(root) for root in found] or [EVERYWHERE]


def in_charge_of(work: Work, person_id: int, *, except_for: int | None = None) -> list[Person]:
    """The nearest office, upwards from where a person stands, in which somebody is reached; else the
    administrators; else the nearest office, reached or not."""
    staffs = [
        [one for one in staff if one.id != except_for]
        for staff in _staffs_above(work, places_of(work, person_id))
    ]
    staffs.append([one for one in administrators.all_of(work) if one.id != except_for])
    reached = (staff for staff in staffs if is_reached(work, staff))
    return next(reached, next((staff for staff in staffs if staff), []))


def _staffs_above(work: Work, places: Sequence[Place]) -> list[list[Person]]:
    found: list[list[Person]] = []
    for place in places:
        for organisation_id in reversed(place.steps):
            found.append(people.holders(work, organisation_id, Role.OFFICE))
    return found


def is_reached(work: Work, staff: Sequence[Person]) -> bool:
    """Whether a message would find at least one of them."""
    return any(people.is_reachable(work, one.id or 0) for one in staff)
