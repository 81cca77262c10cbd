"""What a cell will remedy: named in a line or step by step, told before its next meeting, then seen."""

import unicodedata

import pytest
from sqlmodel import col, select

from bot.domain.duties import SheetRole
from bot.domain.remedies import RemedyState
from db.models import Remedy
from tests.chat import Chat, Player
from tests.flows.backstage import heard, is_stored, open_drafts, planned, register, score

_LINE = "Sổ biên bản ghi chưa đủ; phó bí thư; 20/12"


async def reviewed(chat: Chat) -> Player:
    """The cell has judged its meeting of 3/12 and is asked what it will remedy."""
    lan = await chat.join("Lan")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await chat.move_to("03/12/2026", "16:00")
    await lan.says("18 1 1 0 95 12")
    await score(lan)
    lan.sees("việc chi bộ cần khắc phục (tối đa 3 việc)")
    return lan


def remedies(chat: Chat) -> list[Remedy]:
    return chat.look(lambda work: list(work.session.exec(select(Remedy).order_by(col(Remedy.id)))))


def kept(chat: Chat) -> list[str]:
    return [f"{one.number}. {one.text}; {one.post}; {one.due_on:%d/%m}" for one in remedies(chat)]


async def test_one_line_names_all_of_a_point(chat: Chat) -> None:
    lan = await reviewed(chat)
    await lan.says(unicodedata.normalize("NFD", _LINE))
    lan.sees("1. Sổ biên bản ghi chưa đủ", "Người thực hiện: phó bí thư. Thời hạn: 20/12/2026")
    await lan.says("Tài liệu gửi chậm; chi ủy; cuối tháng")
    lan.sees("2. Tài liệu gửi chậm", "31/12/2026")
    await lan.taps("Ghi nhận")
    lan.sees("đã ghi nhận 2 việc cần khắc phục", "Chi bộ Kế toán")
    assert kept(chat) == [
        "1. Sổ biên bản ghi chưa đủ; phó bí thư; 20/12",
        "2. Tài liệu gửi chậm; chi ủy; 31/12",
    ]


async def test_step_by_step_with_posts_and_days_offered(web: Chat) -> None:
    lan = await reviewed(web)
    await lan.says("Ít đảng viên phát biểu")
    lan.sees("chức vụ của người thực hiện")
    await lan.taps("Bí thư chi bộ")
    lan.sees("thời hạn")
    lan.sees_buttons("10/12/2026", "17/12/2026", "31/12/2026", "31/01/2027", "Quay lại")
    await lan.taps("Quay lại")
    await lan.says("tổ trưởng tổ đảng số 1")
    await lan.says("trước 25/12")
    lan.sees("tổ trưởng tổ đảng số 1", "25/12/2026")
    await lan.taps("Thêm một việc")
    await lan.taps("Quay lại")
    await lan.taps("Thêm một việc")
    await lan.says("Việc hai; bí thư; 5/1")
    await lan.says("Việc ba; bí thư; 5/1")
    await lan.says("Việc bốn; bí thư; 5/1")
    lan.sees("đã có đủ ba việc")
    await lan.taps("Bỏ việc 2")
    await lan.taps("Ghi nhận")
    assert [one.text for one in remedies(web)] == ["Ít đảng viên phát biểu", "Việc ba"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Ghi chậm; đồng chí Trần Văn Bình; 20/12", "họ tên"),
        ("Ghi chậm; Trần Văn Bình; 20/12", "họ tên"),
        ("Ghi chậm; Mai Lan; 20/12", "chỉ ghi chức vụ"),
        ("a; b; c; d", "nhiều hơn ba phần"),
        ("; ;", "chưa thấy nội dung"),
        ("x" * 301, "dài quá 300 ký tự"),
        ("x" * 4000, "500 ký tự"),
        ("a; " + "b" * 101, "dài quá 100 ký tự"),
        ("a; bí thư; ngày nào đó", "chưa đọc được thời hạn"),
        ("a; bí thư; 30/2", "chưa đọc được thời hạn"),
        ("a; bí thư; 20/11", "hơn sáu tháng"),
        ("a; bí thư; 2/12/2026", "đã qua"),
        ("Văn bản TỐI MẬT để lộ; bí thư; 20/12", "mật"),
    ],
)
async def test_what_does_not_fit_is_told_and_kept_nowhere(web: Chat, typed: str, words: str) -> None:
    lan = await reviewed(web)
    await lan.says(typed)
    assert words.casefold() in lan.last.text.casefold()
    assert not is_stored(web, "Ghi chậm")
    assert not is_stored(web, "để lộ")
    await lan.says(_LINE)
    await lan.taps("Ghi nhận")
    assert len(remedies(web)) == 1


