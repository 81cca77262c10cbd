"""What came in too late to be carried out: the card is shown as it is now, once for all that waited."""

from bot.messages import general
from bot.services import late
from bot.services.chats import Draft
from handlers.turn import Turn


def show_again(turn: Turn, draft: Draft) -> None:
    """Say why nothing happened and show the card anew; of several that waited, the answer to the first is
    the answer to all."""
    told_in = late.told_in(turn.work, turn.address)
    if told_in is None:
        turn.say(general.ReceivedLate())
    if told_in is None or (draft.card_id or 0) < told_in:
        turn.show(draft, in_place=False)
