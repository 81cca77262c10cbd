"""The visitor's side: will come or not, was there or not, and what is still to do."""

from bot.domain.access import may_report, may_respond, require
from bot.domain.vietnamese import fold
from bot.forms.attendance import AttendanceAnswer
from bot.forms.menu import MenuState
from bot.messages import general
from bot.messages import visits as messages
from bot.messages.scoring import NothingToReport
from bot.services import attendance, drafts, remedies, responding, scoring, sheets, visits
from bot.services import to_do as tasks
from bot.services.visits import Closed
from handlers import menu
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def to_do(turn: Turn, _: str = "") -> None:
    """/viec: everything that waits for this person, as buttons."""
    items = tasks.of(turn.work, turn.who)
    if items:
        return menu.offer(turn, items)
    coming = tasks.answered_of(turn.work, turn.who)
    if not coming:
        return turn.say(general.NothingToDo())
    turn.open("menu", "coming", state=MenuState(tuple(coming), is_coming=True))
    return None


def report(turn: Turn, rest: str = "") -> None:
    """/cham: the one report that is owed, or a choice among several; with nothing owed, or by "/cham sửa",
    the sheets that were sent, to be corrected."""
    owed = tasks.reports_of(turn.work, turn.who)
    items = owed or tasks.declined_of(turn.work, turn.who)
    sent = scoring.sent_by(turn.work, turn.person_id)
    if sent and (not items or fold(rest) == "sua"):
        turn.open("menu", "sent", state=MenuState(tuple(sent), is_sent=True, is_all=not owed))
    elif items:
        menu.offer(turn, items, is_choice=True)
    else:
        turn.say(NothingToReport())


def _may_respond(turn: Turn, subject: str) -> bool:
    meeting, visit = responding.visit_of(turn.work, turn.person_id, subject)
    require(not visits.is_closed(turn.work, visit), "closed")
    return may_respond(turn.who, meeting.cell_id, visit.person_id)


def _may_report(turn: Turn, subject: str) -> bool:
    meeting, visit = attendance.visit_of(turn.work, turn.person_id, subject)
    require(may_report(turn.who, meeting.cell_id, visit.person_id), "not_assigned")
    require(not visits.is_closed(turn.work, visit), "closed")
    return True


def _responded(turn: Turn, answered: Answered) -> None:
    _, visit = attendance.visit_of(turn.work, turn.person_id, answered.draft.subject)
    try:
        if answered.result == "confirmed":
            visits.confirm(turn.work, visit)
        else:
            visits.decline(turn.work, visit, answered.state.reason)
    except Closed:
        answered.conclude(turn, general.NotAllowed("closed"))
    begun = sheets.under_way(turn.work, turn.person_id)
    if begun is not None:
        drafts.focus(turn.work, begun)  # what was being filled in goes on


def _reported(turn: Turn, answered: Answered) -> None:
    _, visit = attendance.visit_of(turn.work, turn.person_id, answered.draft.subject)
    cell, starts_at = answered.context.cell, answered.context.starts_at
    try:
        if answered.result == AttendanceAnswer.ATTENDED:
            visits.report_attended(turn.work, visit, answered.state.facts)
            answered.conclude(turn, messages.AttendanceRecorded(cell, starts_at, answered.state.facts))
            subject = answered.draft.subject
            turn.open(remedies.form_to_score(turn.work, turn.person_id, subject), subject)
        elif answered.result == AttendanceAnswer.ABSENT:
            visits.report_absent(turn.work, visit, answered.state.reason)
            answered.conclude(turn, messages.AbsenceRecorded(cell, starts_at, answered.state.reason))
        else:
            visits.report_not_held(turn.work, visit)
            answered.conclude(turn, messages.MeetingNotHeldRecorded(cell, starts_at))
    except Closed:
        answered.conclude(turn, general.NotAllowed("closed"))


CONVERSATIONS = {
    "respond": Conversation(_may_respond, _responded),
    "attendance": Conversation(_may_report, _reported),
}
