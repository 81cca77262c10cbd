"""What may be typed into the schedule form: a day and an hour in any usual way, a place, a topic."""

from datetime import date, datetime, time

from bot.domain.calendar import last_day
from bot.domain.dates import Unreadable, read_day_and_hour
from bot.domain.meetings import Kind
from bot.forms.engine import Rejected
from bot.forms.schedule_state import ScheduleContext, ScheduleState, ScheduleStep, answered
from bot.messages.general import ChooseByButton
from bot.messages.schedule import SchedulePast, ScheduleTooFar, ScheduleUnreadable

_TAKE_DATES = (
    ScheduleStep.START,
    ScheduleStep.WEEKS,
    ScheduleStep.DAYS,
    ScheduleStep.WEEKEND,
    ScheduleStep.TIME,
    ScheduleStep.REVIEW,
)


def read(state: ScheduleState, text: str, context: ScheduleContext) -> ScheduleState:
    """The next state; Rejected says what cannot be read, or is over or too far away."""
    if state.step is ScheduleStep.PLACE:
        return answered(state, place=text)
    if state.step is ScheduleStep.TOPIC:
        return answered(state, topic=text)
    if state.step not in _TAKE_DATES:
        raise Rejected(ChooseByButton())
    return _dated(state, text, context)


def _dated(state: ScheduleState, text: str, context: ScheduleContext) -> ScheduleState:
    if text.isdecimal():
        text = f"{text} giờ" if state.step is ScheduleStep.TIME else f"ngày {text}"
    try:
        read = read_day_and_hour(text, today=context.today, period=context.period)
    except Unreadable as error:
        raise Rejected(_unreadable(error, context)) from None
    day, hour = read.day or state.day, state.hour if read.hour is None else read.hour
    require_possible(day, hour, context)
    known = _as_before(state, context) if day and hour is not None else {}
    return answered(state, day=day, hour=hour, **known)


def _as_before(state: ScheduleState, context: ScheduleContext) -> dict[str, object]:
    """Who types day and hour at once goes straight to the review: place and kind as last time."""
    if context.existing is not None or context.last is None:
        return {}
    values: dict[str, object] = {"place": state.place or context.last.place}
    if state.kind is None and Kind.ORDINARY in context.kinds:
        values |= {"kind": Kind.ORDINARY, "topic": ""}
    return values


def _unreadable(error: Unreadable, context: ScheduleContext) -> ScheduleUnreadable:
    days = last_day(error.period).day if error.period else None
    return ScheduleUnreadable(error.why, context.period, error.period, days, error.day)


def require_possible(day: date | None, hour: time | None, context: ScheduleContext) -> None:
    """Rejected when that day or hour is past, or far from the month asked for."""
    if day is None:
        return
    if day < context.today:
        raise Rejected(SchedulePast(day))
    if not context.is_near(day):
        raise Rejected(ScheduleTooFar(day, context.period))
    if hour is None:
        return
    starts_at = datetime.combine(day, hour, tzinfo=context.now.tzinfo)
    if starts_at <= context.now:
        raise Rejected(SchedulePast(day, starts_at))
