"""What comes between: restarts, reminders, other commands, old and foreign buttons, floods of text, /huy."""

from sqlmodel import select

from bot.domain.duties import Outcome, Response
from db.models import ScoreSheet
from tests.chat import Chat, Player
from tests.flows.backstage import heard, is_stored, meetings, met, register, visit


async def scoring(chat: Chat) -> Player:
    """The visitor of 3/12 has given points for three of eight groups."""
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await chat.move_to("03/12/2026", "16:00")
    await binh.says("18 1 1 0 95 12")
    await binh.says("4 0")
    await binh.says("max")
    binh.sees("Nhóm 4/8")
    return binh


async def test_a_half_filled_sheet_survives_a_restart_and_a_reminder(chat: Chat) -> None:
    binh = await scoring(chat)
    await chat.restart()
    await chat.move_to("04/12/2026", "08:00")
    binh.sees("Chấm điểm: Chi bộ Kế toán, 14:00 T5 03/12")
    await binh.says("0 15 2 5 1 1 1")
    binh.sees("Nhóm 5/8", "Chi bộ Kế toán")
    await chat.restart()
    await binh.says("/cham")
    binh.sees("Nhóm 5/8")
    for typed in ("max", "max", "27", "max"):
        await binh.says(typed)
    binh.sees("2.2. Vắng nhiều kỳ liên tiếp: 0/1", "4.1. Quy trình: 0/5", "Tổng điểm: 91/100")


async def test_another_cells_notice_takes_no_focus_from_a_sheet(web: Chat) -> None:
    cuong = await web.join("Cường")
    binh = await scoring(web)
    await register(cuong, "10/12 8h")
    binh.sees("Chi bộ Kho", "xác nhận")
    await binh.says("max")
    binh.sees("Nhóm 5/8", "Chi bộ Kế toán")
    await binh.taps("Sẽ dự")
    binh.has_seen("đồng chí sẽ dự sinh hoạt của Chi bộ Kho")
    await binh.says("max")
    binh.sees("Nhóm 6/8", "Chi bộ Kế toán")


