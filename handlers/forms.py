"""Taps and typed text reach the form they belong to; what a form decides is carried out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.domain.access import Denied
from bot.domain.chat import Tap
from bot.domain.vietnamese import clean, fold
from bot.forms.engine import Card, Chosen, Form, Intent, Rejected, Typed
from bot.messages import Message, general
from bot.services import drafts
from bot.services.chats import Draft
from bot.services.drafts import Gone, Sheet
from handlers import free_text, late
from handlers.turn import Turn

_LETTERS = 3  # of a label's beginning, at least


@dataclass(frozen=True)
class Conversation:
    """What happens around a form: whether this person may, and what a result brings about. `complete`
    says something itself, or leaves the draft open and its card is shown again."""

    may: Callable[[Turn, str], bool]
    complete: Callable[[Turn, "Answered"], None]


@dataclass(frozen=True)
class Answered:
    """A form that has just been answered so that something is to be done."""

    draft: Draft
    state: Any
    context: Any
    result: str
    in_place: bool  # a tap edits the card, typed text gets a new one

    def conclude(self, turn: Turn, message: Message) -> None:
        """Close the form with this message in the place of its card."""
        turn.conclude(self.draft, message, in_place=self.in_place)


def tap(turn: Turn, data: str, conversations: dict[str, Conversation]) -> None:
    """A button: an old one gets the current card, never an old action."""
    draft_id, revision, key = _parts(data)
    draft = drafts.find(turn.work, draft_id)
    if draft is None or draft.person_id != turn.person_id:
        return turn.say(general.CardGone())
    if not draft.is_open:
        return turn.say(general.CardClosed())
    drafts.focus(turn.work, draft)
    with _closing_what_is_gone(turn, draft):
        _require(turn, draft, conversations)
        in_place = drafts.is_on_display(turn.work, draft, data, _under(turn))
        if draft.revision != revision:
            return turn.show(draft, in_place=in_place)
        if turn.is_late:
            return late.show_again(turn, draft)
        _answer(turn, _opened(turn, draft), Chosen(key), conversations[draft.form], in_place=in_place)
    return None


def _under(turn: Turn) -> str:
    content = turn.inbound.content
    return content.under if isinstance(content, Tap) else ""


@dataclass(frozen=True)
class _Opened:
    """A draft with its form, state and context, fetched once for a whole turn."""

    draft: Draft
    sheet: Sheet
    state: Any
    context: Any

    @property
    def form(self) -> Form[Any, Any]:
        return self.sheet.form


def _opened(turn: Turn, draft: Draft) -> _Opened:
    sheet = turn.sheet(draft.form)
    state = drafts.state_of(sheet, draft)
    return _Opened(draft, sheet, state, drafts.context_of(turn.work, sheet, draft, state))


def _require(turn: Turn, draft: Draft, conversations: dict[str, Conversation]) -> None:
    # First of all: a card may show what its reader may see no more.
    if not conversations[draft.form].may(turn, draft.subject):
        raise Gone


@contextmanager
def _closing_what_is_gone(turn: Turn, draft: Draft) -> Iterator[None]:
    # Else the draft would keep the focus, and every text would get the same refusal.
    try:
        yield
    except (Gone, Denied):
        drafts.close(turn.work, draft)
        raise


def names_choice(turn: Turn, draft: Draft, text: str) -> bool:
    """Whether typed text names one of the choices on a draft's card."""
    card = drafts.card_of(turn.work, turn.sheet(draft.form), draft)
    return _chosen_by_text(card, text, takes_numbers=False) is not None


def _parts(data: str) -> tuple[int, int, str]:
    draft_id, _, rest = data.partition(".")
    revision, _, key = rest.partition(".")
    if not (draft_id.isdecimal() and revision.isdecimal() and len(data) <= 64):
        raise Gone
    return int(draft_id[:18]), int(revision[:9]), key


def typed(turn: Turn, text: str, conversations: dict[str, Conversation]) -> bool:
    """Text for the focused form; False when there is none, or only something that was to be read."""
    draft = drafts.focused(turn.work, turn.person_id)
    if draft is None:
        return False
    with _closing_what_is_gone(turn, draft):
        _require(turn, draft, conversations)
        return _typed(turn, draft, text, conversations)


def _typed(turn: Turn, draft: Draft, text: str, conversations: dict[str, Conversation]) -> bool:
    opened = _opened(turn, draft)
    form, state = opened.form, opened.state
    card = form.card(state, opened.context)
    if not card.options and not form.takes_text:
        return False
    if turn.is_late:
        late.show_again(turn, draft)
        return True
    is_free_text = form.is_free_text(state)
    intent = _chosen_by_text(card, text, takes_numbers=form.takes_numbers(state)) or Typed(clean(text))
    if isinstance(intent, Typed) and not is_free_text:
        intent = _chosen_by_beginning(card, text) or intent
    if isinstance(intent, Typed) and is_free_text:
        may_name = form.may_name_people(state)
        if not free_text.passes(turn, draft, intent.text, may_name_people=may_name):
            return True
    _answer(turn, opened, intent, conversations[draft.form], in_place=False)
    return True


def _answer(
    turn: Turn, opened: _Opened, intent: Intent, conversation: Conversation, *, in_place: bool
) -> None:
    draft = opened.draft
    try:
        after = opened.form.advance(opened.state, intent, opened.context)
    except Rejected as rejected:
        return turn.say(rejected.message)
    if not drafts.save(turn.work, opened.sheet, draft, after):
        return turn.show(draft)
    if draft.doubt_hmac is not None:
        draft.doubt_hmac = None
    _go_on(turn, conversation, opened, after, in_place=in_place)


def _go_on(turn: Turn, conversation: Conversation, opened: _Opened, state: Any, *, in_place: bool) -> None:
    draft = opened.draft
    result = opened.form.result(state)
    said = len(turn.parcels)
    if result is not None:
        conversation.complete(turn, Answered(draft, state, opened.context, result, in_place))
    if draft.is_open and len(turn.parcels) == said:
        turn.show(draft, in_place=in_place)


def _chosen_by_text(card: Card, text: str, *, takes_numbers: bool) -> Chosen | None:
    """A typed choice: a whole label or alias, or the option's number where numbers mean nothing else."""
    if takes_numbers and any(character.isdigit() for character in text):
        return None  # "-1" and "4 5" are not the labels "1" and "4,5", though they fold alike
    wanted = fold(text)
    for number, option in enumerate(card.options, 1):
        names = {fold(option.label), *(fold(alias) for alias in option.aliases)}
        if wanted in names or wanted in (str(number), f"so {number}"):
            return Chosen(option.key)
    return None


def _chosen_by_beginning(card: Card, text: str) -> Chosen | None:
    """A typed choice by the beginning of its label, at least three letters, when it fits no other
    (CHANNELS, One model)."""
    wanted = fold(text)
    if len(wanted) < _LETTERS or any(character.isdigit() for character in wanted):
        return None
    fitting = [option for option in card.options if fold(option.label).startswith(wanted)]
    return Chosen(fitting[0].key) if len(fitting) == 1 else None
