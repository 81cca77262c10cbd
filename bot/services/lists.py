"""The office's lists, made when looked at: whom to ring, which cells have no date, what to decide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from bot.domain.calendar import first_day, shift
from bot.domain.duties import DeclineReason, Outcome
from bot.domain.people import Role
from bot.forms.office import Declines, Leaf
from bot.messages.office import (
    CallLine,
    CallList,
    CellLine,
    CellsWithoutDate,
    DeclineLine,
    DeclinesAsked,
    DeclinesDone,
)
from bot.services import people, visits
from bot.services.work import Work
from db.models import Duty, Organisation, Person
from db.queries import people as people_queries
from db.queries import visits as queries

T = TypeVar("T")

CELLS_A_PAGE = 12
CALLS_A_PAGE = 10
DECLINES_A_PAGE = 5


def leaf(work: Work, subject: str, number: int) -> Leaf:
    """A page (from 0) of a list: "body:1:202612:without_date" or "day:1:20261203:call_list"."""
    _, body_id, when, step = subject.split(":")
    body = work.session.get_one(Organisation, int(body_id))
    if step == "without_date":
        return _without_date(work, body, int(when), number)
    return _call_list(work, body, date(int(when[:4]), int(when[4:6]), int(when[6:])), number)


def has_something_left(work: Work, form: str, subject: str) -> bool:
    """Whether a list still names anybody; other forms always have something to say."""
    if form == "declines":
        return bool(declines_for(work, subject).duties)
    if form != "list":
        return True
    first = leaf(work, subject, 0).message
    return bool(first.lines) if isinstance(first, CallList | CellsWithoutDate) else True


def _without_date(work: Work, body: Organisation, period: int, number: int) -> Leaf:
    cells = queries.cells_without_date(work.session, body.path, period)
    visited = people_queries.visited_cells(work.session, work.today)
    shown, number, pages = _page(cells, CELLS_A_PAGE, number)
    lines = tuple(_cell_line(work, cell, (cell.id or 0) in visited) for cell in shown)
    return Leaf(CellsWithoutDate(period, len(cells), number + 1, pages, lines), pages)


def _cell_line(work: Work, cell: Organisation, has_visitor: bool) -> CellLine:
    found = people.holders(work, cell.id or 0, Role.SECRETARY, Role.DEPUTY)
    secretary = found[0] if found else None
    return CellLine(
        cell.name,
        people.parent_name(work, cell),
        secretary.name if secretary else None,
        secretary.phone if secretary else None,
        has_visitor,
    )


def _call_list(work: Work, body: Organisation, day: date, number: int) -> Leaf:
    calls = _calls(work, body, day)
    unreachable = sum(1 for call in calls if call.why == "unreachable")
    unvisited = len(people_queries.cells_unvisited(work.session, body.path, day))
    shown, number, pages = _page(calls, CALLS_A_PAGE, number)
    lines = tuple(_call_line(work, call) for call in shown)
    message = CallList(day, unreachable, len(calls) - unreachable, number + 1, pages, lines, unvisited)
    return Leaf(message, pages)


@dataclass(frozen=True)
class _Call:
    person_id: int
    why: str
    about: tuple[str, ...]


def _calls(work: Work, body: Organisation, day: date) -> list[_Call]:
    """Whoever cannot be reached comes first, then who owes something."""
    reached = people_queries.reachable_people(work.session, work.ground.policy.consent_version)
    owing = _owing(work, body)
    lost = [
        _Call(person.id or 0, "unreachable", owing.get(person.id or 0, ("", ()))[1])
        for person in people_queries.active_people(work.session, body.path, day)
        if person.id not in reached
    ]
    return lost + [_Call(one, why, about) for one, (why, about) in owing.items() if one in reached]


def _owing(work: Work, body: Organisation) -> dict[int, tuple[str, tuple[str, ...]]]:
    """Who owes what, and about which cells."""
    owing: dict[int, tuple[str, tuple[str, ...]]] = {}
    for person, cell in _owed_registrations(work, body):
        owing[person.id or 0] = ("owes_registration", (*owing.get(person.id or 0, ("", ()))[1], cell))
    for visit, _, _, where in queries.owed_reports(work.session, body.path, work.now - timedelta(days=1)):
        why = "owes_score" if visit.outcome is Outcome.ATTENDED else "owes_report"
        owing[visit.person_id] = (why, (*owing.get(visit.person_id, ("", ()))[1], where.name))
    return owing


def _owed_registrations(work: Work, body: Organisation) -> Iterable[tuple[Person, str]]:
    for period in queries.open_periods(work.session):
        if first_day(shift(period, 1)) <= work.today:
            continue  # the month is over: the office decides, the secretary is not chased
        for cell in queries.cells_without_date(work.session, body.path, period):
            person = people.responsible_for(work, cell.id or 0)
            if person is not None:
                yield person, cell.name


def _call_line(work: Work, call: _Call) -> CallLine:
    person = work.session.get_one(Person, call.person_id)
    post = people_queries.main_post(work.session, call.person_id, work.today)
    return CallLine(person.name, post, person.phone, call.why, tuple(dict.fromkeys(call.about))[:3])


def declines_for(work: Work, subject: str) -> Declines:
    """Reasoned declines of "body:1:202612:step" that wait for the office's word."""
    _, body_id, period, _ = subject.split(":")
    body = work.session.get_one(Organisation, int(body_id))
    rows = list(
        {row[0].id: row for row in queries.declines_to_decide(work.session, body.path, int(period))}.values()
    )
    if not rows:
        return Declines(DeclinesDone(int(period)), ())
    shown = list(enumerate(rows[:DECLINES_A_PAGE], 1))
    lines = tuple(
        DeclineLine(
            number,
            person.name,
            cell.name,
            meeting.starts_at.astimezone(work.ground.zone),
            visit.decline_reason or DeclineReason.OTHER,
        )
        for number, (visit, person, cell, meeting) in shown
    )
    closes_at = work.ground.policy.closing_at(int(period), work.ground.zone)
    message = DeclinesAsked(int(period), len(rows), lines, closes_at)
    return Declines(message, tuple((number, row[0].duty_id or 0) for number, row in shown))


def _page(items: Sequence[T], size: int, number: int) -> tuple[Sequence[T], int, int]:
    """The items of a page, the page that is really shown, and how many there are (at least one)."""
    pages = max(1, -(-len(items) // size))
    number = max(0, min(number, pages - 1))
    return items[number * size : (number + 1) * size], number, pages


def open_periods(work: Work) -> Sequence[int]:
    """Periods that have opened and not closed, earliest first."""
    return queries.open_periods(work.session)


def decide(work: Work, duty_id: int, is_accepted: bool, by: int) -> bool:
    """The office's word on a reasoned decline; False when somebody was faster."""
    duty = work.session.get(Duty, duty_id)
    visit = queries.declined_visit(work.session, duty_id)
    if duty is None or visit is None:
        return False
    return visits.decide(work, duty, visit, is_accepted, by)
