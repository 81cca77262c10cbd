"""The visitor's score sheet: buttons and typed points, the way back, the review, sending it, afterwards."""

from decimal import Decimal

from sqlmodel import col, select

from bot.domain.duties import Grade, SheetRole
from db.models import ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import heard, is_stored, open_drafts, planned, register


async def scoring(chat: Chat) -> Player:
    """The visitor of 3/12 has reported the figures and stands at the first line."""
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await chat.move_to("03/12/2026", "16:00")
    await binh.says("18 1 1 0 95 12")
    binh.sees("Tiêu chí 1/10", "Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026", "95 phút")
    return binh


def sheets(chat: Chat) -> list[ScoreSheet]:
    return chat.look(lambda work: list(work.session.exec(select(ScoreSheet).order_by(col(ScoreSheet.id)))))


async def test_line_by_line_by_buttons_on_one_card(chat: Chat) -> None:
    binh = await scoring(chat)
    seen = len(binh.messages)
    binh.sees_buttons("5", "4", "3", "2", "1", "Đến phần rà soát")
    for number, points in enumerate(("5", "4", "5", "5", "5", "23", "9", "5", "27", "5"), 1):
        binh.sees(f"Tiêu chí {number}/10")
        await binh.taps(points)
    assert len(binh.messages) == seen, "one card, edited in place"
    binh.sees("Rà soát", "2. Tỷ lệ dự sinh hoạt 4/5", "Tổng điểm: 93/100", "Tốt")
    await binh.taps("Xác nhận và gửi")
    binh.sees("Hệ thống đã ghi nhận phiếu chấm điểm", "Chi bộ Kế toán", "93/100", "Tốt")
    binh.sees_buttons()
    (sheet,) = sheets(chat)
    assert (sheet.role, sheet.total, sheet.grade) == (SheetRole.VISITOR, Decimal(93), Grade.TOT)
    assert (sheet.rubric, sheet.rubric_version, sheet.version) == ("short_42hd", 1, 1)
    assert planned(chat, "Bình") == []


async def test_typed_points_back_review_and_changes(web: Chat) -> None:
    binh = await scoring(web)
    await binh.says("4,5")
    binh.sees("Tiêu chí 2/10")
    await binh.taps("Quay lại")
    binh.sees("Tiêu chí 1/10", "Đang ghi: 4,5 điểm")
    binh.sees_buttons("Giữ 4,5", "5", "4", "3", "2", "Đến phần rà soát")
    await binh.taps("Giữ 4,5")
    await binh.says("4.5 5 5")
    binh.sees("Tiêu chí 5/10")
    await binh.taps("Đến phần rà soát")
    binh.sees("Còn 6 tiêu chí chưa chấm: 5, 6, 7, 8, 9, 10")
    await binh.taps("Chấm tiếp")
    binh.sees("Tiêu chí 5/10")
    await binh.says("max")
    await binh.says("20 10 5 27")
    await binh.says("tối đa")
    binh.sees("Tổng điểm: 91/100")
    await binh.taps("6")
    binh.sees("Tiêu chí 6/10", "Đang ghi: 20 điểm")
    await binh.says("18,5")
    binh.sees("Rà soát", "Tổng điểm: 89,5/100", "Khá")
    await binh.says("6=20 9=24")
    binh.sees("Tổng điểm: 88/100")
    await binh.says("9")
    binh.sees("Tiêu chí 9/10")
    await binh.taps("Quay lại")
    await binh.taps("Xác nhận và gửi")
    binh.sees("88/100", "Khá")
    assert sheets(web)[0].answers["time"] == "4.5"


async def test_points_that_do_not_fit_change_nothing_and_say_what_would(web: Chat) -> None:
    binh = await scoring(web)
    for typed, words in (
        ("6", "Tiêu chí 1 (Thời gian): không thể là 6 điểm"),
        ("-1", "không thể là -1 điểm"),
        ("4,55", "lẻ đến 0,1"),
        ("năm", "chưa đọc được điểm"),
        ("5 5 5 5 5 26", "Tiêu chí 6"),
        ("1 " * 11, "chỉ có 10 tiêu chí"),
        ("1 " * 2000, "chỉ có 10 tiêu chí"),
        ("x" * 4000, "chưa đọc được điểm"),
        ("12=3", "không có tiêu chí"),
        ("2=7", "Tiêu chí 2"),
    ):
        await binh.says(typed)
        binh.sees(words, "Chưa có gì thay đổi")
    assert not is_stored(web, "xxxx")
    await binh.says("5")
    binh.sees("Tiêu chí 2/10")


async def test_the_rest_at_the_maximum_is_marked_as_proposed_until_confirmed(web: Chat) -> None:
    binh = await scoring(web)
    await binh.taps("4")
    await binh.taps("Đến phần rà soát")
    await binh.taps("Còn lại đạt tối đa")
    binh.sees("2. Tỷ lệ dự sinh hoạt 5/5 (đề xuất)", "Tổng điểm: 99/100")
    await binh.taps("Xác nhận và gửi")
    assert sheets(web)[0].total == 99


async def test_after_sending_nothing_is_owed_and_cham_tells_what_was_sent(web: Chat) -> None:
    binh = await scoring(web)
    await binh.says("5 5 5 5 5 20 10 5 27 5")
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


async def test_an_old_menu_leads_to_no_second_sheet(web: Chat) -> None:
    lan, cuong, binh = [await web.join(name) for name in ("Lan", "Cường", "Bình")]
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await register(cuong, "3/12 14h")
    await web.move_to("03/12/2026", "16:00")
    item = binh.button("Báo cáo dự: Chi bộ Kho, 14:00 T5 03/12")
    await binh.presses(item)
    await binh.says("9 0 0 0 90 5")
    await binh.says("5 5 5 5 5 20 10 5 27 5")
    await binh.taps("Xác nhận và gửi")
    await binh.presses(item)
    binh.sees("đã hoàn thành")
    await binh.taps("Báo cáo dự: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("Chi bộ Kế toán", "đã dự buổi sinh hoạt này hay không")
    assert len(sheets(web)) == 1


async def test_reported_and_not_scored_is_asked_for_the_sheet_alone(web: Chat) -> None:
    binh = await scoring(web)
    await binh.taps("Đến phần rà soát")
    await web.move_to("04/12/2026", "08:00")
    binh.sees("Chấm điểm: Chi bộ Kế toán, 14:00 T5 03/12")
    await binh.taps("Chấm điểm: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("Rà soát", "Còn 10 tiêu chí")
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
    dung.sees("Tiêu chí 1/10")
    await dung.says("4 4 4 4 4 20 8 4 24 4")
    await dung.taps("Xác nhận và gửi")
    await binh.says("5 5 5 5 5 20 10 5 27 5")
    await binh.taps("Xác nhận và gửi")
    assert [sheet.total for sheet in sheets(web)] == [80, 92]


async def test_nothing_is_scored_after_the_closing(web: Chat) -> None:
    binh = await scoring(web)
    await web.move_to("06/01/2027", "00:00")
    await binh.taps("5")
    binh.has_seen("Tháng này đã khóa sổ")
    assert open_drafts(web, "Bình") == ["respond"]
    await binh.says("/cham")
    binh.sees("không còn buổi sinh hoạt nào phải báo cáo")
    assert sheets(web) == []
