"""Meetings, duties and visits of a cell and a period."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, bindparam
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, or_, select, update

from bot.domain.duties import DeclineReason, Outcome, Response
from bot.domain.meetings import MONTHLY_KINDS, MeetingState
from bot.domain.people import CELL_LEVELS
from db.models import Assignment, Duty, Meeting, Milestone, Organisation, Person, Reminder, Visit
from db.models.visits import MilestoneKind, ReminderState

_LIVE = (
    select(Meeting)
    .where(
        col(Meeting.cell_id) == bindparam("cell"),
        col(Meeting.period) == bindparam("period"),
        col(Meeting.state) == MeetingState.SCHEDULED,
    )
    .order_by(col(Meeting.starts_at))
)


def live_meetings(session: Session, cell_id: int, period: int) -> Sequence[Meeting]:
    """What a cell has scheduled and not cancelled for a period, earliest first."""
    return session.exec(_LIVE, params={"cell": cell_id, "period": period}).all()


def live_meetings_of(session: Session, period: int) -> Sequence[Meeting]:
    """Every meeting of a period that was not cancelled."""
    return session.exec(
        select(Meeting).where(Meeting.period == period, Meeting.state == MeetingState.SCHEDULED)
    ).all()


def monthly_meeting(session: Session, cell_id: int, period: int) -> Meeting | None:
    """The live ordinary or combined meeting of a period: there is at most one."""
    return next((m for m in live_meetings(session, cell_id, period) if m.kind in MONTHLY_KINDS), None)


_LAST_BEFORE = (
    select(Meeting)
    .where(
        col(Meeting.cell_id) == bindparam("cell"),
        col(Meeting.period) < bindparam("period"),
        col(Meeting.state) == MeetingState.SCHEDULED,
        col(Meeting.kind).in_(MONTHLY_KINDS),
    )
    .order_by(col(Meeting.starts_at).desc())
    .limit(1)
)


def last_meeting_before(session: Session, cell_id: int, period: int) -> Meeting | None:
    """The latest monthly meeting of an earlier period, whose slot may be repeated."""
    return session.exec(_LAST_BEFORE, params={"cell": cell_id, "period": period}).first()


_ASSIGNED = (
    select(Assignment)
    .where(
        col(Assignment.cell_id) == bindparam("cell"),
        col(Assignment.starts_on) <= bindparam("day", type_=Date()),
        or_(col(Assignment.ends_on).is_(None), col(Assignment.ends_on) >= bindparam("day", type_=Date())),
    )
    .order_by(col(Assignment.id))
)
_DUTIES = select(Duty).where(col(Duty.cell_id) == bindparam("cell"), col(Duty.period) == bindparam("period"))
_VISITS = select(Visit).where(col(Visit.meeting_id) == bindparam("meeting")).order_by(col(Visit.id))
_VISITS_LOCKED = _VISITS.with_for_update().execution_options(populate_existing=True)


def assignments_on(session: Session, cell_id: int, day: date) -> Sequence[Assignment]:
    """Who is assigned to a cell on a day."""
    return session.exec(_ASSIGNED, params={"cell": cell_id, "day": day}).all()


def duties_of_cell(session: Session, cell_id: int, period: int) -> Sequence[Duty]:
    """Every duty towards a cell in a period."""
    return session.exec(_DUTIES, params={"cell": cell_id, "period": period}).all()


def visits_of_meeting(session: Session, meeting_id: int, *, is_locked: bool = False) -> Sequence[Visit]:
    """Every visit of a meeting; locked: as committed last, and nobody else's to change until we are done."""
    query = _VISITS_LOCKED if is_locked else _VISITS
    return session.exec(query, params={"meeting": meeting_id}).all()


