"""The office: whom to ring, which cells have no date, declines to decide, a new roster."""

from bot.domain.access import may_decide_declines, may_import_roster, may_see_call_list, require
from bot.domain.calendar import period_of, shift
from bot.domain.chat import FileOffered, FileRead
from bot.domain.people import Place, Role
from bot.domain.workbooks import FileReason
from bot.messages import Message, general
from bot.messages import office as messages
from bot.services import files, imports, lists, people
from bot.services.chats import Organisation
from handlers.forms import Answered, Conversation
from handlers.turn import Turn


def call_list(turn: Turn, _: str = "") -> None:
    """/danhba: whom to ring today."""
    turn.open("list", f"day:{_body(turn).id}:{turn.work.today:%Y%m%d}:call_list")


def without_date(turn: Turn, _: str = "") -> None:
    """/chuacolich: cells without a date, of the month that is being scheduled."""
    turn.open("list", f"body:{_body(turn).id}:{_period_being_scheduled(turn)}:without_date")


def declines(turn: Turn, _: str = "") -> None:
    """/lydo: reasoned declines of the months still open, the older month first."""
    body, periods = _body(turn), lists.open_periods(turn.work)
    waiting = [p for p in periods if lists.declines_for(turn.work, f"body:{body.id}:{p}:asked").duties]
    turn.open(
        "declines", f"body:{body.id}:{next(iter(waiting or periods[:1]), period_of(turn.work.today))}:asked"
    )


def _period_being_scheduled(turn: Turn) -> int:
    this = period_of(turn.work.today)
    opening_at = turn.work.ground.policy.opening_at(shift(this, 1), turn.work.ground.zone)
    return shift(this, 1) if opening_at <= turn.work.now else this


def _body(turn: Turn) -> Organisation:
    """The highest organisation whose office this person is."""
    bodies = people.bodies_of(turn.work, turn.who, Role.OFFICE)
    require(bool(bodies) and may_see_call_list(turn.who, people.place(bodies[0])), "not_office")
    return bodies[0]


def _place_of(turn: Turn, subject: str) -> Place:
    return people.place(turn.work.session.get_one(Organisation, int(subject.split(":")[1])))


def _may_read(turn: Turn, subject: str) -> bool:
    return may_see_call_list(turn.who, _place_of(turn, subject))


def _may_decide(turn: Turn, subject: str) -> bool:
    return may_decide_declines(turn.who, _place_of(turn, subject))


def _decided(turn: Turn, answered: Answered) -> None:
    word, draft = answered.state, answered.draft
    is_done = lists.decide(turn.work, draft.subject, word.duty_id, word.is_accepted, turn.person_id)
    turn.show(draft, in_place=answered.in_place)
    if not is_done:
        turn.say(messages.DeclineSettled())


def _nothing(turn: Turn, answered: Answered) -> None:
    """Turning pages decides nothing."""


def may_send_roster(turn: Turn) -> bool:
    """Whether this person may change the roster of anything; of what exactly, the workbook decides."""
    return any(may_import_roster(turn.who, office.place) for office in turn.who.offices)


def file_offered(turn: Turn, file: FileOffered) -> None:
    """A workbook from the office is fetched and read outside of this turn; every other file is refused."""
    takes_rosters = may_send_roster(turn)
    if not takes_rosters or not files.is_workbook(file.name):
        return turn.say(general.FilesRefused(takes_rosters))
    if file.size > files.LIMIT:
        return turn.say(messages.FileTooLarge(files.LIMIT // 1024**2))
    fetch = files.accept(turn.work, turn.person_id, turn.address, file.name, file.size, file.handle)
    return turn.say(messages.FileReceived(fetch.name))


def file_read(turn: Turn, file: FileRead) -> None:
    """The workbook was read: show what it would do, or say why it cannot be imported."""
    fetch, subject = (
        files.read(turn.work, file.fetch_id, None if file.refused else file.parsed),
        _subject(file),
    )
    is_theirs = turn.actor is not None and turn.who.is_consenting and turn.person_id == fetch.person_id
    if not is_theirs:  # who sent it has left meanwhile
        return imports.forget(turn.work, subject)
    if file.refused:
        return turn.say(messages.FileRejected(fetch.name, imports.refusal_in_words(file.parsed)))
    why = _why_not(turn, fetch.name, subject)
    if why is not None:
        imports.forget(turn.work, subject)
        return turn.say(why)
    imports.remember_shown(turn.work, subject)
    turn.open("roster", subject)
    return None


def _subject(file: FileRead) -> str:
    return f"file:{file.fetch_id}"


def _why_not(turn: Turn, name: str, subject: str) -> Message | None:
    if not imports.is_roster(turn.work, subject):
        return messages.FileRejected(name, imports.refusal_in_words(FileReason.NO_ROSTER))
    return None if _may_import(turn, subject) else messages.RosterOutOfReach(name)


def _may_import(turn: Turn, subject: str) -> bool:
    return imports.is_within_reach(turn.work, subject, turn.who)


def _roster_answered(turn: Turn, answered: Answered) -> None:
    answered.conclude(turn, _imported(turn, answered))
    imports.forget(turn.work, answered.draft.subject)


def _imported(turn: Turn, answered: Answered) -> Message:
    if answered.result != "yes":
        return messages.RosterDropped()
    try:
        return imports.apply(turn.work, answered.draft.subject, turn.person_id)
    except imports.Changed:
        return messages.RosterChanged()


CONVERSATIONS = {
    "list": Conversation(_may_read, _nothing),
    "declines": Conversation(_may_decide, _decided),
    "roster": Conversation(_may_import, _roster_answered),
}
