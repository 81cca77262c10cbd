"""Forms of bodies: their versions, and which stand for a cell or below a body."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, bindparam
from sqlmodel import Session, col, or_, select

from bot.domain.meetings import MeetingState
from bot.domain.people import CELL_LEVELS
from bot.domain.rubric import Purpose
from db.models import Draft, Meeting, Organisation, RubricActivation, RubricVersion

_FOUND = (
    select(RubricActivation, RubricVersion.digest)
    .join(RubricVersion, col(RubricVersion.id) == col(RubricActivation.rubric_version_id))
    .where(
        col(RubricActivation.withdrawn_at).is_(None),
        col(RubricVersion.purpose) == bindparam("purpose"),
        col(RubricActivation.starts_on) <= bindparam("day", type_=Date()),
    )
)
_FOR_CELL = _FOUND.where(col(RubricActivation.body_id).in_(bindparam("bodies", expanding=True)))
_DIGEST = select(RubricVersion.digest).where(
    col(RubricVersion.name) == bindparam("name"), col(RubricVersion.version) == bindparam("version")
)
_TEXT = select(RubricVersion.text).where(col(RubricVersion.digest) == bindparam("digest"))


@dataclass(frozen=True)
class StandingRow:
    """An activation that was not withdrawn, and the digest of its form."""

    number: int
    body_id: int
    starts_on: date
    digest: str


def _row(activation: RubricActivation, digest: str) -> StandingRow:
    return StandingRow(activation.id or 0, activation.body_id, activation.starts_on, digest)


def standing_for(session: Session, bodies: Sequence[int], purpose: Purpose, on: date) -> list[StandingRow]:
    """What these bodies have put in force up to a day, in any order."""
    rows = session.exec(_FOR_CELL, params={"bodies": bodies, "purpose": purpose, "day": on})
    return [_row(activation, digest) for activation, digest in rows]


def standing_around(session: Session, body: Organisation, purpose: Purpose) -> list[StandingRow]:
    """What a body, those above it and those below it have put in force, whenever it starts, in any order."""
    above = [int(step) for step in body.path.split("/") if step]
    around = select(Organisation.id).where(
        or_(col(Organisation.id).in_(above), col(Organisation.path).startswith(body.path))
    )
    standing = _FOUND.where(col(RubricActivation.body_id).in_(around))
    rows = session.exec(standing, params={"purpose": purpose, "day": date.max})
    return [_row(activation, digest) for activation, digest in rows]


def activations_of(session: Session, body_id: int) -> Sequence[tuple[RubricActivation, RubricVersion]]:
    """What a body itself has ever put in force, the newest start first."""
    return session.exec(
        select(RubricActivation, RubricVersion)
        .join(RubricVersion, col(RubricVersion.id) == col(RubricActivation.rubric_version_id))
        .where(RubricActivation.body_id == body_id)
        .order_by(col(RubricActivation.starts_on).desc(), col(RubricActivation.id).desc())
    ).all()


def version_of(session: Session, name: str, version: int) -> RubricVersion | None:
    """A version that an office brought; None when nobody did."""
    return session.exec(
        select(RubricVersion).where(RubricVersion.name == name, RubricVersion.version == version)
    ).first()


def digest_of(session: Session, name: str, version: int) -> str | None:
    """The digest of a version that an office brought; None when nobody did."""
    return session.exec(_DIGEST, params={"name": name, "version": version}).first()


def text_of(session: Session, digest: str) -> str:
    """A version's TOML as it was checked; LookupError when there is none."""
    found = session.exec(_TEXT, params={"digest": digest}).first()
    if found is None:
        raise LookupError(f"no rubric version of digest {digest}")
    return found


def was_withdrawn(session: Session, bodies: Sequence[int], name: str, version: int, on: date) -> bool:
    """Whether every activation of a version by these bodies up to a day was withdrawn; False without any."""
    found = session.exec(
        select(RubricActivation.withdrawn_at)
        .join(RubricVersion, col(RubricVersion.id) == col(RubricActivation.rubric_version_id))
        .where(
            RubricVersion.name == name,
            RubricVersion.version == version,
            col(RubricActivation.body_id).in_(bodies),
            RubricActivation.starts_on <= on,
        )
    ).all()
    return bool(found) and all(found)


def cells_below(session: Session, path: str, on: date) -> Sequence[Organisation]:
    """The cells of a subtree that exist on a day, in the order of the tree."""
    return session.exec(
        select(Organisation)
        .where(
            col(Organisation.level).in_(CELL_LEVELS),
            col(Organisation.path).startswith(path),
            or_(col(Organisation.ended_on).is_(None), col(Organisation.ended_on) >= on),
        )
        .order_by(Organisation.path)
    ).all()


def meetings_since(
    session: Session, path: str, since: datetime, first_period: int
) -> Sequence[tuple[Meeting, Organisation]]:
    """Live meetings of a subtree that start at an instant or later, of a period or later ones."""
    return session.exec(
        select(Meeting, Organisation)
        .join(Organisation, col(Organisation.id) == col(Meeting.cell_id))
        .where(
            Meeting.period >= first_period,
            Meeting.starts_at >= since,
            Meeting.state == MeetingState.SCHEDULED,
            col(Organisation.path).startswith(path),
        )
    ).all()


def subjects_being_scored(session: Session) -> list[str]:
    """What the open drafts are about that have a form already, whoever fills them in."""
    rows = session.exec(select(Draft.subject, Draft.state).where(col(Draft.is_open)))
    return [subject for subject, state in rows if "rubric" in state]
