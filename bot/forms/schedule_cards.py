"""The schedule form's cards: which message with which choices at every step."""

from collections.abc import Callable
from datetime import datetime, time

from bot.domain.meetings import Kind, Slot
from bot.domain.wording import KINDS, sentence, short_when
from bot.forms.engine import Card, Option, Rows, rows
from bot.forms.month_card import BACK, day_rows, week_of, week_rows, weeks
from bot.forms.schedule_state import ScheduleContext, ScheduleState, ScheduleStep, is_taken
from bot.messages import schedule

_LONGEST_PLACE = 40
_DISCARD = Option("discard", "Bỏ, không đăng ký", ("bỏ",))
_KEEP = Option("discard", "Giữ nguyên lịch", ("giữ nguyên",))


def card(state: ScheduleState, context: ScheduleContext) -> Card:
    """What to show now; the state already holds the values of a registered meeting."""
    if is_taken(state, context):
        return _taken(state, context)
    return _CARDS[state.step](state, context)


def _start(state: ScheduleState, context: ScheduleContext) -> Card:
    if context.existing is not None:
        return _registered(context, context.existing)
    proposal = context.proposal
    if context.reminder is None:
        message = schedule.ScheduleStart(context.cell, context.period, proposal, context.is_thematic)
        return Card(message, _ways(context, proposal))
    asked = schedule.ScheduleAsk(context.cell, context.period, context.reminder, proposal, context.listed_on)
    return Card(asked, _ways(context, proposal))


def _ways(context: ScheduleContext, proposal: Slot | None) -> Rows:
    if proposal is None:
        return rows([Option("other", "Chọn ngày")])
    last = "Như tháng trước" if context.is_last_month else "Như lần trước"
    like = Option("like", f"{last}: {short_when(proposal.starts_at)}", (last,))
    return rows([like, Option("other", "Chọn ngày khác")])


def _registered(context: ScheduleContext, slot: Slot) -> Card:
    if context.has_begun:
        return Card(schedule.ScheduleRefused(context.cell, context.period, "begun"))
    changes = [Option("date", "Chuyển ngày", ("hoãn",)), Option("time", "Đổi giờ")]
    changes += [Option("place", "Đổi địa điểm"), Option("kind", "Đổi hình thức")]
    changes += [Option("cancel", "Hủy buổi sinh hoạt"), _KEEP]
    more = [Option("another", "Thêm buổi chuyên đề")] if context.can_add_thematic else []
    return Card(schedule.ScheduleMoveStart(context.cell, slot), rows([*changes, *more], 2))


def _weeks(state: ScheduleState, context: ScheduleContext) -> Card:
    return Card(schedule.ScheduleWeeks(context.cell, context.period), week_rows(context.span))


def _days(state: ScheduleState, context: ScheduleContext) -> Card:
    if not weeks(context.span):
        return _weeks(state, context)
    week = week_of(state.week or context.span.first, context.span)
    choices = day_rows(week, context.holidays, weekend=state.step is ScheduleStep.WEEKEND)
    return Card(schedule.ScheduleDays(context.cell, week.first, week.last), choices)


def _time(state: ScheduleState, context: ScheduleContext) -> Card:
    assert state.day is not None
    hours = [Option(f"t{hour:%H%M}", f"{hour:%H:%M}") for hour in context.hours(state.day)]
    return Card(schedule.ScheduleTime(context.cell, state.day), rows(hours, 3) + rows([BACK]))


def _place(state: ScheduleState, context: ScheduleContext) -> Card:
    known = context.existing or context.last
    choices = []
    if known is not None:
        label = f"Như lần trước: {known.place}" if context.existing is None else f"Giữ nguyên: {known.place}"
        choices.append(Option("same", _shortened(label)))
    return Card(schedule.SchedulePlace(context.cell, _starts_at(state, context)), rows([*choices, BACK]))


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST_PLACE else label[: _LONGEST_PLACE - 1].rstrip() + "…"


def _kind(state: ScheduleState, context: ScheduleContext) -> Card:
    kinds = [Option(kind.value, sentence(KINDS[kind])) for kind in context.kinds]
    return Card(schedule.ScheduleKind(context.cell, _starts_at(state, context)), rows([*kinds, BACK]))


def _topic(state: ScheduleState, context: ScheduleContext) -> Card:
    message = schedule.ScheduleTopic(context.cell, _starts_at(state, context), state.kind or Kind.THEMATIC)
    return Card(message, rows([Option("no_topic", "Chưa có chủ đề"), BACK]))


def _starts_at(state: ScheduleState, context: ScheduleContext) -> datetime:
    day, hour = state.day or context.today, state.hour or time()
    return datetime.combine(day, hour, tzinfo=context.now.tzinfo)


def _review(state: ScheduleState, context: ScheduleContext) -> Card:
    slot = state.slot(context.now)
    message = schedule.ScheduleReview(
        context.cell,
        context.period,
        slot,
        minutes=context.minutes.get(slot.kind),
        cautions=context.cautions(slot),
        was=context.existing,
    )
    changes = [Option("date", "Sửa ngày"), Option("time", "Sửa giờ")]
    changes += [Option("place", "Sửa địa điểm"), Option("kind", "Sửa hình thức")]
    leave = _DISCARD if context.existing is None else _KEEP
    return Card(message, rows([Option("confirm", "Xác nhận")]) + rows([*changes, BACK, leave], 2))


def _cancel(state: ScheduleState, context: ScheduleContext) -> Card:
    slot = context.existing or state.slot(context.now)
    sure = Option("cancel_meeting", f"Hủy buổi {short_when(slot.starts_at)}")
    return Card(schedule.ScheduleCancelAsk(context.cell, slot), rows([sure, BACK]))


def _confirmed(state: ScheduleState, context: ScheduleContext) -> Card:
    slot = state.slot(context.now)
    if context.existing is None:
        return Card(schedule.MeetingScheduled(context.cell, context.period, slot))
    return Card(schedule.MeetingMoved(context.cell, slot, context.existing))


def _taken(state: ScheduleState, context: ScheduleContext) -> Card:
    return Card(schedule.ScheduleRefused(context.cell, context.period, "already_registered", context.taken))


def _cancelled(state: ScheduleState, context: ScheduleContext) -> Card:
    return Card(schedule.MeetingCancelled(context.cell, context.existing or state.slot(context.now)))


def _discarded(state: ScheduleState, context: ScheduleContext) -> Card:
    return Card(schedule.ScheduleDiscarded(context.cell, context.period, context.existing))


_CARDS: dict[ScheduleStep, Callable[[ScheduleState, ScheduleContext], Card]] = {
    ScheduleStep.START: _start,
    ScheduleStep.WEEKS: _weeks,
    ScheduleStep.DAYS: _days,
    ScheduleStep.WEEKEND: _days,
    ScheduleStep.TIME: _time,
    ScheduleStep.PLACE: _place,
    ScheduleStep.KIND: _kind,
    ScheduleStep.TOPIC: _topic,
    ScheduleStep.REVIEW: _review,
    ScheduleStep.CANCEL: _cancel,
    ScheduleStep.CONFIRMED: _confirmed,
    ScheduleStep.CANCELLED: _cancelled,
    ScheduleStep.DISCARDED: _discarded,
    ScheduleStep.ANOTHER: _discarded,
    ScheduleStep.TAKEN: _taken,
}
