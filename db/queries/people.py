"""People of a subtree: who is active, who is reached, which cells nobody visits."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Date, bindparam
from sqlmodel import Session, and_, col, func, or_, select

from bot.domain.people import CELL_LEVELS, Role
from db.models import Address, Assignment, Consent, Invitation, Organisation, Person, Post


def in_force(table: type[Post] | type[Assignment], day: date) -> ColumnElement[bool]:
    """Whether a dated row holds on a day."""
    return and_(col(table.starts_on) <= day, or_(col(table.ends_on).is_(None), col(table.ends_on) >= day))


def somebody_changes(session: Session, first: date, last: date) -> bool:
    """Whether a post or an assignment begins on one of these days, or ended on the day before one."""
    dated: tuple[type[Post] | type[Assignment], ...] = (Post, Assignment)
    eve = timedelta(days=1)
    return any(
        session.exec(
            select(table.id).where(
                or_(
                    col(table.starts_on).between(first, last),
                    col(table.ends_on).between(first - eve, last - eve),
                )
            )
        ).first()
        for table in dated
    )


_NAMESAKE = (
    select(Organisation.id)
    .where(
        col(Organisation.name) == bindparam("name"),
        col(Organisation.id) != bindparam("cell"),
        col(Organisation.level).in_(CELL_LEVELS),
        col(Organisation.ended_on).is_(None),
    )
    .limit(1)
)


def has_namesake(session: Session, cell: Organisation) -> bool:
    """Whether another cell bears the same name."""
    return session.exec(_NAMESAKE, params={"name": cell.name, "cell": cell.id}).first() is not None


_CELL_NAMES = select(Organisation.name, func.count()).where(
    col(Organisation.level).in_(CELL_LEVELS), col(Organisation.ended_on).is_(None)
)
_SHARED_NAMES = _CELL_NAMES.group_by(col(Organisation.name)).having(func.count() > 1)


def shared_names(session: Session) -> set[str]:
    """Every name that two cells bear or more."""
    return {name for name, _ in session.exec(_SHARED_NAMES)}


_HOLDERS = (
    select(Person, col(Post.role))
    .join(Post, col(Post.person_id) == col(Person.id))
    .where(
        col(Post.organisation_id) == bindparam("organisation"),
        col(Post.role).in_(bindparam("roles", expanding=True)),
        col(Post.starts_on) <= bindparam("day", type_=Date()),
        or_(col(Post.ends_on).is_(None), col(Post.ends_on) >= bindparam("day", type_=Date())),
    )
    .order_by(col(Person.sort_key), col(Person.id))
)


def holders(
    session: Session, organisation_id: int, roles: Sequence[Role], day: date
) -> list[tuple[Person, Role | None]]:
    """Who holds one of these roles at exactly this organisation on a day, by name."""
    values = {"organisation": organisation_id, "roles": list(roles), "day": day}
    return list(session.exec(_HOLDERS, params=values))


def visited_cells(session: Session, day: date) -> set[int]:
    """Cells to which somebody is assigned on a day."""
    return set(session.exec(select(Assignment.cell_id).where(in_force(Assignment, day))))


def cells_unvisited(session: Session, path: str, day: date) -> Sequence[Organisation]:
    """Cells of a subtree without any visitor on a day, by code."""
    return session.exec(
        select(Organisation)
        .where(
            col(Organisation.level).in_(CELL_LEVELS),
            col(Organisation.path).startswith(path),
            col(Organisation.ended_on).is_(None),
            col(Organisation.id).not_in(select(Assignment.cell_id).where(in_force(Assignment, day))),
        )
        .order_by(Organisation.code)
    ).all()


def reachable_people(session: Session, consent_version: int) -> set[int]:
    """Everybody whom a message would reach now."""
    rows = session.exec(
        select(Address.person_id)
        .join(Consent, col(Consent.person_id) == col(Address.person_id))
        .where(
            col(Address.suspended_at).is_(None),
            col(Address.is_reachable),
            col(Consent.withdrawn_at).is_(None),
            Consent.version == consent_version,
        )
    )
    return {person_id for person_id in rows if person_id is not None}


def people_who_block(session: Session) -> set[int]:
    """Everybody who has a chat that the messenger does not let the program write to."""
    rows = session.exec(
        select(Address.person_id).where(
            col(Address.person_id).is_not(None), col(Address.is_reachable).is_(False)
        )
    )
    return {person_id for person_id in rows if person_id is not None}


def active_people(session: Session, path: str, day: date) -> Sequence[Person]:
    """Whoever has a role in a subtree on a day or is assigned to a cell of it, by name."""
    posted = (
        select(Post.person_id)
        .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
        .where(col(Organisation.path).startswith(path), col(Post.role).is_not(None), in_force(Post, day))
    )
    assigned = (
        select(Assignment.person_id)
        .join(Organisation, col(Organisation.id) == col(Assignment.cell_id))
        .where(col(Organisation.path).startswith(path), in_force(Assignment, day))
    )
    return session.exec(
        select(Person)
        .where(or_(col(Person.id).in_(posted), col(Person.id).in_(assigned)))
        .order_by(Person.sort_key, col(Person.id))
    ).all()


def administrators(session: Session) -> Sequence[Person]:
    """Whoever has used an administrator's code, by name."""
    return session.exec(
        select(Person)
        .where(col(Person.id).in_(_USED_ADMINISTRATORS_CODE))
        .order_by(Person.sort_key, col(Person.id))
    ).all()


_USED_ADMINISTRATORS_CODE = select(Invitation.person_id).where(
    col(Invitation.grants_administrator), col(Invitation.used_at).is_not(None)
)


def keepers(session: Session, path: str, day: date, roles: Sequence[Role]) -> dict[int, list[int]]:
    """Who answers for each cell of a subtree on a day, by the order of the roles, then of names."""
    rows = session.exec(
        select(Post.organisation_id, Post.role, Post.person_id)
        .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
        .join(Person, col(Person.id) == col(Post.person_id))
        .where(col(Organisation.path).startswith(path), col(Post.role).in_(roles), in_force(Post, day))
        .order_by(Person.sort_key, col(Person.id))
    )
    found: dict[int, list[int]] = {}
    for cell_id, _, person_id in sorted(rows, key=lambda row: roles.index(Role(row[1] or roles[0]))):
        found.setdefault(cell_id, []).append(person_id)
    return found


def posts_of(session: Session, person_id: int, day: date) -> Sequence[tuple[Post, Organisation]]:
    """A person's posts on a day with their organisations, the highest first."""
    return list(
        session.exec(
            select(Post, Organisation)
            .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
            .where(Post.person_id == person_id, in_force(Post, day))
            .order_by(Organisation.path, col(Post.id))
        )
    )


def main_post(session: Session, person_id: int, day: date) -> str:
    """A person's highest post in words: "Bí thư chi bộ, Chi bộ Kế toán"; empty when there is none."""
    posts = posts_of(session, person_id, day)
    return f"{posts[0][0].title}, {posts[0][1].name}" if posts else ""
