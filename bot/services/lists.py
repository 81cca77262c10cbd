"""The office's lists, made when looked at: whom to ring, which cells have no date, what to decide."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from bot.domain.duties import DeclineReason
from bot.domain.people import Role
from bot.forms.office import Declines, Leaf
from bot.messages.office import (
    CallList,
    CellLine,
    CellsWithoutDate,
    DeclineLine,
    DeclinesAsked,
    DeclinesDone,
)
from bot.services import call_list, morning, people, visits
from bot.services.call_list import Call
from bot.services.work import Work
from db.models import Meeting, Organisation, Person, Visit
from db.queries import people as people_queries
from db.queries import visits as queries

T = TypeVar("T")

CELLS_A_PAGE = 12
CALLS_A_PAGE = 10
DECLINES_A_PAGE = 5


def leaf(work: Work, subject: str, number: int) -> Leaf:
    """A page (from 0) of a list: "body:1:202612:without_date" or "day:1:20261203:call_list". Within one
    transaction it is made once: to see whether anything is left, and to show it."""
    made: dict[tuple[str, int], Leaf] = work.session.info.setdefault("leaves", {})
    if (subject, number) not in made:
        made[subject, number] = _leaf(work, subject, number)
    return made[subject, number]


def _leaf(work: Work, subject: str, number: int) -> Leaf:
    _, body_id, when, step = subject.split(":")
    body = work.session.get_one(Organisation, int(body_id))
    if step == "without_date":
        return _without_date(work, body, int(when), number)
    return _call_list(work, body, date(int(when[:4]), int(when[4:6]), int(when[6:])), number)


def has_something_left(work: Work, form: str, subject: str) -> bool:
    """Whether a list still names anybody, or an alarm; other forms always have something to say."""
    if form == "declines":
        return bool(declines_for(work, subject).duties)
    if form != "list":
        return True
    first = leaf(work, subject, 0).message
    if isinstance(first, CallList) and first.account is not None and first.account.alarms:
        return True
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
    found = call_list.calls(work, body, day)
    unreachable = sum(1 for call in found if not call.is_reachable)
    owing = sum(1 for call in found if call.debts)
    unvisited = people_queries.cells_unvisited(work.session, body.path, day)
    shown, number, pages = _page([*found, *unvisited], CALLS_A_PAGE, number)
    lines = tuple(call_list.line(work, one) for one in shown if isinstance(one, Call))
    cells = tuple(_with_parent(work, one) for one in shown if isinstance(one, Organisation))
    account = morning.since_last_list(work, day) if number == 0 else None
    troubled = sum(1 for call in found if call.trouble)
    message = CallList(
        day, unreachable, owing, number + 1, pages, lines, len(unvisited), cells, account, troubled
    )
    return Leaf(message, pages)


def _with_parent(work: Work, cell: Organisation) -> str:
    above = people.parent_name(work, cell)
    return f"{cell.name} ({above})" if above else cell.name


def declines_for(work: Work, subject: str) -> Declines:
    """Reasoned declines of "body:1:202612:step" that wait for the office's word."""
    period, rows = int(subject.split(":")[2]), _waiting(work, subject)
    if not rows:
        return Declines(DeclinesDone(period), ())
    shown = list(enumerate(list(rows.values())[:DECLINES_A_PAGE], 1))
    lines = tuple(
        DeclineLine(
            number,
            person.name,
            people.cell_name(work, cell),
            meeting.starts_at.astimezone(work.ground.zone),
            visit.decline_reason or DeclineReason.OTHER,
        )
        for number, (visit, person, cell, meeting) in shown
    )
    closes_at = work.ground.policy.closing_at(period, work.ground.zone)
    message = DeclinesAsked(period, len(rows), lines, closes_at)
    return Declines(message, tuple((number, row[0].duty_id or 0) for number, row in shown))


def _waiting(work: Work, subject: str) -> dict[int, tuple[Visit, Person, Organisation, Meeting]]:
    """By duty: of one that was declined for several meetings, the last."""
    _, body_id, period, _ = subject.split(":")
    body = work.session.get_one(Organisation, int(body_id))
    found = queries.declines_to_decide(work.session, body.path, int(period))
    return {row[0].duty_id or 0: row for row in found}


def _page(items: Sequence[T], size: int, number: int) -> tuple[Sequence[T], int, int]:
    """The items of a page, the page that is really shown, and how many there are (at least one)."""
    pages = max(1, -(-len(items) // size))
    number = max(0, min(number, pages - 1))
    return items[number * size : (number + 1) * size], number, pages


def open_periods(work: Work) -> Sequence[int]:
    """Periods that have opened and not closed, earliest first."""
    return queries.open_periods(work.session)


def decide(work: Work, subject: str, duty_id: int, is_accepted: bool, by: int) -> bool:
    """The office's word on a reasoned decline of "body:1:202612:step"; False when it does not wait for
    one any more: somebody was faster, the visitor came after all, the period has closed."""
    duty = queries.lock_duty(work.session, duty_id)
    if duty is None or duty.id not in _waiting(work, subject):
        return False
    visit = queries.declined_visit(work.session, duty_id)
    try:
        return visit is not None and visits.decide(work, duty, visit, is_accepted, by)
    except visits.Closed:
        return False
