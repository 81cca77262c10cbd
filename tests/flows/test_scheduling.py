"""The secretary registers the month's meeting: one tap, step by step, typed; what is refused."""

import unicodedata
from typing import Literal

import pytest

from bot.domain.meetings import Kind
from tests.chat import Chat, Player
from tests.flows.backstage import heard, is_stored, meetings, met, moment, planned

FIRST_ASK = ("18/11/2026", "08:00")


async def asked(chat: Chat, name: str = "Lan") -> Player:
    """Somebody of the cell Accounting, which met last month, has just been asked for the next meeting."""
    await met(chat, "kế toán", "05/11/2026", "14:00")
    player = await chat.join(name)
    await chat.move_to(*FIRST_ASK)
    return player


async def test_one_tap_repeats_last_months_slot_and_shows_it_first(chat: Chat) -> None:
    binh, lan = await chat.join("Bình"), await asked(chat)
    lan.sees("đăng ký lịch sinh hoạt tháng 12/2026 của Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026")
    lan.sees_buttons("Như tháng trước: 14:00 T5 03/12", "Chọn ngày khác")

    await lan.taps("Như tháng trước: 14:00 T5 03/12")
    lan.sees("kiểm tra", "14 giờ 00, thứ Năm, ngày 03/12/2026", "Hội trường tầng 2", "thường kỳ", "90 phút")
    assert meetings(chat, "kế toán") == []
    assert heard(chat, "Bình") == []

    await lan.taps("Xác nhận")
    lan.sees("Đã đăng ký lịch sinh hoạt tháng 12/2026", "Hội trường tầng 2", "2 đồng chí")
    lan.sees_buttons()
    binh.sees("Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026", "Hội trường tầng 2")
    assert [one.starts_at for one in meetings(chat, "kế toán")] == [moment("03/12/2026", "14:00")]


async def test_step_by_step_by_buttons(chat: Chat) -> None:
    lan = await asked(chat)
    await lan.taps("Chọn ngày khác")
    lan.sees("chọn tuần")
    await lan.taps("07/12 - 13/12")
    await lan.taps("Thứ Bảy, Chủ nhật")
    await lan.taps("Quay lại")
    await lan.taps("T5 10/12")
    lan.sees("chọn giờ bắt đầu", "thứ Năm, ngày 10/12/2026")
    await lan.taps("19:30")
    lan.sees("địa điểm")
    await lan.taps("Quay lại")
    await lan.taps("08:00")
    await lan.says("Nhà văn hóa Nguyễn Thị Minh Khai")
    await lan.taps("Thường kỳ kết hợp chuyên đề")
    await lan.says("Xây dựng chi bộ bốn tốt")
    lan.sees("8 giờ 00, thứ Năm, ngày 10/12/2026", "Nhà văn hóa Nguyễn Thị Minh Khai", "bốn tốt", "120 phút")
    await lan.taps("Xác nhận")
    (meeting,) = meetings(chat, "kế toán")
    assert (meeting.kind, meeting.topic) == (Kind.COMBINED, "Xây dựng chi bộ bốn tốt")


async def test_day_and_hour_typed_in_any_usual_way_lead_to_the_review(web: Chat) -> None:
    lan = await asked(web)
    for typed in (
        "3/12 14h30",
        "14 giờ 30 ngày 03/12/2026",
        "14h30 3-12",
        "14H30 NGÀY 3/12",
        "03.12.2026 14:30",
        "ngày 3 tháng 12, lúc 14g30",
        "2 giờ rưỡi chiều thứ năm 3/12",
        "hai giờ ba mươi chiều ngày ba tháng mười hai",
        "thứ 5 tuần đầu tháng 12, 14h30",
        "mùng 3 tháng 12 lúc 14 giờ rưỡi nhé",
        "chieu thu nam 3/12 luc 2h30",
        "３/12 14h30",
        unicodedata.normalize("NFD", "14 giờ 30 phút thứ Năm, mồng 3 tháng 12"),
    ):
        await lan.says(typed)
        lan.sees("kiểm tra", "14 giờ 30, thứ Năm, ngày 03/12/2026", "Hội trường tầng 2", "thường kỳ")
        await lan.says("4/12 8h")
        lan.sees("8 giờ 00, thứ Sáu, ngày 04/12/2026")


