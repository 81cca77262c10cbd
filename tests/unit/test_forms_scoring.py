"""The score sheet: the three ways, groups, lines, the review; taps and typed text."""

import unicodedata
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.attendance import Firmness
from bot.domain.duties import Grade, SheetRole
from bot.domain.meetings import Kind
from bot.forms.engine import Chosen
from bot.forms.scoring import ScoringState, filling
from bot.messages import scoring
from tests.unit.rubrics import DETAILED, GATED, PROVINCIAL, SHORT
from tests.unit.scoring_form import CONTEXT, FACTS, Filling, by, deducted, labels, sheet, words


def test_the_first_card_tells_what_is_decided_and_offers_the_ways() -> None:
    form = Filling()
    text = form.text()
    assert "Thời lượng: 95/90 phút, đủ thời lượng -> 5 điểm" in text
    assert "Tỷ lệ dự sinh hoạt: 16/17 = 94,1 % -> 4 điểm" in text
    assert "Nội dung chuyên đề: buổi sinh hoạt thường kỳ -> 5 điểm chuyển sang" in text
    assert "Còn 24 tiêu chí" in text
    assert form.labels == ["Chấm theo mục trừ", "Chấm từng nhóm"]


def test_by_deductions_everything_is_proposed_and_a_deduction_leads_back() -> None:
    form = Filling().does("Chấm theo mục trừ")
    assert "24 tiêu chí đang để theo đề xuất" in form.text()
    assert "Không có mục nào bị trừ" in form.text()
    form.does("3", "3.2", "4", "4.5", "3", "6", "6.2")
    text = form.text()
    assert "- 3.2. Gợi ý, dự thảo kết luận: 0/2" in text
    assert "- 4.5. Tỷ lệ phát biểu: 3/5 (số liệu: 12/16 = 75 % -> 5 điểm)" in text
    assert "22 tiêu chí đang để theo đề xuất" in text
    assert "Tổng điểm: 94/100. Xếp loại: Tốt." in text
    assert deducted(form.outcome) == {"draft": 0, "speakers": 3, "criticism": 0}


def test_the_same_line_again_takes_a_deduction_back() -> None:
    form = Filling().does("Chấm theo mục trừ", "3", "3.2", "3", "3.2")
    assert deducted(form.outcome) == {}


def test_a_group_of_one_line_opens_that_line() -> None:
    form = Filling().does("Chấm theo mục trừ", "7")
    assert "27 điểm: tỷ lệ hoàn thành từ 80 %" in form.text()
    assert form.labels == ["Giữ 30", "27", "24", "20", "15", "10", "Quay lại"]
    assert deducted(form.does("24").outcome) == {"last_conclusion": 24}


def test_group_by_group_in_place_and_only_where_something_is_left() -> None:
    form = Filling().does("Chấm từng nhóm")
    assert "Nhóm 2/8" in form.text(), "what facts decide is not asked"
    form.does("Cả nhóm đạt tối đa", "3.1")
    assert "Nhóm 3/8" in form.text()
    assert "3.1. Nội dung được chuẩn bị đúng, đủ, trọng tâm: 0/3" in form.text()
    form.does("3.1", "3.1", "Còn lại đạt tối đa", "4.5", "4")
    assert "Nhóm 4/8" in form.text(), "after a line with steps its group again"
    form.does("Còn lại đạt tối đa", *["Cả nhóm đạt tối đa"] * 2, "30", "Cả nhóm đạt tối đa")
    assert "Rà soát" in form.text()
    assert deducted(form.outcome) == {"prepared": 0, "speakers": 4}
    assert "theo đề xuất" not in form.text()