_CLOSED = select(Milestone.period).where(
    col(Milestone.kind) == MilestoneKind.CLOSE, col(Milestone.done_at).is_not(None)
)
_IS_CLOSED = _CLOSED.where(col(Milestone.period) == bindparam("period"))
#: Periods that have opened and not closed, as a part of other statements.
OPEN_PERIODS = select(Milestone.period).where(
    col(Milestone.kind) == MilestoneKind.OPEN,
    col(Milestone.done_at).is_not(None),
    col(Milestone.period).not_in(_CLOSED),
)
_OPEN = OPEN_PERIODS.order_by(col(Milestone.period))
_NEXT_MILESTONE = (
    select(Milestone)
    .where(col(Milestone.done_at).is_(None), col(Milestone.due_at) <= bindparam("now"))
    .order_by(col(Milestone.due_at), col(Milestone.id))
    .limit(1)
    .with_for_update()  # of two processes one passes it
)


def open_periods(session: Session) -> Sequence[int]:
    """Periods that have opened and not closed, earliest first."""
    return session.exec(_OPEN).all()


def is_closed(session: Session, period: int) -> bool:
    """Whether a period's figures are final."""
    return session.exec(_IS_CLOSED, params={"period": period}).first() is not None


_CLOSING = (
    select(Milestone.done_at)
    .where(col(Milestone.kind) == MilestoneKind.CLOSE, col(Milestone.period) == bindparam("period"))
    .with_for_update(read=True)
)


def stays_open(session: Session, period: int) -> bool:
    """Whether a period is not closed, and will not be until the transaction ends: its closing waits."""
    return session.connection().execute(_CLOSING, {"period": period}).scalar() is None


_DUTY_OUTCOME = select(Duty.outcome).where(col(Duty.id) == bindparam("duty"))


def duty_outcome(session: Session, duty_id: int) -> Outcome:
    """What has become of a duty, as far as it is written down."""
    return Outcome(session.connection().execute(_DUTY_OUTCOME, {"duty": duty_id}).scalar_one())


_ANSWERED = (
    update(Visit)
    .where(col(Visit.id) == bindparam("visit"))
    .values(response=bindparam("said"), decline_reason=bindparam("why"))
)


def answered(session: Session, visit: Visit, response: Response, reason: DeclineReason | None) -> None:
    """A visitor's answer, straight to the table: everybody gives it."""
    values = {"visit": visit.id, "said": response, "why": reason}
    session.connection().execute(_ANSWERED, values)
    set_committed_value(visit, "response", response)
    set_committed_value(visit, "decline_reason", reason)


def next_milestone(session: Session, now: datetime) -> Milestone | None:
    """The earliest turn of a period that is due and not done."""
    return session.exec(_NEXT_MILESTONE, params={"now": now}).first()


def cells(session: Session, on: date) -> Sequence[Organisation]:
    """Every cell that exists on a day, in the order of the tree."""
    return session.exec(
        select(Organisation)
        .where(
            col(Organisation.level).in_(CELL_LEVELS),
            or_(col(Organisation.ended_on).is_(None), col(Organisation.ended_on) >= on),
        )
        .order_by(Organisation.path)
    ).all()


def cells_without_date(session: Session, path: str, period: int) -> Sequence[Organisation]:
    """Cells of a subtree with no live monthly meeting in a period, by code."""
    dated = select(Meeting.cell_id).where(
        Meeting.period == period,
        Meeting.state == MeetingState.SCHEDULED,
        col(Meeting.kind).in_(MONTHLY_KINDS),
    )
    return session.exec(
        select(Organisation)
        .where(
            col(Organisation.level).in_(CELL_LEVELS),
            col(Organisation.path).startswith(path),
            col(Organisation.ended_on).is_(None),
            col(Organisation.id).not_in(dated),
        )
        .order_by(Organisation.code)
    ).all()


