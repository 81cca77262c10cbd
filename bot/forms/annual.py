"""The years of cells as a form: a list and one cell behind it, edited in place; it decides nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.annual_months import CellYear
from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, rows
from bot.messages.annual import AnnualCells, AnnualChoiceExpected, AnnualOfCell, CellLine

CELLS_PER_PAGE = 4  # with three more buttons the most that can be typed as a number
LONGEST_SEARCH = 60
_LONGEST_LABEL = 48


class Key(StrEnum):
    """What buttons carry; some are followed by "-" and a value."""

    CELL = "cell"  # -id
    PAGE = "page"  # -number, from 0
    BACK = "back"


@dataclass(frozen=True)
class AnnualState:
    """Where in the list somebody is; pages count from 0. A cell is on display when `cell_id` is set."""

    page: int = 0
    search: str = ""
    cell_id: int | None = None


@dataclass(frozen=True)
class CellsPage:
    """A page of cells, and how many there are of which `tot` are Tốt before anything is searched for."""

    tot: int
    known: int
    total: int
    number: int  # from 0
    pages: int
    search: str
    lines: tuple[CellYear, ...]


@dataclass(frozen=True)
class AnnualContext:
    """What a card has to know: one cell, or a page of them; `is_only` when there is no list behind the cell.
    `now` is local."""

    year: int
    is_over: bool
    is_only: bool
    now: datetime
    content: CellYear | CellsPage


class AnnualForm(Form[AnnualState, AnnualContext]):
    """Subject "year:YEAR". The result is always None: looking changes nothing."""

    name = "annual"
    state_type = AnnualState

    def begin(self, context: AnnualContext) -> AnnualState:
        return AnnualState()

    def card(self, state: AnnualState, context: AnnualContext) -> Card:
        match context.content:
            case CellYear() as found:
                back = () if context.is_only else ((Option(Key.BACK, "Quay lại"),),)
                return Card(_of_cell(context, found), back)
            case page:
                return _list(context, page)

    def advance(self, state: AnnualState, intent: Intent, context: AnnualContext) -> AnnualState:
        if not isinstance(intent, Chosen):
            if isinstance(context.content, CellYear):
                raise Rejected(AnnualChoiceExpected())
            return AnnualState(search=intent.text[:LONGEST_SEARCH])
        if intent.key not in {option.key for option in self.card(state, context).options}:
            raise Rejected(AnnualChoiceExpected())
        return _chosen(state, intent.key)

    def result(self, state: AnnualState) -> str | None:
        return None

    def is_free_text(self, state: AnnualState) -> bool:
        return state.cell_id is None

    def may_name_people(self, state: AnnualState) -> bool:
        return True  # cells are called after people


def _chosen(state: AnnualState, key: str) -> AnnualState:
    name, _, value = key.partition("-")
    if name == Key.CELL:
        return replace(state, cell_id=int(value))
    if name == Key.PAGE:
        return replace(state, page=int(value))
    return replace(state, cell_id=None) if state.cell_id is not None else AnnualState()


def _of_cell(context: AnnualContext, found: CellYear) -> AnnualOfCell:
    return AnnualOfCell(
        found.cell,
        context.year,
        found.form.title,
        found.result.words,
        found.result.reasons,
        found.result.periods,
        found.provisional,
        found.known_from,
        context.is_over,
        context.now,
    )


def _list(context: AnnualContext, page: CellsPage) -> Card:
    message = AnnualCells(
        context.year,
        page.tot,
        page.known,
        page.search,
        page.total,
        page.number + 1,
        page.pages,
        page.number * CELLS_PER_PAGE + 1,
        tuple(CellLine(one.cell, one.result.words) for one in page.lines),
        context.now,
    )
    cells = rows(Option(f"{Key.CELL}-{one.cell_id}", _label(one.cell)) for one in page.lines)
    return Card(message, (*cells, *_turning(page)))


def _turning(page: CellsPage) -> tuple[tuple[Option, ...], ...]:
    before = (Option(f"{Key.PAGE}-{page.number - 1}", "Trang trước"),) if page.number > 0 else ()
    after = (Option(f"{Key.PAGE}-{page.number + 1}", "Trang sau"),) if page.number + 1 < page.pages else ()
    back = (Option(Key.BACK, "Tất cả chi bộ"),) if page.search else ()
    return tuple(line for line in ((*before, *after), back) if line)


def _label(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1].rstrip() + "…"
