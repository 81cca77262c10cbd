"""Closing a period: afterwards nothing is pending, and every duty says why (DESIGN, closing)."""

from collections.abc import Sequence

from sqlmodel import col, select, update

from bot.domain.duties import Outcome, OutcomeReason, Response
from bot.domain.meetings import MeetingState
from bot.services import people
from bot.services.work import Work
from db.models import Duty, Meeting, Reminder, Visit
from db.models.visits import ReminderState
from db.queries import visits as queries


def close(work: Work, period: int) -> None:
    """What is pending becomes missed with its reason; where no meeting was held, excused."""
    pending = work.session.exec(
        select(Duty).where(Duty.period == period, Duty.outcome == Outcome.PENDING)
    ).all()
    met = _cells_that_met(work, period)
    declined = _declined_duties(work, period)
    for duty in pending:
        duty.outcome, duty.outcome_reason = _verdict(work, duty, met, declined)
    work.session.flush()
    _settle_visits(work, period)
    _stop_reminding(work, period)


def _verdict(work: Work, duty: Duty, met: set[int], declined: set[int]) -> tuple[Outcome, OutcomeReason]:
    if duty.cell_id not in met:
        return Outcome.EXCUSED, OutcomeReason.CELL_DID_NOT_MEET
    if duty.id in declined:
        return Outcome.MISSED, OutcomeReason.WITH_REASON
    if not people.is_reachable(work, duty.person_id):
        return Outcome.MISSED, OutcomeReason.UNREACHABLE
    return Outcome.MISSED, OutcomeReason.WITHOUT_REASON


def _cells_that_met(work: Work, period: int) -> set[int]:
    """Cells with a meeting, unless a visitor reported that they did not meet and nobody attended."""
    scheduled = {meeting.cell_id for meeting in queries.live_meetings_of(work.session, period)}
    said_not_to = work.session.exec(
        select(Duty.cell_id).where(
            Duty.period == period, Duty.outcome_reason == OutcomeReason.CELL_DID_NOT_MEET
        )
    )
    attended = work.session.exec(
        select(Visit.cell_id).where(Visit.period == period, Visit.outcome == Outcome.ATTENDED)
    )
    return scheduled - (set(said_not_to) - set(attended))


def _declined_duties(work: Work, period: int) -> set[int]:
    """Duties declined for a meeting that was not cancelled."""
    rows = work.session.exec(
        select(Visit.duty_id)
        .join(Meeting, col(Meeting.id) == col(Visit.meeting_id))
        .where(
            Visit.period == period,
            Visit.response == Response.DECLINED,
            Meeting.state == MeetingState.SCHEDULED,
        )
    )
    return {duty_id for duty_id in rows if duty_id is not None}


def _settle_visits(work: Work, period: int) -> None:
    rows: Sequence[tuple[Visit, Duty]] = list(
        work.session.exec(
            select(Visit, Duty)
            .join(Duty, col(Duty.id) == col(Visit.duty_id))
            .where(Visit.period == period, Visit.outcome == Outcome.PENDING)
        )
    )
    for visit, duty in rows:
        # A visit beside the attended one was not attended: it is excused by the duty's being fulfilled.
        visit.outcome = Outcome.EXCUSED if duty.outcome is Outcome.ATTENDED else duty.outcome


def _stop_reminding(work: Work, period: int) -> None:
    work.session.exec(
        update(Reminder)
        .where(
            col(Reminder.period) == period,
            col(Reminder.kind).in_(("register", "visit", "self", "prepare")),
            col(Reminder.state) == ReminderState.PLANNED,
        )
        .values(state=ReminderState.WITHDRAWN)
        .execution_options(synchronize_session="fetch")
    )
