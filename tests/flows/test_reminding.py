"""What is reminded of and when: the policy's instants, quiet hours, days off, late clocks, empty months."""

from sqlmodel import col, select

from bot.domain.chat import Lane
from db.models import OutboxMessage, Reminder
from db.models.visits import ReminderState
from tests.chat import Chat, Player
from tests.flows.backstage import assign, heard, met, moment, planned, register


async def registered(chat: Chat, when: str, *others: str) -> tuple[Player, Player]:
    """Accounting's secretary has registered a meeting on 18/11 at 08:00; the secretary and the visitor."""
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    for name in others:
        await chat.join(name)
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, when)
    return lan, binh


async def test_a_visitor_who_never_answers_is_reminded_at_these_instants(chat: Chat) -> None:
    await registered(chat, "3/12 14h")
    await chat.move_to("10/01/2027")
    assert heard(chat, "Bình") == [
        "18/11 08:00 VisitNotice",
        "02/12 08:00 VisitDayBefore",
        "03/12 12:00 VisitTwoHours",
        "03/12 16:00 AttendanceDue",
        "04/12 08:00 AttendanceDue",
        "06/12 08:00 AttendanceDue",
        "05/01 08:00 AttendanceDue",
    ]


async def test_firmer_is_more_factual_and_never_long(web: Chat) -> None:
    _, binh = await registered(web, "3/12 14h")
    await web.move_to("03/12/2026", "16:00")
    binh.sees("theo kế hoạch đã kết thúc")
    await web.move_to("04/12/2026", "08:00")
    binh.sees("Đến nay hệ thống chưa nhận được báo cáo của đồng chí")
    await web.move_to("06/12/2026", "08:00")
    binh.sees("đã 3 ngày")
    await web.move_to("05/01/2027", "08:00")
    binh.sees("khóa sổ lúc 0 giờ 00, thứ Tư, ngày 06/01/2027")
    of_binh = OutboxMessage.person_id == web.cast.people["Bình"]
    query = select(OutboxMessage.text).where(OutboxMessage.lane == Lane.REMINDER, of_binh)
    texts = web.look(lambda work: work.session.exec(query).all())
    assert len(texts) == 7
    assert [text for text in texts if len(text) > 500] == []


async def test_a_meeting_that_ends_at_night_is_asked_about_at_seven_and_not_again_at_eight(web: Chat) -> None:
    await registered(web, "3/12 19h30")
    await web.move_to("07/12/2026")
    assert heard(web, "Bình", "03/12/2026") == [
        "03/12 17:30 VisitTwoHours",
        "04/12 07:00 AttendanceDue",
        "06/12 08:00 AttendanceDue",
    ]


async def test_only_two_hours_before_may_come_in_quiet_hours(web: Chat) -> None:
    await registered(web, "3/12 7h30")
    await web.move_to("03/12/2026", "12:00")
    assert heard(web, "Bình", "03/12/2026") == ["03/12 05:30 VisitTwoHours", "03/12 09:30 AttendanceDue"]


async def test_what_is_registered_at_night_is_told_in_the_morning(web: Chat) -> None:
    lan, _ = await web.join("Lan"), await web.join("Bình")
    await web.move_to("18/11/2026", "23:30")
    await register(lan, "3/12 14h")
    assert heard(web, "Bình") == []
    await web.move_to("19/11/2026", "06:59")
    assert heard(web, "Bình") == []
    await web.move_to("19/11/2026", "07:00")
    assert heard(web, "Bình") == ["19/11 07:00 VisitNotice"]


async def test_the_day_before_a_holiday_is_reminded_of_earlier_and_its_morrow_later(web: Chat) -> None:
    await registered(web, "25/11 14h")  # 24/11 is a holiday
    await web.move_to("30/11/2026")
    assert heard(web, "Bình", "20/11/2026") == [
        "23/11 08:00 VisitDayBefore",
        "25/11 12:00 VisitTwoHours",
        "25/11 16:00 AttendanceDue",
        "26/11 08:00 AttendanceDue",
        "28/11 08:00 AttendanceDue",
    ]


async def test_the_morrow_on_a_holiday_waits_for_the_next_day(web: Chat) -> None:
    await registered(web, "23/11 14h")
    await web.move_to("27/11/2026")
    assert heard(web, "Bình", "23/11/2026") == [
        "23/11 12:00 VisitTwoHours",
        "23/11 16:00 AttendanceDue",
        "25/11 08:00 AttendanceDue",
        "26/11 08:00 AttendanceDue",
    ]


async def test_a_meeting_of_this_afternoon_is_told_at_once_and_not_once_more_too_soon(web: Chat) -> None:
    await registered(web, "18/11 10h30")
    await web.move_to("18/11/2026", "23:00")
    assert heard(web, "Bình") == ["18/11 08:00 VisitNotice", "18/11 12:30 AttendanceDue"]


async def test_nobody_is_reminded_after_doing(web: Chat) -> None:
    _, binh = await registered(web, "3/12 14h")
    await binh.taps("Không dự được")
    await binh.taps("Ốm")
    await web.move_to("10/12/2026")
    assert heard(web, "Bình") == ["18/11 08:00 VisitNotice"]


