"""The year of cells: official months, the form in force for each, its judgement; counts for the digest."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.access import may_see_year
from bot.domain.annual import AnnualForm, CellMonth, annual_grade
from bot.domain.annual_months import CellYear, YearCounts, looked_at, periods_of
from bot.domain.calendar import period_of, shift
from bot.domain.duties import Grade, SheetRole
from bot.domain.people import Actor, Place, Role
from bot.services import people, rubrics
from bot.services.work import Work
from db.models import Organisation
from db.queries import digests as digest_queries
from db.queries import years as queries
from db.queries.years import MonthRow

_SEES = (Role.SECRETARY, Role.DEPUTY, Role.OFFICE, Role.LEADERSHIP)


def roots_of(actor: Actor) -> list[Place]:
    """Whose years somebody may see: the cells they lead, the subtrees they follow."""
    return [one.place for one in actor.offices if one.role in _SEES and may_see_year(actor, one.place)]


def years_known(work: Work) -> tuple[int, int]:
    """The first and the last year that may be asked for."""
    first = digest_queries.first_period(work.session) or period_of(work.today)
    return min(first // 100, work.today.year), work.today.year


def default_year(work: Work) -> int:
    """The year of the month before: in January one asks for the year that is over."""
    return max(shift(period_of(work.today), -1) // 100, years_known(work)[0])


def of_cells(work: Work, roots: Sequence[Place], year: int) -> list[CellYear]:
    """Every cell of some subtrees with its year, in the order of the tree."""
    if not roots:
        return []
    cells = queries.cells(work.session, roots, date(year, 1, 1))
    rows = queries.months(work.session, roots, periods_of(year), work.now)
    of_cell: dict[int, list[MonthRow]] = defaultdict(list)
    for row in rows:
        of_cell[row.cell_id].append(row)
    forms = rubrics.annual_forms_for(work, [people.place(cell) for cell in cells], year)
    first = digest_queries.first_period(work.session) or period_of(work.today)
    names = _names(work, cells)
    return [
        _year(work, cell, names[cell.id or 0], year, of_cell[cell.id or 0], forms, first) for cell in cells
    ]


def _names(work: Work, cells: Sequence[Organisation]) -> dict[int, str]:
    """The names of cells, with the organisation above where several of them bear the same."""
    bearers = Counter(cell.name for cell in cells)
    return {
        cell.id or 0: cell.name
        if bearers[cell.name] == 1
        else f"{cell.name} ({people.parent_name(work, cell)})"
        for cell in cells
    }


def counts(work: Work, root: Place, year: int) -> dict[int, YearCounts]:
    """How many cells are Tốt and how many not, by every organisation of a subtree, the cells included."""
    tot, all_ = Counter[int](), Counter[int]()
    places = {cell.id: people.place(cell) for cell in queries.cells(work.session, [root], date(year, 1, 1))}
    for one in of_cells(work, [root], year):
        steps = places[one.cell_id].steps
        above = steps[steps.index(root.id) :]
        all_.update(above)
        tot.update(above if one.result.grade is Grade.TOT else ())
    return {id: YearCounts(tot[id], count - tot[id]) for id, count in all_.items()}


def _year(
    work: Work,
    cell: Organisation,
    name: str,
    year: int,
    rows: Sequence[MonthRow],
    forms: Mapping[int, AnnualForm],
    first: int,
) -> CellYear:
    held = [_month(row) for row in rows]
    months = looked_at(held, year, first, work.today, cell.ended_on)
    known_from = min([first, *(row.period for row in rows)])
    form = forms[cell.id or 0]
    return CellYear(
        cell.id or 0,
        name,
        year,
        form,
        annual_grade(form, months),
        tuple(row.period for row in rows if row.role is SheetRole.SELF),
        known_from if known_from > year * 100 + 1 else None,
    )


def _month(row: MonthRow) -> CellMonth:
    return CellMonth(row.period, row.monthly_held > 0, row.total, row.grade, row.thematic_held)
