"""/huy: the open form is set aside, but only after asking."""

from bot.forms.confirmations import Answer
from bot.messages import general
from bot.services import drafts, sheets
from bot.services.wordings import what_is
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def ask(turn: Turn, _: str = "") -> None:
    """Name what is being filled in and ask whether it shall be set aside."""
    draft = sheets.under_way(turn.work, turn.person_id)
    if draft is None:
        return turn.say(general.NothingToDiscard())
    turn.open("discard", f"draft:{draft.id}", state=Answer())
    return None


def _answered(turn: Turn, answered: Answered) -> None:
    draft = drafts.find(turn.work, int(answered.draft.subject.split(":")[1]))
    if draft is None or draft.person_id != turn.person_id:
        raise drafts.Gone
    what = what_is(turn.work, draft)
    if answered.result == "no":
        answered.conclude(turn, general.Kept(what))
        drafts.focus(turn.work, draft)
        return turn.show(draft, in_place=False)
    drafts.close(turn.work, draft)
    return answered.conclude(turn, general.Discarded(what))


CONVERSATIONS = {"discard": Conversation(lambda turn, subject: True, _answered)}
