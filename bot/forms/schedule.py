"""The schedule form: register a month's meeting, or move or cancel the one that is registered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from bot.domain.meetings import Kind
from bot.forms import schedule_cards, schedule_typed
from bot.forms.engine import Card, Chosen, Form, Intent, Rejected, Typed
from bot.forms.schedule_state import (
    ScheduleContext,
    ScheduleState,
    ScheduleStep,
    answered,
    is_taken,
    next_step,
)
from bot.forms.schedule_typed import require_possible
from bot.messages.general import ChooseByButton
from bot.messages.schedule import ScheduleRefused, ScheduleUnchanged

__all__ = ["ScheduleContext", "ScheduleForm", "ScheduleState", "ScheduleStep"]

_RESULTS = {
    ScheduleStep.CONFIRMED: "confirmed",
    ScheduleStep.CANCELLED: "cancel_meeting",
    ScheduleStep.DISCARDED: "discarded",
    ScheduleStep.ANOTHER: "another",
    ScheduleStep.TAKEN: "taken",
}


class ScheduleForm(Form[ScheduleState, ScheduleContext]):
    """Subject "cell:ID:PERIOD" to register, "meeting:ID" to move or cancel. Results: confirmed (the
    values are `state.slot(now)`; a move when the context has an existing meeting), cancel_meeting,
    discarded, another (a thematic meeting beside this one is to be registered), taken (somebody else has
    registered the month's meeting). A draft keeps only what was answered; a registered meeting fills the
    gaps every time."""

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
        if is_taken(state, context):
            return replace(state, step=ScheduleStep.TAKEN)
        after = self._answered(_filled(state, context), intent, context)
        return after if after.step in _RESULTS else _own(after, context)

    def _answered(self, state: ScheduleState, intent: Intent, context: ScheduleContext) -> ScheduleState:
        if isinstance(intent, Typed):
            return schedule_typed.read(state, intent.text, context)
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
    "another": ScheduleStep.ANOTHER,
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
    return answered(proposed, topic="" if proposed.kind is Kind.ORDINARY else None)


def _week(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    return replace(state, week=date.fromisoformat(key[1:]), step=ScheduleStep.DAYS)


def _day(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    day = date.fromisoformat(key[1:])
    is_over = state.hour is not None and datetime.combine(day, state.hour, context.now.tzinfo) <= context.now
    return answered(state, day=day, hour=None if is_over else state.hour)


def _time(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    hour = time(int(key[1:3]), int(key[3:]))
    require_possible(state.day, hour, context)
    return answered(state, hour=hour)


def _place(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    known = context.existing or context.last
    assert known is not None
    return answered(state, place=known.place)


def _kind(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    kind = Kind(key)
    return answered(state, kind=kind, topic="" if kind is Kind.ORDINARY else None)


def _no_topic(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    return answered(state, topic="")


def _confirm(state: ScheduleState, key: str, context: ScheduleContext) -> ScheduleState:
    slot = state.slot(context.now)
    require_possible(state.day, state.hour, context)
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
