"""What waits for one person now: meetings to register, visits to answer, reports and scores to give."""

from collections.abc import Sequence

from sqlmodel import col, select

from bot.domain import wording
from bot.domain.calendar import period_of
from bot.domain.duties import Outcome, Response
from bot.domain.meetings import MeetingState
from bot.domain.people import Actor
from bot.forms.menu import MenuItem
from bot.services import people
from bot.services.work import Work
from db.models import Meeting, Organisation, Visit
from db.queries import visits as queries


def of(work: Work, actor: Actor) -> list[MenuItem]:
    """Everything, the most urgent first: reports, then registrations, then answers."""
    return [*reports_of(work, actor.person_id), *registrations_of(work, actor), *answers_of(work, actor.person_id)]


def registrations_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Cells of this person without a meeting in a period that is open and not over."""
    periods = [p for p in queries.open_periods(work.session) if p >= period_of(work.today)]
    return [
        item(work, "schedule", f"cell:{cell.id}:{period}", f"{cell.name}, {wording.month(period)}")
        for cell in people.cells_of(work, actor)
        for period in periods
        if queries.monthly_meeting(work.session, cell.id or 0, period) is None
    ]


def reports_of(work: Work, person_id: int) -> list[MenuItem]:
    """Meetings that have begun, not declined, not reported or not scored."""
    return [_report_item(work, visit, meeting, cell) for visit, meeting, cell in _owed(work, person_id)]


def _report_item(work: Work, visit: Visit, meeting: Meeting, cell: Organisation) -> MenuItem:
    form = "scoring" if visit.outcome is Outcome.ATTENDED else "attendance"
    return item(work, form, f"meeting:{meeting.id}", named(work, meeting, cell))


def _owed(work: Work, person_id: int) -> Sequence[tuple[Visit, Meeting, Organisation]]:
    rows = work.session.exec(
        select(Visit, Meeting, Organisation)
        .join(Meeting, col(Meeting.id) == col(Visit.meeting_id))
        .join(Organisation, col(Organisation.id) == col(Visit.cell_id))
        .where(
            Visit.person_id == person_id,
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at <= work.now,
            col(Visit.period).in_(queries.open_periods(work.session)),
            Visit.response != Response.DECLINED,
            col(Visit.outcome).in_((Outcome.PENDING, Outcome.ATTENDED)),
            col(Visit.scored_at).is_(None),
        )
        .order_by(col(Meeting.starts_at))
    )
    return list(rows)


def answers_of(work: Work, person_id: int) -> list[MenuItem]:
    """Meetings to come that this person has not answered."""
    rows = work.session.exec(
        select(Meeting, Organisation)
        .join(Visit, col(Visit.meeting_id) == col(Meeting.id))
        .join(Organisation, col(Organisation.id) == col(Visit.cell_id))
        .where(
            Visit.person_id == person_id,
            Visit.response == Response.NONE,
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at > work.now,
        )
        .order_by(col(Meeting.starts_at))
    )
    return [item(work, "respond", f"meeting:{meeting.id}", named(work, meeting, cell)) for meeting, cell in rows]


def named(work: Work, meeting: Meeting, cell: Organisation) -> str:
    """A meeting by its cell and date: "Chi bộ Kế toán, 14:00 T5 03/12"."""
    return f"{cell.name}, {wording.short_when(meeting.starts_at.astimezone(work.ground.zone))}"