async def january(chat: Chat) -> tuple[Player, Player]:
    """Two points are named; the meeting of 5/1 is registered."""
    binh, lan = await chat.join("Bình"), await reviewed(chat)
    await lan.says(_LINE)
    await lan.says("Tài liệu gửi chậm; chi ủy; 31/12")
    await lan.taps("Ghi nhận")
    await chat.move_to("18/12/2026", "08:00")
    await lan.taps("Như tháng trước: 14:00 T5 07/01")
    await lan.taps("Xác nhận")
    return lan, binh


async def test_the_question_that_was_passed_over_is_found_again(web: Chat) -> None:
    lan = await reviewed(web)
    await lan.says("/tucham")
    lan.sees("việc chi bộ cần khắc phục (tối đa 3 việc)")
    await lan.says("/khacphuc")
    lan.sees("việc chi bộ cần khắc phục (tối đa 3 việc)")
    await lan.says(_LINE)
    await lan.taps("Ghi nhận")
    await lan.says("/tucham")
    lan.sees("không có buổi sinh hoạt nào của chi bộ chờ tự chấm điểm")


async def test_who_had_nothing_to_remedy_may_still_name_it_until_the_closing(web: Chat) -> None:
    lan = await reviewed(web)
    await lan.taps("Không có việc cần khắc phục")
    await lan.says("/tucham")
    lan.sees("không có buổi sinh hoạt nào của chi bộ chờ tự chấm điểm")
    await lan.says("/khacphuc")
    lan.sees("việc chi bộ cần khắc phục (tối đa 3 việc)")
    await lan.says(_LINE)
    await lan.taps("Ghi nhận")
    assert len(remedies(web)) == 1
    await web.move_to("06/01/2027")
    await lan.says("/khacphuc")
    lan.sees("Sổ biên bản")


async def test_they_open_the_next_months_preparation(chat: Chat) -> None:
    lan, _ = await january(chat)
    assert "04/01 08:00 remedies" in planned(chat, "Lan")
    await chat.move_to("04/01/2027", "08:00")
    lan.sees("còn 2 việc cần khắc phục", "Sổ biên bản", "quá hạn 20/12/2026")
    await lan.taps("Việc 1: đã khắc phục")
    lan.sees("Chi bộ báo đã khắc phục, chờ người dự xác nhận")
    await lan.taps("Việc 1: chưa xong")
    await lan.taps("Việc 1: đã khắc phục")
    assert [one.state for one in remedies(chat)] == [RemedyState.FIXED, RemedyState.OPEN]
    assert remedies(chat)[0].checked_as is SheetRole.SELF


async def test_settled_points_are_not_reminded_and_unnamed_ones_never(web: Chat) -> None:
    lan, _ = await january(web)
    await lan.says("/khacphuc")
    lan.sees("Buổi sinh hoạt tới: 14 giờ 00, thứ Năm, ngày 07/01/2027")
    await lan.taps("Việc 1: đã khắc phục")
    await lan.taps("Việc 2: đã khắc phục")
    assert [one for one in planned(web, "Lan") if "remedies" in one] == []
    await lan.says("/khacphuc")
    lan.sees("không có việc cần khắc phục nào chưa xong")


async def test_the_visitor_is_asked_first_one_tap_each(chat: Chat) -> None:
    _, binh = await january(chat)
    await chat.move_to("07/01/2027", "16:00")
    await binh.says("18 1 1 0 95 12")
    binh.sees("nhận khắc phục 1/2", "Sổ biên bản ghi chưa đủ", "phó bí thư")
    first = binh.button("Đã khắc phục")
    await binh.presses(first)
    await binh.presses(first)
    binh.sees("nhận khắc phục 2/2", "Tài liệu gửi chậm")
    await binh.taps("Chưa khắc phục")
    binh.has_seen("đã khắc phục 1, chưa khắc phục 1")
    binh.sees("Đề nghị đồng chí chọn cách chấm")
    assert [one.state for one in remedies(chat)] == [RemedyState.FIXED, RemedyState.NOT_FIXED]
    assert {one.checked_as for one in remedies(chat)} == {SheetRole.VISITOR}
    await binh.presses(first)
    binh.sees("đã hoàn thành")


