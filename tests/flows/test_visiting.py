"""The visitor answers: will come or not, was there or not, and the meeting in figures."""

import unicodedata

import pytest

from bot.domain.duties import DeclineReason, Outcome, Response
from bot.services.work import Work
from db.models import Organisation
from tests.chat import Chat, Player
from tests.flows.backstage import assign, heard, is_stored, met, planned, register, visit


async def noticed(chat: Chat) -> Player:
    """Accounting meets on 3/12 at 14:00, and its visitor has just been told."""
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    binh.sees("Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026", "xác nhận")
    return binh


async def asked(chat: Chat) -> Player:
    """Half an hour after the end the visitor has just been asked."""
    binh = await noticed(chat)
    await chat.move_to("03/12/2026", "16:00")
    binh.sees("Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026", "đã dự buổi sinh hoạt này hay không")
    return binh


async def test_confirming_and_changing_ones_mind_twice(chat: Chat) -> None:
    binh = await noticed(chat)
    await binh.taps("Sẽ dự")
    binh.sees("đồng chí sẽ dự sinh hoạt của Chi bộ Kế toán", "Phòng họp tầng 2")
    binh.sees_buttons("Báo không dự được")
    await binh.taps("Báo không dự được")
    await binh.taps("Quay lại")
    binh.sees("Đồng chí đã xác nhận sẽ dự")
    await binh.taps("Báo không dự được")
    binh.sees_buttons("Đi công tác", "Ốm", "Trùng lịch", "Lý do khác", "Quay lại")
    await binh.taps("Ốm")
    binh.sees("không dự được", "Lý do: ốm", "Văn phòng xem xét")
    answer = visit(chat, "Bình")
    assert (answer.response, answer.decline_reason) == (Response.DECLINED, DeclineReason.ILLNESS)
    assert (answer.outcome, planned(chat, "Bình")) == (Outcome.PENDING, [])
    await binh.taps("Dự được, xin báo lại")
    assert visit(chat, "Bình").response is Response.CONFIRMED
    assert planned(chat, "Bình")[:2] == ["02/12 08:00 day_before", "03/12 12:00 two_hours"]


@pytest.mark.parametrize(
    ("typed", "response"),
    [
        (unicodedata.normalize("NFD", "SẼ DỰ"), Response.CONFIRMED),
        ("có", Response.CONFIRMED),
        ("1", Response.CONFIRMED),
        ("１.", Response.CONFIRMED),
        ("số 1", Response.CONFIRMED),
        ("Sẽ d", Response.CONFIRMED),
        ("se", Response.NONE),
        ("để tôi xem lại đã", Response.NONE),
    ],
)
async def test_an_answer_may_be_typed(web: Chat, typed: str, response: Response) -> None:
    binh = await noticed(web)
    await binh.says(typed)
    assert visit(web, "Bình").response is response


async def test_words_of_thanks_after_the_answer_are_met_politely(web: Chat) -> None:
    binh = await noticed(web)
    await binh.taps("Sẽ dự")
    await binh.says("Cảm ơn đồng chí nhiều")
    binh.sees("không được ghi lại", "đã xác nhận sẽ dự", "/viec")
    assert not is_stored(web, "Cảm ơn đồng chí nhiều")
    await binh.says("/viec")
    binh.sees("không có việc nào đang chờ", "Chi bộ Kế toán, 14:00 T5 03/12")
    await binh.taps("Dự sinh hoạt: Chi bộ Kế toán, 14:00 T5 03/12")
    binh.sees("đồng chí sẽ dự sinh hoạt của Chi bộ Kế toán")
    await binh.taps("Báo không dự được")
    await binh.taps("Trùng lịch")
    assert visit(web, "Bình").response is Response.DECLINED


async def test_no_reason_is_told_in_own_words(web: Chat) -> None:
    binh = await noticed(web)
    await binh.taps("Không dự được")
    await binh.says("đưa con đi khám bệnh")
    binh.sees("chọn một trong các nút")
    assert not is_stored(web, "khám bệnh")
    await binh.says("lý do khác")
    assert visit(web, "Bình").decline_reason is DeclineReason.OTHER


async def test_once_the_meeting_has_begun_the_answer_is_late(web: Chat) -> None:
    binh = await noticed(web)
    await web.move_to("03/12/2026", "14:00")
    await binh.taps("Sẽ dự")
    binh.sees("đã đến giờ bắt đầu", "/viec")
    assert visit(web, "Bình").response is Response.NONE


