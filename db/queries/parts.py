"""One person's part in one meeting with what its cards say of the cell: one statement, built once."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists

from bot.domain.people import CELL_LEVELS
from db.models import Meeting, Milestone, Organisation, Visit
from db.models.visits import MilestoneKind

_ABOVE, _OTHER = aliased(Organisation), aliased(Organisation)
_HAS_NAMESAKE = (
    exists()
    .where(
        col(_OTHER.name) == col(Organisation.name),
        col(_OTHER.id) != col(Organisation.id),
        col(_OTHER.level).in_(CELL_LEVELS),
        col(_OTHER.ended_on).is_(None),
    )
    .correlate(Organisation)
)
_IS_CLOSED = (
    exists()
    .where(
        col(Milestone.kind) == MilestoneKind.CLOSE,
        col(Milestone.period) == col(Visit.period),
        col(Milestone.done_at).is_not(None),
    )
    .correlate(Visit)
)
_PART = (
    # The organisation above comes along for those who name it: asking for it costs nothing then.
    select(Meeting, Visit, Organisation, _HAS_NAMESAKE, _IS_CLOSED, _ABOVE)
    .join(Visit, col(Visit.meeting_id) == col(Meeting.id))
    .join(Organisation, col(Organisation.id) == col(Meeting.cell_id))
    .outerjoin(_ABOVE, col(_ABOVE.id) == col(Organisation.parent_id))
    .where(col(Meeting.id) == bindparam("meeting"), col(Visit.person_id) == bindparam("person"))
)


@dataclass(frozen=True)
class Part:
    """A meeting, cancelled or not, one person's visit to it, and the cell: whether another bears its name,
    and whether the visit's period has been closed."""

    meeting: Meeting
    visit: Visit
    cell: Organisation
    has_namesake: bool
    is_closed: bool


def part(session: Session, meeting_id: int, person_id: int) -> Part | None:
    """One person's part in one meeting; None when there is none."""
    row = session.execute(_PART, {"meeting": meeting_id, "person": person_id}).first()
    if row is None:
        return None
    meeting, visit, cell, has_namesake, is_closed, _ = row
    return Part(meeting, visit, cell, has_namesake, is_closed)
