"""What a visitor says: will come or not, was there or not, the facts of the meeting."""

from dataclasses import asdict

from bot.domain.attendance import Facts
from bot.domain.duties import DeclineReason, Outcome, OutcomeReason, Response
from bot.services import audit, drafts, parts, reminders
from bot.services.work import Work
from db.models import Duty, Meeting, Visit
from db.queries import visits as queries


class Closed(Exception):
    """The period is closed: its figures are final."""


def of(work: Work, meeting_id: int, person_id: int) -> Visit | None:
    """One person's part in one meeting, or None when they have none."""
    part = parts.of(work, meeting_id, person_id)
    return part.visit if part else None


def confirm(work: Work, visit: Visit) -> None:
    """The visitor will come."""
    _respond(work, visit, Response.CONFIRMED, None)


def decline(work: Work, visit: Visit, reason: DeclineReason) -> None:
    """The visitor cannot come: the chase stops, the duty stays pending for the office's word."""
    _respond(work, visit, Response.DECLINED, reason)


def _respond(work: Work, visit: Visit, response: Response, reason: DeclineReason | None) -> None:
    require_open(work, visit)
    work.session.flush()  # what else is known of the visit comes first
    queries.answered(work.session, visit, response, reason)
    _replan(work, visit)


def report_attended(work: Work, visit: Visit, facts: Facts) -> None:
    """The visitor was there: the visit counts, its duty is fulfilled."""
    require_open(work, visit)
    if visit.response is Response.DECLINED:  # came after all
        visit.response, visit.decline_reason = Response.NONE, None
    for name, value in asdict(facts).items():
        setattr(visit, name, value)
    visit.reported_at = work.now
    _settle(work, visit, Outcome.ATTENDED, None)


def report_absent(work: Work, visit: Visit, reason: DeclineReason) -> None:
    """The visitor was not there and says why; the office decides what it counts as."""
    visit.reported_at = work.now
    decline(work, visit, reason)


def report_not_held(work: Work, visit: Visit) -> None:
    """The cell did not meet: nobody is to blame for not visiting (DESIGN, closing)."""
    require_open(work, visit)
    visit.reported_at = work.now
    _settle(work, visit, Outcome.EXCUSED, OutcomeReason.CELL_DID_NOT_MEET)


def decide(work: Work, duty: Duty, visit: Visit, is_accepted: bool, by: int) -> bool:
    """The office's word on a reasoned decline; False when somebody was faster."""
    require_open(work, visit)
    if duty.outcome is not Outcome.PENDING:
        return False
    outcome, reason = (
        (Outcome.EXCUSED, OutcomeReason.ACCEPTED)
        if is_accepted
        else (Outcome.MISSED, OutcomeReason.WITH_REASON)
    )
    _settle(work, visit, outcome, reason)
    audit.note(work, by, f"decline_{outcome}", f"duty:{duty.id}")
    return True


def mark_scored(work: Work, visit: Visit) -> None:
    """The score sheet is in: nothing is owed any more."""
    visit.scored_at = work.now
    _replan(work, visit)


def _settle(work: Work, visit: Visit, outcome: Outcome, reason: OutcomeReason | None) -> None:
    visit.outcome = outcome
    if visit.duty_id is not None:
        duty = work.session.get_one(Duty, visit.duty_id)
        if duty.outcome is not Outcome.ATTENDED:  # one attended visit fulfils a duty, whatever else happens
            duty.outcome, duty.outcome_reason = outcome, reason
    _replan(work, visit)


def _replan(work: Work, visit: Visit) -> None:
    work.session.flush()
    reminders.replan_meeting(work, work.session.get_one(Meeting, visit.meeting_id), visit)


def is_closed(work: Work, visit: Visit) -> bool:
    """Whether the visit's period has been closed, so that its figures are final."""
    part = parts.of(work, visit.meeting_id, visit.person_id)
    return part is not None and part.is_closed


def require_open(work: Work, visit: Visit) -> None:
    """Closed when the visit's period has been closed; one that is open stays so until we are done."""
    if not queries.stays_open(work.session, visit.period):
        raise Closed


def forget_drafts(work: Work, visit: Visit, *forms: str) -> None:
    """Close one visitor's open cards about a meeting."""
    drafts.close_about(work, f"meeting:{visit.meeting_id}", forms, visit.person_id)