async def test_figures_from_the_roster_are_taken_by_one_tap(web: Chat) -> None:
    binh = await asked(web)
    await binh.taps("Đã dự")
    binh.sees("Tổng số đảng viên: 18", "Có mặt: 18", "Vắng có lý do: 0", "90 phút", "9 đồng chí")
    assert len(binh.last.text) < 700, "an old phone shows it without scrolling far"
    await binh.taps("Đúng như trên")
    binh.has_seen("đã ghi nhận đồng chí dự buổi sinh hoạt của Chi bộ Kế toán")
    binh.sees("Đề nghị đồng chí chọn cách chấm")
    told = visit(web, "Bình")
    assert (told.outcome, told.members, told.present, told.minutes) == (Outcome.ATTENDED, 18, 18, 90)


async def test_what_does_not_fit_names_the_figure(web: Chat) -> None:
    binh = await asked(web)
    await binh.taps("Đã dự")
    for typed, words in (
        ("18 1 2 0 95 12 7 8", "đã gõ 8 số"),
        ("18 1 1", "đã gõ 3 số"),
        ("18 1 1 0 95 mười hai", "số thứ 6"),
        ("18 1 1 0 95 m", "số thứ 6"),
        ("18 1,5 1 0 95 12", "số thứ 2"),
        ("18 20 1 0 95 12", "miễn sinh hoạt là 20, nhiều hơn tổng số đảng viên là 18"),
        ("18 1 10 9 95 12", "số vắng có lý do phải từ 0 đến 8"),
        ("18 1 15 1 0 95 12", "số có mặt phải là 16"),
        ("18 1 1 0 95 17", "phát biểu là 17, nhiều hơn số có mặt là 16"),
        ("18 1 1 0 5 12", "phút sinh hoạt là 5; số này phải từ 10 đến 600"),
        ("18 1 -1 0 95 12", "lý do là -1; số này phải từ 0"),
        ("9" * 4000, "số thứ 1"),
        ("1 " * 2000, "đã gõ 2000 số"),
    ):
        await binh.says(typed)
        binh.sees(words, "nhập lại")
    await binh.says("18, 1, 1, 0, 95, 12")
    assert (visit(web, "Bình").present, visit(web, "Bình").speakers) == (16, 12)


@pytest.mark.parametrize("typed", ["１８;1;1;0;95;12", "18 1 16 1 0 95 12"])
async def test_one_line_answers_everything_at_once(web: Chat, typed: str) -> None:
    binh = await asked(web)
    await binh.says(typed)
    binh.has_seen(
        "có mặt 16 trên 17 đảng viên phải dự, vắng có lý do 1, vắng không lý do 0, 95 phút, 12 đồng chí"
    )
    binh.sees("Còn 24 tiêu chí", "95/90 phút")


async def test_one_figure_after_the_other_keeps_them_fitting(web: Chat) -> None:
    binh = await asked(web)
    await binh.taps("Đã dự")
    await binh.taps("Vắng có lý do")
    await binh.taps("2")
    binh.sees("Có mặt: 16", "Vắng có lý do: 2")
    await binh.taps("Sửa số khác")
    await binh.taps("Tổng số đảng viên")
    await binh.says("1")
    binh.sees("Tổng số đảng viên không thể là 1", "từ 2")
    await binh.says("20 đảng viên")
    binh.sees("Tổng số đảng viên: 20", "Có mặt: 18")
    await binh.taps("Số phút sinh hoạt")
    await binh.says("hai tiếng")
    binh.sees("phải là một số nguyên")
    await binh.says("105 phút")
    await binh.taps("Đúng như trên")
    told = visit(web, "Bình")
    assert (told.members, told.present, told.excused, told.minutes) == (20, 18, 2, 105)


async def test_not_there_and_why_and_there_after_all(web: Chat) -> None:
    binh = await asked(web)
    await binh.taps("Không dự")
    await binh.taps("Trùng lịch")
    binh.sees("không dự buổi sinh hoạt của Chi bộ Kế toán", "lý do: trùng lịch")
    assert planned(web, "Bình") == []
    await binh.says("/viec")
    binh.sees("không còn việc nào đang chờ")
    await binh.says("/cham")
    binh.sees("đã dự buổi sinh hoạt này hay không")
    await binh.says("18 1 1 0 95 12")
    binh.sees("Đề nghị đồng chí chọn cách chấm")
    told = visit(web, "Bình")
    assert (told.outcome, told.response) == (Outcome.ATTENDED, Response.NONE)
    assert "04/12 08:00 next_day" in planned(web, "Bình"), "the sheet is owed now"


async def test_who_had_declined_is_not_asked_and_can_still_report(web: Chat) -> None:
    binh = await noticed(web)
    await binh.taps("Không dự được")
    await binh.taps("Đi công tác")
    await web.move_to("04/12/2026", "09:00")
    assert heard(web, "Bình") == ["18/11 08:00 VisitNotice"]
    await binh.says("/cham")
    await binh.taps("Đã dự")
    await binh.taps("Đúng như trên")
    assert visit(web, "Bình").outcome is Outcome.ATTENDED