async def test_what_cannot_be_read_says_why_and_keeps_what_was_there(web: Chat) -> None:
    lan = await asked(web)
    await lan.says("3/12 14h")
    for typed, why in (
        ("31/2", "Tháng 02/2027 chỉ có 28 ngày"),
        ("4/13 8h", "Không có tháng đó"),
        ("4/12 25h", "Không có giờ đó"),
        ("thứ 5 ngày 4/12", "chưa khớp với ngày"),
        ("4/12, 5/12", "nhiều ngày"),
        ("17/11 8h", "Thứ Ba, ngày 17/11/2026 đã qua"),
        ("3/6/2027 8h", "quá xa tháng 12/2026"),
        ("6/1/2027 8h", "quá xa tháng 12/2026"),  # the month is closed by then
        ("hội trường lớn", "chưa đọc được ngày, giờ"),
        ("1 " * 2000, "chưa đọc được ngày, giờ"),
    ):
        await lan.says(typed)
        lan.sees(why)
    await lan.taps("Xác nhận")  # on the card, which is above the answers
    lan.has_seen("Đã đăng ký lịch sinh hoạt tháng 12/2026 của Chi bộ Kế toán: 14 giờ 00, thứ Năm, ngày 03/12")


async def test_a_sunday_and_a_holiday_are_warned_of_and_not_refused(web: Chat) -> None:
    lan = await asked(web)
    await lan.says("6/12 8h")
    lan.sees("Lưu ý: ngày này là Chủ nhật")
    await lan.says("1/1/2027 8h")
    lan.sees("ngày nghỉ lễ", "không thuộc tháng 12/2026; buổi sinh hoạt vẫn được tính cho tháng 12/2026")
    await lan.taps("Xác nhận")
    assert [one.period for one in meetings(web, "kế toán")] == [202612]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("Phòng họp tài liệu TUYỆT MẬT", "dấu chỉ độ mật"),
        ("x" * 4000, "dài 4000 ký tự"),
    ],
)
async def test_a_place_refused_by_the_guard_is_kept_nowhere(web: Chat, words: str, why: str) -> None:
    lan = await asked(web)
    await lan.says("3/12")
    await lan.taps("14:00")
    await lan.says(words)
    lan.sees("Nội dung này không được ghi lại", why)
    assert not is_stored(web, words[:60])
    await lan.says("Hội trường Trần Văn Bình")
    lan.sees("hình thức")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
async def test_a_topic_names_nobody_of_the_roster(web: Chat, form: Literal["NFC", "NFD"]) -> None:
    lan = await asked(web)
    await lan.taps("Như tháng trước: 14:00 T5 03/12")
    await lan.taps("Sửa hình thức")
    await lan.taps("Chuyên đề")
    for words in ("Góp ý với Trần Văn Bình", "đồng chí Lý Thu Vân chậm nộp đảng phí", "Tài liệu MẬT số 5"):
        await lan.says(unicodedata.normalize(form, words))
        lan.sees("Nội dung này không được ghi lại")
        assert not is_stored(web, words)
        assert not is_stored(web, unicodedata.normalize("NFD", words))
    await lan.says(unicodedata.normalize(form, "Học tập và làm theo Bác"))
    lan.sees("Chủ đề: Học tập và làm theo Bác")


async def test_a_doubtful_topic_is_kept_when_it_is_said_again(web: Chat) -> None:
    lan = await asked(web)
    await lan.says("3/12 14h")
    await lan.taps("Sửa hình thức")
    await lan.taps("Chuyên đề")
    await lan.says("Xem xét kỷ luật đảng viên")
    lan.sees("chưa được ghi lại", "viết lại")
    assert not is_stored(web, "kỷ luật đảng viên")
    await lan.says("Xem xét kỷ luật đảng viên")
    lan.sees("Chủ đề: Xem xét kỷ luật đảng viên")


