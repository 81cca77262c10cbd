"""Duties and visits follow assignments and meetings; what has an outcome is never deleted."""

from datetime import date

from sqlmodel import col, delete

from bot.domain.calendar import last_day
from bot.domain.duties import Outcome, Response
from bot.domain.meetings import MeetingState
from bot.services.work import Work
from db.models import Assignment, Duty, Meeting, Visit
from db.queries import visits as queries


def reconcile_cell(work: Work, cell_id: int, period: int) -> None:
    """Duties of a cell from the assignments in force on its meeting's local date, or on the period's
    last day while there is no meeting; then a visit per duty and meeting. A closed period stays."""
    if queries.is_closed(work.session, period):
        return
    wanted = {
        a.person_id: a for a in queries.assignments_on(work.session, cell_id, duty_day(work, cell_id, period))
    }
    existing = {duty.person_id: duty for duty in queries.duties_of_cell(work.session, cell_id, period)}
    for person_id, duty in existing.items():
        if person_id not in wanted and duty.outcome is Outcome.PENDING:
            _remove(work, duty)
    for person_id, assignment in wanted.items():
        _keep(work, assignment, existing.get(person_id), period)
    work.session.flush()
    for meeting in queries.live_meetings(work.session, cell_id, period):
        reconcile_visits(work, meeting)


def duty_day(work: Work, cell_id: int, period: int) -> date:
    """The local day that decides who is obliged."""
    meeting = queries.monthly_meeting(work.session, cell_id, period)
    return meeting.starts_at.astimezone(work.ground.zone).date() if meeting else last_day(period)


def _keep(work: Work, assignment: Assignment, duty: Duty | None, period: int) -> None:
    if duty is None:
        work.session.add(
            Duty(
                person_id=assignment.person_id,
                cell_id=assignment.cell_id,
                period=period,
                assignment_id=assignment.id or 0,
                assigned_by_id=assignment.assigned_by_id,
            )
        )
    elif duty.outcome is Outcome.PENDING:
        duty.assignment_id, duty.assigned_by_id = assignment.id or 0, assignment.assigned_by_id


def _remove(work: Work, duty: Duty) -> None:
    work.session.exec(delete(Visit).where(col(Visit.duty_id) == duty.id))
    work.session.delete(duty)


def reconcile_visits(work: Work, meeting: Meeting) -> None:
    """A visit for every duty towards the meeting's cell, as long as the meeting stands."""
    if meeting.state is not MeetingState.SCHEDULED:
        return
    have = {visit.person_id for visit in queries.visits_of_meeting(work.session, meeting.id or 0)}
    for duty in queries.duties_of_cell(work.session, meeting.cell_id, meeting.period):
        if duty.person_id not in have:
            work.session.add(
                Visit(
                    meeting_id=meeting.id or 0,
                    person_id=duty.person_id,
                    duty_id=duty.id,
                    cell_id=meeting.cell_id,
                    period=meeting.period,
                )
            )
    work.session.flush()


def reset_responses(work: Work, meeting: Meeting) -> None:
    """A new date or hour asks everybody again."""
    for visit in queries.visits_of_meeting(work.session, meeting.id or 0, is_locked=True):
        if visit.outcome is Outcome.PENDING:
            visit.response, visit.decline_reason, visit.reported_at = Response.NONE, None, None
