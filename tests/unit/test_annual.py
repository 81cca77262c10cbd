"""The grade of a cell's year: Tốt, or what is missing for it and which months decided that."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.annual import AnnualResult, CellMonth, annual_grade
from bot.domain.duties import Grade
from bot.domain.rubric_findings import RubricError
from bot.services.rubric_seeds import annual_form

A = annual_form("annual_a")
B = annual_form("annual_b")
Months = dict[int, CellMonth]


def month(number: int, points: str = "95", grade: Grade = Grade.TOT, thematic: int = 0) -> CellMonth:
    """A month of 2026 in which the ordinary meeting was held and scored."""
    return CellMonth(202600 + number, True, Decimal(points), grade, thematic)


#: Twelve months Tốt, a thematic meeting in every quarter.
YEAR = {n: month(n, thematic=int(n % 3 == 0)) for n in range(1, 13)}
KHA = {n: month(n, "89", Grade.KHA) for n in range(1, 13)}


def judged(form: str, changed: Months) -> AnnualResult:
    return annual_grade(annual_form(form), list((YEAR | changed).values()))


def some(count: int, points: str = "89", grade: Grade = Grade.KHA) -> Months:
    """The first so many months with other points, their thematic meetings kept."""
    return {n: replace(YEAR[n], total=Decimal(points), grade=grade) for n in range(1, count + 1)}


@pytest.mark.parametrize("form", ["annual_a", "annual_b"])
def test_a_good_year_is_tot_by_all_its_months(form: str) -> None:
    result = judged(form, {})
    assert (result.grade, result.words, result.reasons) == (Grade.TOT, "Tốt", ())
    assert result.periods == tuple(range(202601, 202613))


@pytest.mark.parametrize(
    ("form", "changed", "reason"),
    [
        ("annual_a", some(2), None),
        ("annual_a", some(3), "có 9 tháng xếp loại Tốt, cần 10 tháng"),
        ("annual_a", some(12, "90", Grade.TOT), None),
        ("annual_a", some(12, "89.9", Grade.TOT), "điểm trung bình 12 tháng là 89,9, cần từ 90"),
        ("annual_a", some(12, "89.99", Grade.TOT), "điểm trung bình 12 tháng là 89,99, cần từ 90"),
        (
            "annual_a",
            some(1, "69", Grade.TRUNG_BINH),
            "tháng 01/2026 xếp loại Trung bình, cần từ Khá trở lên",
        ),
        ("annual_a", some(1, "40", Grade.KEM), "tháng 01/2026 xếp loại Kém, cần từ Khá trở lên"),
        ("annual_a", {2: CellMonth(202602, False)}, "không sinh hoạt thường kỳ tháng 02/2026"),
        ("annual_a", {2: CellMonth(202602, True)}, "chưa chấm điểm tháng 02/2026"),
        ("annual_a", {6: month(6)}, "quý 2 có 0 buổi sinh hoạt chuyên đề, cần 1"),
        ("annual_a", {6: month(6), 4: month(4, thematic=1)}, None),
        ("annual_b", some(5), None),
        ("annual_b", some(6), "có 6 tháng xếp loại Tốt, cần 7 tháng"),
        (
            "annual_b",
            some(1, "69", Grade.TRUNG_BINH),
            "tháng 01/2026 xếp loại Trung bình, cần từ Khá trở lên",
        ),
        ("annual_b", {2: CellMonth(202602, True)}, "chưa chấm điểm tháng 02/2026"),
        ("annual_b", {2: CellMonth(202602, False), 6: month(6)}, None),
        ("annual_b", some(12, "71", Grade.TOT), None),
    ],
)
def test_one_thing_missing_is_said(form: str, changed: Months, reason: str | None) -> None:
    result = judged(form, changed)
    assert result.reasons == (() if reason is None else (reason,))
    assert result.words == ("Tốt" if reason is None else "chưa đủ điều kiện Tốt")


def test_everything_missing_is_said_with_the_months_that_decided() -> None:
    result = judged("annual_a", {1: month(1, "40", Grade.KEM), 2: CellMonth(202602, False), 3: month(3)})
    assert result.grade is None
    assert result.reasons == (
        "không sinh hoạt thường kỳ tháng 02/2026",
        "quý 1 có 0 buổi sinh hoạt chuyên đề, cần 1",
        "tháng 01/2026 xếp loại Kém, cần từ Khá trở lên",
    )
    assert result.periods == (202601, 202602, 202603)


def test_a_year_without_points_has_no_mean() -> None:
    result = annual_grade(A, [CellMonth(202601, False)])
    assert "chưa có tháng nào được chấm điểm, không có mẫu số để tính điểm trung bình" in result.reasons
    assert annual_grade(B, []).grade is None


def test_only_quarters_that_have_ended_want_their_thematic_meeting() -> None:
    reasons = annual_grade(A, [YEAR[1], YEAR[2]]).reasons
    assert reasons == ("có 2 tháng xếp loại Tốt, cần 10 tháng",)


def test_a_quarter_followed_in_part_wants_no_thematic_meeting() -> None:
    reasons = annual_grade(A, [replace(YEAR[n], thematic_held=0) for n in (11, 12)]).reasons
    assert reasons == ("có 2 tháng xếp loại Tốt, cần 10 tháng",)


def test_the_order_of_months_does_not_matter() -> None:
    months = list(KHA.values())
    assert annual_grade(A, months) == annual_grade(A, months[::-1])


def test_an_unknown_form_is_not_found() -> None:
    with pytest.raises(LookupError):
        annual_form("annual_c")
    assert issubclass(RubricError, ValueError)
