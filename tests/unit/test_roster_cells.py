"""From what people type into cells to values."""

import unicodedata
from datetime import date

import pytest

from bot.domain import roster_cells as cells
from bot.domain.people import Level
from bot.domain.roster_cells import AnyLevel
from bot.domain.roster_reasons import Reason, Unfit
from bot.domain.workbooks import Cell


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("0900452209", "0900452209"),
        ("0900 254 006", "0900254006"),
        ("0900.706.649", "0900706649"),
        ("0900-706-649", "0900706649"),
        ("+84900794212", "0900794212"),
        ("+84 900 794 212", "0900794212"),
        ("84900794212", "0900794212"),
        ("0084900794212", "0900794212"),
        (900374294, "0900374294"),
        (900374294.0, "0900374294"),
        ("0900\u00a0706\u00a0649", "0900706649"),
        ("(0207) 3822 123", "02073822123"),
        ("0900706649; 0900706650", "0900706649"),
        ("0900706649/0900706650", "0900706649"),
        ("+8562012345678", "+8562012345678"),
        ("-", None),
        (None, None),
        ("   ", None),
    ],
)
def test_a_phone_number_is_kept_as_it_is_dialled(typed: Cell, dialled: str | None) -> None:
    assert cells.phone(typed) == dialled


@pytest.mark.parametrize("typed", ["12345", "không có", "0000000000", "090045220912345", "1900123"])
def test_what_cannot_be_a_phone_number_is_not_kept(typed: str) -> None:
    with pytest.raises(ValueError):
        cells.phone(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-01-01", date(2026, 1, 1)),
        ("2026-01-01 00:00:00", date(2026, 1, 1)),
        ("01/01/2026", date(2026, 1, 1)),
        ("1/7/2026", date(2026, 7, 1)),
        ("31-12-2026", date(2026, 12, 31)),
        ("31.12.2026", date(2026, 12, 31)),
        ("1/7/26", date(2026, 7, 1)),
        ("ngày 01 tháng 7 năm 2026", date(2026, 7, 1)),
        (" 01/07/2026 ", date(2026, 7, 1)),
        (46204, date(2026, 7, 1)),
        (None, None),
        ("-", None),
        ("nay", None),
        ("đến nay", None),
    ],
)
def test_a_date_is_a_date_or_text(typed: Cell, meant: date | None) -> None:
    assert cells.day(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["31/02/2026", "29/02/2027", "12/31/2026", "0/1/2026", "đầu năm", "01/01/1026", 12, 3.5, "9999-01-01"],
)
def test_an_impossible_date_is_refused(typed: Cell) -> None:
    with pytest.raises(Unfit) as unfit:
        cells.day(typed)
    assert unfit.value.why is Reason.IMPOSSIBLE_DATE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("DƯƠNG THANH DUNG", "Dương Thanh Dung"),
        ("đỗ đức hùng", "Đỗ Đức Hùng"),
        ("Hà\u00a0Mạnh  Việt ", "Hà Mạnh Việt"),
        (unicodedata.normalize("NFD", "Chẩu Tiến Sơn"), "Chẩu Tiến Sơn"),
        (unicodedata.normalize("NFD", "NGUYỄN ĐỨC HÙNG"), "Nguyễn Đức Hùng"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Lê Thị\u200b Hoà", "Lê Thị Hoà"),
        ("-", None),
        (None, None),
        (12, None),
    ],
)
def test_a_name_is_composed_and_has_its_capitals(typed: Cell, kept: str | None) -> None:
    assert cells.name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("38.168.001", "38.168.001"),
        (38, "38"),
        (38.0, "38"),
        (38.168, "38.168"),
        (" cb 0001\u00a0", "CB0001"),
    ],
)
def test_a_code_has_no_spaces_and_may_be_a_number(typed: Cell, kept: str) -> None:
    assert cells.code(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"), [(36, 36), ("36", 36), (36.0, 36), ("1.234", 1234), (None, None), ("-", None)]
)
def test_a_count_is_a_whole_number(typed: Cell, kept: int | None) -> None:
    assert cells.count(typed) == kept


@pytest.mark.parametrize("typed", ["36 người", -1, 2.5, "mười"])
def test_what_is_no_count_is_refused(typed: Cell) -> None:
    with pytest.raises(Unfit) as unfit:
        cells.count(typed)
    assert unfit.value.why is Reason.IMPOSSIBLE_NUMBER


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Có", True),
        ("có ", True),
        ("x", True),
        (True, True),
        (1, True),
        ("Không", False),
        (0, False),
        (None, None),
    ],
)
def test_yes_and_no(typed: Cell, meant: bool | None) -> None:
    assert cells.yes_no(typed) is meant


@pytest.mark.parametrize(
    ("typed", "name", "level"),
    [
        ("Đảng bộ cấp trên trực tiếp", "Đảng bộ Khối", Level.PARTY_BODY),
        ("ĐẢNG BỘ CƠ SỞ", "Đảng bộ Sở", Level.GRASSROOTS_BODY),
        ("Đảng bộ bộ phận", "Đảng bộ", Level.SUB_BODY),
        (" Chi\u00a0bộ cơ sở", "Chi bộ", Level.GRASSROOTS_CELL),
        ("chi bộ trực thuộc đảng ủy cơ sở", "Chi bộ", Level.DEPENDENT_CELL),
        ("Chi bộ", "Chi bộ 1", AnyLevel.CELL),
        (None, "Chi bộ Kế toán", AnyLevel.CELL),
        (None, "Đảng bộ Sở Tư pháp", AnyLevel.BODY),
    ],
)
def test_a_level_by_its_wording_or_by_the_name(typed: Cell, name: str, level: Level | AnyLevel) -> None:
    assert cells.level(typed, name) is level


@pytest.mark.parametrize(("typed", "name"), [("Chi đoàn", "Chi đoàn 1"), (None, "Phòng Kế toán")])
def test_an_unknown_level_is_refused(typed: Cell, name: str) -> None:
    with pytest.raises(Unfit) as unfit:
        cells.level(typed, name)
    assert unfit.value.why is Reason.UNKNOWN_LEVEL
