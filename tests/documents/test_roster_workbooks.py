"""The workbooks written for an office: inert, and with the headings that the import knows."""

import io
from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from bot.documents.inert import put
from bot.documents.roster import export, template
from bot.documents.workbook import parse_in_child
from bot.domain.roster_headings import find_layout
from bot.domain.roster_rows import read
from bot.domain.workbooks import ParsedWorkbook, Sheet, SheetRow
from tests.unit.importing import ON, planned
from tests.workbooks import BODY, STAFF, roster_workbook, sheet


async def parsed(content: bytes) -> ParsedWorkbook:
    found = await parse_in_child(content)
    assert isinstance(found, ParsedWorkbook)
    return found


@pytest.mark.parametrize("text", ["=1+1", "+84900000001", "-5", "@SUM(A1)", "\t=1", "Chi bộ"])
def test_a_text_never_becomes_a_formula(text: str) -> None:
    book = Workbook()
    put(book.worksheets[0], 1, 1, text)
    kept = io.BytesIO()
    book.save(kept)
    cell = load_workbook(io.BytesIO(kept.getvalue())).worksheets[0]["A1"]
    assert (cell.data_type, cell.value) == ("s", text)
    assert cell.quotePrefix is (text != "Chi bộ")


async def test_the_template_has_every_column_that_is_read() -> None:
    workbook = await parsed(template())
    layouts = [layout for one in workbook.sheets if (layout := find_layout(one)) is not None]
    assert [len(layout.columns) for layout in layouts] == [8, 7, 7]


async def test_names_that_would_be_formulas_come_back_as_they_were() -> None:
    people = [*STAFF, ("CB7", "=Lê Thị Hoa", None, "+Chuyên viên", "9", None, None)]
    plan = planned(roster_workbook([*BODY, ("9.3", "@Chi bộ", "Chi bộ cơ sở", "9")], people))
    file = read(await parsed(export(plan.after, ON)))
    assert ("=Lê Thị Hoa", "+Chuyên viên") in [(row.name, row.post) for row in file.people]
    assert "@Chi bộ" in [row.name for row in file.organisations]


async def test_values_merged_over_rows_hold_for_each_of_them() -> None:
    book = Workbook()
    made = book.worksheets[0]
    for row in (
        ("Mã cán bộ", "Họ và tên", "Chức vụ", "Mã TC"),
        ("CB1", "Lý Thu Vân", "Bí thư", "9"),
        (None, None, "Chánh Văn phòng", "9"),
        ("CB2", "Hà Mạnh Việt", "Phó Bí thư", "9"),
    ):
        made.append(row)
    made.merge_cells("A2:A3")
    made.merge_cells("B2:B3")
    made.merge_cells("A4:A9")
    kept = io.BytesIO()
    book.save(kept)
    people = read(await parsed(kept.getvalue())).people
    assert [(row.code, row.name, row.post) for row in people] == [
        ("CB1", "Lý Thu Vân", "Bí thư"),
        ("CB1", "Lý Thu Vân", "Chánh Văn phòng"),
        ("CB2", "Hà Mạnh Việt", "Phó Bí thư"),
    ]


async def test_dates_typed_as_dates_hidden_sheets_and_gaps() -> None:
    book = Workbook()
    first = book.worksheets[0]
    first.title = "Bảng"
    first["C5"] = date(2026, 12, 1)
    first["C5"].number_format = "dd/mm/yyyy"
    first["B9"] = "=A1"
    book.create_sheet("Ẩn").sheet_state = "hidden"
    kept = io.BytesIO()
    book.save(kept)
    assert (await parsed(kept.getvalue())).sheets == (
        Sheet("Bảng", (SheetRow(5, (None, None, "2026-12-01")),)),
        Sheet("Ẩn", (), is_hidden=True),
    )


def test_a_sheet_made_for_tests_is_like_one_that_was_read() -> None:
    assert sheet("Trang", [("a",), (None,), ("b", 1)]).rows == (SheetRow(1, ("a",)), SheetRow(3, ("b", 1)))
