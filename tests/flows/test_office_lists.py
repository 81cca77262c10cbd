"""The office's lists: whom to ring every working day, and which cells have no date."""

from datetime import date

from sqlmodel import col, update

from bot.services import periods
from bot.services.work import Work
from db.models import Assignment
from tests.chat import Chat, Player
from tests.flows.offstage import appoint, hire, register


async def test_the_call_list_comes_at_half_past_seven_on_working_days(chat: Chat) -> None:
    yen = await chat.join("Yến")
    await chat.move_to("19/11/2026", "07:29")
    heard = len(yen.messages)
    await chat.move_to("19/11/2026", "07:30")
    yen.sees(
        "Danh sách cần liên hệ, thứ Năm, ngày 19/11/2026",
        "Chưa liên lạc được: 8",
        "Nguyễn Thị Lan, Bí thư chi bộ, Chi bộ Kế toán",
        "Điện thoại: 0900000001. Chưa dùng hệ thống",
    )
    assert len(yen.messages) == heard + 1
    await chat.move_to("20/11/2026", "12:00")  # a Friday
    yen.sees("thứ Sáu, ngày 20/11/2026")
    heard = len(yen.messages)
    await chat.move_to("22/11/2026", "23:00")  # the weekend
    assert len(yen.messages) == heard
    await chat.move_to("23/11/2026", "07:30")
    yen.sees("thứ Hai, ngày 23/11/2026")
    heard = len(yen.messages)
    await chat.move_to("24/11/2026", "23:00")  # a public holiday since 2026
    assert len(yen.messages) == heard


async def test_the_call_list_stops_when_nobody_is_left(web: Chat) -> None:
    yen = await web.join("Yến")
    for name in ("Lan", "Phúc", "Cường", "Hạnh", "Bình", "Dung", "Thắng", "Mai"):
        await web.join(name)
    for name, when in (("Lan", "3/12 14h"), ("Cường", "4/12 8h"), ("Hạnh", "5/12 8h")):
        await register(Player(web, name, name), when)
    heard = len(yen.messages)
    await web.move_to("24/11/2026", "12:00")
    assert len(yen.messages) == heard
    await yen.says("/danhba")
    yen.sees("Không có ai cần liên hệ")


async def test_whoever_does_what_is_owed_is_rung_no_more(web: Chat) -> None:
    yen, lan = await web.join("Yến"), await web.join("Lan")
    await web.move_to("23/11/2026", "08:00")
    yen.sees("Nguyễn Thị Lan", "Chưa đăng ký lịch: Chi bộ Kế toán, tháng 12/2026")
    await register(lan, "3/12 14h")
    await yen.says("/danhba")
    assert "Nguyễn Thị Lan" not in yen.last.text
    yen.sees("Lê Văn Cường", "Chưa đăng ký lịch: Chi bộ Kho")


async def test_a_list_that_has_been_read_swallows_no_text(web: Chat) -> None:
    yen = await web.join("Yến")
    await yen.says("/danhba")
    yen.sees_buttons()
    await yen.says("cảm ơn")
    yen.sees("Hiện không có câu hỏi nào đang chờ đồng chí trả lời", "/danhba")


async def test_cells_without_a_date_on_the_25th(chat: Chat) -> None:
    yen, lan = await chat.join("Yến"), await chat.join("Lan")
    await register(lan, "3/12 14h")
    await chat.move_to("25/11/2026", "08:00")
    yen.sees(
        "Chi bộ chưa có lịch sinh hoạt tháng 12/2026: 2",
        "Chi bộ Kho (Đảng bộ Công ty Chè)",
        "Lê Văn Cường: 0900000003",
        "Chi bộ Trường Chính trị",
    )
    assert "Chi bộ Kế toán" not in yen.last.text


async def test_the_25th_is_quiet_when_every_cell_has_a_date(web: Chat) -> None:
    yen = await web.join("Yến")
    for name, when in (("Lan", "3/12 14h"), ("Cường", "4/12 8h"), ("Hạnh", "5/12 8h")):
        await register(await web.join(name), when)
    await web.move_to("25/11/2026", "08:00")
    yen.has_not_seen("Chi bộ chưa có lịch sinh hoạt")
    await yen.says("/chuacolich")
    yen.sees("Tất cả chi bộ đã có lịch sinh hoạt tháng 12/2026")


async def test_pages_turn_in_place(web: Chat) -> None:
    yen = await web.join("Yến")
    for number in range(10):
        await hire(web, f"Visitor {number}")
        await appoint(web, f"Visitor {number}", "khối")
    await yen.says("/danhba")
    yen.sees("Trang 1/2")
    yen.sees_buttons("Trang sau")
    first, messages = yen.button("Trang sau"), len(yen.messages)
    await yen.taps("Trang sau")
    yen.sees("Trang 2/2")
    await yen.presses(first)  # pressed twice: the page stays
    yen.sees("Trang 2/2")
    await yen.taps("Trang trước")
    yen.sees("Trang 1/2")
    assert len(yen.messages) == messages
    await yen.says("trang 2")
    yen.sees("chọn một trong các nút")


async def test_a_cell_that_nobody_visits_is_listed_and_registers_all_the_same(web: Chat) -> None:
    yen, hanh = await web.join("Yến"), await web.join("Hạnh")
    school = web.cast.places["trường"]

    def end(work: Work) -> None:
        of_school = col(Assignment.cell_id) == school
        work.session.exec(update(Assignment).where(of_school).values(ends_on=date(2026, 11, 1)))
        periods.reconcile_open_periods(work)

    await web.work(end)
    await register(hanh, "3/12 14h")
    hanh.sees("chưa có")
    await yen.says("/danhba")
    yen.sees("Chi bộ chưa có người dự: 1", "– Chi bộ Trường Chính trị (Đảng bộ Khối)")
