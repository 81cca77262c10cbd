"""A score sheet of any role, from the first line to the confirmation."""

from bot.domain.access import may_score, may_score_as_superior, may_score_own_cell, require
from bot.domain.duties import SheetRole
from bot.forms.scoring import filling
from bot.messages import general
from bot.messages.scoring import ScoreRecorded
from bot.services import judging, people, scoring
from bot.services.judging import Task
from bot.services.visits import Closed
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def _may_score(turn: Turn, subject: str) -> bool:
    task = judging.task_of(turn.work, turn.person_id, subject)
    require(not judging.is_closed(turn.work, task), "closed")
    return _may_in_role(turn, task)


def _may_in_role(turn: Turn, task: Task) -> bool:
    if task.role is SheetRole.VISITOR:
        return may_score(turn.who, task.meeting.cell_id, task.scorer_id)
    cell = people.place_of(turn.work, task.meeting.cell_id)
    may = may_score_own_cell if task.role is SheetRole.SELF else may_score_as_superior
    return may(turn.who, cell)


def _submitted(turn: Turn, answered: Answered) -> None:
    task = judging.task_of(turn.work, turn.person_id, answered.draft.subject)
    context = answered.context
    try:
        sheet, result = scoring.submit(turn.work, task, context.rubric, filling(answered.state))
    except Closed:
        return answered.conclude(turn, general.NotAllowed("closed"))
    answered.conclude(
        turn,
        ScoreRecorded(
            context.cell,
            context.starts_at,
            result.total,
            context.rubric.maximum,
            result.grade,
            sheet.version,
            context.closes_at,
            context.role,
        ),
    )
    if task.role is SheetRole.SELF and sheet.version == 1:
        turn.open("remedies", f"meeting:{task.meeting.id}")
    return None


CONVERSATIONS = {"scoring": Conversation(_may_score, _submitted)}
