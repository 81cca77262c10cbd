"""What has to hold of December 2026 once it is over, whoever answered and whoever never did."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import col, select

from bot.domain.chat import FailureReason, OutboxState
from bot.domain.duties import Outcome, OutcomeReason, Response
from bot.services import digests
from bot.services.work import Work
from db.models import Duty, Meeting, Organisation, OutboxMessage, Reminder, SeenEvent, Visit
from db.models.visits import ReminderState

PERIOD = 202612
_AFTER = ("after_end", "next_day", "day_3", "before_closing")


def the_digest_adds_up(work: Work, cells: int, duties: int) -> None:
    """What leaders are told on the 1st (a working day later): counts with what is still pending."""
    root = work.session.exec(select(Organisation).where(col(Organisation.parent_id).is_(None))).one()
    told = digests.freeze(work, root.id or 0, PERIOD).digest.figures
    counted = told.duties
    assert counted.assigned == duties
    assert counted.assigned == counted.attended + counted.excused + counted.missed + counted.pending
    assert told.cells.total == cells
    leaders = _messages(work, "DigestCard")
    assert leaders
    assert all(row.state is OutboxState.SENT for row in leaders)
    assert len({row.person_id for row in leaders}) == len(leaders), "each leader once"


def every_duty_has_ended(work: Work, count: int) -> None:
    """After closing every duty is in a named end state, for the right reason."""
    duties = work.session.exec(select(Duty).where(Duty.period == PERIOD)).all()
    assert len(duties) == count
    assert not [duty for duty in duties if duty.outcome is Outcome.PENDING]
    assert {duty.outcome_reason for duty in duties if duty.outcome is Outcome.MISSED} == {
        OutcomeReason.WITH_REASON,
        OutcomeReason.WITHOUT_REASON,
        OutcomeReason.UNREACHABLE,
    }
    _agrees_with_meetings_and_answers(work, duties)


def _agrees_with_meetings_and_answers(work: Work, duties: Sequence[Duty]) -> None:
    met = set(work.session.exec(select(Meeting.cell_id).where(Meeting.period == PERIOD)))
    visits = {
        visit.duty_id: visit for visit in work.session.exec(select(Visit).where(Visit.period == PERIOD))
    }
    for duty in duties:
        visit = visits.get(duty.id)
        did_not_meet = (Outcome.EXCUSED, OutcomeReason.CELL_DID_NOT_MEET)
        assert (duty.cell_id not in met) == ((duty.outcome, duty.outcome_reason) == did_not_meet)
        assert (duty.outcome is Outcome.ATTENDED) == (visit is not None and visit.members is not None)
        if duty.outcome_reason is OutcomeReason.WITH_REASON:
            assert visit is not None
            assert visit.response is Response.DECLINED


def nobody_was_reminded_after_doing(work: Work) -> None:
    """Not of a meeting registered, nor of a visit declined, nor of a report and score given."""
    for reminder, visit, message in _reminders_of_visits(work):
        if visit.scored_at is not None:
            assert message.created_at <= visit.scored_at, reminder
        if visit.response is Response.DECLINED:
            assert reminder.step == "notice", reminder
    again = select(Reminder).where(
        Reminder.kind == "register",
        Reminder.period == PERIOD,
        col(Reminder.step).in_(("second", "third")),
        Reminder.state == ReminderState.ANNOUNCED,
    )
    registered = set(work.session.exec(select(Meeting.cell_id).where(Meeting.period == PERIOD)))
    assert not [row for row in work.session.exec(again) if int(row.subject.split(":")[1]) in registered]
    assert work.session.exec(again).first(), "who did not register was asked again"


def _reminders_of_visits(work: Work) -> list[tuple[Reminder, Visit, OutboxMessage]]:
    visits = {(f"meeting:{visit.meeting_id}", visit.person_id): visit for visit in _visits(work)}
    rows = work.session.exec(
        select(Reminder, OutboxMessage)
        .join(OutboxMessage, col(OutboxMessage.id) == col(Reminder.outbox_id))
        .where(Reminder.kind == "visit", Reminder.period == PERIOD)
    )
    found = [(row, visits[row.subject, row.person_id], message) for row, message in rows]
    steps = Counter(row.step for row, _, _ in found)
    assert all(steps[step] for step in ("notice", "day_before", "two_hours", *_AFTER)), steps
    return found


def everything_left_or_says_why(work: Work) -> None:
    """Nothing waits, nothing failed but for people who never came, and no turn broke."""
    rows = work.session.exec(select(OutboxMessage.state, OutboxMessage.reason)).all()
    assert set(rows) == {
        (OutboxState.SENT, None),
        (OutboxState.FAILED, FailureReason.NEVER_CONTACTED),
    }
    assert not work.session.exec(select(SeenEvent).where(col(SeenEvent.error_id).is_not(None))).all()


def _messages(work: Work, name: str) -> Sequence[OutboxMessage]:
    return work.session.exec(
        select(OutboxMessage).where(OutboxMessage.message == name, OutboxMessage.state != OutboxState.FAILED)
    ).all()


def _visits(work: Work) -> Sequence[Visit]:
    return work.session.exec(select(Visit).where(Visit.period == PERIOD)).all()
