"""What a score sheet asks before it is sent: a note, a gap's reason, whether it is meant; replaced forms."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.duties import Grade, SheetRole
from bot.domain.gaps import far_sheet
from bot.domain.rubric_reading import parse_rubric
from bot.domain.rubric_wording import step_in_words
from bot.forms.engine import Chosen, Typed
from bot.forms.scoring import ScoringStep, filling
from bot.messages import scoring
from tests.unit.rubrics import DETAILED, SHORT, data_of, judged
from tests.unit.scoring_form import CONTEXT, FACTS, Filling, sheet

DEDUCTED = ("Chấm theo mục trừ", "3.2=0")


def test_deductions_ask_for_one_note_and_the_note_sends() -> None:
    form = Filling().does(*DEDUCTED, "4.5=3", "Xác nhận và gửi")
    assert "Mục bị trừ: 3.2. Gợi ý, dự thảo kết luận 0/2; 4.5. Tỷ lệ phát biểu 3/5." in form.text()
    assert form.form.is_free_text(form.state)
    assert form.result is None
    form.does("Thiếu gợi ý thảo luận")
    assert form.result == "submitted"
    assert filling(form.state).note == "Thiếu gợi ý thảo luận"


def test_a_note_given_is_not_asked_for_and_one_declined_not_again() -> None:
    assert Filling().does(*DEDUCTED, "Thiếu gợi ý", "Xác nhận và gửi").result == "submitted"
    form = Filling().does(*DEDUCTED, "Xác nhận và gửi", "Không ghi chú")
    assert form.result == "submitted"
    assert filling(form.state).note is None
    assert "Rà soát" in Filling().does(*DEDUCTED, "Xác nhận và gửi", "Quay lại").text()


def test_everything_at_its_maximum_is_asked_about_once() -> None:
    form = Filling().does("Chấm theo mục trừ", "Xác nhận và gửi")
    assert "Tất cả các tiêu chí đều đạt điểm tối đa: 100/100" in form.text()
    assert "Rà soát" in form.does("Quay lại").text()
    assert form.does("Xác nhận và gửi", "Xác nhận và gửi").result == "submitted"


@pytest.mark.parametrize("typed", ["Gửi: Chưa đủ.", "gửi, Chưa đủ.", "XÁC NHẬN VÀ GỬI. Chưa đủ."])
def test_the_note_may_go_with_the_confirmation(typed: str) -> None:
    form = Filling().does(*DEDUCTED, typed)
    assert (form.result, filling(form.state).note) == ("submitted", "Chưa đủ.")


@pytest.mark.parametrize("typed", ["Gửi tài liệu chậm", "gửi:", "Đã nhắc: gửi: chưa"])
def test_a_note_that_only_begins_so_sends_nothing(typed: str) -> None:
    form = Filling().does(*DEDUCTED)
    assert form.does(typed).result is None
    assert form.state.note == typed


@pytest.mark.parametrize("acts", [(), ("2.2",)])
def test_a_sheet_with_open_lines_is_not_sent_with_its_note(acts: tuple[str, ...]) -> None:
    form = Filling().does("Chấm từng nhóm", *acts, "Đến phần rà soát")
    assert "3.1" in form.refusal("gửi: Chưa đủ.")
    assert form.state.note is None


def test_last_months_sheet_again_is_asked_about_once() -> None:
    last = judged(DETAILED, FACTS, draft="0")
    form = Filling(replace(CONTEXT, last=last)).does(*DEDUCTED, "Lý do.", "Xác nhận và gửi")
    assert "giống hệt phiếu tháng trước" in form.text()
    assert form.does("Xác nhận và gửi").result == "submitted"
    other = Filling(replace(CONTEXT, last=last)).does(*DEDUCTED, "8.1=0", "Lý do.", "Xác nhận và gửi")
    assert other.result == "submitted"


def test_a_confirmation_does_not_hold_for_another_sheet() -> None:
    form = Filling(replace(CONTEXT, last=judged(DETAILED, FACTS, draft="0")))
    form.does("Chấm theo mục trừ", "Xác nhận và gửi", "Quay lại", "3.2=0", "Lý do.", "Xác nhận và gửi")
    assert form.state.step is ScoringStep.DOUBT


def test_far_from_anothers_sheet_the_later_scorer_says_why() -> None:
    far = replace(CONTEXT, others=(sheet("99", Grade.TOT), sheet("85", Grade.KHA, SheetRole.SUPERIOR)))
    form = Filling(far).does(*DEDUCTED, "Lý do.", "Xác nhận và gửi")
    assert "Phiếu của đồng chí: 98 điểm, Tốt. Phiếu của cấp trên: 85 điểm, Khá." in form.text()
    assert form.form.is_free_text(form.state)
    assert form.does("Chi bộ đã bổ sung").result == "submitted"
    assert filling(form.state).gap_reason == "Chi bộ đã bổ sung"


def test_a_gap_that_closes_meanwhile_asks_no_more() -> None:
    form = Filling(replace(CONTEXT, others=(sheet("80", Grade.KHA),)))
    form.does(*DEDUCTED, "Lý do.", "Xác nhận và gửi")
    form.knows(others=())
    assert "Rà soát" in form.text()
    assert form.does("Xác nhận và gửi").result == "submitted"


@pytest.mark.parametrize(
    ("total", "grade", "is_far"),
    [
        ("98", Grade.TOT, False),
        ("89.5", Grade.TOT, False),
        ("88", Grade.TOT, True),
        ("97", Grade.KHA, True),
        ("108", Grade.TOT, True),
    ],
)
def test_a_gap_is_another_grade_or_so_many_points(total: str, grade: Grade, is_far: bool) -> None:
    found = far_sheet(Decimal(98), Grade.TOT, [sheet(total, grade)], Decimal(10))
    assert (found is not None) is is_far


def test_a_correction_begins_with_what_was_sent() -> None:
    own = replace(
        sheet("98", Grade.TOT, SheetRole.VISITOR, **{key: str(value) for key, value in _sent().items()}),
        note="Thiếu gợi ý",
    )
    form = Filling(replace(CONTEXT, own=own))
    text = form.text()
    assert "Đồng chí đang sửa phiếu đã gửi" in text
    assert "- 3.2. Gợi ý, dự thảo kết luận: 0/2" in text
    assert "Ghi chú: Thiếu gợi ý" in text
    assert form.does("8.1=0", "Xác nhận và gửi").result == "submitted"


def _sent() -> dict[str, Decimal]:
    return dict(Filling().does(*DEDUCTED).state.answers)


def test_a_withdrawn_form_keeps_what_remains_and_goes_on_at_the_first_gap() -> None:
    form = Filling(replace(CONTEXT, rubric=SHORT)).does("Chấm từng nhóm", "5", "4", "5 4", "5 20 9")
    form.knows(rubric=replace(SHORT, version=2, groups=SHORT.groups[1:]))
    assert "Mẫu phiếu đồng chí đang chấm đã được thay" in form.text()
    assert "Điểm của 6 tiêu chí giống nhau được giữ lại" in form.text()
    form.does("5")
    assert "Mẫu phiếu đồng chí đang chấm đã được thay" in form.text(), "typed for the old card"
    assert (form.state.version, len(form.state.answers)) == (2, 6)
    assert "Nhóm 4/6" in form.does("Chấm tiếp").text()


def test_a_replacement_with_nothing_in_common_starts_anew() -> None:
    lines = [{"key": "own", "code": "1", "title": "Dòng", "text": "Chữ", "maximum": 10}]
    form = Filling().does("Chấm theo mục trừ")
    form.knows(rubric=parse_rubric(data_of(lines)))
    said = form.said()
    assert isinstance(said, scoring.FormReplaced)
    assert (said.kept, said.left) == (0, 1)
    assert form.does("Chấm tiếp", "7").state.answers == {"own": 7}


def test_a_replacement_that_leaves_nothing_open_goes_to_the_review() -> None:
    form = Filling().does(*DEDUCTED)
    form.knows(rubric=replace(DETAILED, version=2))
    assert "xem lại và gửi" in form.text()
    assert "Rà soát" in form.does("Chấm tiếp").text()


def test_figures_that_change_under_an_open_sheet_change_what_they_propose() -> None:
    form = Filling().does("Chấm theo mục trừ")
    assert FACTS.figures is not None
    form.knows(facts=replace(FACTS, figures=replace(FACTS.figures, minutes=80), has_cell_committee=False))
    assert "- 1. Thời lượng: 4/5 (số liệu: 80/90 phút, thiếu 10 phút -> 4 điểm)" in form.text()
    assert "committee_met" not in form.does("Quay lại", "Chấm theo mục trừ").state.answers


def test_a_card_with_named_answers_only_takes_no_text() -> None:
    form = Filling().does("Chấm theo mục trừ", "Xác nhận và gửi")
    assert isinstance(form.refused(Typed("3.1=0")), scoring.ScoringChoiceExpected)
    assert isinstance(form.refused(Chosen("walk")), scoring.ScoringChoiceExpected)


def test_steps_in_words() -> None:
    told = [[step_in_words(step) for step in item.steps] for item in DETAILED.items if item.steps]
    assert told[0] == [
        "số phút thiếu bằng 0",
        "số phút thiếu không quá 15",
        "số phút thiếu không quá 30",
        "thời lượng so với quy định từ 50 %",
        "các trường hợp còn lại",
    ]
    assert told[1][0] == "số vắng không lý do từ 1"
