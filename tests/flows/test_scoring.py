"""The visitor's score sheet in the chat: the ways, typed points, what does not fit, sending, afterwards."""

import unicodedata
from decimal import Decimal

import pytest
from sqlmodel import col, select

from bot.domain.duties import Grade, SheetRole
from bot.domain.honesty import Doubt
from db.models import ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import heard, is_stored, open_drafts, planned, register, score

_NOTE = "Chưa có gợi ý thảo luận"
WAYS = "Đề nghị đồng chí chọn cách chấm"


async def asked(chat: Chat) -> Player:
    """The visitor of 3/12 is asked for the report."""
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await chat.move_to("03/12/2026", "16:00")
    return binh


async def scoring(chat: Chat) -> Player:
    """The visitor has reported the figures and stands before the ways."""
    binh = await asked(chat)
    await binh.says("18 1 1 0 95 12")
    binh.sees(WAYS, "Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026", "95/90 phút")
    return binh


def sheets(chat: Chat) -> list[ScoreSheet]:
    return chat.look(lambda work: list(work.session.exec(select(ScoreSheet).order_by(col(ScoreSheet.id)))))


async def test_a_full_detailed_score_in_twelve_taps(chat: Chat) -> None:
    """Facts 2, way 1, three deductions 7, note 1, confirm 1; a typed message is one tap."""
    binh = await asked(chat)
    taps = ("Đã dự", "Đúng như trên", "Chấm theo mục trừ", "3", "3.2", "6", "6.2", "4", "4.5", "4")
    for label in taps:
        await binh.taps(label)
    binh.sees("- 3.2. Gợi ý, dự thảo kết luận: 0/2", "- 4.5. Tỷ lệ phát biểu: 4/5", "Tổng điểm: 95/100")
    assert len(taps) + 2 == 12
    await binh.taps("Xác nhận và gửi")
    await binh.says("Chưa có gợi ý thảo luận, ít đồng chí phát biểu")
    binh.sees("Hệ thống đã ghi nhận phiếu chấm điểm", "Chi bộ Kế toán", "95/100", "Tốt")
    binh.sees_buttons()
    (sheet,) = sheets(chat)
    assert (sheet.role, sheet.total, sheet.grade) == (SheetRole.VISITOR, Decimal(95), Grade.TOT)
    assert (sheet.rubric, sheet.rubric_version, sheet.version) == ("detailed_42hd", 1, 1)
    assert sheet.note == "Chưa có gợi ý thảo luận, ít đồng chí phát biểu"
    assert planned(chat, "Bình") == []


@pytest.mark.parametrize(
    "messages",
    [
        ("từng nhóm", "4 0", "3 0 2 1 2", "max", "max", "1 2 1 1", "27", "max", f"Gửi: {_NOTE}"),
        ("mục trừ", "2.2=0 3.2=0 7=27", _NOTE, "gửi"),
        ("max 2.2=0 3.2=0 7=27", "xác nhận và gửi", _NOTE),
        ("4 0", "max 3.2=0", "5 15 2 5 1 1 1", "max", "max", "27", "2 2 1", _NOTE, "gửi"),
    ],
)
async def test_a_full_score_typed_in_ten_messages(web: Chat, messages: tuple[str, ...]) -> None:
    """The figures' line makes one more; group by group the note goes with the confirmation."""
    binh = await asked(web)
    typed = ("18 1 1 0 95 9", *messages)
    assert len(typed) <= 10
    for text in typed:
        await binh.says(text)
    binh.has_seen("Tổng điểm: 94/100")
    binh.sees("Hệ thống đã ghi nhận phiếu chấm điểm")
    assert [(one.total, one.note) for one in sheets(web)] == [(Decimal(94), _NOTE)]


async def test_group_by_group_on_one_card(chat: Chat) -> None:
    binh = await scoring(chat)
    seen = len(binh.messages)
    await binh.taps("Chấm từng nhóm")
    binh.sees_buttons("2.1", "2.2", "Cả nhóm đạt tối đa", "Quay lại", "Đến phần rà soát")
    await binh.taps("Cả nhóm đạt tối đa")
    await binh.taps("3.1")
    binh.sees("Nhóm 3/8", "3.1. Nội dung được chuẩn bị đúng, đủ, trọng tâm: 0/3")
    for label in ("Còn lại đạt tối đa", *["Cả nhóm đạt tối đa"] * 3, "30", "Cả nhóm đạt tối đa"):
        await binh.taps(label)
    binh.sees("Rà soát", "Tổng điểm: 97/100")
    assert len(binh.messages) == seen, "one card, edited in place"


async def test_a_typed_choice_is_answered_below_what_was_typed(web: Chat) -> None:
    binh = await scoring(web)
    seen = len(binh.messages)
    await binh.says(unicodedata.normalize("NFD", "CHẤM TỪNG NHÓM"))
    binh.sees("Nhóm 2/8")
    await binh.says("tối đa")
    binh.sees("Nhóm 3/8")
    assert len(binh.messages) == seen + 2


async def test_points_that_do_not_fit_change_nothing_and_say_what_would(web: Chat) -> None:
    binh = await scoring(web)
    await binh.taps("Chấm từng nhóm")
    for typed, words in (
        ("5 1", "Tiêu chí 2.1 (Tỷ lệ dự sinh hoạt): không thể là 5 điểm"),
        ("4 -1", "không thể là -1 điểm"),
        ("4 0,5", "chỉ có các mức 1; 0 điểm"),
        ("bốn một", "chưa hiểu nội dung"),
        ("4 một", "chưa đọc được điểm"),
        ("1 " * 11, "đã gõ 11 số, ở đây cần 2 số"),
        ("1 " * 2000, "đã gõ 2000 số"),
        ("x" * 4000, "chưa hiểu nội dung"),
        ("12.9=3", "không có tiêu chí 12.9"),
        ("２．１＝７", "Tiêu chí 2.1"),
    ):
        await binh.says(typed)
        binh.sees(words, "Chưa có gì thay đổi")
    assert not is_stored(web, "xxxx")
    await binh.says("４，0 1")
    binh.sees("Nhóm 3/8")


