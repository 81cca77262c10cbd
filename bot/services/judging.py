"""What is to be judged: a meeting, in which role, with the facts as that role knows them."""

from dataclasses import dataclass

from sqlmodel import select

from bot.domain.attendance import Facts
from bot.domain.duties import Outcome, SheetRole
from bot.domain.meetings import MeetingState
from bot.domain.rubric_facts import MeetingFacts
from bot.services import attendance, visits
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import CellReport, Meeting, Organisation, Visit
from db.queries import scores
from db.queries import visits as queries


@dataclass(frozen=True)
class Task:
    """A meeting to be judged by somebody in a role; `visit` is the visitor's own part in it."""

    meeting: Meeting
    role: SheetRole
    scorer_id: int
    visit: Visit | None = None


def subject_of(meeting_id: int, role: SheetRole) -> str:
    """The subject of a score sheet's draft: "meeting:5", "meeting:5:self", "meeting:5:superior"."""
    return f"meeting:{meeting_id}" + ("" if role is SheetRole.VISITOR else f":{role}")


def role_of(subject: str) -> SheetRole:
    """In which role the subject of a draft is judged; ValueError when it names no role."""
    _, _, role = subject.removeprefix("meeting:").partition(":")
    return SheetRole(role) if role else SheetRole.VISITOR


def task_of(work: Work, person_id: int, subject: str) -> Task:
    """What a draft is about; Gone when the meeting was cancelled or the visitor has no part in it."""
    role = role_of(subject)
    if role is not SheetRole.VISITOR:
        return Task(_live_meeting(work, subject), role, person_id)
    meeting, visit = attendance.visit_of(work, person_id, subject)
    return Task(meeting, role, person_id, visit)


def _live_meeting(work: Work, subject: str) -> Meeting:
    meeting = work.session.get(Meeting, int(subject.split(":")[1]))
    if meeting is None or meeting.state is MeetingState.CANCELLED:
        raise Gone
    return meeting


def facts_for(work: Work, task: Task) -> MeetingFacts:
    """The meeting as the scorer knows it."""
    meeting = task.meeting
    cell = work.session.get_one(Organisation, meeting.cell_id)
    return MeetingFacts(
        kind=meeting.kind,
        figures=_figures(work, task),
        minimum_minutes=meeting.planned_minutes,
        has_cell_committee=cell.has_cell_committee,
        members=cell.members,
    )


def _figures(work: Work, task: Task) -> Facts | None:
    """A visitor's own; of the cell its own, else what a visitor reported; of the superior the other way."""
    if task.visit is not None:
        return attendance.facts_of(task.visit)
    known = (_of_cell(work, task.meeting), _of_visitor(work, task.meeting))
    first, second = known if task.role is SheetRole.SELF else reversed(known)
    return first or second


def _of_cell(work: Work, meeting: Meeting) -> Facts | None:
    report = work.session.exec(select(CellReport).where(CellReport.meeting_id == meeting.id)).first()
    return attendance.facts_of(report) if report else None


def _of_visitor(work: Work, meeting: Meeting) -> Facts | None:
    """Of several visitors that of the higher organisation counts, equals: the latest (DOMAIN 3)."""
    visit = scores.reported_visit(work.session, meeting.id or 0)
    return attendance.facts_of(visit) if visit else None


def is_over(work: Work, task: Task) -> bool:
    """Whether the meeting can be judged: a visitor was there, for others it has begun."""
    if task.visit is not None:
        return task.visit.outcome is Outcome.ATTENDED
    return task.meeting.starts_at <= work.now


def is_closed(work: Work, task: Task) -> bool:
    """Whether the month is closed, so that its sheets are final."""
    if task.visit is not None:
        return visits.is_closed(work, task.visit)
    return queries.is_closed(work.session, task.meeting.period)
