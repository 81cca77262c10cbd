"""Who somebody is, in few statements built once: every turn begins with them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Date, bindparam, exists
from sqlmodel import Session, col, or_, select

from bot.domain.people import Role
from db.models import Assignment, Consent, Duty, Invitation, Organisation, Post
from db.types import BigId

_PERSON, _DAY = bindparam("person", type_=BigId), bindparam("day", type_=Date())
_OFFICES = (
    select(Post.role, Organisation.id, Organisation.path)
    .join(Organisation, col(Organisation.id) == col(Post.organisation_id))
    .where(
        col(Post.person_id) == _PERSON,
        col(Post.role).is_not(None),
        col(Post.starts_on) <= _DAY,
        or_(col(Post.ends_on).is_(None), col(Post.ends_on) >= _DAY),
    )
)
_ASSIGNED = select(Assignment.cell_id).where(
    col(Assignment.person_id) == _PERSON,
    col(Assignment.starts_on) <= _DAY,
    or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) >= _DAY),
)
_OWED = select(Duty.cell_id).where(
    col(Duty.person_id) == _PERSON, col(Duty.period).in_(bindparam("periods", expanding=True))
)
_STANDING = select(
    exists()
    .where(
        col(Consent.person_id) == _PERSON,
        col(Consent.version) == bindparam("version"),
        col(Consent.withdrawn_at).is_(None),
    )
    .label("consents"),
    exists()
    .where(
        col(Invitation.person_id) == _PERSON,
        col(Invitation.grants_administrator),
        # A code revoked after its use opens no chat any more; the role that it brought stays.
        col(Invitation.used_at).is_not(None),
    )
    .label("administers"),
)


def offices(session: Session, person_id: int, day: date) -> list[tuple[Role, int, str]]:
    """The roles a person holds on a day, each with its organisation's id and path."""
    rows = session.exec(_OFFICES, params={"person": person_id, "day": day})
    return [(Role(role), place_id or 0, path) for role, place_id, path in rows if role is not None]


def cells_to_visit(session: Session, person_id: int, day: date, periods: Sequence[int]) -> set[int]:
    """Cells a person is assigned to on a day, or has a duty to in one of these periods."""
    assigned = session.exec(_ASSIGNED, params={"person": person_id, "day": day})
    owed = session.exec(_OWED, params={"person": person_id, "periods": list(periods)})
    return {*assigned, *owed}


def standing(session: Session, person_id: int, consent_version: int) -> tuple[bool, bool]:
    """Whether a person consents to this version, and whether they used an administrator's code."""
    values = {"person": person_id, "version": consent_version}
    row = session.exec(_STANDING, params=values).one()
    return bool(row[0]), bool(row[1])
