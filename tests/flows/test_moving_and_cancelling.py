"""A registered meeting is moved or cancelled: who is told, once, and what is reminded of afterwards."""

import sqlite3
from contextlib import closing

from bot.domain.duties import Response
from bot.domain.meetings import MeetingState
from tests.chat import Chat, Player
from tests.flows.backstage import heard, meetings, met, moment, planned, register, visit


async def registered(chat: Chat, day: str = "18/11/2026", hour: str = "08:00") -> tuple[Player, Player]:
    """Accounting's meeting of 3/12 14:00 is registered; its secretary, and one of its two visitors."""
    await met(chat, "kế toán", "05/11/2026", "14:00")
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to(day, hour)
    await lan.says("/lich")
    await lan.says("3/12 14h")
    await lan.taps("Xác nhận")
    lan.sees("Đã đăng ký")
    return lan, binh


async def moved(lan: Player, words: str) -> None:
    """The secretary opens what is registered and types what shall be instead."""
    await lan.says("/lich")
    await lan.says(words)
    await lan.taps("Xác nhận")
    lan.sees("Đã thay đổi lịch")


async def test_a_move_is_told_once_with_old_and_new_time_and_asks_again(chat: Chat) -> None:
    lan, binh = await registered(chat)
    await binh.taps("Sẽ dự")
    await moved(lan, "chuyển sang 10/12 8h")
    lan.sees(
        "Thời gian mới: 8 giờ 00, thứ Năm, ngày 10/12/2026", "lịch cũ: 14 giờ 00, thứ Năm, ngày 03/12/2026"
    )
    binh.sees("thay đổi lịch", "8 giờ 00, thứ Năm, ngày 10/12/2026", "lịch cũ: 14:00 T5 03/12", "xác nhận")
    binh.sees_buttons("Sẽ dự", "Không dự được")
    assert visit(chat, "Bình").response is Response.NONE
    assert heard(chat, "Bình") == ["18/11 08:00 VisitNotice", "18/11 08:00 VisitMoved"]
    assert planned(chat, "Bình") == [
        "09/12 08:00 day_before",
        "10/12 06:00 two_hours",
        "10/12 10:00 after_end",
        "11/12 08:00 next_day",
        "13/12 08:00 day_3",
        "05/01 08:00 before_closing",
    ]
    await chat.move_to("09/12/2026", "08:00")
    assert heard(chat, "Bình")[2:] == ["09/12 08:00 VisitDayBefore"]


async def test_a_move_is_told_though_somebody_deleted_the_notice(web: Chat) -> None:
    """With the shell of SQLite, which checks no reference."""
    lan, binh = await registered(web)
    with closing(sqlite3.connect(str(web.engine.url.database))) as shell, shell:
        shell.execute("DELETE FROM outbox WHERE message = 'VisitNotice'")
    await moved(lan, "chuyển sang 10/12 8h")
    binh.sees("thay đổi lịch", "8 giờ 00, thứ Năm, ngày 10/12/2026")


async def test_the_old_notices_button_says_nothing_about_the_new_time(chat: Chat) -> None:
    lan, binh = await registered(chat)
    old = binh.button("Sẽ dự")
    await moved(lan, "10/12 8h")
    await binh.presses(old)
    assert visit(chat, "Bình").response is Response.NONE
    binh.sees("8 giờ 00, thứ Năm, ngày 10/12/2026")
    await binh.taps("Sẽ dự")
    assert visit(chat, "Bình").response is Response.CONFIRMED


async def test_another_place_is_told_and_the_answer_stays(web: Chat) -> None:
    lan, binh = await registered(web)
    await binh.taps("Sẽ dự")
    await lan.says("/lich")
    await lan.taps("Đổi địa điểm")
    await lan.says("Nhà văn hóa")
    await lan.taps("Xác nhận")
    lan.sees("Địa điểm mới: Nhà văn hóa")
    binh.sees("Nhà văn hóa (lịch cũ: Hội trường tầng 2)", "Đồng chí đã xác nhận sẽ dự")
    assert heard(web, "Bình") == ["18/11 08:00 VisitNotice", "18/11 08:00 VisitMoved"]
    assert visit(web, "Bình").response is Response.CONFIRMED


