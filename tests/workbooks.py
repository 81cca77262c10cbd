"""Rosters made for tests: sheets as lists of rows, in memory or as the bytes of a workbook."""

import io
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from bot.domain.workbooks import Cell, ParsedWorkbook, Sheet, SheetRow

SHARED = Path(os.environ.get("CHIBO_TEST_SHARED") or Path(__file__).resolve().parents[2] / "shared")
KHOI = SHARED / "roster" / "khoi.xlsx"
KHOI_JSON = SHARED / "roster" / "khoi.json"

ORGANISATIONS = (
    "Mã tổ chức",
    "Tên tổ chức đảng",
    "Loại hình",
    "Trực thuộc (mã)",
    "Số đảng viên",
    "Có chi ủy",
)
PEOPLE = ("Mã cán bộ", "Họ và tên", "Số điện thoại", "Chức vụ", "Tổ chức đảng (mã)", "Từ ngày", "Đến ngày")
ASSIGNMENTS = ("Mã cán bộ", "Họ và tên", "Chi bộ được phân công (mã)", "Từ ngày", "Đến ngày", "Quyết định số")

Rows = Sequence[Sequence[Any]]


def khoi_workbook() -> bytes:
    """The roster of a real office's size; without the folder beside the clone the test says so and skips."""
    if not KHOI.exists():
        pytest.skip(f"{KHOI} is missing; CHIBO_TEST_SHARED names another folder than ../shared")
    return KHOI.read_bytes()


BODY: Rows = (
    ("9", "Đảng bộ Khối", "Đảng bộ cấp trên trực tiếp", None, None, "Có"),
    ("9.1", "Đảng bộ Sở Tư pháp", "Đảng bộ cơ sở", "9", None, "Có"),
    ("9.1.1", "Chi bộ Văn phòng", "Chi bộ trực thuộc", "9.1", 12, "Có"),
    ("9.1.2", "Chi bộ Kế toán", "Chi bộ trực thuộc", "9.1", 7, "Không"),
    ("9.2", "Chi bộ Trung tâm Dịch vụ", "Chi bộ cơ sở", "9", 20, "Có"),
)
STAFF: Rows = (
    ("CB1", "Lý Thu Vân", "0900000001", "Bí thư Đảng ủy", "9", None, None),
    ("CB2", "Hà Mạnh Việt", "0900000002", "Ủy viên Ban Chấp hành", "9", None, None),
    ("CB3", "Đỗ Mai Tâm", "0900000003", "Bí thư Đảng ủy", "9.1", None, None),
    ("CB4", "Bàn Kim Trang", "0900000004", "Bí thư chi bộ", "9.1.1", None, None),
    ("CB5", "Nông Xuân Việt", "0900000005", "Bí thư chi bộ", "9.1.2", None, None),
    ("CB6", "Phạm Lan Quyên", "0900000006", "Bí thư chi bộ", "9.2", None, None),
)
VISITS: Rows = (
    ("CB2", "Hà Mạnh Việt", "9.1.1", "01/01/2026", None, "12-QĐ/ĐUK"),
    ("CB3", "Đỗ Mai Tâm", "9.1.2", "01/01/2026", None, "05-QĐ/ĐU"),
    ("CB1", "Lý Thu Vân", "9.2", "01/01/2026", None, "12-QĐ/ĐUK"),
)


def sheet(title: str, rows: Rows, first_row: int = 1, is_hidden: bool = False) -> Sheet:
    """A sheet as it comes out of reading; blank rows are left out."""
    numbered = ((number, tuple(_cell(value) for value in row)) for number, row in enumerate(rows, first_row))
    return Sheet(
        title,
        tuple(SheetRow(n, cells) for n, cells in numbered if any(c is not None for c in cells)),
        is_hidden,
    )


def _cell(value: Any) -> Cell:
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    found: Cell = value
    return found


def roster_workbook(
    organisations: Rows | None = BODY, people: Rows | None = STAFF, assignments: Rows | None = VISITS
) -> ParsedWorkbook:
    """The three sheets under their headings; None leaves a sheet out."""
    listed = (
        ("Tổ chức đảng", ORGANISATIONS, organisations),
        ("Cán bộ", PEOPLE, people),
        ("Phân công", ASSIGNMENTS, assignments),
    )
    return ParsedWorkbook(
        tuple(sheet(title, (heads, *rows)) for title, heads, rows in listed if rows is not None)
    )


def as_bytes(sheets: dict[str, Rows]) -> bytes:
    """A real workbook of these sheets."""
    book = Workbook()
    for title, rows in sheets.items():
        made = book.create_sheet(title)
        for row in rows:
            made.append(list(row))
    book.remove(book.worksheets[0])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()
