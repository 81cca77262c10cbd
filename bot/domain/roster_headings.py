"""Which sheet is which and which column is which: found by headings, in any of the first ten rows."""

import re
from dataclasses import dataclass

from bot.domain.roster_wordings import HEADINGS, VISITED, Column, Kind
from bot.domain.vietnamese import fold
from bot.domain.workbooks import Cell, Sheet, SheetRow

HEADING_ROWS = 10
_REQUIRED = {
    Kind.ASSIGNMENTS: ({Column.CODE, Column.CELL},),
    Kind.ORGANISATIONS: ({Column.CODE, Column.NAME, Column.LEVEL}, {Column.CODE, Column.NAME, Column.PARENT}),
    Kind.PEOPLE: ({Column.CODE, Column.NAME, Column.POST}, {Column.CODE, Column.NAME, Column.PHONE}),
}


@dataclass(frozen=True)
class Layout:
    """Where a sheet's columns are, and the first row (as Excel shows it) that may hold data."""

    kind: Kind
    columns: dict[Column, int]
    data_from: int
    weight: int = 0

    def has(self, column: Column) -> bool:
        return column in self.columns

    def cell(self, row: SheetRow, column: Column) -> Cell:
        """The row's cell in that column; None when the sheet or the row has none."""
        place = self.columns.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else None

    def is_heading(self, row: SheetRow) -> bool:
        """Whether the row repeats the headings, as long lists do on every page."""
        found = _columns(row, self.kind)
        return len(found) >= 2 and all(self.columns.get(column) == place for column, place in found.items())


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout of a sheet that lists something of a roster, else None."""
    heads = [row for row in sheet.rows if row.number <= HEADING_ROWS]
    found = [layout for i in range(len(heads)) for kind in _REQUIRED if (layout := _layout(kind, heads[i:]))]
    return max(found, key=lambda layout: layout.weight, default=None)


def _layout(kind: Kind, heads: list[SheetRow]) -> Layout | None:
    columns, data_from = _columns(heads[0], kind), heads[0].number + 1
    if columns and len(heads) > 1 and (below := _second_line(heads[1], kind)):
        columns, data_from = below | columns, heads[1].number + 1
    is_enough = any(needed <= columns.keys() for needed in _REQUIRED[kind])
    return Layout(kind, columns, data_from, _weight(kind, columns, heads[0])) if is_enough else None


def _weight(kind: Kind, columns: dict[Column, int], head: SheetRow) -> int:
    """How well the headings fit the kind. A list of assignments may have a post and a phone number too,
    so what only such a list has counts for more."""
    if kind is not Kind.ASSIGNMENTS:
        return len(columns)
    place = columns[Column.CELL]
    heading = fold(str(head.cells[place])) if place < len(head.cells) else ""
    is_certain = columns.keys() & {Column.DECISION, Column.ASSIGNED_BY} or re.search(VISITED, heading)
    return len(columns) + (5 if is_certain else 0)


def _second_line(row: SheetRow, kind: Kind) -> dict[Column, int]:
    """Columns headed in a second line, under a heading that spans them ("Thời gian": từ ngày, đến ngày)."""
    found = _columns(row, kind)
    filled = sum(1 for cell in row.cells if cell not in (None, ""))
    return found if 2 * len(found) >= filled else {}


def _columns(row: SheetRow, kind: Kind) -> dict[Column, int]:
    found: dict[Column, int] = {}
    ranks: dict[Column, tuple[bool, bool]] = {}
    for place, cell in enumerate(row.cells):
        column = _column(cell, kind)
        if column is not None and (column not in found or _rank(cell) > ranks[column]):
            found[column], ranks[column] = place, _rank(cell)
    return found


def _rank(cell: Cell) -> tuple[bool, bool]:
    """Of "Mã tổ chức" and "Chi bộ được phân công" the one assigned is meant; of "Chi bộ" and "Mã chi bộ"
    the one that says it holds codes."""
    heading = fold(str(cell))
    return re.search(VISITED, heading) is not None, "ma" in heading.split()


def _column(cell: Cell, kind: Kind) -> Column | None:
    if not isinstance(cell, str) or len(cell) > 80:
        return None
    whole, bare = fold(cell), fold(re.sub(r"\(.*?\)", " ", cell))
    names = HEADINGS[kind]
    return names.get(whole) or names.get(bare)
