"""What the report form has to know: the meeting, sensible figures to start from, how firmly to ask."""

from datetime import date

from sqlmodel import col, select

from bot.domain.attendance import Facts, Firmness, expected
from bot.domain.duties import Outcome, SheetRole
from bot.domain.meetings import MeetingState
from bot.forms.attendance import AttendanceContext, AttendanceState
from bot.messages.general import CardClosed
from bot.services import parts, people
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import CellReport, Meeting, Organisation, Reminder, Visit
from db.models.visits import ReminderState
from db.queries import cells


def visit_of(work: Work, person_id: int, subject: str) -> tuple[Meeting, Visit]:
    """A live meeting of a subject "meeting:ID" and one person's part in it; Gone when there is none, or the
    meeting was cancelled."""
    part = parts.about(work, subject, person_id)
    if part is None or part.meeting.state is MeetingState.CANCELLED:
        raise Gone
    return part.meeting, part.visit


def context(work: Work, person_id: int, subject: str, _: AttendanceState | None) -> AttendanceContext:
    """The report form's context; Gone when the meeting or the visit is no more, has not begun, or was
    reported or decided already."""
    meeting, visit = visit_of(work, person_id, subject)
    if meeting.starts_at > work.now:
        raise Gone
    if visit.outcome is not Outcome.PENDING:
        raise Gone(CardClosed())
    cell = work.session.get_one(Organisation, meeting.cell_id)
    return AttendanceContext(
        cell=people.cell_name(work, cell),
        starts_at=meeting.starts_at.astimezone(work.ground.zone),
        kind=meeting.kind,
        planned_minutes=meeting.planned_minutes,
        defaults=defaults(work, cell, meeting),
        closes_at=work.ground.policy.closing_at(meeting.period, work.ground.zone),
        today=work.today,
        firmness=firmness(work, person_id, subject),
    )


def defaults(work: Work, cell: Organisation, meeting: Meeting) -> Facts | None:
    """Figures to start from: what the cell itself has said of the meeting, else members by the roster, the
    report on last month's, the planned length."""
    own = cells.report_of(work.session, meeting.id or 0)
    if own is not None and own.is_held:
        return facts_of(own)
    report = _last_report(work, meeting)
    last = facts_of(report) if report else None
    return expected(cell.members, cell.exempt, meeting.planned_minutes, last)


def _last_report(work: Work, meeting: Meeting) -> Visit | None:
    return work.session.exec(
        select(Visit)
        .where(
            Visit.cell_id == meeting.cell_id,
            Visit.period < meeting.period,
            Visit.outcome == Outcome.ATTENDED,
            col(Visit.members).is_not(None),
        )
        .order_by(col(Visit.period).desc(), col(Visit.reported_at).desc())
        .limit(1)
    ).first()


def firmness(work: Work, person_id: int, subject: str) -> Firmness | None:
    """The step at which the program now asks by itself; None when the person came by themselves."""
    if not work.speaks_first:
        return None
    if subject.endswith(f":{SheetRole.SELF}"):
        return Firmness.NEXT_DAY  # the cell has given its figures and was asked for the sheet then
    step = work.session.exec(
        select(Reminder.step)
        .where(
            Reminder.kind == "visit",
            Reminder.subject == subject,
            Reminder.person_id == person_id,
            Reminder.due_at <= work.now,
            col(Reminder.step).in_([step.value for step in Firmness]),
            col(Reminder.state).in_((ReminderState.PLANNED, ReminderState.ANNOUNCED)),
        )
        .order_by(col(Reminder.due_at).desc())
        .limit(1)
    ).first()
    return Firmness(step) if step else None


def facts_of(report: Visit | CellReport) -> Facts | None:
    """The figures of a report, or None before it."""
    if report.members is None:
        return None
    return Facts(
        report.members,
        report.exempt or 0,
        report.present or 0,
        report.excused or 0,
        report.unexcused or 0,
        report.minutes or 0,
        report.speakers or 0,
    )


def local_date(work: Work, meeting: Meeting) -> date:
    """The meeting's local date, which decides the rubric."""
    return meeting.starts_at.astimezone(work.ground.zone).date()
