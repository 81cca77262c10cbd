"""What the schedule form has to know: the cell, last month's slot, what is registered, the holidays."""

from datetime import date

from bot.domain.calendar import first_day, last_day
from bot.domain.meetings import MONTHLY_KINDS, Kind, MeetingState, Slot
from bot.forms.schedule import ScheduleContext, ScheduleState
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import Meeting, Organisation
from db.queries import visits as queries


def cell_and_period(work: Work, subject: str) -> tuple[Organisation, int]:
    """What "cell:ID:PERIOD" or "meeting:ID" is about; Gone when it is no more."""
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


def registered(work: Work, subject: str) -> Meeting | None:
    """The live meeting that a subject "meeting:ID" is about; None for one that has still to be registered."""
    kind, number, *_ = subject.split(":")
    if kind != "meeting":
        return None
    meeting = work.session.get_one(Meeting, int(number))
    if meeting.state is MeetingState.CANCELLED:
        raise Gone
    return meeting


def slot_of(work: Work, meeting: Meeting) -> Slot:
    """A meeting's slot, local."""
    starts_at = meeting.starts_at.astimezone(work.ground.zone)
    return Slot(starts_at, meeting.place, meeting.kind, meeting.topic)


def context(work: Work, person_id: int, subject: str, _: ScheduleState | None) -> ScheduleContext:
    """The schedule form's context; Gone when the cell ended or the meeting was cancelled."""
    cell, period = cell_and_period(work, subject)
    existing = registered(work, subject)
    last = queries.last_meeting_before(work.session, cell.id or 0, period)
    return ScheduleContext(
        cell=cell.name,
        period=period,
        now=work.local_now,
        last=slot_of(work, last) if last else None,
        existing=slot_of(work, existing) if existing else None,
        holidays=_holidays(work, period),
        kinds=_kinds(work, cell, period, existing),
        minutes={kind: cell.planned_minutes or work.ground.policy.planned_minutes[kind] for kind in Kind},
        reminder=_step(work, person_id, subject),
        listed_on=_listed_on(work, period),
    )


def _holidays(work: Work, period: int) -> dict[date, str]:
    first, last = first_day(period), last_day(period)
    days = work.ground.almanac.days_off.holidays
    return {day: name for day, name in days.items() if first <= day <= last}


def _kinds(work: Work, cell: Organisation, period: int, existing: Meeting | None) -> tuple[Kind, ...]:
    """Once the month's meeting is registered, only a thematic one can be added."""
    monthly = queries.monthly_meeting(work.session, cell.id or 0, period)
    if monthly is not None and (existing is None or existing.id != monthly.id):
        return (Kind.THEMATIC,)
    return tuple(Kind) if existing is None else (MONTHLY_KINDS if monthly is not None else (Kind.THEMATIC,))


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
