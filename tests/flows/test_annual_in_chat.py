"""The grade of a year in the chat: by command for whom it concerns, and in December's digest."""

from datetime import date

from sqlmodel import col, select

from bot.domain.people import Role
from bot.services.work import Work
from db.models import Post
from tests.chat import Chat
from tests.flows.backstage import score
from tests.flows.offstage import appoint, leap, register
from tests.flows.test_digest_in_chat import november_and_december


async def test_a_secretary_sees_the_own_cell_and_why(chat: Chat) -> None:
    lan = await chat.join("Lan")
    await lan.says("/xeploainam")
    lan.sees("Xếp loại năm 2026\nChi bộ Kế toán", "Năm 2026 chưa kết thúc", "chưa đủ điều kiện Tốt")
    lan.sees(
        "Theo: Xếp loại năm, mẫu A", "Có 0 tháng xếp loại Tốt, cần 10 tháng", "Hệ thống theo dõi từ tháng"
    )
    lan.sees_buttons()
    await lan.says("kho")
    lan.sees("hoặc gửi /xeploainam kèm năm cần xem")


async def test_the_months_that_decide_are_told_after_they_are_over(web: Chat) -> None:
    lan, binh = await web.join("Lan"), await web.join("Bình")
    await register(lan, "3/12 14h")
    await leap(web, "03/12/2026", "16:00")
    await binh.taps("Đã dự")
    await binh.says("18 1 1 0 95 12")
    await score(binh)
    await leap(web, "04/01/2027", "09:00")
    await lan.says("/xeploainam 2026")
    lan.sees("Có 1 tháng xếp loại Tốt, cần 10 tháng", "Các tháng quyết định: tháng 12/2026")
    assert "chưa kết thúc" not in lan.last.text
    await lan.says("/xeploainam năm 2027")
    lan.sees("Năm 2027 chưa kết thúc")


async def test_office_and_leadership_walk_through_their_subtree(chat: Chat) -> None:
    yen, mai = await chat.join("Yến"), await chat.join("Mai")
    await yen.says("/xeploainam 2026")
    yen.sees("3 chi bộ = Tốt 0 + chưa đủ điều kiện Tốt 3", "1. Chi bộ Kế toán: chưa đủ điều kiện Tốt")
    yen.sees_buttons("Chi bộ Kế toán", "Chi bộ Kho", "Chi bộ Trường Chính trị")
    seen = len(yen.messages)
    await yen.taps("Chi bộ Kho")
    yen.sees("Xếp loại năm 2026\nChi bộ Kho", "Lý do:")
    await yen.taps("Quay lại")
    yen.sees("3 chi bộ")
    assert len(yen.messages) == seen, "the card was edited in place"
    await yen.says("truong")
    yen.sees("1 chi bộ có tên chứa “truong”", "Chi bộ Trường Chính trị")
    yen.sees_buttons("Chi bộ Trường Chính trị", "Tất cả chi bộ")
    await mai.says("/xeploainam")
    mai.sees("2 chi bộ = Tốt 0 + chưa đủ điều kiện Tốt 2")
    mai.sees_buttons("Chi bộ Kế toán", "Chi bộ Kho")


async def test_an_old_button_shows_no_cell_that_is_no_longer_below(web: Chat) -> None:
    mai = await web.join("Mai")
    await mai.says("/xeploainam")
    button = mai.button("Chi bộ Kho")

    def end(work: Work) -> None:
        post = work.session.exec(select(Post).where(col(Post.person_id) == web.cast.people["Mai"])).one()
        post.ends_on = date(2026, 11, 17)

    await web.work(end)
    await mai.presses(button)
    assert "Chi bộ Kho" not in mai.last.text
    await mai.says("/xeploainam")
    mai.sees("Việc này không thuộc phạm vi của đồng chí")


async def test_who_leads_a_cell_and_follows_a_body_sees_both(web: Chat) -> None:
    hanh = await web.join("Hạnh")
    await appoint(web, "Hạnh", "công ty", Role.LEADERSHIP)
    await hanh.says("/xeploainam")
    hanh.sees("3 chi bộ")


async def test_a_visitor_is_told_that_it_is_not_theirs(web: Chat) -> None:
    binh = await web.join("Bình")
    await binh.says("/xeploainam")
    binh.sees("Việc này không thuộc phạm vi của đồng chí")


async def test_a_year_that_is_none_or_not_known_is_said(web: Chat) -> None:
    yen = await web.join("Yến")
    for typed in ("abc", "26", "12/2026", "20266"):
        await yen.says(f"/xeploainam {typed}")
        yen.sees("Hệ thống chưa đọc được năm cần xem")
    await yen.says("/xeploainam 2019")
    yen.sees("Chưa có số liệu năm 2019. Hiện chỉ có số liệu năm 2026")
    await yen.says("/xeploainam 2027")
    yen.sees("Chưa có số liệu năm 2027")


async def test_decembers_digest_tells_the_year_and_where_to_look(web: Chat) -> None:
    thang = await november_and_december(web)
    await leap(web, "04/01/2027", "08:00")
    thang.sees("Xếp loại năm 2026: 3 chi bộ = Tốt 0 + chưa đủ điều kiện Tốt 3", "gửi /xeploainam 2026")
    thang.sees_buttons("Theo tổ chức", "Theo người dự", "Việc còn nợ", "Xếp loại năm", "Tháng sau")
    await thang.taps("Theo tổ chức")
    await thang.taps("Đảng bộ Công ty Chè")
    thang.sees("Xếp loại năm 2026: 2 chi bộ = Tốt 0 + chưa đủ điều kiện Tốt 2")
    assert "Xếp loại năm" not in thang.last.buttons
    await thang.taps("Quay lại")
    await thang.taps("Quay lại")
    await thang.taps("Xếp loại năm")
    thang.sees("3 chi bộ = Tốt 0 + chưa đủ điều kiện Tốt 3")
    await thang.taps("Chi bộ Kho")
    thang.sees("Xếp loại năm 2026\nChi bộ Kho", "Lý do:")
    seen = len(thang.messages)
    await thang.taps("Việc còn nợ")
    thang.has_seen("Việc còn nợ tháng 12/2026")
    assert len(thang.messages) == seen, "the digest's own card goes on working"
