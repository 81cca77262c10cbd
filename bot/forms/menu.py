"""The menu: several things are open for one person, and one of them is chosen to be opened."""

from dataclasses import dataclass, replace

from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, rows
from bot.messages import Message
from bot.messages.general import ChooseByButton
from bot.messages.menu import ChooseOne, SheetsSent, ThingsComing, ThingsDue, ThingsToDo

_MOST = 7  # choices on a card
_BUDGET = 360  # characters of lines, so that a reminder stays within 500
_LONGEST = 110


@dataclass(frozen=True)
class MenuItem:
    """One thing to open: a draft's form and subject, the button's label, and the line in the text
    (the label again where there is none)."""

    form: str
    subject: str
    label: str
    line: str = ""


@dataclass(frozen=True)
class MenuState:
    """What can be opened, the page on display, what was chosen last. `is_choice`: somebody came to do
    one thing and has to say where; `is_coming`: nothing waits, the items are what is coming; `is_sent`: the
    items are the sheets that were sent, and with `is_all` no other is owed; else they are what waits."""

    items: tuple[MenuItem, ...] = ()
    page: int = 0
    chosen: int | None = None
    is_choice: bool = False
    is_coming: bool = False
    is_sent: bool = False
    is_all: bool = True

    @property
    def picked(self) -> MenuItem | None:
        """The item to open."""
        return None if self.chosen is None else self.items[self.chosen]


class MenuForm(Form[MenuState, bool]):
    """The context says whether the program speaks first (a reminder) or answers. Result: open, of
    `state.picked`; the menu stays as it is, so that the next thing can be opened from it."""

    name = "menu"
    state_type = MenuState
    transient = frozenset({"chosen"})  # so that the menu's other buttons go on being good

    def begin(self, context: bool) -> MenuState:
        """Empty: whoever opens a menu gives it its items."""
        return MenuState()

    def card(self, state: MenuState, context: bool) -> Card:
        """What is open, as lines and as choices."""
        page = _page(state)
        options = [Option(f"i{number}", item.label) for number, item in page]
        if len(page) < len(state.items):
            options.append(Option("more", "Xem tiếp", ("tiếp",)))
        lines = _fitting([item.line or item.label for _, item in page])
        return Card(_message(state, context, lines), rows(options))

    def advance(self, state: MenuState, intent: Intent, context: bool) -> MenuState:
        """The chosen item, or the next page; after the last comes the first again."""
        keys = {option.key for option in self.card(state, context).options}
        if not isinstance(intent, Chosen) or intent.key not in keys:
            raise Rejected(ChooseByButton())
        if intent.key == "more":
            return replace(state, page=(state.page + 1) % _pages(state), chosen=None)
        return replace(state, chosen=int(intent.key[1:]))

    def result(self, state: MenuState) -> str | None:
        """Open, once something has been chosen."""
        return None if state.chosen is None else "open"


def _message(state: MenuState, speaks_first: bool, lines: tuple[str, ...]) -> Message:
    count, more = len(state.items), len(state.items) - len(lines)
    if state.is_choice:
        return ChooseOne(count, lines, more)
    if state.is_coming:
        return ThingsComing(count, lines, more)
    if state.is_sent:
        return SheetsSent(count, lines, more, state.is_all)
    return ThingsDue(count, lines, more) if speaks_first else ThingsToDo(count, lines, more)


def _per_page(state: MenuState) -> int:
    return _MOST if len(state.items) <= _MOST else _MOST - 1


def _pages(state: MenuState) -> int:
    return max(1, -(-len(state.items) // _per_page(state)))


def _page(state: MenuState) -> list[tuple[int, MenuItem]]:
    first = (state.page % _pages(state)) * _per_page(state)
    return list(enumerate(state.items))[first : first + _per_page(state)]


def _fitting(lines: list[str]) -> tuple[str, ...]:
    """As many lines as a reminder has room for, each cut to a bearable length."""
    fitting: list[str] = []
    for line in lines:
        short = line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
        if sum(len(one) + 3 for one in fitting) + len(short) > _BUDGET:
            break
        fitting.append(short)
    return tuple(fitting)
