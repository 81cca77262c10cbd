"""Who somebody is today: roles by dated posts, scope by the tree, who answers for a cell."""

from collections.abc import Sequence

from sqlmodel import col, select

from bot.domain.people import CELL_LEVELS, EVERYWHERE, Actor, Office, Place, Role
from bot.services.work import Work
from db.models import Organisation, Person
from db.queries import actors, chats
from db.queries import people as people_queries


def place(organisation: Organisation) -> Place:
    """An organisation's position in the tree."""
    return Place(organisation.id or 0, organisation.path)


def place_of(work: Work, organisation_id: int) -> Place:
    """The position of the organisation with this id."""
    return place(work.session.get_one(Organisation, organisation_id))


def actor(work: Work, person_id: int) -> Actor:
    """The person with the roles in force today, and the cells assigned today or still owed a visit in an
    open period (an assignment may end before its last report is in). Whoever used an administrator's code
    stands above the whole tree, of which there may be nothing yet."""
    version = work.ground.policy.consent_version
    rows = actors.standing(work.session, person_id, work.today, version)
    offices = [Office(Role(role), Place(id, path)) for what, id, role, path in rows if what == actors.OFFICE]
    if any(what == actors.ADMINISTRATOR for what, *_ in rows):
        offices.append(Office(Role.ADMINISTRATOR, EVERYWHERE))
    cells = frozenset(id for what, id, *_ in rows if what == actors.CELL)
    return Actor(person_id, tuple(offices), cells, any(what == actors.CONSENT for what, *_ in rows))


def holders(work: Work, organisation_id: int, *roles: Role) -> list[Person]:
    """Who holds one of these roles at exactly this organisation today, in order of the roles."""
    found = people_queries.holders(work.session, organisation_id, roles, work.today)
    return [person for person, role in sorted(found, key=lambda pair: roles.index(pair[1] or roles[0]))]


def is_reachable(work: Work, person_id: int) -> bool:
    """Whether a message would find a consented, reachable address."""
    return chats.reachable_address(work.session, person_id, work.ground.policy.consent_version) is not None


def reaches_anybody(work: Work) -> bool:
    """Whether there is anybody at all whom a message would find."""
    return bool(people_queries.reachable_people(work.session, work.ground.policy.consent_version))


def responsible_for(work: Work, cell_id: int) -> Person | None:
    """Who is asked what the secretary owes: the secretary; without one, or unreachable, the deputy;
    else the secretary all the same, so that the call list names somebody (DESIGN, Identities)."""
    people = holders(work, cell_id, Role.SECRETARY, Role.DEPUTY)
    reachable = (person for person in people if is_reachable(work, person.id or 0))
    return next(reachable, people[0] if people else None)


def cells_of(work: Work, actor: Actor) -> list[Organisation]:
    """The cells whose meetings this person schedules, by code."""
    ids = [office.place.id for office in actor.offices if office.role in (Role.SECRETARY, Role.DEPUTY)]
    if not ids:
        return []
    return list(
        work.session.exec(
            select(Organisation).where(col(Organisation.id).in_(ids)).order_by(Organisation.code)
        )
    )


def bodies_of(work: Work, actor: Actor, *roles: Role) -> list[Organisation]:
    """The organisations at which this person holds one of these roles, highest first."""
    ids = {office.place.id for office in actor.offices if office.role in roles}
    return list(
        work.session.exec(
            select(Organisation).where(col(Organisation.id).in_(ids)).order_by(Organisation.path)
        )
    )


def staffed_bodies(work: Work) -> Sequence[Organisation]:
    """Every organisation above the cells, in the order of the tree."""
    return work.session.exec(
        select(Organisation)
        .where(col(Organisation.level).not_in(CELL_LEVELS), col(Organisation.ended_on).is_(None))
        .order_by(Organisation.path)
    ).all()


def parent_name(work: Work, cell: Organisation) -> str | None:
    """The name of the organisation above, to tell apart cells of one name."""
    parent = work.session.get(Organisation, cell.parent_id) if cell.parent_id else None
    return parent.name if parent else None


def cell_name(work: Work, cell: Organisation) -> str:
    """A cell's name, with the organisation above where another cell bears the same: half of a province's
    bodies have a "Chi bộ Văn phòng"."""
    names = _names(work)
    if cell.id not in names:
        shared: set[str] | None = work.session.info.get("shared names")
        is_alone = shared is not None and cell.name not in shared and cell.ended_on is None
        has_namesake = not is_alone and people_queries.has_namesake(work.session, cell)
        learn_name(work, cell, has_namesake=has_namesake)
    return names[cell.id]


def learn_shared_names(work: Work) -> None:
    """Many cells are going to be named: which names several of them bear is looked up at once."""
    work.session.info["shared names"] = people_queries.shared_names(work.session)


def learn_name(work: Work, cell: Organisation, *, has_namesake: bool) -> None:
    """Whether another cell bears a cell's name is known already, and need not be looked up."""
    above = parent_name(work, cell) if has_namesake else None
    _names(work)[cell.id] = f"{cell.name} ({above})" if above else cell.name


def _names(work: Work) -> dict[int | None, str]:
    names: dict[int | None, str] = work.session.info.setdefault("cell names", {})
    return names
