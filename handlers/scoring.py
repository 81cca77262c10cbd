"""The visitor's score sheet, from the first line to the confirmation."""

from bot.domain.access import may_score, require
from bot.messages import general
from bot.messages.scoring import ScoreRecorded
from bot.services import attendance, scoring, visits
from bot.services.visits import Closed
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def _may_score(turn: Turn, subject: str) -> bool:
    meeting, visit = attendance.visit_of(turn.work, turn.person_id, subject)
    require(not visits.is_closed(turn.work, visit), "closed")
    return may_score(turn.who, meeting.cell_id, visit.person_id)


def _submitted(turn: Turn, answered: Answered) -> None:
    meeting, visit = attendance.visit_of(turn.work, turn.person_id, answered.draft.subject)
    rubric = answered.context.rubric
    try:
        result = scoring.submit(turn.work, meeting, visit, rubric, answered.state.answers)
    except Closed:
        return answered.conclude(turn, general.NotAllowed("closed"))
    cell, starts_at = answered.context.cell, answered.context.starts_at
    return answered.conclude(turn, ScoreRecorded(cell, starts_at, result.total, rubric.maximum, result.grade))


CONVERSATIONS = {"scoring": Conversation(_may_score, _submitted)}
