"""A choice among several open things: one button each."""

from collections.abc import Sequence

from bot.forms.menu import MenuItem, MenuState
from bot.services.drafts import Gone
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def offer(turn: Turn, items: Sequence[MenuItem], *, is_choice: bool = False) -> None:
    """Open the only one, or list them; `is_choice`: the person came to do one thing and says where."""
    if len(items) == 1:
        turn.open(items[0].form, items[0].subject)
    else:
        turn.open("menu", "choice", state=MenuState(tuple(items), is_choice=is_choice))


def _chosen(turn: Turn, answered: Answered) -> None:
    item = answered.state.picked
    try:
        turn.open(item.form, item.subject)
    except Gone as gone:
        turn.say(gone.message)  # the menu stays: its other things may still be open


CONVERSATIONS = {"menu": Conversation(lambda turn, subject: True, _chosen)}
