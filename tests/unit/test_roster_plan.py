"""What an import would do, on rosters small enough to see through."""

from datetime import date

import pytest

from bot.domain.people import Role
from bot.domain.roster_plan import EndsNotRepeated, NoRoster
from bot.domain.roster_reasons import Doubt, Reason
from bot.domain.roster_state import AssignmentKey, PostKey
from bot.domain.workbooks import ParsedWorkbook
from tests.unit.importing import kept, planned, refused
from tests.workbooks import BODY, PEOPLE, STAFF, VISITS, Rows, roster_workbook, sheet


def test_everything_is_new_then_nothing_changes() -> None:
    first = planned(roster_workbook())
    assert (first.added, first.changed, first.ended, first.refused) == (5 + 6 + 6 + 3, 0, 0, ())
    again = planned(roster_workbook(), kept(first), on=date(2027, 3, 1), complete=True)
    assert not again.has_changes
    assert again.absent.total == 0


def test_another_post_is_a_second_post() -> None:
    plan = planned(roster_workbook(people=[*STAFF, ("CB2", "Hà Mạnh Việt", None, "Chánh Văn phòng", "9")]))
    roles = {key.title: terms[0].role for key, terms in plan.after.posts.items() if key.person == "CB2"}
    assert roles == {"uy vien ban chap hanh": None, "chanh van phong": Role.OFFICE}


def test_a_dated_change_of_post_ends_the_old_one() -> None:
    before = kept(
        planned(roster_workbook(people=[("CB4", "Bàn Kim Trang", None, "Phó Bí thư chi bộ", "9.1.1")]))
    )
    change: Rows = (("CB4", "Bàn Kim Trang", None, "Bí thư chi bộ", "9.1.1", "01/12/2026"),)
    plan = planned(roster_workbook(None, change, None), before)
    assert (plan.added, plan.ended) == (1, 1)
    old = plan.after.posts[PostKey("CB4", "pho bi thu chi bo", "9.1.1")]
    assert [term.ends_on for term in old] == [date(2026, 11, 30)]
    assert not planned(roster_workbook(None, change, None), kept(plan)).has_changes


def test_an_undated_or_a_different_kind_of_post_ends_nothing() -> None:
    before = kept(planned(roster_workbook()))
    undated = planned(roster_workbook(None, [("CB2", "Hà Mạnh Việt", None, "Phó Bí thư", "9")], None), before)
    office = ("CB2", "Hà Mạnh Việt", None, "Trưởng Ban Tổ chức", "9", "01/12/2026")
    assert (undated.added, undated.ended) == (1, 0)
    assert planned(roster_workbook(None, [office], None), before).ended == 0


def test_an_old_title_that_the_file_still_lists_goes_on() -> None:
    before = kept(planned(roster_workbook()))
    both: Rows = (*STAFF, ("CB2", "Hà Mạnh Việt", None, "Ủy viên Ban Thường vụ", "9", "01/12/2026"))
    assert planned(roster_workbook(None, both, None), before).ended == 0


def test_a_dated_change_of_an_assignment_ends_the_old_one() -> None:
    before = kept(planned(roster_workbook()))
    plan = planned(roster_workbook(None, None, [("CB2", None, "9.1.1", "01/12/2026")]), before)
    terms = plan.after.assignments[AssignmentKey("CB2", "9.1.1")]
    assert [(term.starts_on, term.ends_on) for term in terms] == [
        (date(2026, 1, 1), date(2026, 11, 30)),
        (date(2026, 12, 1), None),
    ]


def test_the_assigning_body_is_the_highest_of_the_persons_above_the_cell() -> None:
    staff = [
        *STAFF,
        ("CB2", "Hà Mạnh Việt", None, "Bí thư Đảng ủy", "9.1"),
        ("CB7", "Ma Văn Lâm", None, None, None),
    ]
    visits = [
        *VISITS,
        ("CB7", "Ma Văn Lâm", "9.1.2", "01/01/2026"),
        ("CB6", "Phạm Lan Quyên", "9.1.2", "1/1/2026"),
    ]
    plan = planned(roster_workbook(people=staff, assignments=visits))
    bodies = {(key.person, key.cell): terms[0].body for key, terms in plan.after.assignments.items()}
    assert bodies == {
        ("CB2", "9.1.1"): "9",  # posts at 9 and 9.1
        ("CB3", "9.1.2"): "9.1",
        ("CB1", "9.2"): "9",
        ("CB7", "9.1.2"): "9.1",  # no post: right above the cell
        ("CB6", "9.1.2"): "9.1",  # a post elsewhere
    }


def test_the_assigning_body_may_be_a_column() -> None:
    head = ("Mã cán bộ", "Chi bộ được phân công (mã)", "Từ ngày", "Tổ chức phân công (mã)")
    rows: Rows = (head, ("CB3", "9.1.2", "1/1/2026", "9"), ("CB3", "9.2", "1/1/2026", "9.1"))
    workbook = ParsedWorkbook((*roster_workbook(assignments=None).sheets, sheet("Phân công", rows)))
    plan = planned(workbook)
    assert plan.after.assignments[AssignmentKey("CB3", "9.1.2")][0].body == "9"
    assert refused(plan) == [("Phân công", 3, Reason.NOT_ABOVE_THE_CELL.value)]


