"""The forms of a body's cells before and after something is done: which cells change from what to what."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Generic, TypeVar

from bot.domain.annual import AnnualForm
from bot.domain.calendar import at, period_of
from bot.domain.meetings import Kind
from bot.domain.people import Place
from bot.domain.rubric import Rubric
from bot.domain.rubric_choice import Standing, chosen, covers
from bot.services import people
from bot.services.work import Work
from db.models import Organisation
from db.queries import rubrics as queries
from db.queries import visits as visit_queries

F = TypeVar("F", Rubric, AnnualForm)
Test = Callable[[F], bool]


@dataclass(frozen=True)
class Named:
    """A form as it is told; without a body it is the program's own."""

    name: str
    version: int
    title: str
    body: str | None


@dataclass(frozen=True)
class Instead:
    """How many cells come from one form to another; a cell counts twice when its kinds of meeting differ."""

    before: Named
    after: Named
    cells: int


@dataclass(frozen=True)
class Other:
    """How many cells are judged by which form at meetings of a kind that the form in question is not for."""

    kind: Kind
    form: Named
    cells: int


@dataclass(frozen=True)
class Change(Generic[F]):
    """What stands around a body before and after, looked at on a day; `default` is what cells without any go
    by; meetings count since a day that may be earlier (held by now, and not scored)."""

    body: Organisation
    on: date
    since: date
    before: Sequence[Standing[F]]
    after: Sequence[Standing[F]]
    default: F


def replacements(
    work: Work, change: Change[F], tests: Sequence[Test[F]]
) -> tuple[tuple[Instead, ...], int, int]:
    """What replaces what, most cells first, and how many cells change and how many do not."""
    cells = _cells(work, change)
    pairs = [set(_pairs(work, change, cell, tests)) for cell in cells]
    found = Counter(pair for of_cell in pairs for pair in of_cell)
    changed = sum(map(bool, pairs))
    instead = tuple(Instead(before, after, count) for (before, after), count in found.most_common())
    return instead, changed, len(cells) - changed


def others(work: Work, change: Change[Rubric], kinds: Sequence[Kind]) -> tuple[Other, ...]:
    """What meetings of other kinds go by afterwards, kind by kind, most cells first."""
    cells = _cells(work, change)
    return tuple(
        Other(kind, form, count)
        for kind in Kind
        if kind not in kinds
        for form, count in Counter(
            _named(work, chosen(change.after, cell, change.on, covers(kind)), change.default)
            for cell in cells
        ).most_common()
    )


def meetings(work: Work, change: Change[Rubric]) -> Iterator[int]:
    """Registered meetings of open periods that go by another form than before."""
    since = at(change.since, time(0), work.ground.zone)
    first = min(visit_queries.open_periods(work.session), default=period_of(work.today))
    for meeting, cell in queries.meetings_since(work.session, change.body.path, since, first):
        on, place = meeting.starts_at.astimezone(work.ground.zone).date(), people.place(cell)
        test = covers(meeting.kind)
        if chosen(change.before, place, on, test) != chosen(change.after, place, on, test):
            yield meeting.id or 0


def _cells(work: Work, change: Change[F]) -> list[Place]:
    return [people.place(cell) for cell in queries.cells_below(work.session, change.body.path, change.on)]


def _pairs(
    work: Work, change: Change[F], cell: Place, tests: Sequence[Test[F]]
) -> Iterator[tuple[Named, Named]]:
    for test in tests:
        before = chosen(change.before, cell, change.on, test)
        after = chosen(change.after, cell, change.on, test)
        if before != after:
            yield _named(work, before, change.default), _named(work, after, change.default)


def _named(work: Work, standing: Standing[F] | None, default: F) -> Named:
    form = standing.form if standing else default
    body = work.session.get_one(Organisation, standing.body_id).name if standing else None
    return Named(form.name, form.version, form.title, body)
