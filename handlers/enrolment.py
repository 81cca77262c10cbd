"""How somebody becomes known, agrees, adds a messenger, and leaves."""

import re

from bot.domain.chat import Tap, Text
from bot.messages import Message
from bot.messages import enrolment as messages
from bot.services import codes, drafts, enrolment, invitations, people
from bot.services.codes import CodeOutcome
from handlers import code_conflicts, forms
from handlers.forms import Answered, Conversation
from handlers.turn import Turn

_START = re.compile(r"/start(@\w+)?(\s+(?P<code>\S.*))?$", re.IGNORECASE | re.DOTALL)


def unknown(turn: Turn) -> None:
    """A chat that nobody is known for: only a code is of interest. After too many wrong ones, silence."""
    if codes.is_silenced(turn.work, turn.address):
        return None
    code = _code_in(turn.inbound.content.text) if isinstance(turn.inbound.content, Text) else None
    if code is not None:
        return enter(turn, code)
    is_suspended = turn.address.suspended_at is not None
    return turn.say(messages.Suspended() if is_suspended else messages.Welcome())


def _code_in(text: str) -> str | None:
    """What may be meant as a code: after /start, or a whole message that looks like one."""
    started = _START.match(text.strip())
    if started:
        return started["code"]
    return text if invitations.looks_like_code(text) else None


def is_own_code(turn: Turn, text: str) -> bool:
    """Whether a known person typed a code that was issued to them: an administrator's, for example."""
    return invitations.looks_like_code(text) and codes.is_persons_own(turn.work, turn.person_id, text)


def enter(turn: Turn, code: str) -> None:
    """A code, typed or in a start link, in whosever chat. One's own changes nothing where one is known."""
    if codes.is_silenced(turn.work, turn.address):
        return None
    outcome, invitation = codes.enter(turn.work, turn.address, code)
    if invitation is not None:
        is_own = turn.actor is not None and turn.person_id == invitation.person_id
        if outcome is CodeOutcome.BOUND or (is_own and outcome is CodeOutcome.EXPIRED):
            return _greet(turn, invitation.person_id)
        if outcome is CodeOutcome.USED:
            code_conflicts.ask_office(turn, invitation)
    return turn.say(_answer(turn, outcome))


def _answer(turn: Turn, outcome: CodeOutcome) -> Message:
    if outcome is CodeOutcome.WRONG:
        return messages.CodeWrong(codes.tries_left(turn.work, turn.address))
    if outcome is CodeOutcome.TAKEN and turn.person is not None:
        return messages.ChatTaken(turn.person.name)
    return {
        CodeOutcome.LOCKED: messages.CodesLocked(),
        CodeOutcome.EXPIRED: messages.CodeExpired(),
        CodeOutcome.USED: messages.CodeUsed(),
    }.get(outcome, messages.Suspended())


def _greet(turn: Turn, person_id: int) -> None:
    turn.actor = people.actor(turn.work, person_id)
    return welcome(turn) if turn.actor.is_consenting else ask_consent(turn)


def ask_consent(turn: Turn) -> None:
    """Before anything else the person reads what is kept and why, and agrees. The question stays one
    draft, so that each of its cards can be answered."""
    turn.open("consent", _text_of_consent(turn))


def _text_of_consent(turn: Turn) -> str:
    return f"version:{turn.work.ground.policy.consent_version}"


def is_consent_answer(turn: Turn) -> bool:
    """Whether this answers the question of consent, in the text's present version."""
    content = turn.inbound.content
    asked = drafts.existing(turn.work, turn.person_id, "consent", _text_of_consent(turn))
    if asked is None:
        return False
    if isinstance(content, Tap):
        return content.data.partition(".")[0] == str(asked.id)
    return isinstance(content, Text) and asked.is_open and forms.names_choice(turn, asked, content.text)


def welcome(turn: Turn) -> None:
    """The person is known and agrees: who they are here, and where to see what they owe."""
    name = turn.person.name if turn.person else ""
    posts = enrolment.posts_in_words(turn.work, turn.person_id)
    turn.say(messages.Enrolled(name, posts, len(turn.who.assigned_cells)))


def _consent_answered(turn: Turn, answered: Answered) -> None:
    if answered.result == "yes":
        enrolment.consent(turn.work, turn.person_id)
        turn.actor = people.actor(turn.work, turn.person_id)
        drafts.close(turn.work, answered.draft)
        return welcome(turn)
    # First gone, then said: what waits for the person is withdrawn, this answer is not.
    enrolment.leave(turn.work, turn.person_id)
    return answered.conclude(turn, messages.ConsentRefused())


def ask_to_leave(turn: Turn) -> None:
    """/ngung: asks, since it takes a new code to come back."""
    turn.open("leave", "person")


def _leave_answered(turn: Turn, answered: Answered) -> None:
    if answered.result != "yes":
        return answered.conclude(turn, messages.Stayed())
    enrolment.leave(turn.work, turn.person_id)
    return answered.conclude(turn, messages.Left())


def another_messenger(turn: Turn) -> None:
    """A fresh code, from a bound chat, for one more messenger of the same person."""
    code = invitations.issue(turn.work, turn.person_id)
    turn.say(messages.NewCode(code, invitations.valid_until(turn.work)))


def _own(turn: Turn, subject: str) -> bool:
    return True  # the draft is the person's own


CONVERSATIONS = {
    "consent": Conversation(_own, _consent_answered),
    "leave": Conversation(_own, _leave_answered),
}