async def test_all_that_is_due_for_one_person_is_one_message(web: Chat) -> None:
    lan, _ = await registered(web, "3/12 14h", "Hạnh")
    await assign(web, "Lan", "trường")
    hanh = Player(web, "Hạnh", "Hạnh")
    await register(hanh, "18/12 10h")
    await web.move_to("17/12/2026", "23:00")
    await web.move_to("18/12/2026", "08:00")
    lan.sees(
        "2 nội dung", "Đăng ký lịch: Chi bộ Kế toán, tháng 01/2027", "Chi bộ Trường Chính trị, 10:00 T6 18/12"
    )
    assert heard(web, "Lan", "18/12/2026") == ["18/12 08:00 ThingsDue"]
    await lan.taps("Đăng ký lịch: Chi bộ Kế toán, tháng 01/2027")
    lan.sees("Đăng ký lịch sinh hoạt tháng 01/2027", "14 giờ 00, thứ Năm, ngày 07/01/2027")
    await lan.taps("Sắp đến giờ: Chi bộ Trường Chính trị, 10:00 T6 18/12")
    lan.sees("Đề nghị đồng chí xác nhận")


async def test_the_secretarys_duty_passes_to_the_deputy_and_the_visits_do_not(web: Chat) -> None:
    await met(web, "kế toán", "05/11/2026", "14:00")
    phuc, hanh = await web.join("Phúc"), await web.join("Hạnh")
    lan = await web.join("Lan")
    await assign(web, "Lan", "trường")
    await web.move_to("18/11/2026", "08:00")
    await register(hanh, "4/12 8h")
    await lan.says("/ngung")
    await lan.taps("Ngừng sử dụng")
    await web.move_to("20/11/2026", "08:00")
    phuc.sees("Đến nay hệ thống chưa nhận được lịch sinh hoạt tháng 12/2026 của Chi bộ Kế toán")
    await web.move_to("05/12/2026")
    assert heard(web, "Phúc") == ["20/11 08:00 ScheduleAsk", "22/11 08:00 ScheduleAsk"]
    phuc.has_not_seen("Trường Chính trị")


async def jump(chat: Chat, day: str, hour: str) -> None:
    """The program was off: the clock is at once at that instant, nothing was done on the way."""
    chat.clock.move_to(moment(day, hour))
    await chat.settle()


async def test_of_a_ladder_that_is_late_only_the_last_step_is_said(web: Chat) -> None:
    _, binh = await registered(web, "3/12 14h")
    await web.move_to("03/12/2026", "11:00")
    await jump(web, "06/12/2026", "09:00")
    assert heard(web, "Bình", "03/12/2026") == ["06/12 09:00 AttendanceDue"]
    binh.sees("đã 3 ngày")
    assert planned(web, "Bình") == ["05/01 08:00 before_closing"]
    states = web.look(
        lambda work: work.session.exec(
            select(Reminder.state).where(
                Reminder.step == "two_hours", Reminder.person_id == web.cast.people["Bình"]
            )
        ).all()
    )
    assert states == [ReminderState.EXPIRED]


async def test_what_waits_for_the_morning_is_said_as_things_are_then(web: Chat) -> None:
    _, binh = await registered(web, "3/12 14h")
    await web.move_to("03/12/2026", "13:00")
    await jump(web, "03/12/2026", "22:00")
    assert heard(web, "Bình", "03/12/2026") == ["03/12 12:00 VisitTwoHours"]
    await binh.says("/cham")
    await binh.taps("Đã dự")
    await binh.taps("Đúng như trên")
    await web.move_to("04/12/2026", "07:30")
    assert heard(web, "Bình", "04/12/2026") == ["04/12 07:00 ScoringDue"]
    binh.sees("Phiếu chấm điểm", "chưa hoàn thành")


async def test_what_was_done_at_night_is_not_asked_for_in_the_morning(web: Chat) -> None:
    _, binh = await registered(web, "3/12 14h")
    await web.move_to("03/12/2026", "13:00")
    await jump(web, "03/12/2026", "22:00")
    await binh.says("/cham")
    await binh.taps("Không dự")
    await binh.taps("Ốm")
    await web.move_to("10/12/2026")
    assert heard(web, "Bình", "04/12/2026") == []


async def test_a_late_start_asks_the_secretary_once(web: Chat) -> None:
    lan = await web.join("Lan")
    await jump(web, "22/11/2026", "08:00")
    assert heard(web, "Lan") == ["22/11 08:00 ScheduleAsk"]
    lan.sees("vẫn chưa nhận được")


async def test_a_jump_over_the_closing_reminds_of_nothing_closed(web: Chat) -> None:
    await registered(web, "3/12 14h")
    await web.move_to("03/12/2026", "11:00")
    await jump(web, "08/01/2027", "09:00")
    assert heard(web, "Bình", "03/12/2026") == []
    await web.move_to("20/01/2027")
    assert heard(web, "Bình", "03/12/2026") == []


async def test_a_month_in_which_nobody_registers_anything(web: Chat) -> None:
    lan, binh, thang = [await web.join(name) for name in ("Lan", "Bình", "Thắng")]
    await web.move_to("04/01/2027", "08:00")
    assert heard(web, "Lan")[:3] == [f"{day}/11 08:00 ScheduleAsk" for day in (18, 20, 22)]
    assert heard(web, "Bình") == []
    thang.sees("Tổng hợp tháng 12/2026", "Nhiệm vụ dự: 4")
    await web.move_to("06/01/2027", "00:00")
    await binh.says("/viec")
    binh.sees("không còn việc nào đang chờ")
    await binh.says("/cham")
    binh.sees("không còn buổi sinh hoạt nào phải báo cáo")
    await lan.says("/lich")
    lan.sees("tháng 01/2027")
    order = select(Reminder.state).where(Reminder.period == 202612, col(Reminder.kind) == "visit")
    assert web.look(lambda work: work.session.exec(order).all()) == []
