"""Which reminders should exist: planned by pure rules, reconciled in the transaction of the change."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain import reminders as rules
from bot.domain.chat import OutboxState
from bot.domain.duties import Outcome
from bot.domain.meetings import MeetingState
from bot.domain.people import Role
from bot.domain.reminders import MeetingView, Planned, VisitView
from bot.services import outbox, people
from bot.services.work import Work
from db.models import Meeting, Organisation, OutboxMessage, Reminder, Visit
from db.models.visits import ReminderState
from db.queries import outbox as outbox_queries
from db.queries import visits as queries

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
Plan = Callable[[datetime], Sequence[Planned]]


def replan_meeting(work: Work, meeting: Meeting, only: Visit | None = None) -> None:
    """Bring a meeting's reminders into line with what it is now, for all its visitors, or for the only one
    who has just said something about it."""
    seen, about = view(meeting), f"meeting:{meeting.id}"
    rows = queries.planned_reminders(work.session, "visit", about, only.person_id if only else None)
    if only is not None:
        for row in rows:
            _unsay(work, row)  # what waits to be said is said as it is now: they have acted meanwhile
    for visit in [only] if only else queries.visits_of_meeting(work.session, meeting.id or 0):
        own = [row for row in rows if row.person_id == visit.person_id]
        _reconcile(work, own, _visit_plan(work, seen, visit, own))


def view(meeting: Meeting) -> MeetingView:
    """A meeting as planning sees it."""
    return MeetingView(
        id=meeting.id or 0,
        period=meeting.period,
        round=meeting.round,
        starts_at=meeting.starts_at,
        ends_at=meeting.starts_at + timedelta(minutes=meeting.planned_minutes),
        is_cancelled=meeting.state is MeetingState.CANCELLED,
        is_only_elsewhere=meeting.moved_from == meeting.starts_at,
    )


def _visit_plan(work: Work, meeting: MeetingView, visit: Visit, own: Sequence[Reminder]) -> Plan:
    view = VisitView(
        person_id=visit.person_id,
        response=visit.response,
        is_done=_is_done(work, visit),
        was_told=was_told(work, own, meeting.round),
        notice_at=next(
            (row.due_at for row in own if (row.step, row.round) == ("notice", meeting.round)), None
        ),
    )
    return lambda now: rules.plan_visit(work.ground.almanac, meeting, view, now)


def _is_done(work: Work, visit: Visit) -> bool:
    """Nothing is owed: reported and scored, decided, or fulfilled by another meeting."""
    if visit.outcome is Outcome.ATTENDED:
        return visit.scored_at is not None
    if visit.outcome is not Outcome.PENDING:
        return True
    if visit.duty_id is None:
        return False
    return queries.duty_outcome(work.session, visit.duty_id) is not Outcome.PENDING


def was_told(work: Work, rows: Sequence[Reminder], round: int) -> bool:
    """Whether a person heard of an earlier round, so that a change has to be told as one."""
    return any(row.round < round and _has_left(work, row) for row in rows)


def was_said(work: Work, meeting: Meeting) -> bool:
    """Whether anybody has heard of the meeting as it stands in its present round."""
    rows = queries.planned_reminders(work.session, "visit", f"meeting:{meeting.id}")
    return any(row.round == meeting.round and _has_left(work, row) for row in rows)


def _has_left(work: Work, row: Reminder) -> bool:
    if row.state is not ReminderState.ANNOUNCED or row.outbox_id is None:
        return False
    message = work.session.get(OutboxMessage, row.outbox_id)
    if message is None:  # lost from the database, which the account tells: it may well have arrived
        return True
    return message.sent_at is not None or outbox.is_leaving(message) or outbox.is_in_doubt(message)


def replan_registration(work: Work, cell_id: int, period: int) -> None:
    """Ask for a cell's meeting of a period until it is registered."""
    person = people.responsible_for(work, cell_id)
    subject = f"cell:{cell_id}:{period}"
    is_registered = queries.monthly_meeting(work.session, cell_id, period) is not None
    person_id = person.id if person and person.id else 0

    def plan(now: datetime) -> Sequence[Planned]:
        if not person_id:
            return []
        return rules.plan_registration(
            work.ground.almanac,
            cell_id=cell_id,
            period=period,
            person_id=person_id,
            is_registered=is_registered,
            now=now,
        )

    reconcile(work, "register", subject, plan)


