"""/dulieu: a copy of what is kept about the person, and two requests to the office."""

from bot.messages import enrolment as messages
from bot.services import offices, personal_data
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def show(turn: Turn, _: str = "") -> None:
    """The copy, with the two requests as buttons."""
    turn.open("data", "person")


def _requested(turn: Turn, answered: Answered) -> None:
    told, office = personal_data.request(turn.work, turn.person_id, answered.result)
    for person in office:
        turn.tell(person.id or 0, told)
    is_passed_on = offices.is_reached(turn.work, office)
    answered.conclude(turn, messages.DataRequested(answered.result, told.answer_by_on, is_passed_on))


CONVERSATIONS = {"data": Conversation(lambda turn, subject: True, _requested)}
