"""Who somebody is, in one statement built once: every turn begins with it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import CompoundSelect, Date, String, bindparam, literal, type_coerce, union_all
from sqlmodel import Session, col, or_, select

from db.models import Assignment, Consent, Duty, Invitation, Organisation, Post
from db.queries.visits import OPEN_PERIODS
from db.types import BigId

OFFICE, CELL, CONSENT, ADMINISTRATOR = "office", "cell", "consent", "administrator"

_PERSON, _DAY = bindparam("person", type_=BigId), bindparam("day", type_=Date())
_NOWHERE, _NOTHING = literal(0, BigId), literal("")
_ACTOR: CompoundSelect[str, int, str, str] = union_all(
    select(literal(OFFICE), col(Organisation.id), type_coerce(col(Post.role), String), col(Organisation.path))
    .join(Post, col(Post.organisation_id) == col(Organisation.id))
    .where(
        col(Post.person_id) == _PERSON,
        col(Post.role).is_not(None),
        col(Post.starts_on) <= _DAY,
        or_(col(Post.ends_on).is_(None), col(Post.ends_on) >= _DAY),
    ),
    select(literal(CELL), col(Assignment.cell_id), _NOTHING, _NOTHING).where(
        col(Assignment.person_id) == _PERSON,
        col(Assignment.starts_on) <= _DAY,
        or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) >= _DAY),
    ),
    select(literal(CELL), col(Duty.cell_id), _NOTHING, _NOTHING).where(
        col(Duty.person_id) == _PERSON, col(Duty.period).in_(OPEN_PERIODS)
    ),
    select(literal(CONSENT), _NOWHERE, _NOTHING, _NOTHING).where(
        col(Consent.person_id) == _PERSON,
        col(Consent.version) == bindparam("version"),
        col(Consent.withdrawn_at).is_(None),
    ),
    select(literal(ADMINISTRATOR), _NOWHERE, _NOTHING, _NOTHING).where(
        col(Invitation.person_id) == _PERSON,
        col(Invitation.grants_administrator),
        # A code revoked after its use opens no chat any more; the role that it brought stays.
        col(Invitation.used_at).is_not(None),
    ),
)


def standing(
    session: Session, person_id: int, day: date, consent_version: int
) -> Sequence[tuple[str, int, str, str]]:
    """What a person is on a day, each as (what, organisation, role, path): the roles held; cells assigned, or
    owed a visit in an open period; consent to this version; an administrator's code used."""
    values = {"person": person_id, "day": day, "version": consent_version}
    session.flush()  # which the connection does not do by itself
    rows = session.connection().execute(_ACTOR, values)
    return [(what, place, role, path) for what, place, role, path in rows]
