"""What cells say of their own meetings: reports, own scores, remedies."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from bot.domain.duties import SheetRole
from bot.domain.meetings import MeetingState
from bot.domain.remedies import RemedyState
from db.models import CellReport, Meeting, Remedy, ScoreSheet
from db.queries.visits import open_periods


def report_of(session: Session, meeting_id: int) -> CellReport | None:
    """What the cell itself said of a meeting."""
    return session.exec(select(CellReport).where(CellReport.meeting_id == meeting_id)).first()


def is_self_scored(session: Session, meeting_id: int) -> bool:
    """Whether the cell has judged its meeting itself, whoever of it did."""
    found = select(ScoreSheet.id).where(
        ScoreSheet.meeting_id == meeting_id, ScoreSheet.role == SheetRole.SELF
    )
    return session.exec(found.limit(1)).first() is not None


def owes_own_review(session: Session, meeting_id: int) -> bool:
    """Whether the cell has neither judged its meeting nor said that it was not held."""
    report = report_of(session, meeting_id)
    return not (is_self_scored(session, meeting_id) or (report is not None and not report.is_held))


def begun_meetings(session: Session, cell_ids: Sequence[int], now: datetime) -> Sequence[Meeting]:
    """Meetings of these cells that have begun, in periods still open, the earliest first."""
    return session.exec(
        select(Meeting)
        .where(
            col(Meeting.cell_id).in_(cell_ids),
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at <= now,
            col(Meeting.period).in_(open_periods(session)),
        )
        .order_by(col(Meeting.starts_at), col(Meeting.id))
    ).all()


def open_remedies(session: Session, cell_id: int, before: datetime) -> Sequence[Remedy]:
    """What a cell found in meetings that began before an instant and has not remedied, the oldest first."""
    return session.exec(
        select(Remedy)
        .join(Meeting, col(Meeting.id) == col(Remedy.meeting_id))
        .where(Remedy.cell_id == cell_id, Remedy.state != RemedyState.FIXED, Meeting.starts_at < before)
        .order_by(col(Meeting.starts_at), col(Remedy.number))
    ).all()


def remedies_of(session: Session, meeting_id: int) -> Sequence[Remedy]:
    """What a cell named after one meeting, in the order of naming."""
    return session.exec(
        select(Remedy).where(Remedy.meeting_id == meeting_id).order_by(col(Remedy.number))
    ).all()


def unsettled_remedies(session: Session, cell_id: int, since: int) -> Sequence[Remedy]:
    """What is open, and since a period what only the cell itself says is fixed; the oldest first."""
    says_cell = and_(
        col(Remedy.state) == RemedyState.FIXED,
        col(Remedy.checked_as) == SheetRole.SELF,
        col(Remedy.period) >= since,
    )
    return session.exec(
        select(Remedy)
        .where(Remedy.cell_id == cell_id, or_(col(Remedy.state) != RemedyState.FIXED, says_cell))
        .order_by(col(Remedy.period), col(Remedy.meeting_id), col(Remedy.number))
    ).all()


def remedies_to_check(session: Session, meeting: Meeting) -> Sequence[Remedy]:
    """What the visitor of a meeting is asked about: named after earlier meetings, and open, said to be fixed
    by the cell alone, or spoken about at this very meeting; the oldest first."""
    is_asked = or_(
        col(Remedy.state) != RemedyState.FIXED,
        col(Remedy.checked_as) == SheetRole.SELF,
        col(Remedy.checked_meeting_id) == meeting.id,
    )
    return session.exec(
        select(Remedy)
        .join(Meeting, col(Meeting.id) == col(Remedy.meeting_id))
        .where(
            Remedy.cell_id == meeting.cell_id,
            Meeting.starts_at < meeting.starts_at,
            is_asked,
        )
        .order_by(col(Remedy.period), col(Remedy.meeting_id), col(Remedy.number))
    ).all()


def remedies_checked_at(session: Session, meeting_id: int) -> Sequence[Remedy]:
    """What was spoken about at a meeting."""
    return session.exec(select(Remedy).where(Remedy.checked_meeting_id == meeting_id)).all()


def lock_remedy(session: Session, remedy_id: int) -> Remedy | None:
    """A point as it is now, nobody else's to speak about until the transaction ends."""
    locked = select(Remedy).where(Remedy.id == remedy_id).with_for_update()
    return session.exec(locked.execution_options(populate_existing=True)).first()


def coming_meetings(session: Session, cell_id: int, now: datetime) -> Sequence[Meeting]:
    """A cell's live meetings that have not begun, the next one first."""
    return session.exec(
        select(Meeting)
        .where(
            Meeting.cell_id == cell_id,
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at > now,
        )
        .order_by(col(Meeting.starts_at))
    ).all()
