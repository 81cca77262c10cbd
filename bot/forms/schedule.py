"""The schedule form: register a month's meeting, or move or cancel the one that is registered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.calendar import last_day
from bot.domain.dates import Unreadable, read_day_and_hour
from bot.domain.meetings import Kind
from bot.forms import schedule_cards
from bot.forms.engine import Card, Chosen, Form, Intent, Rejected, Typed
from bot.forms.schedule_state import ScheduleContext, ScheduleState, ScheduleStep, next_step
from bot.messages.general import ChooseByButton
from bot.messages.schedule import (
    SchedulePast,
    ScheduleRefused,
    ScheduleTooFar,
    ScheduleUnchanged,
    ScheduleUnreadable,
)

__all__ = ["ScheduleContext", "ScheduleForm", "ScheduleState", "ScheduleStep"]

_RESULTS = {
    ScheduleStep.CONFIRMED: "confirmed",
    ScheduleStep.CANCELLED: "cancel_meeting",
    ScheduleStep.DISCARDED: "discarded",
}
_TAKE_DATES = (
    ScheduleStep.START,
    ScheduleStep.WEEKS,
    ScheduleStep.DAYS,
    ScheduleStep.WEEKEND,
    ScheduleStep.TIME,
    ScheduleStep.REVIEW,
)


class ScheduleForm(Form[ScheduleState, ScheduleContext]):
    """Subject "cell:ID:PERIOD" to register, "meeting:ID" to move or cancel. Results: confirmed (the
    values are `state.slot(now)`; a move when the context has an existing meeting), cancel_meeting,
    discarded. A draft keeps only what was answered; a registered meeting fills the gaps every time."""

    name = "schedule"
    state_type = ScheduleState
    is_filled_in = True

    def begin(self, context: ScheduleContext) -> ScheduleState:
        """At the proposal, or at what can be changed about the registered meeting."""
        return ScheduleState()

    def card(self, state: ScheduleState, context: ScheduleContext) -> Card:
        """What to show now."""
        return schedule_cards.card(_filled(state, context), context)

    def advance(self, state: ScheduleState, intent: Intent, context: ScheduleContext) -> ScheduleState:
        """The next state; Rejected says what would fit."""
        if context.has_begun:
            raise Rejected(ScheduleRefused(context.cell, context.period, "begun"))
        after = self._answered(_filled(state, context), intent, context)
        return after if after.step in _RESULTS else _own(after, context)

    def _answered(self, state: ScheduleState, intent: Intent, context: ScheduleContext) -> ScheduleState:
        if isinstance(intent, Typed):
            return _typed(state, intent.text, context)
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise Rejected(ChooseByButton())
        return _chosen(state, intent, context)

    def result(self, state: ScheduleState) -> str | None:
        """What has been decided, or None while questions are open."""
        return _RESULTS.get(state.step)

    def takes_numbers(self, state: ScheduleState) -> bool:
        """ "3/12" and "14" are answers to these."""
        return state.step in (
            ScheduleStep.WEEKS,
            ScheduleStep.DAYS,
            ScheduleStep.WEEKEND,
            ScheduleStep.TIME,
        )

    def is_free_text(self, state: ScheduleState) -> bool:
        """Place and topic are kept as they are typed."""
        return state.step in (ScheduleStep.PLACE, ScheduleStep.TOPIC)

    def may_name_people(self, state: ScheduleState) -> bool:
        """A place may be called after somebody."""
        return state.step is ScheduleStep.PLACE


def _filled(state: ScheduleState, context: ScheduleContext) -> ScheduleState:
    """The state as it stands now: with what is registered, and back at the start where the registered
    meeting it relied on is no more or is on."""
    if len(context.kinds) == 1 and state.kind is None:
        state = replace(state, kind=context.kinds[0])
    if context.existing is None:
        return state if _stands(state) else replace(state, step=ScheduleStep.START)
    if context.has_begun and state.step not in _RESULTS:
        return ScheduleState()
    return _with(state, state.of(context.existing))


def _stands(state: ScheduleState) -> bool:
    if state.step is ScheduleStep.REVIEW:
        return next_step(state) is ScheduleStep.REVIEW
    return state.step is not ScheduleStep.CANCEL and (
        state.step is not ScheduleStep.TIME or state.day is not None
    )


def _with(state: ScheduleState, other: ScheduleState) -> ScheduleState:
    """The state, with its gaps filled from another; a new kind keeps its topic open."""
    is_same_kind = state.kind in (None, other.kind)
    return replace(
        state,
        day=state.day or other.day,
        hour=other.hour if state.hour is None else state.hour,
        place=other.place if state.place is None else state.place,
        kind=state.kind or other.kind,
        topic=other.topic if state.topic is None and is_same_kind else state.topic,
    )


def _own(state: ScheduleState, context: ScheduleContext) -> ScheduleState:
    """Without what is as registered, so that somebody else's change meanwhile is not undone."""
    if context.existing is None:
        return state
    other = state.of(context.existing)
    return replace(
        state,
        day=None if state.day == other.day else state.day,
        hour=None if state.hour == other.hour else state.hour,
        place=None if state.place == other.place else state.place,
        kind=None if state.kind == other.kind else state.kind,
        topic=None if (state.kind, state.topic) == (other.kind, other.topic) else state.topic,
    )


