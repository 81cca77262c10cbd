"""Posts with dates and scope by the tree: who sees and may do what in the chat, and from when to when."""

from datetime import date

from bot.domain.people import Role
from bot.services.work import Work
from db.models import Draft, Post
from tests.chat import Chat
from tests.flows.offstage import appoint, rows


async def test_the_office_of_a_grassroots_body_sees_only_its_own(web: Chat) -> None:
    await appoint(web, "Phúc", "công ty")
    phuc = await web.join("Phúc")
    await phuc.says("/danhba")
    phuc.sees("Lê Văn Cường", "Bùi Thị Mai")
    for alien in ("Đỗ Thị Hạnh", "Hoàng Thị Yến", "Ngô Đức Thắng"):
        assert alien not in phuc.last.text
    await phuc.says("/chuacolich")
    phuc.sees("tháng 12/2026: 2")
    assert "Trường Chính trị" not in phuc.last.text
    await web.move_to("19/11/2026", "07:30")
    phuc.sees("Danh sách cần liên hệ")
    assert "Đỗ Thị Hạnh" not in phuc.last.text


async def test_who_is_no_office_person_gets_no_list(web: Chat) -> None:
    lan, mai = await web.join("Lan"), await web.join("Mai")
    for player in (lan, mai):
        for command in ("/danhba", "/chuacolich", "/lydo"):
            await player.says(command)
            player.sees("Việc này do Văn phòng thực hiện")
    await lan.says("/tonghop")
    lan.sees("không thuộc phạm vi của đồng chí")


async def test_an_old_list_shows_nothing_to_who_has_left_the_office(web: Chat) -> None:
    """Not even by an outdated button, which else gets the current card."""
    await appoint(web, "Phúc", "khối", until=date(2026, 11, 18))
    phuc = await web.join("Phúc")
    await phuc.says("/lydo")
    await phuc.says("/danhba")
    heard = len(phuc.messages)
    draft = max(one.id or 0 for one in rows(web, Draft) if one.person_id == web.cast.people["Phúc"])
    await web.move_to("19/11/2026", "06:00")
    await phuc.presses(f"{draft}.0.on")
    phuc.sees("không còn nữa hoặc không còn thuộc việc của đồng chí")
    await phuc.says("/danhba")
    phuc.sees("Việc này do Văn phòng thực hiện")
    await web.move_to("25/11/2026", "12:00")
    assert not any("Danh sách cần liên hệ" in one.text for one in phuc.messages[heard:])
    assert not any("Chi bộ chưa có lịch" in one.text for one in phuc.messages[heard:])


async def test_a_secretary_whose_post_ended_yesterday(chat: Chat) -> None:
    """Old cards answer politely, commands say why; the successor is asked instead."""

    def end(work: Work) -> None:
        for post in rows(chat, Post):
            if post.person_id == chat.cast.people["Lan"]:
                work.session.merge(post).ends_on = date(2026, 11, 18)

    lan = await chat.join("Lan")
    await lan.says("/lich")
    await lan.says("3/12 14h")
    await lan.says("Phòng họp")
    kind = lan.button("Thường kỳ")
    await chat.work(end)
    await chat.move_to("19/11/2026", "09:00")
    await lan.presses(kind)
    lan.sees("Việc này do bí thư hoặc phó bí thư chi bộ thực hiện", "báo Văn phòng cập nhật")
    await lan.says("/lich")
    lan.sees("Việc này do bí thư hoặc phó bí thư chi bộ thực hiện")
    await lan.says("Phòng họp tầng 3")
    lan.sees("không có câu hỏi nào đang chờ")
    phuc = await chat.join("Phúc")
    await chat.move_to("20/11/2026", "08:00")
    phuc.sees("Chi bộ Kế toán", "tháng 12/2026")
    lan.has_not_seen("Đến nay hệ thống chưa nhận được lịch sinh hoạt")


async def test_whose_office_begins_later_is_told_from_then_on(web: Chat) -> None:
    post = Post(
        person_id=web.cast.people["Phúc"],
        organisation_id=web.cast.places["khối"],
        title="Chánh Văn phòng",
        folded_title="chanh van phong",
        role=Role.OFFICE,
        starts_on=date(2026, 11, 25),
    )
    await web.work(lambda work: work.session.add(post))
    phuc = await web.join("Phúc")
    await web.move_to("23/11/2026", "08:00")
    phuc.has_not_seen("Danh sách cần liên hệ")
    heard = len(phuc.messages)
    await web.move_to("25/11/2026", "08:00")
    assert [one.text.splitlines()[0] for one in phuc.messages[heard:]] == [
        "Danh sách cần liên hệ, thứ Tư, ngày 25/11/2026",
        "Chi bộ chưa có lịch sinh hoạt tháng 12/2026: 3",
    ]
