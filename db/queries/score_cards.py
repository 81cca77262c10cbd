"""The sheets of one meeting with who assigned their visitors, and the meetings that have or lack sheets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlmodel import Session, col, select

from bot.domain.duties import SheetRole
from bot.domain.meetings import MeetingState
from bot.domain.people import Level
from db.models import Duty, Meeting, Organisation, ScoreSheet, Visit


@dataclass(frozen=True)
class SheetRow:
    """A current sheet, and the organisation that assigned its visitor; None for other roles, and for a
    visitor nobody assigned."""

    sheet: ScoreSheet
    level: Level | None
    assigned_by: str | None


def sheets_of(session: Session, meeting_id: int) -> Sequence[SheetRow]:
    """The current sheets of a meeting, the newest first."""
    of_visitor = and_(
        col(ScoreSheet.role) == SheetRole.VISITOR,
        col(Visit.meeting_id) == col(ScoreSheet.meeting_id),
        col(Visit.person_id) == col(ScoreSheet.scorer_id),
    )
    rows = session.exec(
        select(ScoreSheet, Organisation.level, Organisation.name)
        .join(Visit, of_visitor, isouter=True)
        .join(Duty, col(Duty.id) == col(Visit.duty_id), isouter=True)
        .join(Organisation, col(Organisation.id) == col(Duty.assigned_by_id), isouter=True)
        .where(ScoreSheet.meeting_id == meeting_id, col(ScoreSheet.is_current))
        .order_by(col(ScoreSheet.submitted_at).desc(), col(ScoreSheet.id).desc())
    )
    return [SheetRow(sheet, Level(level) if level else None, name) for sheet, level, name in rows]


def earlier_versions(session: Session, sheet: ScoreSheet) -> Sequence[ScoreSheet]:
    """The versions that a sheet took the place of, the oldest first."""
    return session.exec(
        select(ScoreSheet)
        .where(
            ScoreSheet.meeting_id == sheet.meeting_id,
            ScoreSheet.role == sheet.role,
            ScoreSheet.scorer_id == sheet.scorer_id,
            ScoreSheet.version < sheet.version,
        )
        .order_by(col(ScoreSheet.version))
    ).all()


def meetings_to_score(
    session: Session, paths: Collection[str], periods: Collection[int], now: datetime
) -> Sequence[tuple[Meeting, Organisation]]:
    """Meetings of these subtrees that have begun, in these periods, and that no superior has scored; the
    latest first."""
    scored = exists().where(
        col(ScoreSheet.meeting_id) == col(Meeting.id), col(ScoreSheet.role) == SheetRole.SUPERIOR
    )
    return _meetings(session, _below(paths), periods, col(Meeting.starts_at) <= now, ~scored)


def meetings_scored(
    session: Session, paths: Collection[str], cells: Collection[int], periods: Collection[int]
) -> Sequence[tuple[Meeting, Organisation]]:
    """Meetings with a sheet, of these subtrees and of these cells, in these periods, the latest first."""
    scored = exists().where(col(ScoreSheet.meeting_id) == col(Meeting.id), col(ScoreSheet.is_current))
    where = or_(_below(paths), col(Meeting.cell_id).in_(cells))
    return _meetings(session, where, periods, scored)


def _below(paths: Collection[str]) -> ColumnElement[bool]:
    return or_(false(), *(col(Organisation.path).startswith(path) for path in paths))


def _meetings(
    session: Session, where: ColumnElement[bool], periods: Collection[int], *more: ColumnElement[bool]
) -> Sequence[tuple[Meeting, Organisation]]:
    rows = session.exec(
        select(Meeting, Organisation)
        .join(Organisation, col(Organisation.id) == col(Meeting.cell_id))
        .where(col(Meeting.period).in_(periods), col(Meeting.state) == MeetingState.SCHEDULED, where, *more)
        .order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc())
    )
    return list(rows)
