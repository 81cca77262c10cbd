"""The cell's own review: what it will remedy, what became of it, and what the visitor found."""

from bot.domain.access import may_report, may_score_own_cell, require
from bot.domain.duties import SheetRole
from bot.forms.menu import MenuItem
from bot.messages import general
from bot.messages.remedies import NoRemedies, RemediesAnswered, RemediesCheckedRecorded, RemediesRecorded
from bot.services import attendance, own_reviews, people, remedies, to_do, visits, wordings
from bot.services.visits import Closed
from handlers import menu
from handlers.forms import Answered, Conversation
from handlers.own_review import may_speak_for_cell
from handlers.turn import Turn


def start(turn: Turn, _: str = "") -> None:
    """/khacphuc: what the cell has still to remedy, and the meetings after which it has named nothing; a
    choice among several."""
    cells = people.cells_of(turn.work, turn.who)
    require(bool(cells), "not_secretary")
    subjects = [f"cell:{cell.id}" for cell in cells if remedies.has_open(turn.work, cell.id or 0)]
    items = [MenuItem("preparation", one, wordings.due(turn.work, "preparation", one)) for one in subjects]
    items += to_do.remedies_of(turn.work, turn.who)
    if not items:
        return turn.say(NoRemedies())
    return menu.offer(turn, items, is_choice=True)


def _named(turn: Turn, answered: Answered) -> None:
    meeting, _ = own_reviews.cell_of(turn.work, answered.draft.subject)
    context, points = answered.context, answered.state.points
    try:
        remedies.save(turn.work, meeting, turn.person_id, points)
    except Closed:
        return answered.conclude(turn, general.NotAllowed("closed"))
    return answered.conclude(turn, RemediesRecorded(context.cell, context.starts_at, points))


def _may_prepare(turn: Turn, subject: str) -> bool:
    cell = people.place_of(turn.work, int(subject.split(":")[1]))
    require(may_score_own_cell(turn.who, cell), "not_secretary")
    return True


def _marked(turn: Turn, answered: Answered) -> None:
    cell_id = int(answered.draft.subject.split(":")[1])
    remedies.say(turn.work, answered.state, turn.person_id, SheetRole.SELF, cell_id)


def _may_check(turn: Turn, subject: str) -> bool:
    meeting, visit = attendance.visit_of(turn.work, turn.person_id, subject)
    require(may_report(turn.who, meeting.cell_id, visit.person_id), "not_assigned")
    require(not visits.is_closed(turn.work, visit), "closed")
    return True


def _checked(turn: Turn, answered: Answered) -> None:
    """On to the next point, or to the score sheet."""
    subject = answered.draft.subject
    meeting, _ = attendance.visit_of(turn.work, turn.person_id, subject)
    if answered.result == "said":
        remedies.say(turn.work, answered.state, turn.person_id, SheetRole.VISITOR, meeting.cell_id, meeting)
        if remedies.has_some_to_check(turn.work, turn.person_id, subject):
            return
    context = answered.context
    if not context.lines:
        answered.conclude(turn, RemediesAnswered(context.cell, context.at))
        turn.open("scoring", subject)
        return
    fixed, not_fixed = remedies.found_at(turn.work, meeting)
    answered.conclude(turn, RemediesCheckedRecorded(context.cell, context.at, fixed, not_fixed))
    turn.open("scoring", subject)


CONVERSATIONS = {
    "remedies": Conversation(may_speak_for_cell, _named),
    "preparation": Conversation(_may_prepare, _marked),
    "remedy_check": Conversation(_may_check, _checked),
}
