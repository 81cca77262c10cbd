"""Roster workbooks written for an office: the empty form, and what is known; both import unchanged."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.inert import put
from bot.domain.people import Level
from bot.domain.roster_state import Roster, Term

LEVELS = {
    Level.PARTY_BODY: "Đảng bộ cấp trên trực tiếp",
    Level.GRASSROOTS_BODY: "Đảng bộ cơ sở",
    Level.SUB_BODY: "Đảng bộ bộ phận",
    Level.GRASSROOTS_CELL: "Chi bộ cơ sở",
    Level.DEPENDENT_CELL: "Chi bộ trực thuộc",
}
_ORGANISATIONS = {
    "Mã tổ chức": 22,
    "Tên tổ chức đảng": 44,
    "Loại hình": 26,
    "Trực thuộc (mã)": 22,
    "Số đảng viên": 14,
    "Miễn sinh hoạt": 14,
    "Có chi ủy": 12,
    "Số phút sinh hoạt": 16,
}
_PEOPLE = {
    "Mã cán bộ": 14,
    "Họ và tên": 30,
    "Số điện thoại": 16,
    "Chức vụ": 32,
    "Tổ chức đảng (mã)": 22,
    "Từ ngày": 12,
    "Đến ngày": 12,
}
_ASSIGNMENTS = {
    "Mã cán bộ": 14,
    "Họ và tên": 30,
    "Chi bộ được phân công (mã)": 26,
    "Từ ngày": 12,
    "Đến ngày": 12,
    "Quyết định số": 18,
    "Tổ chức phân công (mã)": 22,
}
_GUIDE = (
    "Cách ghi danh sách",
    "Mỗi dòng là một tổ chức, một chức vụ của một cán bộ, hoặc một phân công. Không xóa dòng tiêu đề.",
    "Loại hình là một trong: " + "; ".join(LEVELS.values()) + ".",
    "Mã tổ chức và mã cán bộ do văn phòng đặt, không đổi qua các lần gửi, không trùng nhau.",
    "Một cán bộ có hai chức vụ thì ghi hai dòng cùng mã cán bộ.",
    "Ngày ghi theo ngày/tháng/năm, ví dụ 01/12/2026. Để trống Từ ngày nghĩa là từ ngày nhập danh sách.",
    "Để trống Đến ngày nghĩa là chưa có hạn. Để trống Tổ chức phân công thì chương trình tự suy ra.",
)
Row = tuple[str | int | date | None, ...]


def template() -> bytes:
    """The three sheets with their headings and nothing else, and a page that says how to fill them in."""
    return _workbook((), (), ())


def export(roster: Roster, on: date) -> bytes:
    """What is in force on a day or will be; importing it again that day changes nothing."""
    return _workbook(_organisations(roster, on), _people(roster, on), _assignments(roster, on))


def _workbook(organisations: Iterable[Row], people: Iterable[Row], assignments: Iterable[Row]) -> bytes:
    book = Workbook()
    guide = book.worksheets[0]
    _sheet(book.create_sheet("Tổ chức đảng"), _ORGANISATIONS, organisations)
    _sheet(book.create_sheet("Cán bộ"), _PEOPLE, people)
    _sheet(book.create_sheet("Phân công"), _ASSIGNMENTS, assignments)
    _explain(guide)
    book.move_sheet(guide, 3)
    book.active = 0
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook as the bytes of its file."""
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _explain(sheet: Worksheet) -> None:
    sheet.title = "Hướng dẫn"
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(_GUIDE, 1):
        put(sheet, number, 1, line)
    sheet["A1"].font = Font(bold=True)


def _sheet(sheet: Worksheet, headings: dict[str, int], rows: Iterable[Row]) -> None:
    for place, (heading, width) in enumerate(headings.items(), 1):
        cell = put(sheet, 1, place, heading)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7E6E6")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = width
    for number, row in enumerate(rows, 2):
        _fill(sheet, number, row)
    sheet.freeze_panes = "A2"


def _fill(sheet: Worksheet, number: int, row: Sequence[str | int | date | None]) -> None:
    for place, value in enumerate(row, 1):
        if value is not None:
            put(sheet, number, place, value)


def _organisations(roster: Roster, on: date) -> Iterator[Row]:
    for one in roster.living(on):
        yield (
            one.code,
            one.name,
            LEVELS[one.level],
            one.parent,
            one.members,
            one.exempt or None,
            "Có" if one.has_cell_committee else "Không",
            one.planned_minutes,
        )


def _people(roster: Roster, on: date) -> Iterator[Row]:
    posts: dict[str, list[tuple[str, Term]]] = {code: [] for code in roster.people}
    for key, terms in roster.posts.items():
        posts[key.person] += [(key.organisation, term) for term in terms if not term.is_over(on)]
    for code, person in roster.people.items():
        for organisation, term in posts[code]:
            yield (code, person.name, person.phone, term.text, organisation, term.starts_on, term.ends_on)
        if not posts[code]:
            yield (code, person.name, person.phone, None, None, None, None)


def _assignments(roster: Roster, on: date) -> Iterator[Row]:
    for key, terms in sorted(roster.assignments.items(), key=lambda item: (item[0].cell, item[0].person)):
        name = roster.people[key.person].name
        for term in terms:
            if not term.is_over(on):
                yield (key.person, name, key.cell, term.starts_on, term.ends_on, term.text, term.body)
