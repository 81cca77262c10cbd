"""What the schedule form has to know: the cell, last month's slot, what is registered, the holidays."""

from datetime import date

from bot.domain.calendar import first_day, last_day, shift
from bot.domain.meetings import MONTHLY_KINDS, Kind, MeetingState, Slot
from bot.forms.schedule import ScheduleContext, ScheduleState
from bot.messages.schedule import ScheduleRefused
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import Meeting, Organisation
from db.queries import visits as queries


def cell_and_period(work: Work, subject: str) -> tuple[Organisation, int]:
    """What "cell:ID:PERIOD", "cell:ID:PERIOD:thematic" or "meeting:ID" is about; Gone when it is no more."""
    kind, number, *rest = subject.split(":")
    if kind == "meeting":
        meeting = work.session.get(Meeting, int(number))
        if meeting is None:
            raise Gone
        return work.session.get_one(Organisation, meeting.cell_id), meeting.period
    cell = work.session.get(Organisation, int(number))
    if cell is None or cell.ended_on is not None:
        raise Gone
    return cell, int(rest[0])


def thematic_subject(cell_id: int, period: int) -> str:
    """What registers a thematic meeting beside the month's own."""
    return f"cell:{cell_id}:{period}:{Kind.THEMATIC}"


def is_thematic(subject: str) -> bool:
    """Whether a subject registers a thematic meeting beside the month's own."""
    return subject.startswith("cell:") and subject.endswith(f":{Kind.THEMATIC}")


def monthly(work: Work, cell: Organisation, period: int) -> Meeting | None:
    """The month's own meeting, once it is registered."""
    return queries.monthly_meeting(work.session, cell.id or 0, period)


def registered(work: Work, subject: str) -> Meeting | None:
    """The live meeting that a subject "meeting:ID" is about; None for one that has still to be registered."""
    kind, number, *_ = subject.split(":")
    if kind != "meeting":
        return None
    meeting = work.session.get_one(Meeting, int(number))
    if meeting.state is MeetingState.CANCELLED:
        cell = work.session.get_one(Organisation, meeting.cell_id)
        raise Gone(ScheduleRefused(cell.name, meeting.period, "cancelled"))
    return meeting


def slot_of(work: Work, meeting: Meeting) -> Slot:
    """A meeting's slot, local."""
    starts_at = meeting.starts_at.astimezone(work.ground.zone)
    return Slot(starts_at, meeting.place, meeting.kind, meeting.topic)


def context(work: Work, person_id: int, subject: str, _: ScheduleState | None) -> ScheduleContext:
    """The schedule form's context; Gone when the cell ended or the meeting was cancelled."""
    cell, period = cell_and_period(work, subject)
    existing = registered(work, subject)
    taken = None if existing or is_thematic(subject) else monthly(work, cell, period)
    last = queries.last_meeting_before(work.session, cell.id or 0, period)
    return ScheduleContext(
        cell=cell.name,
        period=period,
        now=work.local_now,
        last=slot_of(work, last) if last else None,
        existing=slot_of(work, existing) if existing else None,
        taken=slot_of(work, taken) if taken else None,
        holidays=_holidays(work, period),
        kinds=_kinds(subject, existing),
        minutes={kind: cell.planned_minutes or work.ground.policy.planned_minutes[kind] for kind in Kind},
        reminder=_step(work, person_id, subject),
        listed_on=_listed_on(work, period),
        closes_on=work.ground.policy.closing_at(period, work.ground.zone).date(),
    )


def _holidays(work: Work, period: int) -> dict[date, str]:
    first, last = first_day(shift(period, -1)), last_day(shift(period, 1))  # what a meeting may be set to
    days = work.ground.almanac.days_off.holidays
    return {day: name for day, name in days.items() if first <= day <= last}


def _kinds(subject: str, existing: Meeting | None) -> tuple[Kind, ...]:
    """The month's own meeting stays one of its kinds, a thematic one stays thematic."""
    if existing is not None:
        return MONTHLY_KINDS if existing.kind in MONTHLY_KINDS else (Kind.THEMATIC,)
    return (Kind.THEMATIC,) if is_thematic(subject) else tuple(Kind)


def _step(work: Work, person_id: int, subject: str) -> str | None:
    if not work.speaks_first:
        return None
    rows = queries.planned_reminders(work.session, "register", subject)
    due = [row for row in rows if row.due_at <= work.now]
    return max(due, key=lambda row: row.due_at).step if due else None


def _listed_on(work: Work, period: int) -> date | None:
    step = work.ground.policy.step("office", "without_date")
    if step is None or step.moment.in_month is None:
        return None
    return step.moment.in_month.of(period, work.ground.zone).date()
