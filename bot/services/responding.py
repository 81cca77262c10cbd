"""What the form has to know by which a visitor answers: the meeting, what is said, what was answered."""

from bot.domain.meetings import MeetingState, Slot
from bot.forms.respond import Occasion, RespondContext, RespondState
from bot.services import parts, people, reminders
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import Meeting, Organisation, Reminder, Visit
from db.models.visits import ReminderState
from db.queries import visits as queries


def visit_of(work: Work, person_id: int, subject: str) -> tuple[Meeting, Visit]:
    """A meeting, cancelled or not, and one person's part in it; Gone when there is none."""
    part = parts.about(work, subject, person_id)
    if part is None:
        raise Gone
    return part.meeting, part.visit


def context(work: Work, person_id: int, subject: str, _: RespondState | None) -> RespondContext:
    """The respond form's context; Gone when there is no such visit."""
    meeting, visit = visit_of(work, person_id, subject)
    cell = work.session.get_one(Organisation, meeting.cell_id)
    starts_at = meeting.starts_at.astimezone(work.ground.zone)
    return RespondContext(
        cell=cell.name,
        above=people.parent_name(work, cell),
        slot=Slot(starts_at, meeting.place, meeting.kind, meeting.topic),
        response=visit.response,
        reason=visit.decline_reason,
        minutes=meeting.planned_minutes,
        occasion=_occasion(work, meeting, person_id) if work.speaks_first else None,
        was=_was(work, meeting),
        is_over=meeting.starts_at <= work.now,
        is_cancelled=meeting.state is MeetingState.CANCELLED,
    )


def _was(work: Work, meeting: Meeting) -> Slot | None:
    if meeting.moved_from is None:
        return None
    starts_at = meeting.moved_from.astimezone(work.ground.zone)
    return Slot(starts_at, meeting.moved_from_place or meeting.place, meeting.kind, meeting.topic)


def _occasion(work: Work, meeting: Meeting, person_id: int) -> Occasion | None:
    """For what the program speaks now: the latest step that is due; a notice of a later round tells a move
    to whoever heard of an earlier one."""
    own = queries.planned_reminders(work.session, "visit", f"meeting:{meeting.id}", person_id)
    due = [row for row in own if _is_due(work, row) and row.round == meeting.round]
    if not due:
        return None
    step = max(due, key=lambda row: row.due_at).step
    if step == Occasion.NOTICE and reminders.was_told(work, own, meeting.round):
        return Occasion.MOVED
    return Occasion(step) if step in list(Occasion) else None


def _is_due(work: Work, row: Reminder) -> bool:
    return row.due_at <= work.now and row.state in (ReminderState.PLANNED, ReminderState.ANNOUNCED)