def test_back_keeps_what_was_given() -> None:
    form = Filling().does("Chấm từng nhóm", "Cả nhóm đạt tối đa", "3.1", "Quay lại")
    assert "Nhóm 2/8" in form.text()
    form.does("Nhóm tiếp theo")
    assert "3.1. Nội dung được chuẩn bị đúng, đủ, trọng tâm: 0/3" in form.text()
    form.does("Quay lại", "Quay lại")
    assert "Nhóm 1/8" in form.text()
    form.does("Quay lại")
    assert form.labels[0] == "Chấm theo mục trừ"
    assert form.does("Chấm theo mục trừ").state.answers["prepared"] == 0


def test_the_cells_own_sheet_is_followed_where_this_form_allows_its_points() -> None:
    theirs = sheet("91", Grade.TOT, prepared="0", last_conclusion="24", praise="1", attendance="2", gone="3")
    form = Filling(replace(CONTEXT, self_score=theirs))
    assert "Theo phiếu tự chấm của chi bộ (91 điểm, Tốt)" in form.text()
    form.does("Theo phiếu tự chấm")
    assert "Chưa" not in form.text()
    assert form.state.answers == {"prepared": 0, "last_conclusion": 24}, "what figures decide stays"
    assert labels(form.card)[:2] == ["Chấm tiếp", "Còn lại đạt tối đa"]
    form.does("7", "27", "Còn lại đạt tối đa")
    assert deducted(form.outcome) == {"prepared": 0, "last_conclusion": 27}


def test_skipping_to_the_review_lists_what_is_open() -> None:
    form = Filling().does("Chấm từng nhóm", "Đến phần rà soát")
    assert "3. Chuẩn bị sinh hoạt: còn 5 tiêu chí" in form.text()
    assert "send" not in form.keys
    said = form.refused(Chosen("send"))
    assert isinstance(said, scoring.SheetIncomplete)
    assert len(said.marks) == 24
    assert "Nhóm 2/8" in form.does("Chấm tiếp").text()


def test_a_gates_reason_stands_in_the_review() -> None:
    form = Filling(by(GATED)).does("Chấm theo mục trừ", "4.6=0")
    assert "Tổng điểm: 99/100. Xếp loại: Khá." in form.text()
    assert "Xếp loại cao nhất là Khá" in form.text()


def test_typed_in_ten_messages_and_in_three() -> None:
    groups = Filling().does("4 1", "3 0 2 1 2", "max", "max", "1 2 1 1", "27", "max", "Thiếu gợi ý.")
    marks = Filling().does("mục trừ", "3.2=0 7=27")
    assert deducted(groups.outcome) == deducted(marks.outcome) == {"draft": 0, "last_conclusion": 27}
    assert filling(groups.state).note == "Thiếu gợi ý."


@pytest.mark.parametrize("typed", ["3.2=0", "3.2 = 0", "３．２＝０", "3.2=0.", "3.2=0,0", "3.2.=0"])
def test_a_mark_however_it_is_typed(typed: str) -> None:
    assert deducted(Filling().does("Chấm theo mục trừ", typed).outcome) == {"draft": 0}


@pytest.mark.parametrize("typed", ["4,5", "4.5", "４，５", "4,50", "4.5;"])
def test_one_number_however_it_is_typed(typed: str) -> None:
    form = Filling(by(SHORT)).does("Chấm từng nhóm", typed)
    assert form.state.answers == {"time": Decimal("4.5")}


def test_a_note_is_typed_straight_into_the_review_where_something_was_deducted() -> None:
    form = Filling().does("Chấm theo mục trừ")
    assert "chưa hiểu" in form.refusal("Chuẩn bị chưa kỹ")
    form.does("3.2=0", unicodedata.normalize("NFD", "Chuẩn bị 2 tài liệu chưa kỹ"))
    assert "Ghi chú: " in form.text()
    assert form.does("Chuẩn bị muộn").state.note == "Chuẩn bị muộn"


