"""The scores of a meeting side by side, and the superior committee's own score of a meeting below it."""

from bot.domain.access import may_see_meeting, require
from bot.domain.duties import SheetRole
from bot.domain.people import Role
from bot.services import score_lists
from bot.services.judging import subject_of
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def superior(turn: Turn, _: str = "") -> None:
    """/chamcap: which meeting the committee scores; the only one at once."""
    require(_stands_above(turn), "not_superior")
    found = score_lists.to_score(turn.work, turn.who)
    if len(found) == 1:
        turn.open("scoring", subject_of(found[0][0].id or 0, SheetRole.SUPERIOR))
    else:
        turn.open("pick_meeting", "superior")


def look(turn: Turn, _: str = "") -> None:
    """/phieudiem: the scores of which meeting; those of the only one at once."""
    found = score_lists.to_look_at(turn.work, turn.who)
    if len(found) == 1:
        turn.open("score_card", f"meeting:{found[0][0].id}")
    else:
        turn.open("pick_meeting", "scores")


def _stands_above(turn: Turn) -> bool:
    return any(office.role in (Role.OFFICE, Role.LEADERSHIP) for office in turn.who.offices)


def _picked(turn: Turn, answered: Answered) -> None:
    meeting_id = answered.state.picked
    if answered.draft.subject == "superior":
        turn.open("scoring", subject_of(meeting_id, SheetRole.SUPERIOR))
    else:
        turn.open("score_card", f"meeting:{meeting_id}")


def _may_pick(turn: Turn, subject: str) -> bool:
    return subject != "superior" or _stands_above(turn)


def _may_look(turn: Turn, subject: str) -> bool:
    return may_see_meeting(turn.who, score_lists.place_of(turn.work, subject))


def _corrected(turn: Turn, answered: Answered) -> None:
    meeting_id = int(answered.draft.subject.split(":")[1])
    turn.open("scoring", subject_of(meeting_id, answered.state.fixes))


CONVERSATIONS = {
    "pick_meeting": Conversation(_may_pick, _picked),
    "score_card": Conversation(_may_look, _corrected),
}