async def test_the_visitor_may_score_first_and_without_points_nothing_is_asked(web: Chat) -> None:
    _, binh = await january(web)
    dung = await web.join("Dung")
    await web.move_to("07/01/2027", "16:00")
    await binh.says("18 1 1 0 95 12")
    await binh.taps("Chưa xem được, chấm điểm trước")
    binh.sees("Đề nghị đồng chí chọn cách chấm")
    await dung.says("18 1 1 0 95 12")
    await dung.taps("Đã khắc phục")
    await dung.taps("Đã khắc phục")
    dung.sees("Đề nghị đồng chí chọn cách chấm")
    assert {one.state for one in remedies(web)} == {RemedyState.FIXED}
    assert heard(web, "Lan", "08/01/2027") == []


async def test_who_comes_back_after_reporting_is_asked_about_the_points_first(web: Chat) -> None:
    _, binh = await january(web)
    await web.move_to("07/01/2027", "16:00")
    await binh.says("18 1 1 0 95 12")
    for command in ("/cham", "/viec"):
        await binh.says(command)
        binh.sees("nhận khắc phục 1/2")
    await web.move_to("08/01/2027", "08:00")
    await binh.taps("Chấm điểm: Chi bộ Kế toán, 14:00 T5 07/01")
    binh.sees("nhận khắc phục 1/2")
    await binh.taps("Chưa xem được, chấm điểm trước")
    await binh.says("/cham")
    binh.sees("Đề nghị đồng chí chọn cách chấm")
    await score(binh)
    await binh.says("/cham")
    binh.sees_buttons("Sửa: Chi bộ Kế toán, 14:00 T5 07/01")


async def test_what_another_visitor_answered_first_is_said_kindly(web: Chat) -> None:
    _, binh = await january(web)
    dung = await web.join("Dung")
    await web.move_to("07/01/2027", "16:00")
    await binh.says("18 1 1 0 95 12")
    binh.sees("nhận khắc phục 1/2")
    await dung.says("18 1 1 0 95 12")
    await dung.taps("Chưa khắc phục")
    await dung.taps("Đã khắc phục")
    await binh.taps("Đã khắc phục")
    binh.has_seen("đồng chí cùng dự đã trả lời")
    binh.sees("Đề nghị đồng chí chọn cách chấm")
    assert [one.state for one in remedies(web)] == [RemedyState.NOT_FIXED, RemedyState.FIXED]


async def test_a_typed_answer_after_another_visitors_goes_on_too(web: Chat) -> None:
    _, binh = await january(web)
    dung = await web.join("Dung")
    await web.move_to("07/01/2027", "16:00")
    await binh.says("18 1 1 0 95 12")
    await dung.says("18 1 1 0 95 12")
    await dung.taps("Đã khắc phục")
    await dung.taps("Đã khắc phục")
    await binh.says("chưa khắc phục")
    binh.sees("Đề nghị đồng chí chọn cách chấm")


async def test_a_visitors_verdict_is_not_the_cells_to_change(web: Chat) -> None:
    lan, binh = await january(web)
    await lan.says("/khacphuc")
    mark = lan.button("Việc 1: đã khắc phục")
    await web.move_to("07/01/2027", "16:00")
    await binh.says("18 1 1 0 95 12")
    await binh.taps("Đã khắc phục")
    await lan.presses(mark.replace("yes-", "no-"))
    assert remedies(web)[0].state is RemedyState.FIXED
    await lan.presses(mark.replace("yes-", "yes-99"))
    assert len(remedies(web)) == 2


async def test_a_new_answer_replaces_what_was_named(web: Chat) -> None:
    lan = await reviewed(web)
    await lan.says(_LINE)
    await lan.taps("Ghi nhận")
    draft = lan.button("Ghi nhận") if "Ghi nhận" in lan.last.buttons else None
    assert draft is None
    assert open_drafts(web, "Lan") == []


async def test_a_closed_month_takes_no_more_points(web: Chat) -> None:
    lan = await reviewed(web)
    await lan.says(_LINE)
    save = lan.button("Ghi nhận")
    await web.move_to("06/01/2027")
    await lan.presses(save)
    lan.sees("khóa sổ")
    assert remedies(web) == []
