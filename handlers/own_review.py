"""The secretary's own word on a meeting of the cell: the figures, then the cell's own score."""

from bot.domain.access import may_score_own_cell, require
from bot.forms.attendance import AttendanceAnswer
from bot.messages import general
from bot.messages.cells import CellReportRecorded, NotHeldRecorded, NothingToReview
from bot.services import own_reviews, people, to_do
from bot.services.visits import Closed
from handlers import menu
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def start(turn: Turn, _: str = "") -> None:
    """/tucham: the one meeting that the cell has still to judge, or a choice among several; with none,
    what it judged without having said what it will remedy."""
    require(bool(people.cells_of(turn.work, turn.who)), "not_secretary")
    items = to_do.own_reviews_of(turn.work, turn.who) or to_do.remedies_of(
        turn.work, turn.who, even_if_none=False
    )
    if not items:
        return turn.say(NothingToReview())
    return menu.offer(turn, items, is_choice=True)


def may_speak_for_cell(turn: Turn, subject: str) -> bool:
    """Whether this person tells what the cell itself says of a meeting, "meeting:ID", still open."""
    meeting, cell = own_reviews.cell_of(turn.work, subject)
    require(may_score_own_cell(turn.who, people.place(cell)), "not_secretary")
    require(not own_reviews.is_closed(turn.work, meeting), "closed")
    return True


def _reported(turn: Turn, answered: Answered) -> None:
    meeting, _ = own_reviews.cell_of(turn.work, answered.draft.subject)
    context, facts = answered.context, answered.state.facts
    try:
        if answered.result == AttendanceAnswer.NOT_HELD:
            own_reviews.report_not_held(turn.work, meeting, turn.person_id)
            return answered.conclude(turn, NotHeldRecorded(context.cell, context.starts_at))
        own_reviews.report_held(turn.work, meeting, turn.person_id, facts)
    except Closed:
        return answered.conclude(turn, general.NotAllowed("closed"))
    answered.conclude(turn, CellReportRecorded(context.cell, context.starts_at, facts))
    turn.open(*own_reviews.next_step(turn.work, meeting))
    return None


CONVERSATIONS = {"cell_report": Conversation(may_speak_for_cell, _reported)}
