"""Which rows are refused, each by itself, while every other row is imported."""

import pytest

from bot.domain.people import Level
from bot.domain.roster_reasons import DOUBTS, REASONS, Doubt, Reason
from tests.unit.importing import kept, planned, refused
from tests.workbooks import BODY, STAFF, VISITS, Rows, roster_workbook


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("9.1", "Đảng bộ khác", "Đảng bộ cơ sở", "9"), Reason.DUPLICATE_CODE),
        ((None, "Chi bộ Cơ điện", "Chi bộ trực thuộc", "9.1"), Reason.CODE_MISSING),
        (("9.3", None, "Chi bộ cơ sở", "9"), Reason.NAME_MISSING),
        (("9.3", "Chi đoàn", "Chi đoàn", "9"), Reason.UNKNOWN_LEVEL),
        (("9.3", "Chi bộ Mồ côi", "Chi bộ cơ sở", "8"), Reason.UNKNOWN_PARENT),
        (("9.3", "Chi bộ Mồ côi", "Chi bộ cơ sở", None), Reason.PARENT_MISSING),
        (("9.3", "Tổ đảng", "Chi bộ trực thuộc", "9.1.1"), Reason.PARENT_IS_A_CELL),
        (("9.3", "Đảng bộ tự thuộc", "Đảng bộ cơ sở", "9.3"), Reason.CIRCULAR_PARENT),
        (("9.3", "Chi bộ Cơ điện", "Chi bộ cơ sở", "9", "âm năm"), Reason.IMPOSSIBLE_NUMBER),
        (("9.3", "Chi bộ Cơ điện", "Chi bộ cơ sở", "9", 5, "có lẽ"), Reason.NEITHER_YES_NOR_NO),
        (("9.3", "Chi bộ " + "rất dài " * 30, "Chi bộ cơ sở", "9"), Reason.TEXT_TOO_LONG),
    ],
)
def test_an_organisation_that_does_not_fit(row: tuple[object, ...], why: Reason) -> None:
    plan = planned(roster_workbook([*BODY, row]))
    assert refused(plan) == [("Tổ chức đảng", 7, why.value)]
    assert plan.figures["organisations"] == 5


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("CB7", None, None, "Bí thư chi bộ", "9.2"), Reason.NAME_MISSING),
        ((None, "Ma Văn Lâm", None, "Bí thư chi bộ", "9.2"), Reason.CODE_MISSING),
        (("CB1", "Ma Văn Lâm", None, "Bí thư chi bộ", "9.2"), Reason.DUPLICATE_CODE),
        (("CB1", "Lý Thu Vân", None, "Bí thư Đảng uỷ", "9"), Reason.DUPLICATE_ROW),
        (("CB7", "Ma Văn Lâm", None, "Bí thư chi bộ", "9.9"), Reason.UNKNOWN_ORGANISATION),
        (("CB7", "Ma Văn Lâm", None, "Bí thư chi bộ", None), Reason.ORGANISATION_MISSING),
        (("CB7", "Ma Văn Lâm", None, "Bí thư chi bộ", "9.2", "31/02/2026"), Reason.IMPOSSIBLE_DATE),
        (("CB7", "Ma Văn Lâm", None, "Bí thư", "9.2", "1/9/2026", "1/3/2026"), Reason.ENDS_BEFORE_IT_BEGINS),
        (("CB7", "Ma Văn Lâm", None, "Bí thư", "9.2", None, "1/3/2026"), Reason.ENDS_BEFORE_IT_BEGINS),
    ],
)
def test_a_person_that_does_not_fit(row: tuple[object, ...], why: Reason) -> None:
    plan = planned(roster_workbook(people=[*STAFF, row]))
    assert refused(plan) == [("Cán bộ", 8, why.value)]
    assert plan.figures["people"] == 6


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (("CB9", "Ai đó", "9.2", "01/01/2026"), Reason.UNKNOWN_PERSON),
        (("CB1", "Lý Thu Vân", "9.9", "01/01/2026"), Reason.UNKNOWN_ORGANISATION),
        (("CB1", "Lý Thu Vân", None, "01/01/2026"), Reason.ORGANISATION_MISSING),
        (("CB1", "Lý Thu Vân", "9.1", "01/01/2026"), Reason.NOT_A_CELL),
        (("CB1", "Lý Thu Vân", "9.2", "01/01/2026"), Reason.DUPLICATE_ROW),
        (("CB1", "Lý Thu Vân", "9.2", "31/02/2026"), Reason.IMPOSSIBLE_DATE),
        (("CB1", "Lý Thu Vân", "9.2", "01/09/2026", "01/03/2026"), Reason.ENDS_BEFORE_IT_BEGINS),
    ],
)
def test_an_assignment_that_does_not_fit(row: tuple[object, ...], why: Reason) -> None:
    plan = planned(roster_workbook(assignments=[*VISITS, row]))
    assert refused(plan) == [("Phân công", 5, why.value)]
    assert plan.figures["assignments"] == 3


def test_every_reason_and_doubt_has_its_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(DOUBTS) == set(Doubt)


def test_refusing_an_organisation_refuses_what_hangs_on_it() -> None:
    rows: Rows = (
        *BODY,
        ("9.4", "Đảng bộ Mồ côi", "Đảng bộ cơ sở", "8"),
        ("9.4.1", "Chi bộ Kho", "Chi bộ trực thuộc", "9.4"),
        ("9.5", "Đảng bộ vòng", "Đảng bộ cơ sở", "9.6"),
        ("9.6", "Đảng bộ quanh", "Đảng bộ cơ sở", "9.5"),
    )
    assert [why for _, _, why in refused(planned(roster_workbook(rows)))] == [
        "unknown parent",
        "unknown parent",
        "circular parent",
        "circular parent",
    ]


def test_a_parent_may_stand_below_its_children_in_the_file() -> None:
    plan = planned(roster_workbook(tuple(reversed(BODY))))
    assert not plan.refused
    assert plan.after.organisations["9.1.1"].parent == "9.1"


def test_levels_without_more_follow_from_the_tree() -> None:
    rows: Rows = (
        ("9", "Đảng bộ Khối", "Đảng bộ", None),
        ("9.1", "Đảng bộ Sở Tư pháp", "Đảng bộ", "9"),
        ("9.1.1", "Chi bộ Văn phòng", "Chi bộ", "9.1"),
        ("9.2", "Chi bộ Trung tâm", "Chi bộ", "9"),
    )
    levels = {
        code: facts.level
        for code, facts in planned(roster_workbook(rows, None, None)).after.organisations.items()
    }
    assert levels == {
        "9": Level.PARTY_BODY,
        "9.1": Level.GRASSROOTS_BODY,
        "9.1.1": Level.DEPENDENT_CELL,
        "9.2": Level.GRASSROOTS_CELL,
    }


def test_a_body_with_cells_does_not_become_a_cell() -> None:
    before = kept(planned(roster_workbook()))
    plan = planned(roster_workbook([("9.1", "Chi bộ Sở Tư pháp", "Chi bộ cơ sở", "9")], None, None), before)
    assert refused(plan) == [("Tổ chức đảng", 2, Reason.HAS_ORGANISATIONS_BELOW.value)]
