"""The guard stands before every free text: what it refuses is kept nowhere (DOMAIN 9)."""

import hashlib
import hmac

from bot.domain import guard
from bot.messages.guard import GuardDoubt, GuardRefused
from bot.services import chats
from bot.services.chats import Draft
from handlers.turn import Turn


def passes(turn: Turn, draft: Draft, text: str, *, may_name_people: bool) -> bool:
    """Whether the text may go on. A doubtful one is asked to be reworded and passes when sent again
    unchanged; of it only an HMAC is kept in between."""
    names = chats.known_names(turn.work.session, guard.candidate_names(text))
    verdict = guard.check(text, names=names, may_name_people=may_name_people)
    if verdict.is_refused:
        turn.say(GuardRefused(verdict.reason, verdict.detail))
        return False
    if verdict.is_doubtful and not _is_said_again(turn, draft, text):
        turn.say(GuardDoubt(verdict.reason))
        return False
    return True


def _is_said_again(turn: Turn, draft: Draft, text: str) -> bool:
    mark = hmac.new(turn.work.ground.secret, text.encode(), hashlib.sha256).hexdigest()
    if draft.doubt_hmac is not None and hmac.compare_digest(draft.doubt_hmac, mark):
        return True
    draft.doubt_hmac = mark
    return False
