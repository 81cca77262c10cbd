"""Score sheets: the current ones of a meeting, of a scorer, of the month before."""

from collections.abc import Sequence

from sqlalchemy import and_, case
from sqlmodel import Session, col, select

from bot.domain.duties import Outcome, SheetRole
from bot.domain.meetings import Kind
from bot.domain.official import ASSIGNER_RANK, UNASSIGNED_RANK
from db.models import Duty, Meeting, Organisation, ScoreSheet, Visit
from db.queries.visits import open_periods

_CURRENT = select(ScoreSheet).where(col(ScoreSheet.is_current))


def current_of(session: Session, meeting_id: int, role: SheetRole, scorer_id: int) -> ScoreSheet | None:
    """A scorer's current sheet of a meeting."""
    return session.exec(
        _CURRENT.where(
            ScoreSheet.meeting_id == meeting_id, ScoreSheet.role == role, ScoreSheet.scorer_id == scorer_id
        )
    ).first()


def current_sheets(session: Session, meeting_id: int) -> Sequence[ScoreSheet]:
    """Every current sheet of a meeting, whoever's, the newest first."""
    query = _CURRENT.where(ScoreSheet.meeting_id == meeting_id)
    return session.exec(query.order_by(col(ScoreSheet.submitted_at).desc(), col(ScoreSheet.id).desc())).all()


def of_month(
    session: Session, role: SheetRole, scorer_id: int, cell_id: int, period: int, kind: Kind
) -> ScoreSheet | None:
    """A scorer's current sheet of a cell's meeting of this kind in a period; of several the newest."""
    return session.exec(
        _CURRENT.join(Meeting, col(Meeting.id) == col(ScoreSheet.meeting_id))
        .where(
            ScoreSheet.period == period,
            ScoreSheet.cell_id == cell_id,
            ScoreSheet.role == role,
            ScoreSheet.scorer_id == scorer_id,
            Meeting.kind == kind,
        )
        .order_by(col(ScoreSheet.submitted_at).desc())
        .limit(1)
    ).first()


def sent_by(
    session: Session, scorer_id: int, role: SheetRole
) -> Sequence[tuple[ScoreSheet, Meeting, Organisation]]:
    """What somebody has sent in periods still open, with meeting and cell, the newest meeting first."""
    return session.exec(
        select(ScoreSheet, Meeting, Organisation)
        .join(Meeting, col(Meeting.id) == col(ScoreSheet.meeting_id))
        .join(Organisation, col(Organisation.id) == col(ScoreSheet.cell_id))
        .where(
            ScoreSheet.scorer_id == scorer_id,
            ScoreSheet.role == role,
            col(ScoreSheet.is_current),
            col(ScoreSheet.period).in_(open_periods(session)),
        )
        .order_by(col(Meeting.starts_at).desc())
    ).all()


def reported_visit(session: Session, meeting_id: int) -> Visit | None:
    """The report that counts: of the visitor assigned by the higher organisation, equals: the latest."""
    rank = case(ASSIGNER_RANK, value=col(Organisation.level), else_=UNASSIGNED_RANK)
    return session.exec(
        select(Visit)
        .join(Duty, col(Duty.id) == col(Visit.duty_id), isouter=True)
        .join(Organisation, col(Organisation.id) == col(Duty.assigned_by_id), isouter=True)
        .where(Visit.meeting_id == meeting_id, Visit.outcome == Outcome.ATTENDED)
        .order_by(rank, col(Visit.reported_at).desc(), col(Visit.id).desc())
        .limit(1)
    ).first()


def visitors_sheet(session: Session, meeting_id: int) -> ScoreSheet | None:
    """Of a meeting's visitors' sheets the one that counts (bot.domain.official)."""
    rank = case(ASSIGNER_RANK, value=col(Organisation.level), else_=UNASSIGNED_RANK)
    return session.exec(
        _CURRENT.join(
            Visit,
            and_(
                col(Visit.meeting_id) == col(ScoreSheet.meeting_id),
                col(Visit.person_id) == col(ScoreSheet.scorer_id),
            ),
            isouter=True,
        )
        .join(Duty, col(Duty.id) == col(Visit.duty_id), isouter=True)
        .join(Organisation, col(Organisation.id) == col(Duty.assigned_by_id), isouter=True)
        .where(ScoreSheet.meeting_id == meeting_id, ScoreSheet.role == SheetRole.VISITOR)
        .order_by(rank, col(ScoreSheet.submitted_at).desc(), col(ScoreSheet.id).desc())
        .limit(1)
    ).first()
