"""Scheduling, moving and cancelling a cell's meeting, with all that follows, in one transaction."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, update

from bot.domain.calendar import period_of
from bot.domain.meetings import MONTHLY_KINDS, Kind, MeetingState, Slot
from bot.services import drafts, duties, own_reminders, reminders
from bot.services.work import Work
from db.models import Meeting, Organisation
from db.queries import visits as queries

#: Forms that are about a meeting, by the name of their drafts.
VISIT_FORMS = ("respond", "attendance", "scoring", "cell_report", "remedy_check")


class Refused(Exception):
    """The schedule cannot be changed that way; `reason` is a key of the message that says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def schedule(work: Work, cell_id: int, period: int, slot: Slot) -> Meeting:
    """Register a meeting; Refused when the period is closed or has its monthly meeting already."""
    if not queries.stays_open(work.session, period):
        raise Refused("closed")
    if slot.kind in MONTHLY_KINDS and queries.monthly_meeting(work.session, cell_id, period):
        raise Refused("already_registered")
    meeting = Meeting(
        cell_id=cell_id,
        period=period,
        kind=slot.kind,
        starts_at=slot.starts_at,
        planned_minutes=minutes_for(work, cell_id, slot.kind),
        place=slot.place,
        topic=slot.topic,
    )
    _add(work, meeting)
    _follow(work, meeting)
    return meeting


def _add(work: Work, meeting: Meeting) -> None:
    try:
        with work.session.begin_nested():
            work.session.add(meeting)
    except IntegrityError:  # somebody else's was committed since we looked
        raise Refused("already_registered") from None


def move(work: Work, meeting: Meeting, slot: Slot) -> Meeting:
    """Change a meeting. Date, hour or place open a new round: everybody concerned is told once and
    reminded for the new time. Refused when it is over, cancelled or was changed meanwhile."""
    _require_live(work, meeting)
    is_new_round = (slot.starts_at, slot.place) != (meeting.starts_at, meeting.place)
    is_new_time = slot.starts_at != meeting.starts_at
    _compare_and_set(
        work,
        meeting,
        starts_at=slot.starts_at,
        place=slot.place,
        kind=slot.kind,
        topic=slot.topic,
        planned_minutes=minutes_for(work, meeting.cell_id, slot.kind),
        round=meeting.round + is_new_round,
        **(_moved_from(work, meeting) if is_new_round else {}),
    )
    # The cards first: an answer that is just being given is finished, or finds its card out of date.
    drafts.outdate(work, f"meeting:{meeting.id}", ("schedule", "respond"))
    if is_new_time:
        duties.reset_responses(work, meeting)
    _follow(work, meeting)
    return meeting


def _moved_from(work: Work, meeting: Meeting) -> dict[str, object]:
    """What people know of: a slot that nobody has heard of yet leaves the one before in its place."""
    if meeting.moved_from is not None and not reminders.was_said(work, meeting):
        return {}
    return {"moved_from": meeting.starts_at, "moved_from_place": meeting.place}


def cancel(work: Work, meeting: Meeting) -> Meeting:
    """Call a meeting off: nothing about it is reminded any more, those who knew of it are told once."""
    _require_live(work, meeting)
    _compare_and_set(work, meeting, state=MeetingState.CANCELLED, round=meeting.round + 1)
    drafts.close_about(work, f"meeting:{meeting.id}", VISIT_FORMS)
    _follow(work, meeting)
    return meeting


def minutes_for(work: Work, cell_id: int, kind: Kind) -> int:
    """Planned length in minutes: the cell's own, or the kind's by policy (DOMAIN 3)."""
    cell = work.session.get_one(Organisation, cell_id)
    return cell.planned_minutes or work.ground.policy.planned_minutes[kind]


def period_for(work: Work, starts_at: datetime) -> int:
    """The period a new meeting is registered for by default: the local month of its start."""
    return period_of(starts_at.astimezone(work.ground.zone).date())


def _require_live(work: Work, meeting: Meeting) -> None:
    if meeting.state is MeetingState.CANCELLED:
        raise Refused("cancelled")
    if not queries.stays_open(work.session, meeting.period):
        raise Refused("closed")
    if meeting.starts_at <= work.now:
        raise Refused("begun")


def _compare_and_set(work: Work, meeting: Meeting, **values: object) -> None:
    done = work.session.exec(
        update(Meeting)
        .where(col(Meeting.id) == meeting.id, col(Meeting.revision) == meeting.revision)
        .values(revision=meeting.revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(meeting)
    if done.rowcount != 1:
        raise Refused("changed_meanwhile")


def _follow(work: Work, meeting: Meeting) -> None:
    duties.reconcile_cell(work, meeting.cell_id, meeting.period)
    reminders.replan_meeting(work, meeting)
    own_reminders.replan(work, meeting)
    reminders.replan_registration(work, meeting.cell_id, meeting.period)


def told_of_cancelling(work: Work, meeting: Meeting) -> int:
    """How many are being told that a meeting was called off: whoever had heard of it."""
    rows = queries.planned_reminders(work.session, "visit", f"meeting:{meeting.id}")
    return sum(row.step == "cancelled" for row in rows)


def visitors_of(work: Work, meeting: Meeting) -> int:
    """How many visitors a meeting has: they are told of every change."""
    return len(queries.visits_of_meeting(work.session, meeting.id or 0))