async def test_another_topic_is_told_to_nobody(web: Chat) -> None:
    lan, _ = await registered(web)
    await lan.says("/lich")
    await lan.taps("Đổi hình thức")
    await lan.taps("Thường kỳ kết hợp chuyên đề")
    await lan.says("Học tập và làm theo Bác")
    await lan.taps("Xác nhận")
    assert heard(web, "Bình") == ["18/11 08:00 VisitNotice"]
    assert "03/12 16:30 after_end" in planned(web, "Bình"), "120 minutes when combined"


async def test_changes_at_night_are_one_message_in_the_morning(web: Chat) -> None:
    lan, binh = await registered(web, "18/11/2026", "20:00")
    await web.move_to("18/11/2026", "22:00")
    await moved(lan, "10/12 8h")
    await moved(lan, "11/12 9h")
    assert heard(web, "Bình") == ["18/11 20:00 VisitNotice"]
    await web.move_to("19/11/2026", "12:00")
    assert heard(web, "Bình") == ["18/11 20:00 VisitNotice", "19/11 07:00 VisitMoved"]
    binh.sees("9 giờ 00, thứ Sáu, ngày 11/12/2026", "lịch cũ: 14:00 T5 03/12")


async def test_who_never_heard_of_it_hears_of_the_new_time_alone(web: Chat) -> None:
    lan, binh = await registered(web, "18/11/2026", "22:00")
    await moved(lan, "10/12 8h")
    await web.move_to("19/11/2026", "07:00")
    assert heard(web, "Bình") == ["19/11 07:00 VisitNotice"]
    binh.sees("đã đăng ký lịch", "10/12/2026")
    binh.has_not_seen("03/12/2026")


async def test_what_nobody_heard_of_is_cancelled_in_silence(web: Chat) -> None:
    lan, _ = await registered(web, "18/11/2026", "22:00")
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Hủy buổi 14:00 T5 03/12")
    lan.sees("Đã hủy buổi sinh hoạt thường kỳ")
    assert "thông báo đến" not in lan.last.text
    await web.move_to("04/12/2026")
    assert heard(web, "Bình") == []


async def test_cancelling_is_told_to_those_who_had_heard_and_never_reminded_of(chat: Chat) -> None:
    lan, binh = await registered(chat)
    await chat.move_to("19/11/2026", "09:00")
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    lan.sees("xác nhận hủy", "03/12/2026")
    await lan.taps("Hủy buổi 14:00 T5 03/12")
    lan.sees("Đã hủy", "thông báo đến 1 đồng chí", "đăng ký lại")
    binh.sees("Chi bộ Kế toán", "đã hủy buổi sinh hoạt", "14 giờ 00, thứ Năm, ngày 03/12/2026")
    binh.sees_buttons()
    assert heard(chat, "Bình") == ["18/11 08:00 VisitNotice", "19/11 09:00 VisitCancelled"]
    assert planned(chat, "Bình") == []
    dung = await chat.join("Dung")
    await chat.move_to("20/11/2026", "08:00")
    lan.sees("chưa nhận được lịch sinh hoạt tháng 12/2026")
    assert heard(chat, "Dung") == []
    await lan.taps("Như tháng trước: 14:00 T5 03/12")
    await lan.taps("Xác nhận")
    binh.sees("đã đăng ký lịch sinh hoạt thường kỳ", "03/12/2026")
    dung.sees("đã đăng ký lịch sinh hoạt thường kỳ")
    assert [one.state for one in meetings(chat, "kế toán")] == [
        MeetingState.CANCELLED,
        MeetingState.SCHEDULED,
    ]