async def test_a_meeting_that_was_not_held(web: Chat) -> None:
    binh = await asked(web)
    await binh.taps("Không dự")
    await binh.taps("Chi bộ không sinh hoạt")
    binh.sees("Chi bộ Kế toán không tổ chức buổi sinh hoạt")
    assert visit(web, "Bình").outcome is Outcome.EXCUSED
    await web.move_to("06/01/2027")
    assert heard(web, "Bình", "04/12/2026") == []


async def test_three_cells_at_one_hour_are_three_cards_that_name_cell_and_date(chat: Chat) -> None:
    lan, cuong, hanh = [await chat.join(name) for name in ("Lan", "Cường", "Hạnh")]
    binh = await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    for secretary in (lan, cuong, hanh):
        await register(secretary, "3/12 14h")
    assert heard(chat, "Bình") == ["18/11 08:00 VisitNotice"] * 3
    cards = [one for one in binh.messages if "Sẽ dự" in one.buttons]
    for cell, card in zip(("Kế toán", "Kho", "Trường Chính trị"), cards, strict=True):
        assert f"Chi bộ {cell}" in card.text
        assert "14 giờ 00, thứ Năm, ngày 03/12/2026" in card.text
    await chat.move_to("03/12/2026", "16:00")
    assert heard(chat, "Bình")[3:] == [
        f"{at} ThingsDue" for at in ("02/12 08:00", "03/12 12:00", "03/12 16:00")
    ]
    binh.sees("3 nội dung")
    menu = binh.last
    for cell in ("Kế toán", "Kho", "Trường Chính trị"):
        await binh.taps(f"Báo cáo dự: Chi bộ {cell}, 14:00 T5 03/12")
        binh.sees(f"Chi bộ {cell}", "03/12/2026", "đã dự buổi sinh hoạt này hay không")
    assert menu in binh.messages, "one tap each: the menu stays as it is"


async def test_each_typed_line_belongs_to_the_card_opened_last(web: Chat) -> None:
    lan, cuong, binh = [await web.join(name) for name in ("Lan", "Cường", "Bình")]
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await register(cuong, "3/12 19h")
    await web.move_to("04/12/2026", "07:00")
    binh.sees("Chi bộ Kho", "19 giờ 00", "đã dự buổi sinh hoạt này hay không")
    await binh.says("9 0 1 0 90 5")
    binh.has_seen("đã ghi nhận đồng chí dự buổi sinh hoạt của Chi bộ Kho")
    assert visit(web, "Bình", "kế toán").outcome is Outcome.PENDING
    assert visit(web, "Bình", "kho").present == 8


async def test_a_secretary_who_also_visits(web: Chat) -> None:
    await met(web, "kế toán", "05/11/2026", "14:00")
    lan, hanh = await web.join("Lan"), await web.join("Hạnh")
    await assign(web, "Lan", "trường")
    await web.move_to("18/11/2026", "08:00")
    await register(hanh, "4/12 8h")
    lan.sees("Chi bộ Trường Chính trị")
    await lan.says("3/12 14h")
    lan.sees("kiểm tra", "Chi bộ Kế toán", "14 giờ 00, thứ Năm, ngày 03/12/2026")
    await lan.taps("Xác nhận")
    await lan.taps("Sẽ dự")
    assert visit(web, "Lan", "trường").response is Response.CONFIRMED
    await lan.says("/trogiup")
    lan.sees("/lich", "/cham")


async def test_two_cells_of_one_name_are_told_apart_on_every_card(web: Chat) -> None:
    def rename(work: Work) -> None:
        work.session.get_one(Organisation, web.cast.places["trường"]).name = "Chi bộ Kế toán"

    await web.work(rename)
    binh, lan, hanh = [await web.join(name) for name in ("Bình", "Lan", "Hạnh")]
    await web.move_to("18/11/2026", "08:00")
    for secretary in (lan, hanh):
        await register(secretary, "3/12 14h")
    tea, block = "Chi bộ Kế toán (Đảng bộ Công ty Chè)", "Chi bộ Kế toán (Đảng bộ Khối)"
    await web.move_to("02/12/2026", "08:00")
    binh.sees_buttons(f"Nhắc lịch: {tea}, 14:00 T5 03/12", f"Nhắc lịch: {block}, 14:00 T5 03/12")
    await web.move_to("03/12/2026", "16:00")
    binh.sees_buttons(f"Báo cáo dự: {tea}, 14:00 T5 03/12", f"Báo cáo dự: {block}, 14:00 T5 03/12")
    await binh.taps(f"Báo cáo dự: {block}, 14:00 T5 03/12")
    binh.sees(block)
    await binh.says("24 0 0 0 90 12")
    binh.sees(block, "Đề nghị đồng chí chọn cách chấm")
