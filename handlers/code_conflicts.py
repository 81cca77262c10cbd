"""A code used twice: the office says whose chat is the right one."""

from bot.domain.access import may_resolve_code_conflict
from bot.messages import enrolment as messages
from bot.services import code_conflicts, drafts, invitations, offices
from bot.services.chats import Invitation, Person
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def ask_office(turn: Turn, invitation: Invitation) -> None:
    """Put the question to everybody who may decide and has not been asked yet."""
    sheet, subject = turn.sheet("conflict"), f"invitation:{invitation.id}"
    for person in code_conflicts.who_decides(turn.work, invitation):
        if not code_conflicts.is_asked(turn.work, invitation, person.id or 0):
            draft = drafts.begin(turn.work, sheet, person.id or 0, subject)
            drafts.show(turn.work, draft, drafts.card_of(turn.work, sheet, draft))


def _invitation(turn: Turn, subject: str) -> Invitation:
    return turn.work.session.get_one(Invitation, int(subject.split(":")[1]))


def _may_settle(turn: Turn, subject: str) -> bool:
    person_id = _invitation(turn, subject).person_id
    places = offices.places_of(turn.work, person_id)
    return person_id != turn.person_id and any(may_resolve_code_conflict(turn.who, place) for place in places)


def _answered(turn: Turn, answered: Answered) -> None:
    invitation = _invitation(turn, answered.draft.subject)
    name = turn.work.session.get_one(Person, invitation.person_id).name
    if answered.result == "keep":
        is_done = code_conflicts.keep(turn.work, invitation, turn.person_id)
        return answered.conclude(
            turn, messages.ConflictKept(name) if is_done else messages.ConflictSettled(name)
        )
    code = code_conflicts.reissue(turn.work, invitation, turn.person_id)
    if code is None:
        return answered.conclude(turn, messages.ConflictSettled(name))
    valid_until = invitations.valid_until(turn.work)
    return answered.conclude(turn, messages.ConflictReissued(name, code, valid_until))


CONVERSATIONS = {"conflict": Conversation(_may_settle, _answered)}
