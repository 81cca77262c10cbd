"""The office's cards: a list read page by page, and declines decided one tap each."""

from dataclasses import dataclass

from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, Rows
from bot.messages import Message
from bot.messages.general import ChooseByButton


@dataclass(frozen=True)
class Page:
    """Which page is open, from 0."""

    number: int = 0


@dataclass(frozen=True)
class Leaf:
    """The open page of a list, as a message, and how many pages there are."""

    message: Message
    pages: int


class PagedList(Form[Page, Leaf]):
    """A list too long for one message, turned by buttons, edited in place."""

    name = "list"
    state_type = Page
    takes_text = False

    def begin(self, context: Leaf) -> Page:
        return Page()

    def card(self, state: Page, context: Leaf) -> Card:
        back = (Option("back", "Trang trước"),) if state.number > 0 else ()
        on = (Option("on", "Trang sau"),) if state.number < context.pages - 1 else ()
        return Card(context.message, (back + on,) if back + on else ())

    def advance(self, state: Page, intent: Intent, context: Leaf) -> Page:
        step = {"back": -1, "on": 1}.get(intent.key, 0) if isinstance(intent, Chosen) else 0
        if not step:
            raise Rejected(ChooseByButton())
        return Page(max(0, min(state.number + step, context.pages - 1)))

    def result(self, state: Page) -> str | None:
        return None


@dataclass(frozen=True)
class Decision:
    """The office's word on one duty, or nothing yet."""

    duty_id: int | None = None
    is_accepted: bool = False


@dataclass(frozen=True)
class Declines:
    """The declines on the card: its message and the duties by the numbers it shows."""

    message: Message
    duties: tuple[tuple[int, int], ...]  # (number shown, duty id)


class DecideDeclines(Form[Decision, Declines]):
    """Two buttons a decline: accepted or not; what is decided leaves the card. Whether the duty named by
    a button, maybe an old one, is on the list still is for whoever carries it out."""

    name = "declines"
    state_type = Decision
    takes_text = False

    def begin(self, context: Declines) -> Decision:
        return Decision()

    def card(self, state: Decision, context: Declines) -> Card:
        return Card(context.message, _decline_rows(context))

    def advance(self, state: Decision, intent: Intent, context: Declines) -> Decision:
        if isinstance(intent, Chosen):
            word, _, duty_id = intent.key.partition("-")
            if word in ("yes", "no") and duty_id.isdecimal():
                return Decision(int(duty_id[:18]), word == "yes")
        raise Rejected(ChooseByButton())

    def result(self, state: Decision) -> str | None:
        return None if state.duty_id is None else "decided"

    def takes_numbers(self, state: Decision) -> bool:
        return True  # a typed "2" would mean the second line, not the second button


def _decline_rows(context: Declines) -> Rows:
    return tuple(
        (
            Option(f"yes-{duty_id}", f"{number}. Chấp nhận"),
            Option(f"no-{duty_id}", f"{number}. Không chấp nhận"),
        )
        for number, duty_id in context.duties
    )