async def test_the_question_grows_more_factual_and_stops_when_answered(web: Chat) -> None:
    lan = await asked(web)
    await web.move_to("20/11/2026", "08:00")
    lan.sees("Đến nay hệ thống chưa nhận được lịch")
    await web.move_to("22/11/2026", "08:00")
    lan.sees("vẫn chưa nhận được", "thứ Tư, ngày 25/11/2026")
    assert heard(web, "Lan") == [
        "18/11 08:00 ScheduleAsk",
        "20/11 08:00 ScheduleAsk",
        "22/11 08:00 ScheduleAsk",
    ]
    await lan.says("3/12 14h")
    await lan.taps("Xác nhận")
    assert planned(web, "Lan") == ["03/12 16:00 after_end", "05/12 08:00 day_2"]  # the cell's own score
    await web.move_to("01/12/2026", "00:00")
    assert len(heard(web, "Lan")) == 3


async def test_of_two_who_confirm_at_once_the_second_hears_what_is_registered(chat: Chat) -> None:
    phuc, lan = await chat.join("Phúc"), await asked(chat)
    await phuc.says("/lich")
    await phuc.says("4/12 8h")
    await lan.taps("Như tháng trước: 14:00 T5 03/12")
    await lan.taps("Xác nhận")
    await phuc.taps("Xác nhận")
    phuc.sees(
        "Chi bộ Kế toán đã có lịch sinh hoạt tháng 12/2026: 14 giờ 00, thứ Năm, ngày 03/12/2026", "/lich"
    )
    phuc.sees_buttons()
    assert len(meetings(chat, "kế toán")) == 1
    await phuc.says("/lich")
    phuc.sees("đã đăng ký buổi sinh hoạt thường kỳ", "03/12/2026")


async def test_a_thematic_meeting_beside_the_months_own(web: Chat) -> None:
    lan = await asked(web)
    await lan.says("3/12 14h")
    await lan.taps("Xác nhận")
    await lan.says("/lich")
    await lan.taps("Thêm buổi chuyên đề")
    lan.sees("thêm một buổi sinh hoạt chuyên đề trong tháng 12/2026")
    await lan.says("17/12 8h")
    lan.sees("chủ đề")
    await lan.says("Bảo vệ nền tảng tư tưởng của Đảng")
    await lan.taps("Xác nhận")
    lan.sees("Đã đăng ký", "17/12/2026", "chuyên đề")
    assert [one.kind for one in meetings(web, "kế toán")] == [Kind.ORDINARY, Kind.THEMATIC]
    await lan.says("/lich")
    lan.sees("Có 2 mục", "14:00 T5 03/12", "08:00 T5 17/12")


async def test_the_deputy_is_asked_while_the_secretary_has_no_chat(web: Chat) -> None:
    phuc = await asked(web, "Phúc")
    phuc.sees("đăng ký lịch sinh hoạt tháng 12/2026 của Chi bộ Kế toán")
    lan = await web.join("Lan")
    await web.move_to("20/11/2026", "08:00")
    lan.sees("Đến nay hệ thống chưa nhận được lịch")
    assert heard(web, "Phúc") == ["18/11 08:00 ScheduleAsk"]
    await phuc.taps("Như tháng trước: 14:00 T5 03/12")
    await phuc.taps("Xác nhận")
    phuc.sees("Đã đăng ký")
    await web.move_to("25/11/2026")
    assert heard(web, "Lan") == ["20/11 08:00 ScheduleAsk"]


async def test_who_leads_no_cell_registers_nothing(web: Chat) -> None:
    binh = await web.join("Bình")
    await binh.says("/lich")
    binh.sees("do bí thư hoặc phó bí thư chi bộ thực hiện")
