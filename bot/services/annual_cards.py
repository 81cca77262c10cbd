"""What the cards of cells' years have to know, for what the person may see."""

from dataclasses import replace

from bot.domain.access import may_see_year
from bot.domain.annual_months import CellYear
from bot.domain.duties import Grade
from bot.domain.people import Place
from bot.domain.vietnamese import fold
from bot.forms.annual import CELLS_PER_PAGE, AnnualContext, AnnualForm, AnnualState, CellsPage
from bot.services import annual, digests, people
from bot.services.drafts import Gone, Sheet
from bot.services.work import Work
from db.models import Organisation


def subject(year: int) -> str:
    """The subject of a draft about a year."""
    return f"year:{year}"


def load(work: Work, person_id: int, draft_subject: str, state: AnnualState | None) -> AnnualContext:
    """For a draft of this person; Gone when there is nothing that they may see, or the cell is not theirs."""
    year, state = int(draft_subject.split(":")[1]), state or AnnualState()
    actor = people.actor(work, person_id)
    roots = annual.roots_of(actor)
    if state.cell_id is not None:
        cell = work.session.get(Organisation, state.cell_id)
        if cell is None or not may_see_year(actor, people.place(cell)):
            raise Gone
        return _of_cell(work, year, people.place(cell), is_only=False)
    if len(roots) == 1 and _is_cell(work, roots[0]):
        return _of_cell(work, year, roots[0], is_only=True)
    return _context(work, year, _page(annual.of_cells(work, roots, year), state), is_only=False)


def _is_cell(work: Work, place: Place) -> bool:
    return work.session.get_one(Organisation, place.id).level.is_cell


def _of_cell(work: Work, year: int, place: Place, *, is_only: bool) -> AnnualContext:
    found = annual.of_cells(work, [place], year)
    if not found:  # it ended before that year
        raise Gone
    cell = work.session.get_one(Organisation, place.id)
    return _context(work, year, replace(found[0], cell=people.cell_name(work, cell)), is_only=is_only)


def _context(work: Work, year: int, content: CellYear | CellsPage, *, is_only: bool) -> AnnualContext:
    return AnnualContext(year, work.today.year > year, is_only, work.local_now, content)


def _page(found: list[CellYear], state: AnnualState) -> CellsPage:
    """Cells not (yet) Tốt first, then by name, so that pages are stable."""
    wanted = fold(state.search)
    fitting = [one for one in found if wanted in fold(one.cell)]
    fitting.sort(key=lambda one: (one.result.grade is Grade.TOT, fold(one.cell), one.cell_id))
    page = digests.page_of(fitting, state.page, CELLS_PER_PAGE)
    tot = sum(one.result.grade is Grade.TOT for one in found)
    return CellsPage(tot, len(found), page.total, page.number, page.pages, state.search, page.lines)


#: How drafts about a year are shown.
SHEET = Sheet(AnnualForm(), load)
