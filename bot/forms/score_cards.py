"""Scores side by side as a form that decides nothing, and the choice of one meeting among many."""

from dataclasses import dataclass, replace

from bot.domain.duties import SheetRole
from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, Typed, rows
from bot.messages.general import ChooseByButton
from bot.messages.score_cards import MeetingsScored, MeetingsToScore, ScoreCard

PER_PAGE = 4  # with three more buttons the most that can be typed as a number
LONGEST_SEARCH = 60
_FIX = {
    SheetRole.SELF: "Sửa phiếu tự chấm của tôi",
    SheetRole.VISITOR: "Sửa phiếu của tôi",
    SheetRole.SUPERIOR: "Sửa phiếu cấp trên của tôi",
}


@dataclass(frozen=True)
class Looking:
    """What was chosen on the card, or nothing."""

    fixes: SheetRole | None = None


@dataclass(frozen=True)
class ScoreCardContext:
    """The card, and in which roles the reader has a sheet that can still be corrected."""

    message: ScoreCard
    own: tuple[SheetRole, ...] = ()


class ScoreCardForm(Form[Looking, ScoreCardContext]):
    """Subject "meeting:ID". Result: "fix", of the reader's own sheet in the role state.fixes."""

    name = "score_card"
    state_type = Looking
    takes_text = False
    transient = frozenset({"fixes"})

    def begin(self, context: ScoreCardContext) -> Looking:
        return Looking()

    def card(self, state: Looking, context: ScoreCardContext) -> Card:
        return Card(context.message, rows(Option(f"fix-{role}", _FIX[role]) for role in context.own))

    def advance(self, state: Looking, intent: Intent, context: ScoreCardContext) -> Looking:
        for role in context.own:
            if intent == Chosen(f"fix-{role}"):
                return Looking(role)
        raise Rejected(ChooseByButton())

    def result(self, state: Looking) -> str | None:
        return None if state.fixes is None else "fix"


@dataclass(frozen=True)
class Picking:
    """Where in the list somebody is; `picked` is the meeting chosen."""

    search: str = ""
    page: int = 0  # from 0
    picked: int | None = None


@dataclass(frozen=True)
class PickContext:
    """A page of meetings by id with their labels; `is_to_score`: for the superior committee's score, else to
    look at; `page` counts from 0 and is never past the last."""

    is_to_score: bool
    total: int
    page: int
    pages: int
    meetings: tuple[tuple[int, str], ...]


class PickMeetingForm(Form[Picking, PickContext]):
    """Subjects "superior" and "scores". Typed text is part of a cell's name. Result: "picked"."""

    name = "pick_meeting"
    state_type = Picking
    transient = frozenset({"picked"})  # so that the list's other buttons go on being good

    def begin(self, context: PickContext) -> Picking:
        return Picking()

    def card(self, state: Picking, context: PickContext) -> Card:
        kind = MeetingsToScore if context.is_to_score else MeetingsScored
        message = kind(state.search, context.total, context.page + 1, context.pages)
        meetings = (Option(f"m{meeting_id}", label) for meeting_id, label in context.meetings)
        before = (Option("before", "Trang trước"),) if context.page > 0 else ()
        after = (Option("after", "Trang sau"),) if context.page + 1 < context.pages else ()
        whole = (Option("all", "Bỏ tìm"),) if state.search else ()
        turning = (*before, *after, *whole)
        return Card(message, (*rows(meetings), *((turning,) if turning else ())))

    def advance(self, state: Picking, intent: Intent, context: PickContext) -> Picking:
        if isinstance(intent, Typed):
            return Picking(intent.text[:LONGEST_SEARCH])
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise Rejected(ChooseByButton())
        if intent.key in ("before", "after"):
            return replace(state, page=context.page + (1 if intent.key == "after" else -1))
        return Picking() if intent.key == "all" else replace(state, picked=int(intent.key[1:]))

    def result(self, state: Picking) -> str | None:
        return None if state.picked is None else "picked"

    def is_free_text(self, state: Picking) -> bool:
        return True

    def may_name_people(self, state: Picking) -> bool:
        return True  # organisations are called after people