def test_warnings() -> None:
    staff: Rows = (
        *STAFF,
        ("CB7", "Ma Văn Lâm", "12", "Kế toán trưởng", "9.1"),
        ("CB8", "Lê Thị Hoa", None, None, "9.1"),
    )
    visits: Rows = (
        ("CB6", "Phạm Lan Quyên", "9.2", "1/1/2026"),
        ("CB2", "Hà Mạnh Tường", "9.1.1", "1/1/2026"),
    )
    found = [
        (one.doubt, one.about.split(",")[0])
        for one in planned(roster_workbook(people=staff, assignments=visits)).warnings
    ]
    assert found == [
        (Doubt.UNREADABLE_PHONE, "CB7 Ma Văn Lâm"),
        (Doubt.POST_WITHOUT_ROLE, "CB7 Ma Văn Lâm"),
        (Doubt.PERSON_WITHOUT_POST, "CB8 Lê Thị Hoa"),
        (Doubt.OWN_CELL, "CB6 Phạm Lan Quyên"),
        (Doubt.OTHER_NAME, "CB2 Hà Mạnh Việt"),
        (Doubt.CELL_WITHOUT_VISITOR, "9.1.2 Chi bộ Kế toán"),
    ]


def test_the_same_facts_written_otherwise_change_nothing() -> None:
    before = kept(planned(roster_workbook()))
    untidy = sheet(
        "ds",
        [
            ("Chức danh", "Mã CB", "Họ tên", "SĐT", "Mã TC"),
            ("BÍ THƯ ĐẢNG UỶ", "cb1", "LÝ THU VÂN", 900000001, 9),
            ("Uỷ viên Ban\u00a0Chấp hành", "CB2", " Hà  Mạnh Việt", "+84 900 000 002", "9"),
        ],
    )
    assert planned(ParsedWorkbook((untidy,)), before).changes == ()


def test_blank_cells_keep_what_is_known() -> None:
    before = kept(planned(roster_workbook()))
    rows: Rows = (("9.1.1", "Chi bộ Văn phòng", "Chi bộ trực thuộc", None, None, None),)
    assert not planned(
        roster_workbook(rows, [("CB1", "Lý Thu Vân", None, None, None)], None), before
    ).has_changes


def test_what_is_absent_ends_nothing() -> None:
    before = kept(planned(roster_workbook()))
    assert not planned(roster_workbook(BODY[:3], STAFF[:1], VISITS[:1]), before).has_changes


def test_complete_ends_what_is_absent_below_what_the_file_lists() -> None:
    before = kept(planned(roster_workbook()))
    # The office of 9.1 sends its part: cell 9.1.2, its secretary and its visitor are gone from it.
    plan = planned(roster_workbook(BODY[1:3], STAFF[2:4], VISITS[:1]), before, complete=True)
    assert (plan.absent.organisations, plan.absent.posts, plan.absent.assignments) == (1, 1, 1)
    assert plan.after.organisations["9.1.2"].ended_on == date(2026, 11, 23)
    assert plan.after.organisations["9.2"].ended_on is None
    assert plan.after.assignments[AssignmentKey("CB1", "9.2")][0].ends_on is None
    with pytest.raises(EndsNotRepeated) as error:
        plan.require_ends(None)
    assert error.value.ends == 3
    with pytest.raises(EndsNotRepeated):
        plan.require_ends(2)
    plan.require_ends(3)


def test_complete_ends_nothing_of_a_kind_without_a_sheet() -> None:
    before = kept(planned(roster_workbook()))
    assert not planned(roster_workbook(BODY, None, None), before, complete=True).has_changes
    assert not planned(roster_workbook(None, STAFF[:1], VISITS[:1]), before, complete=True).has_changes


def test_a_refused_row_does_not_end_what_it_meant() -> None:
    before = kept(planned(roster_workbook()))
    organisations: Rows = (*BODY[:4], ("9.2", None, "Chi bộ cơ sở", "9"))
    people: Rows = (*STAFF[:5], ("CB6", None, None, "Bí thư chi bộ", "9.2"))
    visits: Rows = (*VISITS[:2], ("CB1", None, "9.2", "31/02/2026"))
    plan = planned(roster_workbook(organisations, people, visits), before, complete=True)
    assert len(plan.refused) == 3
    assert not plan.has_changes


def test_few_may_end_without_the_number() -> None:
    cells: Rows = (*BODY, *((f"9.1.{n}", f"Chi bộ số {n}", "Chi bộ trực thuộc", "9.1") for n in range(3, 43)))
    before = kept(planned(roster_workbook(cells, None, None)))
    two = planned(roster_workbook(cells[:-2], None, None), before, complete=True)
    three = planned(roster_workbook(cells[:-3], None, None), before, complete=True)
    assert (two.absent.total, two.absent.must_be_repeated) == (2, False)
    assert (three.absent.total, three.absent.must_be_repeated) == (3, True)
    two.require_ends(None)


def test_an_organisation_that_ended_comes_back_when_listed() -> None:
    before = kept(planned(roster_workbook()))
    gone = kept(planned(roster_workbook(BODY[:4], None, None), before, complete=True))
    assert gone.organisations["9.2"].ended_on is not None
    assert planned(roster_workbook(BODY, None, None), gone).after.organisations["9.2"].ended_on is None


def test_a_workbook_without_a_roster() -> None:
    with pytest.raises(NoRoster):
        planned(ParsedWorkbook((sheet("Trang1", [("Ngày", "Số tiền")]), sheet("Trang2", [PEOPLE[:1]]))))


def test_a_second_secretary_is_warned_about_until_the_first_has_an_end() -> None:
    before = kept(planned(roster_workbook()))
    new = ("CB7", "Ma Văn Lâm", None, "Bí thư chi bộ", "9.2", "01/12/2026")
    old = (*STAFF[5][:5], None, "30/11/2026")
    both = planned(roster_workbook(None, [new], None), before)
    assert [(one.doubt, one.about) for one in both.warnings] == [
        (Doubt.TWO_SECRETARIES, "9.2 Chi bộ Trung tâm Dịch vụ")
    ]
    assert not planned(roster_workbook(None, [new, old], None), before).warnings
