"""The secretary's side: registering the month's meeting, moving it, cancelling it."""

from bot.domain.access import may_schedule, require
from bot.messages.schedule import (
    MeetingCancelled,
    MeetingMoved,
    MeetingScheduled,
    ScheduleDiscarded,
    ScheduleRefused,
)
from bot.services import meetings, people, scheduling, to_do
from bot.services.meetings import Refused
from handlers import menu
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def start(turn: Turn, _: str = "") -> None:
    """/lich: what is still to register and what is registered, as a choice when there is more than one."""
    cells = people.cells_of(turn.work, turn.who)
    require(bool(cells), "not_secretary")
    items = [*to_do.registrations_of(turn.work, turn.who), *to_do.coming_meetings_of(turn.work, turn.who)]
    if not items:
        items = to_do.thematic_of(turn.work, turn.who)
    menu.offer(turn, items, is_choice=True)


def _may_schedule(turn: Turn, subject: str) -> bool:
    cell, _ = scheduling.cell_and_period(turn.work, subject)
    require(may_schedule(turn.who, people.place(cell)), "not_secretary")
    return True


def _decided(turn: Turn, answered: Answered) -> None:
    try:
        _RESULTS[answered.result](turn, answered)
    except Refused as refused:
        context = answered.context
        answered.conclude(turn, ScheduleRefused(context.cell, context.period, refused.reason))


def _confirmed(turn: Turn, answered: Answered) -> None:
    context, subject = answered.context, answered.draft.subject
    slot = answered.state.slot(context.now)
    existing = scheduling.registered(turn.work, subject)
    if existing is None:
        cell, period = scheduling.cell_and_period(turn.work, subject)
        meeting = meetings.schedule(turn.work, cell.id or 0, period, slot)
        told = meetings.visitors_of(turn.work, meeting)
        return answered.conclude(turn, MeetingScheduled(context.cell, context.period, slot, told))
    was = scheduling.slot_of(turn.work, existing)
    meetings.move(turn.work, existing, slot)
    told = meetings.visitors_of(turn.work, existing)
    return answered.conclude(turn, MeetingMoved(context.cell, slot, was, told))


def _cancelled(turn: Turn, answered: Answered) -> None:
    existing = scheduling.registered(turn.work, answered.draft.subject)
    if existing is None:
        return answered.conclude(turn, ScheduleDiscarded(answered.context.cell, answered.context.period))
    slot = scheduling.slot_of(turn.work, existing)
    meetings.cancel(turn.work, existing)
    told = meetings.told_of_cancelling(turn.work, existing)
    return answered.conclude(turn, MeetingCancelled(answered.context.cell, slot, told))


def _discarded(turn: Turn, answered: Answered) -> None:
    context = answered.context
    answered.conclude(turn, ScheduleDiscarded(context.cell, context.period, context.existing))


def _taken(turn: Turn, answered: Answered) -> None:
    context = answered.context
    refused = ScheduleRefused(context.cell, context.period, "already_registered", context.taken)
    answered.conclude(turn, refused)


def _another(turn: Turn, answered: Answered) -> None:
    cell, period = scheduling.cell_and_period(turn.work, answered.draft.subject)
    _discarded(turn, answered)
    turn.open("schedule", scheduling.thematic_subject(cell.id or 0, period))


_RESULTS = {
    "confirmed": _confirmed,
    "cancel_meeting": _cancelled,
    "discarded": _discarded,
    "another": _another,
    "taken": _taken,
}
CONVERSATIONS = {"schedule": Conversation(_may_schedule, _decided)}