async def test_a_cancellation_and_a_move_among_other_news_are_told_as_such(web: Chat) -> None:
    cuong, hanh = await web.join("Cường"), await web.join("Hạnh")
    lan, binh = await registered(web)
    await register(cuong, "3/12 14h")
    await web.move_to("18/11/2026", "22:00")
    await moved(cuong, "4/12 8h")
    await register(hanh, "7/12 8h")
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Hủy buổi 14:00 T5 03/12")
    await web.move_to("19/11/2026", "07:00")
    assert heard(web, "Bình")[2:] == ["19/11 07:00 ThingsDue"]
    binh.sees("3 nội dung", "Đã hủy: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("Thay đổi lịch: Chi bộ Kho, 08:00 T6 04/12 (lịch cũ: 14:00 T5 03/12)")
    binh.sees("Lịch mới: Chi bộ Trường Chính trị, 08:00 T2 07/12, tại Phòng họp tầng 2")
    await binh.taps("Thay đổi lịch: Chi bộ Kho, 08:00 T6 04/12")
    binh.sees("Chi bộ Kho", "8 giờ 00, thứ Sáu, ngày 04/12/2026")
    await binh.taps("Sẽ dự")
    assert visit(web, "Bình", "kho").response is Response.CONFIRMED


async def test_who_declined_hears_of_the_cancellation_too(web: Chat) -> None:
    lan, binh = await registered(web)
    await binh.taps("Không dự được")
    await binh.taps("Trùng lịch")
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Hủy buổi 14:00 T5 03/12")
    binh.sees("đã hủy buổi sinh hoạt")
    await binh.says("cảm ơn")
    binh.sees("không có câu hỏi nào đang chờ")


async def test_a_cancelled_meetings_old_buttons_do_nothing(web: Chat) -> None:
    lan, binh = await registered(web)
    yes = binh.button("Sẽ dự")
    await lan.says("/lich")
    change = lan.button("Đổi giờ")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Hủy buổi 14:00 T5 03/12")
    await binh.presses(yes)
    binh.sees("đã hủy buổi sinh hoạt")
    assert visit(web, "Bình").response is Response.NONE
    await lan.presses(change)
    lan.sees("đã hoàn thành hoặc đã được bỏ")


async def test_what_the_deputy_changed_meanwhile_is_seen_before_it_is_confirmed(web: Chat) -> None:
    lan, _ = await registered(web)
    phuc = await web.join("Phúc")
    await lan.says("/lich")
    await lan.says("16h")
    lan.sees("16 giờ 00, thứ Năm, ngày 03/12/2026")
    await moved(phuc, "10/12")
    await lan.taps("Xác nhận")
    lan.sees("16 giờ 00, thứ Năm, ngày 10/12/2026", "kiểm tra")
    assert meetings(web, "kế toán")[0].starts_at == moment("10/12/2026", "14:00")
    await lan.taps("Xác nhận")
    assert meetings(web, "kế toán")[0].starts_at == moment("10/12/2026", "16:00")


async def test_a_meeting_the_deputy_cancelled_meanwhile_is_over_for_the_secretary(web: Chat) -> None:
    lan, _ = await registered(web)
    phuc = await web.join("Phúc")
    await lan.says("/lich")
    await phuc.says("/lich")
    await phuc.taps("Hủy buổi sinh hoạt")
    await phuc.taps("Hủy buổi 14:00 T5 03/12")
    await lan.says("10/12 8h")
    lan.sees("Buổi sinh hoạt này của Chi bộ Kế toán đã hủy", "/lich")
    await lan.says("10/12 8h")
    lan.sees("không có câu hỏi nào đang chờ")


async def test_a_meeting_that_has_begun_is_changed_no_more(web: Chat) -> None:
    lan, _ = await registered(web)
    await lan.says("/lich")
    await web.move_to("03/12/2026", "14:00")
    await lan.says("10/12 8h")
    lan.sees("đã đến giờ bắt đầu")
    await lan.says("/lich")
    lan.sees("thêm một buổi sinh hoạt chuyên đề trong tháng 12/2026")


async def test_keeping_the_schedule_changes_nothing(web: Chat) -> None:
    lan, _ = await registered(web)
    await lan.says("/lich")
    await lan.says("10/12 8h")
    await lan.taps("Giữ nguyên lịch")
    lan.sees("giữ nguyên", "03/12/2026")
    await lan.says("/lich")
    await lan.taps("Hủy buổi sinh hoạt")
    await lan.taps("Quay lại")
    await lan.taps("Giữ nguyên lịch")
    assert [one.state for one in meetings(web, "kế toán")] == [MeetingState.SCHEDULED]
    assert heard(web, "Bình") == ["18/11 08:00 VisitNotice"]


async def test_a_declined_visitor_is_asked_again_after_a_move(web: Chat) -> None:
    lan, binh = await registered(web)
    await binh.taps("Không dự được")
    await binh.taps("Đi công tác")
    assert planned(web, "Bình") == []
    await moved(lan, "10/12 8h")
    binh.sees("thay đổi lịch", "xác nhận việc dự theo lịch mới")
    binh.sees_buttons("Sẽ dự", "Không dự được")
    answer = visit(web, "Bình")
    assert (answer.response, answer.decline_reason) == (Response.NONE, None)
