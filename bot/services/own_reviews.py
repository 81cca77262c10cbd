"""A cell's own word on a meeting of its own: the figures, or that it did not meet."""

from dataclasses import asdict
from typing import Any

from sqlmodel import col, delete

from bot.domain.attendance import Facts, Firmness
from bot.domain.duties import SheetRole
from bot.domain.meetings import MeetingState
from bot.forms.attendance import AttendanceContext, AttendanceState
from bot.messages.general import CardClosed
from bot.services import attendance, own_reminders, people
from bot.services.drafts import Gone
from bot.services.judging import subject_of
from bot.services.visits import Closed
from bot.services.work import Work
from db.models import CellReport, Meeting, Organisation
from db.queries import cells
from db.queries import visits as queries


def cell_of(work: Work, subject: str) -> tuple[Meeting, Organisation]:
    """A live meeting that has begun, and its cell; Gone otherwise."""
    meeting = work.session.get(Meeting, int(subject.split(":")[1]))
    if meeting is None or meeting.state is MeetingState.CANCELLED or meeting.starts_at > work.now:
        raise Gone
    return meeting, work.session.get_one(Organisation, meeting.cell_id)


def is_closed(work: Work, meeting: Meeting) -> bool:
    """Whether the meeting's month is closed, so that what the cell says of it is final."""
    return queries.is_closed(work.session, meeting.period)


def next_step(work: Work, meeting: Meeting) -> tuple[str, str]:
    """The form and subject by which the cell goes on judging its meeting: the figures, then the sheet."""
    if cells.report_of(work.session, meeting.id or 0) is None:
        return "cell_report", f"meeting:{meeting.id}"
    return "scoring", subject_of(meeting.id or 0, SheetRole.SELF)


def answer_to(work: Work, kind: str, meeting: Meeting) -> tuple[str, str] | None:
    """The form and subject that answer a reminder of a secretary's about a meeting; None when nothing is
    left to say of it."""
    if kind == "prepare":
        left = cells.open_remedies(work.session, meeting.cell_id, meeting.starts_at)
        return ("preparation", f"cell:{meeting.cell_id}") if left else None
    return next_step(work, meeting) if cells.owes_own_review(work.session, meeting.id or 0) else None


def context(work: Work, person_id: int, subject: str, _: AttendanceState | None) -> AttendanceContext:
    """What the cell's report form has to know; Gone when the meeting is no more, has not begun, or was
    reported or scored by the cell already."""
    meeting, cell = cell_of(work, subject)
    if cells.report_of(work.session, meeting.id or 0) or cells.is_self_scored(work.session, meeting.id or 0):
        raise Gone(CardClosed())
    return AttendanceContext(
        cell=people.cell_name(work, cell),
        starts_at=meeting.starts_at.astimezone(work.ground.zone),
        kind=meeting.kind,
        planned_minutes=meeting.planned_minutes,
        defaults=attendance.defaults(work, cell, meeting),
        closes_at=work.ground.policy.closing_at(meeting.period, work.ground.zone),
        today=work.today,
        firmness=Firmness.AFTER_END if work.speaks_first else None,
    )


def report_held(work: Work, meeting: Meeting, author_id: int, facts: Facts) -> None:
    """The cell's figures; Closed when the period is."""
    _keep(work, meeting, CellReport(**_head(work, meeting, author_id), **asdict(facts)))


def report_not_held(work: Work, meeting: Meeting, author_id: int) -> None:
    """The cell says that it did not meet: no score is owed."""
    _keep(work, meeting, CellReport(**_head(work, meeting, author_id), is_held=False))


def _head(work: Work, meeting: Meeting, author_id: int) -> dict[str, Any]:
    return {
        "meeting_id": meeting.id or 0,
        "cell_id": meeting.cell_id,
        "period": meeting.period,
        "author_id": author_id,
        "reported_at": work.now,
    }


def _keep(work: Work, meeting: Meeting, report: CellReport) -> None:
    if not queries.stays_open(work.session, meeting.period):
        raise Closed
    work.session.exec(delete(CellReport).where(col(CellReport.meeting_id) == meeting.id))
    work.session.add(report)
    work.session.flush()
    own_reminders.replan(work, meeting)
