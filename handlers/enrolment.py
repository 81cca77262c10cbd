"""How somebody becomes known, agrees, adds a messenger, asks about their data, and leaves."""

import re

from bot.domain import access
from bot.domain.chat import Text
from bot.forms.confirmations import Answer
from bot.messages import enrolment as messages
from bot.services import drafts, enrolment, invitations, people
from bot.services.chats import Invitation, Person
from bot.services.enrolment import CodeOutcome
from handlers.forms import Answered, Conversation
from handlers.turn import Turn

_START = re.compile(r"/start(@\w+)?(\s+(?P<code>\S.*))?$", re.IGNORECASE | re.DOTALL)


def unknown(turn: Turn) -> None:
    """A chat that nobody is known for: only a code is of interest. After five wrong ones, silence."""
    if turn.address.suspended_at is not None:
        return turn.say(messages.Suspended())
    if enrolment.is_silenced(turn.work, turn.address):
        return None
    code = code_in(turn.inbound.content.text) if isinstance(turn.inbound.content, Text) else None
    if code is None:
        return turn.say(messages.Welcome())
    return _enter(turn, code)


def code_in(text: str) -> str | None:
    """What may be meant as a code: after /start, or a whole message that looks like one."""
    started = _START.match(text.strip())
    if started:
        return started["code"]
    return text if invitations.looks_like_code(text) else None


def _enter(turn: Turn, code: str) -> None:
    outcome, invitation = enrolment.enter_code(turn.work, turn.address, code)
    if outcome is CodeOutcome.BOUND and invitation is not None:
        return _ask_consent_of(turn, invitation.person_id)
    if outcome is CodeOutcome.USED and invitation is not None:
        _ask_office(turn, invitation)
    turn.say(
        {
            CodeOutcome.LOCKED: messages.CodesLocked(),
            CodeOutcome.EXPIRED: messages.CodeExpired(),
            CodeOutcome.USED: messages.CodeUsed(),
        }.get(outcome)
        or messages.CodeWrong(enrolment.tries_left(turn.work, turn.address))
    )
    return None


def known_again(turn: Turn, code: str) -> None:
    """A known person opens a start link: their own code changes nothing, another's goes the usual way."""
    if enrolment.is_own_code(turn.work, turn.address, code):
        return welcome(turn)
    return _enter(turn, code)


def _ask_consent_of(turn: Turn, person_id: int) -> None:
    turn.person = turn.work.session.get_one(Person, person_id)
    turn.actor = people.actor(turn.work, person_id)
    if turn.actor.is_consenting:
        return welcome(turn)
    return ask_consent(turn)


def ask_consent(turn: Turn) -> None:
    """Before anything else the person reads what is kept and why, and agrees."""
    turn.open("consent", "person", state=Answer())


def welcome(turn: Turn) -> None:
    """The person is known and agrees: who they are here, and what they owe now."""
    person = turn.person
    name = person.name if person else ""
    posts = enrolment.posts_in_words(turn.work, turn.person_id)
    turn.say(messages.Enrolled(name, posts, len(turn.who.assigned_cells)))


def _consent_answered(turn: Turn, answered: Answered) -> None:
    if answered.result == "yes":
        enrolment.consent(turn.work, turn.person_id)
        turn.actor = people.actor(turn.work, turn.person_id)
        drafts.close(turn.work, answered.draft)
        return welcome(turn)
    answered.conclude(turn, messages.ConsentRefused())
    return enrolment.leave(turn.work, turn.person_id)


def ask_to_leave(turn: Turn) -> None:
    """/ngung: asks, since it takes a new code to come back."""
    turn.open("leave", "person", state=Answer())


def _leave_answered(turn: Turn, answered: Answered) -> None:
    if answered.result != "yes":
        return answered.conclude(turn, messages.Stayed())
    answered.conclude(turn, messages.Left())
    return enrolment.leave(turn.work, turn.person_id)


def another_messenger(turn: Turn) -> None:
    """A fresh code, from a bound chat, for one more messenger of the same person."""
    code = invitations.issue(turn.work, turn.person_id)
    turn.say(messages.NewCode(code, invitations.valid_until(turn.work)))


def _ask_office(turn: Turn, invitation: Invitation) -> None:
    for person in enrolment.offices_for(turn.work, invitation.person_id):
        sheet = turn.sheet("conflict")
        draft = drafts.begin(turn.work, sheet, person.id or 0, f"invitation:{invitation.id}", state=Answer())
        drafts.show(turn.work, draft, drafts.card_of(turn.work, sheet, draft))


def _may_settle(turn: Turn, subject: str) -> bool:
    invitation = turn.work.session.get_one(Invitation, int(subject.split(":")[1]))
    places = enrolment.places_of(turn.work, invitation.person_id)
    return any(access.may_resolve_code_conflict(turn.who, place) for place in places)


def _conflict_answered(turn: Turn, answered: Answered) -> None:
    invitation = turn.work.session.get_one(Invitation, int(answered.draft.subject.split(":")[1]))
    name = turn.work.session.get_one(Person, invitation.person_id).name
    if enrolment.is_settled(turn.work, invitation):
        return answered.conclude(turn, messages.ConflictSettled(name))
    if answered.result == "keep":
        enrolment.keep_binding(turn.work, invitation, turn.person_id)
        return answered.conclude(turn, messages.ConflictKept(name))
    code = enrolment.reissue(turn.work, invitation, turn.person_id)
    reissued = messages.ConflictReissued(name, code, invitations.valid_until(turn.work))
    return answered.conclude(turn, reissued)


def show_data(turn: Turn) -> None:
    """/dulieu: a copy of what is kept, and two requests to the office."""
    turn.open("data", "person", state=Answer())


def _data_answered(turn: Turn, answered: Answered) -> None:
    for person in enrolment.offices_for(turn.work, turn.person_id):
        turn.tell(person.id or 0, enrolment.data_request(turn.work, turn.person_id, answered.result))
    answered.conclude(turn, messages.DataRequested(answered.result))


def _own(turn: Turn, subject: str) -> bool:
    return True  # the draft is the person's own


CONVERSATIONS = {
    "consent": Conversation(_own, _consent_answered),
    "leave": Conversation(_own, _leave_answered),
    "conflict": Conversation(_may_settle, _conflict_answered),
    "data": Conversation(_own, _data_answered),
}