# --- typed ---------------------------------------------------------------------------------------------


def _typed(state: ScheduleState, text: str, context: ScheduleContext) -> ScheduleState:
    if state.step is ScheduleStep.PLACE:
        return _answered(state, place=text)
    if state.step is ScheduleStep.TOPIC:
        return _answered(state, topic=text)
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
    _require_possible(day, hour, context)
    return _answered(state, day=day, hour=hour)


def _unreadable(error: Unreadable, context: ScheduleContext) -> ScheduleUnreadable:
    days = last_day(error.period).day if error.period else None
    return ScheduleUnreadable(error.why, context.period, error.period, days, error.day)


def _require_possible(day: date | None, hour: time | None, context: ScheduleContext) -> None:
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


def _answered(state: ScheduleState, **values: object) -> ScheduleState:
    """The values taken over, and on to the first question still open."""
    after = replace(state, **values)  # type: ignore[arg-type]
    return replace(after, step=next_step(after))


# --- chosen --------------------------------------------------------------------------------------------


def _chosen(state: ScheduleState, choice: Chosen, context: ScheduleContext) -> ScheduleState:
    if choice.key == "back":
        return replace(state, step=_before(state, context))
    if choice.key in _GO_TO:
        return replace(state, step=_GO_TO[choice.key])
    return _CHOICES[state.step](state, choice.key, context)


_GO_TO = {
    "other": ScheduleStep.WEEKS,
    "date": ScheduleStep.WEEKS,
    "time": ScheduleStep.TIME,
    "place": ScheduleStep.PLACE,
    "kind": ScheduleStep.KIND,
    "cancel": ScheduleStep.CANCEL,
    "weekend": ScheduleStep.WEEKEND,
    "cancel_meeting": ScheduleStep.CANCELLED,
    "discard": ScheduleStep.DISCARDED,
}
_BEFORE = {
    ScheduleStep.DAYS: ScheduleStep.WEEKS,
    ScheduleStep.WEEKEND: ScheduleStep.DAYS,
    ScheduleStep.TIME: ScheduleStep.WEEKS,
    ScheduleStep.PLACE: ScheduleStep.TIME,
    ScheduleStep.KIND: ScheduleStep.PLACE,
    ScheduleStep.TOPIC: ScheduleStep.KIND,
}
_INNER = (ScheduleStep.DAYS, ScheduleStep.WEEKEND, ScheduleStep.TOPIC)


def _before(state: ScheduleState, context: ScheduleContext) -> ScheduleStep:
    """The step that "Quay lại" leads to: one question back, or the review that sent here."""
    is_whole = next_step(state) is ScheduleStep.REVIEW
    if state.step in _INNER or not is_whole:
        return _BEFORE.get(state.step, ScheduleStep.START)
    is_changed = context.existing is None or state.slot(context.now) != context.existing
    at_top = state.step in (ScheduleStep.REVIEW, ScheduleStep.CANCEL)
    return ScheduleStep.REVIEW if is_changed and not at_top else ScheduleStep.START


def _like(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    assert context.proposal is not None
    proposed = state.of(context.proposal)
    return _answered(proposed, topic="" if proposed.kind is Kind.ORDINARY else None)


def _week(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    return replace(state, week=date.fromisoformat(key[1:]), step=ScheduleStep.DAYS)


def _day(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    day = date.fromisoformat(key[1:])
    is_over = state.hour is not None and datetime.combine(day, state.hour, context.now.tzinfo) <= context.now
    return _answered(state, day=day, hour=None if is_over else state.hour)


def _time(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    hour = time(int(key[1:3]), int(key[3:]))
    _require_possible(state.day, hour, context)
    return _answered(state, hour=hour)


def _place(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    known = context.existing or context.last
    assert known is not None
    return _answered(state, place=known.place)


def _kind(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    kind = Kind(key)
    return _answered(state, kind=kind, topic="" if kind is Kind.ORDINARY else None)


def _no_topic(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    return _answered(state, topic="")


def _confirm(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    slot = state.slot(context.now)
    _require_possible(state.day, state.hour, context)
    if slot == context.existing:
        raise Rejected(ScheduleUnchanged(slot))
    return replace(state, step=ScheduleStep.CONFIRMED)


_CHOICES: dict[ScheduleStep, Callable[[ScheduleState, str, ScheduleContext], ScheduleState]] = {
    ScheduleStep.START: _like,
    ScheduleStep.WEEKS: _week,
    ScheduleStep.DAYS: _day,
    ScheduleStep.WEEKEND: _day,
    ScheduleStep.TIME: _time,
    ScheduleStep.PLACE: _place,
    ScheduleStep.KIND: _kind,
    ScheduleStep.TOPIC: _no_topic,
    ScheduleStep.REVIEW: _confirm,
}
