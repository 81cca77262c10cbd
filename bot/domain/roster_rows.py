"""The rows of a roster file as values, each checked by itself; what does not fit is refused here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from bot.domain import roster_cells as cells
from bot.domain.people import Level
from bot.domain.roster_cells import AnyLevel
from bot.domain.roster_headings import Layout, find_layout
from bot.domain.roster_reasons import Doubt, Reason, RefusedRow, Unfit, Warned, Where
from bot.domain.roster_wordings import Column, Kind
from bot.domain.vietnamese import fold
from bot.domain.workbooks import Cell, ParsedWorkbook, Sheet, SheetRow

R = TypeVar("R", "OrganisationRow", "PersonRow", "AssignmentRow")


@dataclass(frozen=True)
class OrganisationRow:
    """None where the file says nothing: what is known already stays."""

    where: Where
    code: str
    name: str
    level: Level | AnyLevel
    parent: str | None
    members: int | None
    exempt: int | None
    has_cell_committee: bool | None
    planned_minutes: int | None


@dataclass(frozen=True)
class TermDates:
    """From when to when; `says_end` when the file has a column for the end, so that blank means open."""

    starts_on: date | None
    ends_on: date | None
    says_end: bool


@dataclass(frozen=True)
class PersonRow:
    """A person, and a post of theirs unless `post` is None."""

    where: Where
    code: str
    name: str
    phone: str | None
    post: str | None
    organisation: str | None
    dates: TermDates


@dataclass(frozen=True)
class AssignmentRow:
    where: Where
    person: str
    name: str | None
    cell: str
    assigned_by: str | None
    decision: str | None
    dates: TermDates


@dataclass(frozen=True)
class Mentioned:
    """What a refused row spoke of: nothing that it may have meant ends for being absent."""

    kind: Kind
    code: str | None
    organisation: str | None


@dataclass
class RosterFile:
    """Everything that a workbook says, row by row, in its order."""

    kinds: set[Kind] = field(default_factory=set)
    organisations: list[OrganisationRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    assignments: list[AssignmentRow] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    mentioned: list[Mentioned] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)
    ignored_sheets: list[str] = field(default_factory=list)

    def refuse(self, row: OrganisationRow | PersonRow | AssignmentRow, why: Reason) -> None:
        """Refuse a row that was sound by itself but does not fit the rest."""
        self.refused.append(RefusedRow(row.where, why))
        self.mentioned.append(_mentioned(row))


def _mentioned(row: OrganisationRow | PersonRow | AssignmentRow) -> Mentioned:
    if isinstance(row, OrganisationRow):
        return Mentioned(Kind.ORGANISATIONS, row.code, row.code)
    if isinstance(row, PersonRow):
        return Mentioned(Kind.PEOPLE, row.code, row.organisation)
    return Mentioned(Kind.ASSIGNMENTS, row.person, row.cell)


def read(workbook: ParsedWorkbook) -> RosterFile:
    """What the workbook says; sheets that list nothing of a roster, and hidden ones, are set aside."""
    file = RosterFile()
    for number, sheet in enumerate(workbook.sheets):
        layout = None if sheet.is_hidden else find_layout(sheet)
        if layout is None:
            file.ignored_sheets.append(sheet.title)
        else:
            file.kinds.add(layout.kind)
            _read_sheet(file, number, sheet, layout)
    return file


def _read_sheet(file: RosterFile, number: int, sheet: Sheet, layout: Layout) -> None:
    for row in _data(sheet, layout):
        where = Where(number, row.number, sheet.title)
        try:
            if layout.kind is Kind.ORGANISATIONS:
                file.organisations.append(_organisation(layout, row, where))
            elif layout.kind is Kind.PEOPLE:
                file.people.append(_person(file, layout, row, where))
            else:
                file.assignments.append(_assignment(layout, row, where))
        except Unfit as unfit:
            file.refused.append(RefusedRow(where, unfit.why))
            file.mentioned.append(_guess(layout, row))


def _data(sheet: Sheet, layout: Layout) -> Iterator[SheetRow]:
    for row in sheet.rows:
        if row.number < layout.data_from or layout.is_heading(row):
            continue
        is_numbering = row.number == layout.data_from and _is_numbering(row)
        if not is_numbering and not _is_note(layout, row):
            yield row


def _is_numbering(row: SheetRow) -> bool:
    """The line "1 2 3 4" or "(1) (2) (3)" or "A B 1 2" that forms have under their headings."""
    filled = [fold(str(cell)) for cell in row.cells if cell is not None]
    return len(filled) > 1 and all(re.fullmatch(r"\d{1,2}|[a-h]", cell) for cell in filled)


_TOTAL = re.compile(
    r"(tong|cong|tong cong|tong so|cong chung|tong chung)"
    r"( (dang vien|to chuc|chi bo|can bo|nguoi|toan|so|cac)\b.*)?"
)


def _is_note(layout: Layout, row: SheetRow) -> bool:
    """A total, a section's title, a signature: nothing that a row would have."""
    texts = [folded for cell in row.cells if isinstance(cell, str) and (folded := fold(cell))]
    if texts and _TOTAL.fullmatch(texts[0]):
        return True
    filled = [found for column in layout.columns if (found := cells.text(layout.cell(row, column)))]
    return not filled or (len(filled) == 1 and _is_prose(layout, row, filled[0]))