async def test_huy_asks_first_keeps_when_told_and_discards_when_told(web: Chat) -> None:
    binh = await scoring(web)
    await binh.says("/huy")
    binh.sees("muốn bỏ phần đang điền: chấm điểm Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees_buttons("Giữ lại", "Bỏ phần đang điền")
    await binh.taps("Giữ lại")
    binh.sees("Nhóm 4/8")
    await binh.says("max")
    binh.sees("Nhóm 5/8")
    await binh.says("/HỦY")
    await binh.says("bỏ phần đang điền")
    binh.sees("Đã bỏ phần đang điền", "/viec")
    await binh.says("5")
    binh.sees("không có câu hỏi nào đang chờ")
    await binh.says("/huy")
    binh.sees("không có phần nào đang điền dở")
    assert visit(web, "Bình").outcome is Outcome.ATTENDED, "what was reported stays"
    await binh.says("/cham")
    binh.sees("Còn 24 tiêu chí")


async def test_huy_discards_nothing_that_was_not_begun(web: Chat) -> None:
    await met(web, "kế toán", "05/11/2026", "14:00")
    lan = await web.join("Lan")
    await web.move_to("18/11/2026", "08:00")
    await lan.says("/huy")
    lan.sees("không có phần nào đang điền dở")
    await lan.says("3/12 14h")
    lan.sees("kiểm tra")
    await lan.says("/huỷ")
    lan.sees("đăng ký lịch Chi bộ Kế toán, tháng 12/2026")
    await lan.taps("Giữ lại")
    await lan.taps("Xác nhận")
    await lan.says("/lich")
    await lan.says("10/12 8h")
    await lan.says("/huy")
    lan.sees("thay đổi lịch Chi bộ Kế toán, 14:00 T5 03/12")
    await lan.taps("Bỏ phần đang điền")
    lan.sees("ghi nhận trước đó không thay đổi")
    assert len(meetings(web, "kế toán")) == 1


async def test_the_same_tap_twice_has_one_effect(chat: Chat) -> None:
    await met(chat, "kế toán", "05/11/2026", "14:00")
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await lan.says("3/12 14h")
    confirm = lan.button("Xác nhận")
    await lan.presses(confirm)
    await lan.presses(confirm)
    lan.sees("đã hoàn thành hoặc đã được bỏ")
    assert len(meetings(chat, "kế toán")) == 1
    assert heard(chat, "Bình") == ["18/11 08:00 VisitNotice"]
    yes = binh.button("Sẽ dự")
    await binh.presses(yes)
    await binh.presses(yes)
    binh.sees("đồng chí sẽ dự")
    assert visit(chat, "Bình").response is Response.CONFIRMED


async def test_an_old_button_gets_the_current_card_and_changes_nothing(chat: Chat) -> None:
    binh = await scoring(chat)
    line = binh.button("4.1")
    await binh.presses(line)
    seen = len(binh.messages)
    await binh.presses(line)
    binh.sees("4.1. Thực hiện đầy đủ quy trình sinh hoạt: 0/5")
    assert len(binh.messages) == seen, "the card itself was pressed twice"
    await binh.says("/cham")
    await binh.says("max")
    await binh.presses(line)
    binh.sees("Nhóm 5/8")


async def test_a_button_that_never_was_has_no_effect(web: Chat) -> None:
    binh = await web.join("Bình")
    beyond = ("999999.1.yes", "1.1." + "y" * 80, "9" * 60, "１.１.yes")
    for data in ("", "1", "1.1", "x.y.z", "-1.1.yes", "..", *beyond):
        await binh.presses(data)
        assert "sự cố" not in binh.last.text
    await binh.says("/trogiup")
    binh.sees("/viec")


async def test_somebody_elses_button_has_no_effect(web: Chat) -> None:
    lan, binh, dung = [await web.join(name) for name in ("Lan", "Bình", "Dung")]
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await lan.presses(binh.button("Sẽ dự"))
    await dung.presses(binh.button("Không dự được"))
    dung.sees("không còn thuộc việc của đồng chí")
    assert visit(web, "Bình").response is Response.NONE
    assert visit(web, "Dung").response is Response.NONE
    draft, revision, _ = binh.button("Sẽ dự").split(".")
    await binh.presses(f"{draft}.{revision}.illness")
    binh.sees("chọn một trong các nút")
    await binh.presses(f"{draft}.{revision}.submitted")
    assert visit(web, "Bình").response is Response.NONE


async def test_sending_cannot_be_forged_while_lines_are_open(web: Chat) -> None:
    binh = await scoring(web)
    draft, revision, _ = binh.button("4.1").split(".")
    await binh.presses(f"{draft}.{revision}.send")
    binh.sees("còn 18 tiêu chí chưa chấm: 4.1, 4.2, 4.4, 4.6")
    for forged in ("p99", "l99", "g7", "no_note", "go_on", "l4_5"):
        await binh.presses(f"{draft}.{revision}.{forged}")
        binh.sees("Chưa có gì thay đổi")
    assert web.look(lambda work: work.session.exec(select(ScoreSheet)).all()) == []


async def test_a_flood_of_text_is_answered_and_kept_nowhere(web: Chat) -> None:
    lan = await web.join("Lan")
    await web.move_to("18/11/2026", "08:00")
    for text in ("ă" * 4000, "nội dung nhạy cảm " * 200, "/" * 4000, "/viec" + "x" * 3900):
        await lan.says(text)
        assert "sự cố" not in lan.last.text
        assert not is_stored(web, text[:40])
    await lan.says("/viec")
    lan.sees("Đăng ký lịch sinh hoạt tháng 12/2026")


async def test_looking_elsewhere_and_coming_back(web: Chat) -> None:
    await met(web, "kế toán", "05/11/2026", "14:00")
    lan = await web.join("Lan")
    await web.move_to("18/11/2026", "08:00")
    await lan.taps("Chọn ngày khác")
    await lan.says("10/12")
    lan.sees("chọn giờ bắt đầu")
    await lan.says("/trogiup")
    await lan.says("9h")
    lan.sees("kiểm tra", "9 giờ 00, thứ Năm, ngày 10/12/2026")
    await lan.says("/lich")
    lan.sees("kiểm tra", "9 giờ 00, thứ Năm, ngày 10/12/2026")
    await lan.taps("Bỏ, không đăng ký")
    lan.sees("Chưa đăng ký lịch sinh hoạt tháng 12/2026", "/lich")
    await web.move_to("20/11/2026", "08:00")
    lan.sees("chưa nhận được lịch")
    lan.sees_buttons("Như tháng trước: 14:00 T5 03/12", "Chọn ngày khác")


async def test_a_labels_beginning_is_enough_but_for_own_words(web: Chat) -> None:
    await met(web, "kế toán", "05/11/2026", "14:00", "Hội trường tầng 2")
    lan = await web.join("Lan")
    await lan.says("/lich")
    await lan.says("chọn ngày")
    await lan.says("3/12 14h")
    await lan.says("sửa địa")
    lan.sees_buttons("Như lần trước: Hội trường tầng 2", "Quay lại")
    await lan.says("Như lần")
    lan.sees("Địa điểm: Như lần\n")
    await lan.says("xác")
    lan.sees("Đã đăng ký")