def test_a_mark_alone_turns_its_line_and_a_number_opens_its_group() -> None:
    form = Filling().does("Chấm theo mục trừ", "3.2")
    assert deducted(form.outcome) == {"draft": 0}
    assert "Nhóm 3/8" in form.does("3").text()
    assert deducted(form.does("3.2").outcome) == {}
    assert "4.5. Tỷ lệ đảng viên" in form.does("4.5").text()


def test_a_line_typed_ahead_does_not_skip_the_present_one() -> None:
    form = Filling().does("Chấm từng nhóm", "8.1=0")
    assert "Nhóm 2/8" in form.text()
    assert form.state.answers == {"resolution": 0}


def test_what_ends_a_group_leads_on_however_it_is_typed() -> None:
    form = Filling().does("Chấm từng nhóm", "max 3.2=0")
    assert "Nhóm 3/8" in form.text()
    assert form.state.answers == {"absence_in_a_row": 1, "draft": 0}
    form.does("3.1=3 3.3=0 3.4=1 3.5=2", "Quay lại", "3.1=0")
    assert "Nhóm 3/8" in form.text(), "what was ended before stays to be looked at"


@pytest.mark.parametrize(
    ("way", "typed", "said"),
    [
        (("Chấm từng nhóm",), "4 1 1", "đã gõ 3 số, ở đây cần 2 số: 2.1 (tối đa 4), 2.2 (tối đa 1)"),
        (("Chấm từng nhóm",), "4 2", "Tiêu chí 2.2 (Vắng nhiều kỳ liên tiếp): không thể là 2 điểm"),
        (("Chấm từng nhóm",), "4 x", "Tiêu chí 2.2 (Vắng nhiều kỳ liên tiếp): hệ thống chưa đọc được"),
        (("Chấm từng nhóm",), "5", "đã gõ 1 số, ở đây cần 2 số"),
        (("Chấm từng nhóm",), "chưa rõ", "chưa hiểu nội dung"),
        (("Chấm từng nhóm",), "khá tốt ạ", "chưa hiểu nội dung"),
        (("Chấm từng nhóm",), "4.5=6", "Tiêu chí 4.5 (Tỷ lệ phát biểu): không thể là 6 điểm"),
        (("Chấm từng nhóm",), "4.5=-1", "chỉ có các mức 5; 4; 3; 2 điểm"),
        (("Chấm từng nhóm",), "4.5=", "chưa đọc được"),
        (("Chấm từng nhóm",), "9.9=1", "không có tiêu chí 9.9"),
        (("Chấm từng nhóm",), "0=1", "không có tiêu chí 0"),
        (("Chấm từng nhóm",), "4.3=5", "Tiêu chí 4.3 không phải chấm: buổi sinh hoạt thường kỳ"),
        (("Chấm theo mục trừ",), "3=0", "không có tiêu chí 3. Các tiêu chí của phiếu: 1, 2.1"),
        (("Chấm theo mục trừ",), "3.2=0 3.9=1", "không có tiêu chí 3.9"),
        (("Chấm theo mục trừ",), "5 4", "đã gõ 2 số, ở đây cần 27 số, từ tiêu chí 1 đến tiêu chí 8.3"),
        (("Chấm theo mục trừ",), "99", "không có tiêu chí 99"),
        (("Chấm theo mục trừ",), "0" * 4096, "không có tiêu chí 000000000000…. Các tiêu chí"),
        (("Chấm theo mục trừ", "7"), "31", "chỉ có các mức 30; 27; 24; 20; 15; 10 điểm"),
        (("Chấm theo mục trừ", "7"), "", "chưa đọc được"),
        ((), "5 5", "Tiêu chí 2.1 (Tỷ lệ dự sinh hoạt): không thể là 5 điểm"),
        ((), "xong rồi", "chưa hiểu nội dung"),
    ],
)
def test_what_does_not_fit_names_the_line_and_what_would(way: tuple[str, ...], typed: str, said: str) -> None:
    assert said in Filling().does(*way).refusal(typed)


