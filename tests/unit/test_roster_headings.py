"""Sheets and columns are found by their headings, wherever they stand."""

from datetime import date
from typing import Any

import pytest

from bot.domain.roster_headings import find_layout
from bot.domain.roster_rows import read
from bot.domain.roster_wordings import Column, Kind
from bot.domain.workbooks import ParsedWorkbook
from tests.workbooks import Rows, sheet


@pytest.mark.parametrize(
    ("headings", "kind", "columns"),
    [
        (
            (
                "STT",
                "Mã tổ chức",
                "Tên tổ chức đảng",
                "Loại hình",
                "Trực thuộc (mã)",
                "Số đảng viên",
                "Có chi ủy",
            ),
            Kind.ORGANISATIONS,
            {
                Column.CODE: 1,
                Column.NAME: 2,
                Column.LEVEL: 3,
                Column.PARENT: 4,
                Column.MEMBERS: 5,
                Column.COMMITTEE: 6,
            },
        ),
        (
            ("TT", "Tên đơn vị", "SL đảng viên", "Cấp trên trực tiếp", "MÃ TC", "Loại"),
            Kind.ORGANISATIONS,
            {Column.NAME: 1, Column.MEMBERS: 2, Column.PARENT: 3, Column.CODE: 4, Column.LEVEL: 5},
        ),
        (
            ("STT", "Mã cán bộ", "Họ và tên", "Số điện thoại", "Chức vụ", "Tổ chức đảng (mã)"),
            Kind.PEOPLE,
            {Column.CODE: 1, Column.NAME: 2, Column.PHONE: 3, Column.POST: 4, Column.ORGANISATION: 5},
        ),
        (
            ("Chức danh", "Mã TC", "Tổ chức đảng", "SĐT", "Họ tên", "Mã CB", "Từ ngày", "Đến ngày"),
            Kind.PEOPLE,
            {
                Column.POST: 0,
                Column.ORGANISATION: 1,
                Column.PHONE: 3,
                Column.NAME: 4,
                Column.CODE: 5,
                Column.STARTS: 6,
                Column.ENDS: 7,
            },
        ),
        (
            (
                "STT",
                "Mã cán bộ",
                "Họ và tên",
                "Chi bộ được phân công (mã)",
                "Từ ngày",
                "Đến ngày",
                "Quyết định số",
            ),
            Kind.ASSIGNMENTS,
            {
                Column.CODE: 1,
                Column.NAME: 2,
                Column.CELL: 3,
                Column.STARTS: 4,
                Column.ENDS: 5,
                Column.DECISION: 6,
            },
        ),
        (
            ("TT", "Họ tên", "Mã CB", "Chức vụ", "SĐT", "Mã tổ chức", "Chi bộ phụ trách", "Ngày bắt đầu"),
            Kind.ASSIGNMENTS,
            {Column.NAME: 1, Column.CODE: 2, Column.CELL: 6, Column.STARTS: 7},
        ),
        (
            ("Mã CB", "Chi bộ", "Mã chi bộ", "Số QĐ", "Cấp phân công"),
            Kind.ASSIGNMENTS,
            {Column.CODE: 0, Column.CELL: 2, Column.DECISION: 3, Column.ASSIGNED_BY: 4},
        ),
    ],
)
def test_columns_by_heading(headings: tuple[str, ...], kind: Kind, columns: dict[Column, int]) -> None:
    layout = find_layout(sheet("Trang", [headings]))
    assert layout is not None
    assert (layout.kind, layout.columns) == (kind, columns)


HEAD = ("STT", "Mã tổ chức", "Tên tổ chức đảng", "Loại hình", "Trực thuộc (mã)")
ROOT = (1, "9", "Đảng bộ Khối", "Đảng bộ cấp trên trực tiếp", None)


@pytest.mark.parametrize("first", range(1, 11))
def test_headings_in_any_of_the_first_ten_rows(first: int) -> None:
    titles = [("ĐẢNG BỘ TỈNH",)] * (first - 1)
    file = read(ParsedWorkbook((sheet("Trang", [*titles, HEAD, ROOT]),)))
    assert [(row.where.row, row.code) for row in file.organisations] == [(first + 1, "9")]


def test_headings_further_down_are_not_looked_for() -> None:
    file = read(ParsedWorkbook((sheet("Trang", [*[("ĐẢNG BỘ TỈNH",)] * 10, HEAD, ROOT]),)))
    assert not file.kinds
    assert file.ignored_sheets == ["Trang"]


def test_headings_over_two_rows() -> None:
    rows: Rows = (
        ("STT", "Mã cán bộ", "Họ và tên", "Mã chi bộ", "Thời gian", None, "Quyết định số"),
        (None, None, None, None, "Từ ngày", "Đến ngày", None),
        (1, "CB1", "Lý Thu Vân", "9.2", "01/01/2026", "31/12/2026", "1-QĐ"),
    )
    (row,) = read(ParsedWorkbook((sheet("Trang", rows),))).assignments
    assert (row.dates.starts_on, row.dates.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert row.where.row == 3


@pytest.mark.parametrize(
    "row",
    [
        (None, None, "Tổng cộng", None, None),
        ("Tổng cộng", None, 8392, None, None),
        ("Cộng:", None, None, None, 12),
        (None, "Tổng số", 12, None, None),
        ("I", None, "CÁC ĐẢNG BỘ CƠ SỞ", None, None),
        (None, "II. Các chi bộ cơ sở", None, None, None),
        ("Ghi chú: danh sách đến ngày 01/11/2026", None, None, None, None),
        HEAD,
        (None, None, None, None, None),
    ],
)
def test_totals_titles_and_repeated_headings_are_no_rows(row: tuple[Any, ...]) -> None:
    file = read(ParsedWorkbook((sheet("Trang", [HEAD, ROOT, row]),)))
    assert [row.code for row in file.organisations] == ["9"]
    assert not file.refused


def test_the_line_that_numbers_the_columns_is_no_row() -> None:
    file = read(ParsedWorkbook((sheet("Trang", [HEAD, ("(1)", "(2)", "(3)", "(4)", "(5)"), ROOT]),)))
    assert [row.code for row in file.organisations] == ["9"]


def test_a_corporation_named_tong_is_a_row() -> None:
    row = (2, 38, "Tổng công ty Điện lực", "Đảng bộ cơ sở", "9")
    file = read(ParsedWorkbook((sheet("Trang", [HEAD, ROOT, row, (3, None, *row[2:])]),)))
    assert [row.code for row in file.organisations] == ["9", "38"]
    assert [refused.why.value for refused in file.refused] == ["code missing"]


def test_hidden_sheets_are_set_aside() -> None:
    file = read(ParsedWorkbook((sheet("Năm trước", [HEAD, ROOT], is_hidden=True),)))
    assert file.ignored_sheets == ["Năm trước"]
