"""Score sheets: the current ones of a meeting, of a scorer, of the month before."""

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, case
from sqlmodel import Session, col, select

from bot.domain.duties import Outcome, SheetRole
from bot.domain.meetings import Kind
from bot.domain.official import ASSIGNER_RANK, UNASSIGNED_RANK
from bot.domain.people import Level
from db.models import Duty, Meeting, Organisation, ScoreSheet, Visit
from db.queries.visits import open_periods

_CURRENT = (
    select(ScoreSheet, Organisation.level)
    .join(
        Visit,
        and_(
            col(Visit.meeting_id) == col(ScoreSheet.meeting_id),
            col(Visit.person_id) == col(ScoreSheet.scorer_id),
            col(ScoreSheet.role) == SheetRole.VISITOR,
        ),
        isouter=True,
    )
    .join(Duty, col(Duty.id) == col(Visit.duty_id), isouter=True)
    .join(Organisation, col(Organisation.id) == col(Duty.assigned_by_id), isouter=True)
    .where(col(ScoreSheet.meeting_id) == bindparam("meeting"), col(ScoreSheet.is_current))
    .order_by(col(ScoreSheet.submitted_at).desc(), col(ScoreSheet.id).desc())
)


def current_sheets(session: Session, meeting_id: int) -> Sequence[tuple[ScoreSheet, Level | None]]:
    """Every current sheet of a meeting, the newest first; of a visitor's with the level of the organisation
    that assigned."""
    rows = session.exec(_CURRENT, params={"meeting": meeting_id})
    return [(sheet, Level(level) if level else None) for sheet, level in rows]


_OF_MONTH = (
    select(ScoreSheet)
    .join(Meeting, col(Meeting.id) == col(ScoreSheet.meeting_id))
    .where(
        col(ScoreSheet.is_current),
        col(ScoreSheet.period) == bindparam("period"),
        col(ScoreSheet.cell_id) == bindparam("cell"),
        col(ScoreSheet.role) == bindparam("role"),
        col(ScoreSheet.scorer_id) == bindparam("scorer"),
        col(Meeting.kind) == bindparam("kind"),
    )
    .order_by(col(ScoreSheet.submitted_at).desc())
    .limit(1)
)


def of_month(
    session: Session, role: SheetRole, scorer_id: int, cell_id: int, period: int, kind: Kind
) -> ScoreSheet | None:
    """A scorer's current sheet of a cell's meeting of this kind in a period; of several the newest."""
    named = {"role": role, "scorer": scorer_id, "cell": cell_id, "period": period, "kind": kind}
    return session.exec(_OF_MONTH, params=named).first()


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