async def test_a_note_passes_the_guard_wherever_it_is_typed(web: Chat) -> None:
    binh = await scoring(web)
    await binh.says("max 3.2=0")
    await binh.says("Đồng chí Nguyễn Thị Lan chuẩn bị chưa kỹ")
    binh.sees("nêu họ tên cá nhân", "không được ghi lại")
    await binh.taps("Xác nhận và gửi")
    await binh.says("Nội dung trong tài liệu MẬT")
    binh.sees("dấu chỉ độ mật")
    await binh.says("x" * 501)
    binh.sees("nhiều nhất là 500 ký tự")
    for words in ("Nguyễn Thị Lan chuẩn bị", "tài liệu MẬT", "xxxx"):
        assert not is_stored(web, words)
    await binh.says("Chuẩn bị chưa kỹ")
    assert [one.note for one in sheets(web)] == ["Chuẩn bị chưa kỹ"]


async def test_everything_at_its_maximum_is_asked_about_once_and_counted(web: Chat) -> None:
    binh = await scoring(web)
    await binh.taps("Chấm theo mục trừ")
    await binh.taps("Xác nhận và gửi")
    binh.sees("Tất cả các tiêu chí đều đạt điểm tối đa: 100/100")
    assert sheets(web) == []
    await binh.taps("Xác nhận và gửi")
    assert [(one.total, one.doubt) for one in sheets(web)] == [(Decimal(100), Doubt.ALL_MAXIMUM)]


async def test_after_sending_nothing_is_owed_and_cham_tells_what_was_sent(web: Chat) -> None:
    binh = await scoring(web)
    await binh.says("max 5.1=0 7=24")
    await binh.says("Hoàn thành 7 trên 10 nhiệm vụ")
    send = binh.button("Xác nhận và gửi")
    await binh.presses(send)
    await binh.presses(send)
    assert len(sheets(web)) == 1
    await binh.says("/cham")
    binh.sees(
        "không còn buổi sinh hoạt nào phải báo cáo",
        "Chi bộ Kế toán, 14:00 T5 03/12: 92 điểm, Tốt",
        "Nếu cần sửa",
    )
    await binh.says("5 5 5")
    binh.sees("không được ghi lại")
    told = heard(web, "Bình")
    await web.move_to("07/01/2027")
    assert heard(web, "Bình") == told
    assert open_drafts(web, "Bình") == ["menu", "respond"]


async def _two_to_report(web: Chat) -> Player:
    """The visitor is asked about two meetings of one hour."""
    lan, cuong, binh = [await web.join(name) for name in ("Lan", "Cường", "Bình")]
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await register(cuong, "3/12 14h")
    await web.move_to("03/12/2026", "16:00")
    return binh


async def test_what_was_sent_is_shown_without_saying_that_nothing_is_owed(web: Chat) -> None:
    binh = await _two_to_report(web)
    await binh.taps("Báo cáo dự: Chi bộ Kho, 14:00 T5 03/12")
    await binh.says("9 0 0 0 90 5")
    await score(binh)
    await binh.says("/cham sửa")
    binh.sees_buttons("Sửa: Chi bộ Kho, 14:00 T5 03/12")
    assert "không còn buổi" not in binh.last.text


async def test_an_old_menu_leads_to_no_second_sheet(web: Chat) -> None:
    binh = await _two_to_report(web)
    item = binh.button("Báo cáo dự: Chi bộ Kho, 14:00 T5 03/12")
    await binh.presses(item)
    await binh.says("9 0 0 0 90 5")
    await score(binh)
    await binh.presses(item)
    binh.sees("đã hoàn thành")
    await binh.taps("Báo cáo dự: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("Chi bộ Kế toán", "đã dự buổi sinh hoạt này hay không")
    assert len(sheets(web)) == 1


async def test_reported_and_not_scored_is_asked_for_the_sheet_alone(web: Chat) -> None:
    binh = await scoring(web)
    await binh.taps("Chấm từng nhóm")
    await web.move_to("04/12/2026", "08:00")
    binh.sees("Chấm điểm: Chi bộ Kế toán, 14:00 T5 03/12")
    await binh.taps("Chấm điểm: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("Nhóm 2/8")
    await web.move_to("06/12/2026", "08:00")
    binh.sees("Chấm điểm: Chi bộ Kế toán")
    assert heard(web, "Bình", "03/12/2026")[1:] == [
        "03/12 16:00 AttendanceDue",
        "04/12 08:00 ThingsDue",
        "06/12 08:00 ThingsDue",
    ]


async def test_two_visitors_score_the_same_meeting_each_for_themselves(web: Chat) -> None:
    dung = await web.join("Dung")
    binh = await scoring(web)
    await dung.says("18 1 1 0 95 12")
    dung.sees(WAYS)
    await score(dung, "max 7=20 4.1=0 4.4=0 5.3=0")
    await score(binh)
    assert [sheet.total for sheet in sheets(web)] == [80, 92]


async def test_nothing_is_scored_after_the_closing(web: Chat) -> None:
    binh = await scoring(web)
    await web.move_to("06/01/2027", "00:00")
    await binh.taps("Chấm theo mục trừ")
    binh.has_seen("Tháng này đã khóa sổ")
    assert open_drafts(web, "Bình") == ["respond"]
    await binh.says("/cham")
    binh.sees("không còn buổi sinh hoạt nào phải báo cáo")
    assert sheets(web) == []