def _is_prose(layout: Layout, row: SheetRow, only: str) -> bool:
    is_code = cells.text(layout.cell(row, Column.CODE)) is not None
    return not is_code or (only.count(" ") >= 2 and not any(c.isdigit() for c in only))


def _safe(reading: Callable[[Cell], str | None], cell: Cell) -> str | None:
    try:
        return reading(cell)
    except Unfit:
        return None


def _guess(layout: Layout, row: SheetRow) -> Mentioned:
    place = {
        Kind.ORGANISATIONS: Column.CODE,
        Kind.PEOPLE: Column.ORGANISATION,
        Kind.ASSIGNMENTS: Column.CELL,
    }[layout.kind]
    return Mentioned(
        layout.kind,
        _safe(cells.code, layout.cell(row, Column.CODE)),
        _safe(cells.code, layout.cell(row, place)),
    )


def _needed(found: str | None, why: Reason) -> str:
    if found is None:
        raise Unfit(why)
    return found


def _organisation(layout: Layout, row: SheetRow, where: Where) -> OrganisationRow:
    def cell(column: Column) -> Cell:
        return layout.cell(row, column)

    code = _needed(cells.code(cell(Column.CODE)), Reason.CODE_MISSING)
    name = _needed(cells.title(cell(Column.NAME), 200), Reason.NAME_MISSING)
    members, exempt = cells.count(cell(Column.MEMBERS)), cells.count(cell(Column.EXEMPT))
    minutes = cells.count(cell(Column.MINUTES))
    if minutes == 0 or (members is not None and exempt is not None and exempt > members):
        raise Unfit(Reason.IMPOSSIBLE_NUMBER)
    return OrganisationRow(
        where,
        code,
        name,
        cells.level(cell(Column.LEVEL), name),
        cells.code(cell(Column.PARENT)),
        members,
        exempt,
        cells.yes_no(cell(Column.COMMITTEE)),
        minutes,
    )


def _person(file: RosterFile, layout: Layout, row: SheetRow, where: Where) -> PersonRow:
    code = _needed(cells.code(layout.cell(row, Column.CODE)), Reason.CODE_MISSING)
    name = _needed(cells.name(layout.cell(row, Column.NAME)), Reason.NAME_MISSING)
    post = cells.title(layout.cell(row, Column.POST))
    organisation = cells.code(layout.cell(row, Column.ORGANISATION))
    if post is not None and organisation is None:
        raise Unfit(Reason.ORGANISATION_MISSING)
    made = PersonRow(where, code, name, None, post, organisation, _dates(layout, row))
    if organisation is not None and post is None:
        file.warnings.append(Warned(Doubt.PERSON_WITHOUT_POST, f"{code} {name}", where))
    return _with_phone(file, made, layout.cell(row, Column.PHONE))


def _with_phone(file: RosterFile, row: PersonRow, cell: Cell) -> PersonRow:
    try:
        phone = cells.phone(cell)
    except ValueError:
        file.warnings.append(Warned(Doubt.UNREADABLE_PHONE, f"{row.code} {row.name}", row.where))
        return row
    return PersonRow(row.where, row.code, row.name, phone, row.post, row.organisation, row.dates)


def _assignment(layout: Layout, row: SheetRow, where: Where) -> AssignmentRow:
    person = _needed(cells.code(layout.cell(row, Column.CODE)), Reason.CODE_MISSING)
    cell = _needed(cells.code(layout.cell(row, Column.CELL)), Reason.ORGANISATION_MISSING)
    return AssignmentRow(
        where,
        person,
        cells.name(layout.cell(row, Column.NAME)),
        cell,
        cells.code(layout.cell(row, Column.ASSIGNED_BY)),
        cells.text(layout.cell(row, Column.DECISION), 60),
        _dates(layout, row),
    )


def _dates(layout: Layout, row: SheetRow) -> TermDates:
    starts_on, ends_on = cells.day(layout.cell(row, Column.STARTS)), cells.day(layout.cell(row, Column.ENDS))
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Unfit(Reason.ENDS_BEFORE_IT_BEGINS)
    return TermDates(starts_on, ends_on, layout.has(Column.ENDS))