def declines_to_decide(
    session: Session, path: str, period: int
) -> Sequence[tuple[Visit, Person, Organisation, Meeting]]:
    """Visits of a subtree declined with a reason while the duty is pending, for the office's word."""
    rows = session.exec(
        select(Visit, Person, Organisation, Meeting)
        .join(Duty, col(Duty.id) == col(Visit.duty_id))
        .join(Person, col(Person.id) == col(Duty.person_id))
        .join(Organisation, col(Organisation.id) == col(Duty.cell_id))
        .join(Meeting, col(Meeting.id) == col(Visit.meeting_id))
        .where(
            Duty.period == period,
            Duty.outcome == Outcome.PENDING,
            Visit.response == Response.DECLINED,
            Meeting.state == MeetingState.SCHEDULED,
            col(Organisation.path).startswith(path),
        )
        .order_by(Person.sort_key, col(Duty.id), col(Visit.id))
    )
    return list(rows)


def lock_duty(session: Session, duty_id: int) -> Duty | None:
    """A duty as it is now, nobody else's to decide until the transaction ends."""
    locked = select(Duty).where(Duty.id == duty_id).with_for_update()
    return session.exec(locked.execution_options(populate_existing=True)).first()


def declined_visit(session: Session, duty_id: int) -> Visit | None:
    """The declined visit of a duty, the newest of several."""
    return session.exec(
        select(Visit)
        .where(Visit.duty_id == duty_id, Visit.response == Response.DECLINED)
        .order_by(col(Visit.id).desc())
        .limit(1)
    ).first()


def owed_reports(
    session: Session, path: str, now: datetime
) -> Sequence[tuple[Visit, Meeting, Person, Organisation]]:
    """Visits of a subtree whose meeting began before `now`, not declined, not reported or not scored,
    in periods still open."""
    rows = session.exec(
        select(Visit, Meeting, Person, Organisation)
        .join(Meeting, col(Meeting.id) == col(Visit.meeting_id))
        .join(Person, col(Person.id) == col(Visit.person_id))
        .join(Organisation, col(Organisation.id) == col(Visit.cell_id))
        .where(
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at < now,
            col(Visit.period).in_(open_periods(session)),
            Visit.response != Response.DECLINED,
            col(Visit.outcome).in_((Outcome.PENDING, Outcome.ATTENDED)),
            col(Visit.scored_at).is_(None),
            col(Organisation.path).startswith(path),
        )
        .order_by(Person.sort_key, col(Meeting.starts_at))
    )
    return list(rows)


_ABOUT = select(Reminder).where(
    col(Reminder.subject) == bindparam("subject"), col(Reminder.kind) == bindparam("kind")
)
_DUE = select(Reminder).where(
    col(Reminder.state) == ReminderState.PLANNED, col(Reminder.due_at) <= bindparam("now")
)
_NEXT_DUE = _DUE.order_by(col(Reminder.due_at), col(Reminder.person_id)).limit(1)
_DUE_FOR = (
    _DUE.where(col(Reminder.person_id) == bindparam("person"))
    .order_by(col(Reminder.due_at), col(Reminder.id))
    .with_for_update(skip_locked=True)
)


_ABOUT_TO = _ABOUT.where(col(Reminder.person_id) == bindparam("person"))


def planned_reminders(
    session: Session, kind: str, subject: str, person_id: int | None = None
) -> Sequence[Reminder]:
    """Every reminder row of a kind about a subject, sent and unsent; one person's, or everybody's."""
    values = {"kind": kind, "subject": subject}
    if person_id is None:
        return session.exec(_ABOUT, params=values).all()
    return session.exec(_ABOUT_TO, params={**values, "person": person_id}).all()


def next_reminder(session: Session, now: datetime) -> Reminder | None:
    """The planned reminder that has been due longest."""
    return session.exec(_NEXT_DUE, params={"now": now}).first()


def due_reminders(session: Session, person_id: int, now: datetime) -> Sequence[Reminder]:
    """All that is due for one person, in order of time."""
    return session.exec(_DUE_FOR, params={"person": person_id, "now": now}).all()
