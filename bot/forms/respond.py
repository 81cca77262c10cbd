"""The visitor's answer to a meeting: will come, or cannot and why; to be changed until it begins."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.duties import DeclineReason, Response
from bot.domain.meetings import Slot
from bot.domain.wording import DECLINES, sentence
from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, Rows, rows
from bot.messages import Message, visits
from bot.messages.general import ChooseByButton


class Occasion(StrEnum):
    """What the program speaks up for; the values are the policy's steps, and moved."""

    NOTICE = "notice"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DAY_BEFORE = "day_before"
    TWO_HOURS = "two_hours"


class RespondStep(StrEnum):
    ASK = "ask"
    REASONS = "reasons"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True)
class RespondState:
    """How far the answer has come. It is the visit that keeps the answer itself."""

    step: RespondStep = RespondStep.ASK
    reason: DeclineReason | None = None


@dataclass(frozen=True)
class RespondContext:
    """What the form has to know. Instants are local.

    `above` is the organisation the cell belongs to. `occasion` is set when the program speaks and None
    when the visitor does. `was` is the slot before a move, where known. `response` and `reason` are the
    visit's. `is_over`: the meeting has begun, so that the answer can no longer change.
    """

    cell: str
    above: str | None
    slot: Slot
    response: Response
    reason: DeclineReason | None = None
    minutes: int | None = None
    occasion: Occasion | None = None
    was: Slot | None = None
    is_over: bool = False
    is_cancelled: bool = False


class RespondForm(Form[RespondState, RespondContext]):
    """Subject "meeting:ID". Results: confirmed, or declined with `state.reason`. The draft stays open:
    its card then shows what was recorded and offers the other answer."""

    name = "respond"
    state_type = RespondState

    def begin(self, context: RespondContext) -> RespondState:
        """At the question, whatever was answered before."""
        return RespondState()

    def card(self, state: RespondState, context: RespondContext) -> Card:
        """What to show now; when the program speaks, the occasion, however far the answer has come."""
        if context.is_cancelled or context.occasion is Occasion.CANCELLED:
            return Card(visits.VisitCancelled(context.cell, context.above, context.slot))
        if context.is_over:
            return Card(visits.VisitOver(context.cell, context.slot.starts_at))
        if context.occasion is not None:
            return Card(_OCCASIONS[context.occasion](context), _answers(context.response))
        return _CARDS[_step(state, context)](context)

    def advance(self, state: RespondState, intent: Intent, context: RespondContext) -> RespondState:
        """The next state. Both answers are always taken: the card on display may be an older occasion's."""
        if context.is_over and not context.is_cancelled:
            raise Rejected(visits.VisitOver(context.cell, context.slot.starts_at))
        if context.is_cancelled:
            raise Rejected(visits.VisitCancelled(context.cell, context.above, context.slot))
        if not isinstance(intent, Chosen):
            raise Rejected(_unread(state, context))
        return _chosen(state, intent.key, context)

    def result(self, state: RespondState) -> str | None:
        """ "confirmed" or "declined", or None while the reason is open."""
        return state.step.value if state.step in (RespondStep.CONFIRMED, RespondStep.DECLINED) else None


def _unread(state: RespondState, context: RespondContext) -> Message:
    """What was typed is no answer; after one it may as well be a word of thanks."""
    if state.step is RespondStep.REASONS or context.response is Response.NONE:
        return ChooseByButton()
    return visits.AnswerStands(context.cell, context.slot.starts_at, context.response)


def _step(state: RespondState, context: RespondContext) -> RespondStep:
    """Where the form stands: what was recorded no longer counts after a move reset it."""
    is_recorded = state.step.value == context.response.value
    return state.step if is_recorded or state.step is RespondStep.REASONS else RespondStep.ASK


def _chosen(state: RespondState, key: str, context: RespondContext) -> RespondState:
    if key == "yes":
        return RespondState(RespondStep.CONFIRMED)
    if key == "no":
        return RespondState(RespondStep.REASONS)
    if key == "back" and state.step is RespondStep.REASONS:
        return RespondState()
    if key in list(DeclineReason) and state.step is RespondStep.REASONS:
        return RespondState(RespondStep.DECLINED, DeclineReason(key))
    raise Rejected(ChooseByButton())


def _answers(response: Response) -> Rows:
    if response is Response.CONFIRMED:
        return rows([Option("no", "Báo không dự được", ("không", "không dự được", "bận"))])
    if response is Response.DECLINED:
        return rows([Option("yes", "Dự được, xin báo lại", ("có", "dự", "dự được", "sẽ dự"))])
    yes = Option("yes", "Sẽ dự", ("có", "dự", "dự được", "đồng ý", "xác nhận"))
    return rows([yes, Option("no", "Không dự được", ("không", "không dự", "bận", "vắng"))], 2)


def _ask(context: RespondContext) -> Card:
    message = visits.VisitAsked(
        context.cell, context.above, context.slot, context.response, context.reason, context.minutes
    )
    return Card(message, _answers(context.response))


def _reasons(context: RespondContext) -> Card:
    reasons = [Option(reason.value, sentence(DECLINES[reason])) for reason in DeclineReason]
    message = visits.VisitDeclineReason(context.cell, context.slot.starts_at)
    return Card(message, rows(reasons, 2) + rows([Option("back", "Quay lại")]))


def _confirmed(context: RespondContext) -> Card:
    return Card(visits.VisitConfirmed(context.cell, context.slot), _answers(Response.CONFIRMED))


def _declined(context: RespondContext) -> Card:
    reason = context.reason or DeclineReason.OTHER
    message = visits.VisitDeclined(context.cell, context.slot.starts_at, reason)
    return Card(message, _answers(Response.DECLINED))


_CARDS: dict[RespondStep, Callable[[RespondContext], Card]] = {
    RespondStep.ASK: _ask,
    RespondStep.REASONS: _reasons,
    RespondStep.CONFIRMED: _confirmed,
    RespondStep.DECLINED: _declined,
}


def _notice(context: RespondContext) -> Message:
    return visits.VisitNotice(context.cell, context.above, context.slot, context.minutes)


def _moved(context: RespondContext) -> Message:
    return visits.VisitMoved(context.cell, context.above, context.slot, context.was, context.response)


def _day_before(context: RespondContext) -> Message:
    return visits.VisitDayBefore(context.cell, context.above, context.slot, context.response)


def _two_hours(context: RespondContext) -> Message:
    return visits.VisitTwoHours(context.cell, context.above, context.slot, context.response)


_OCCASIONS: dict[Occasion, Callable[[RespondContext], Message]] = {
    Occasion.NOTICE: _notice,
    Occasion.MOVED: _moved,
    Occasion.DAY_BEFORE: _day_before,
    Occasion.TWO_HOURS: _two_hours,
}