def replan_body(work: Work, body: Organisation, period: int) -> None:
    """Lists for a body's office and the digest for its leaders, for one period."""
    office = [p.id or 0 for p in people.holders(work, body.id or 0, Role.OFFICE)]
    leaders = [p.id or 0 for p in people.holders(work, body.id or 0, Role.LEADERSHIP)]
    almanac, subject, body_id = work.ground.almanac, f"body:{body.id}:{period}", body.id or 0
    reconcile(
        work,
        "office",
        subject,
        lambda now: rules.plan_office(almanac, body_id=body_id, period=period, person_ids=office, now=now),
    )
    reconcile(
        work,
        "digest",
        subject,
        lambda now: rules.plan_digest(almanac, body_id=body_id, period=period, person_ids=leaders, now=now),
    )


def keep(work: Work, kind: str, subject: str, planned: Sequence[Planned]) -> None:
    """Make the unsent rows exactly these."""
    reconcile(work, kind, subject, lambda _: planned)


def reconcile(work: Work, kind: str, subject: str, plan: Plan) -> None:
    """Make the unsent rows about a subject what the plan says. What was due before now and still waits for
    its tick stays when the plan would have held it; what was sent is never touched; nothing past is made
    up."""
    _reconcile(work, queries.planned_reminders(work.session, kind, subject), plan)


def _reconcile(work: Work, rows: Sequence[Reminder], plan: Plan) -> None:
    wanted = {_key(planned): planned for planned in plan(work.now)}
    valid = {_key(planned) for planned in plan(_LONG_AGO)} | set(wanted)
    have = {(row.step, row.person_id, row.round): row for row in rows}
    for key, row in have.items():
        if key not in valid:
            withdraw(work, row)
    for key, planned in wanted.items():
        _keep(work, planned, have.get(key))


def _key(planned: Planned) -> tuple[str, int, int]:
    return planned.step, planned.person_id, planned.round


def _keep(work: Work, planned: Planned, row: Reminder | None) -> None:
    if row is None:
        work.session.add(
            Reminder(
                kind=planned.kind,
                step=planned.step,
                subject=planned.subject,
                person_id=planned.person_id,
                round=planned.round,
                period=planned.period,
                due_at=planned.due_at,
                expires_at=planned.expires_at,
            )
        )
    elif row.state is ReminderState.PLANNED and row.due_at > work.now:
        row.due_at, row.expires_at = planned.due_at, planned.expires_at
    elif row.state is ReminderState.WITHDRAWN and planned.due_at > work.now:
        row.state, row.due_at, row.expires_at = ReminderState.PLANNED, planned.due_at, planned.expires_at


def pass_on(work: Work, row: Reminder, person_id: int) -> None:
    """Somebody else is reminded instead."""
    twins = queries.planned_reminders(work.session, row.kind, row.subject)
    key = (row.step, row.round, person_id)
    twin = next((one for one in twins if (one.step, one.round, one.person_id) == key), None)
    if twin is None:
        row.person_id = person_id
    else:
        row.state = ReminderState.WITHDRAWN
        if twin.state is ReminderState.WITHDRAWN:
            twin.state, twin.due_at, twin.expires_at = ReminderState.PLANNED, row.due_at, row.expires_at
    work.session.flush()


def withdraw(work: Work, row: Reminder) -> None:
    """Take a reminder back. A waiting message that speaks of it is taken back too, and whatever else
    it spoke of is planned again, so that the next tick says the rest."""
    if row.state is ReminderState.PLANNED or _unsay(work, row):
        row.state = ReminderState.WITHDRAWN


def _unsay(work: Work, row: Reminder) -> bool:
    """Take back the message that speaks of it, if it still waits: all it spoke of is planned again, unless
    it may have arrived and would only have been said once more."""
    if row.state is not ReminderState.ANNOUNCED or row.outbox_id is None:
        return False
    outbox_id = row.outbox_id
    message = work.session.get(OutboxMessage, outbox_id)
    if message is None or not outbox.withdraw(work, message):
        return False
    if message.state is OutboxState.UNKNOWN:
        return True
    for covered in outbox_queries.covered_by(work.session, outbox_id):
        covered.state = ReminderState.PLANNED
    return True