def test_numbers_of_a_form_by_numbers() -> None:
    form = Filling(by(SHORT)).does("Chấm từng nhóm")
    assert "lẻ đến 0,1" in form.refusal("5,25")
    assert "không thể là 6 điểm" in form.refusal("6")
    assert "đã gõ 2 số, ở đây cần 1 số" in form.refusal("5 5")
    form.does("5", "4,5", "5 4")
    assert "4.1." in form.text()
    form.does("Quay lại", "Quay lại")
    assert "Đang ghi: 5 điểm" in form.text()
    assert form.labels == ["Giữ 5", "4", "3", "2", "1", "Quay lại", "Đến phần rà soát"]
    form.does("Giữ 5")
    assert "4.1." in form.text()


@pytest.mark.parametrize(
    ("form", "points", "total"),
    [(SHORT, "5 max 5; 5, 5 25 10 5 30 4,5", "99.5"), (PROVINCIAL, "20 10 40 15 9,5", "94.5")],
)
def test_a_whole_sheet_in_one_line(form: object, points: str, total: str) -> None:
    assert isinstance(form, type(SHORT))
    filled = Filling(by(form)).does(points)
    assert "Rà soát" in filled.text()
    assert filled.outcome.total == Decimal(total)


def test_lines_that_apply_are_those_of_the_meeting() -> None:
    combined = replace(CONTEXT, facts=replace(FACTS, kind=Kind.COMBINED, has_cell_committee=False))
    form = Filling(combined).does("Chấm từng nhóm", "max")
    assert "3.3. Chi ủy họp trước buổi sinh hoạt: chi bộ không có chi ủy -> tính đủ 2 điểm" in form.text()
    assert form.labels[:4] == ["3.1", "3.2", "3.4", "3.5"]
    assert "4.3. Bảo đảm nội dung sinh hoạt chuyên đề: chưa chấm, tối đa 5" in form.does("max").text()


def test_without_figures_their_lines_are_asked() -> None:
    form = Filling(replace(CONTEXT, facts=replace(FACTS, figures=None), role=SheetRole.SELF))
    assert "Tự chấm điểm buổi sinh hoạt" in form.text()
    assert "Đã chấm theo số liệu" not in form.text()
    form.does("Chấm từng nhóm")
    assert "- 4 điểm: số phút thiếu không quá 15" in form.text()
    assert "Nhóm 2/8" in form.does("5").text()


@pytest.mark.parametrize("way", [(), ("Chấm từng nhóm",), ("Chấm theo mục trừ",), ("Chấm theo mục trừ", "7")])
def test_a_reminder_has_the_same_choices(way: tuple[str, ...]) -> None:
    form = Filling().does(*way)
    rows = form.card.rows
    form.knows(firmness=Firmness.BEFORE_CLOSING)
    assert form.card.rows == rows
    assert "06/01/2027" in form.text()


def test_a_draft_of_an_older_program_goes_on_with_its_points() -> None:
    old = {
        "rubric": "short_42hd",
        "version": 1,
        "answers": {"time": "4.5", "attendance": "5"},
        "step": "line",
        "line": 2,
        "from_review": False,
        "proposed": [],
        "page": 0,
    }
    form = Filling(by(SHORT))
    form.state = form.form.states.validate_python(old)
    assert "3. Chuẩn bị sinh hoạt: còn 2 tiêu chí" in form.text()
    assert form.does("Còn lại đạt tối đa").outcome.total == Decimal("99.5")


def test_what_was_submitted_takes_no_more() -> None:
    form = Filling().does("Chấm theo mục trừ", "3.2=0", "Lý do.", "Xác nhận và gửi")
    assert form.result == "submitted"
    assert form.card.rows == ()
    assert "chọn một trong các câu trả lời có sẵn" in words(form.refused(Chosen("send")))
    assert isinstance(form.state, ScoringState)
    assert DETAILED.name == form.state.rubric
