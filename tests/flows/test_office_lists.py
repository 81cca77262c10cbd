"""The office's lists: whom to ring, which cells have no date, reasoned declines; each within its own body."""

import asyncio
from datetime import date

from bot.domain.duties import Outcome, OutcomeReason
from bot.domain.people import Role
from bot.services.work import Work
from db.models import AuditEntry, Draft, Duty, Post
from tests.chat import Chat, Player
from tests.flows.offstage import appoint, hire, register, rows


async def declined(chat: Chat, *names: str) -> list[Player]:
    """Everybody named declines the meeting of Accounting on 03/12, with a reason."""
    lan, players = await chat.join("Lan"), [await chat.join(name) for name in names]
    await register(lan, "3/12 14h")
    for player in players:
        await player.taps("Không dự được")
        await player.taps("Đi công tác")
    return players


def outcome(chat: Chat, name: str, cell: str = "kế toán") -> tuple[Outcome, OutcomeReason | None]:
    """What became of somebody's duty of December."""
    who, where = chat.cast.people[name], chat.cast.places[cell]
    duty = next(
        one for one in rows(chat, Duty) if (one.person_id, one.cell_id, one.period) == (who, where, 202612)
    )
    return duty.outcome, duty.outcome_reason


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


async def test_reasoned_declines_on_the_25th_one_tap_each(chat: Chat) -> None:
    yen = await chat.join("Yến")
    await declined(chat, "Bình", "Dung")
    assert outcome(chat, "Bình") == (Outcome.PENDING, None)
    await chat.move_to("25/12/2026", "08:00")
    yen.sees("hiện có 2 việc", "Lý do không dự chờ xem xét", "Chi bộ chưa có lịch, tháng 01/2027")
    await yen.taps("Lý do không dự chờ xem xét")
    yen.sees(
        "Lý do không dự chờ xem xét, tháng 12/2026: 2",
        "1. Trần Văn Bình – Chi bộ Kế toán, 14:00 T5 03/12: đi công tác",
        "2. Vũ Thị Dung",
        "0 giờ 00, thứ Tư, ngày 06/01/2027",
    )
    yen.sees_buttons("1. Chấp nhận", "1. Không chấp nhận", "2. Chấp nhận", "2. Không chấp nhận")
    messages = len(yen.messages)
    await yen.taps("1. Chấp nhận")
    yen.sees("tháng 12/2026: 1", "1. Vũ Thị Dung")
    await yen.taps("1. Không chấp nhận")
    yen.sees("Không còn lý do không dự nào của tháng 12/2026")
    assert len(yen.messages) == messages, "the card was edited in place"
    assert outcome(chat, "Bình") == (Outcome.EXCUSED, OutcomeReason.ACCEPTED)
    assert outcome(chat, "Dung") == (Outcome.MISSED, OutcomeReason.WITH_REASON)
    assert {one.person_id for one in rows(chat, AuditEntry) if one.action.startswith("decline_")} == {
        chat.cast.people["Yến"]
    }


async def test_what_was_not_decided_is_asked_again_before_closing(web: Chat) -> None:
    yen = await web.join("Yến")
    await declined(web, "Bình")
    await web.move_to("25/12/2026", "08:00")
    asked = sum("Lý do không dự chờ xem xét" in one.text for one in yen.messages)
    await web.move_to("05/01/2027", "07:59")
    assert sum("Lý do không dự chờ xem xét" in one.text for one in yen.messages) == asked
    await web.move_to("05/01/2027", "08:00")
    yen.sees("Lý do không dự chờ xem xét, tháng 12/2026: 1")
    await yen.taps("1. Chấp nhận")
    await web.move_to("06/01/2027", "08:00")
    assert outcome(web, "Bình") == (Outcome.EXCUSED, OutcomeReason.ACCEPTED)


async def test_declines_can_be_decided_at_any_time(web: Chat) -> None:
    yen = await web.join("Yến")
    await yen.says("/lydo")
    yen.sees("Không còn lý do không dự nào")
    await declined(web, "Bình")
    await yen.says("/lydo")
    yen.sees("1. Trần Văn Bình")
    await yen.says("2")  # a line's number is no answer
    yen.sees("chọn một trong các nút")
    assert outcome(web, "Bình") == (Outcome.PENDING, None)
    await yen.taps("1. Không chấp nhận")
    assert outcome(web, "Bình") == (Outcome.MISSED, OutcomeReason.WITH_REASON)


async def test_two_office_people_one_after_the_other(web: Chat) -> None:
    await appoint(web, "Phúc", "khối")
    yen, phuc = await web.join("Yến"), await web.join("Phúc")
    await declined(web, "Bình", "Dung")
    for player in (yen, phuc):
        await player.says("/lydo")
    card = len(phuc.messages)
    await yen.taps("1. Chấp nhận")
    await phuc.taps("1. Không chấp nhận")
    phuc.sees("Trường hợp này đã có ý kiến")
    assert "1. Vũ Thị Dung" in phuc.messages[card - 1].text, "the card shows what is left"
    assert outcome(web, "Bình") == (Outcome.EXCUSED, OutcomeReason.ACCEPTED)


async def test_two_office_people_at_once(chat: Chat) -> None:
    await appoint(chat, "Phúc", "khối")
    yen, phuc = await chat.join("Yến"), await chat.join("Phúc")
    await declined(chat, "Bình")
    for player in (yen, phuc):
        await player.says("/lydo")
    await asyncio.gather(
        chat.messenger.taps_data(yen.chat, yen.button("1. Chấp nhận")),
        chat.messenger.taps_data(phuc.chat, phuc.button("1. Không chấp nhận")),
    )
    await chat.settle()
    decided = [one for one in rows(chat, AuditEntry) if one.action.startswith("decline_")]
    assert len(decided) == 1
    is_yens = decided[0].person_id == chat.cast.people["Yến"]
    assert outcome(chat, "Bình")[0] == (Outcome.EXCUSED if is_yens else Outcome.MISSED)
    late = phuc if is_yens else yen
    late.sees("Trường hợp này đã có ý kiến")


async def test_what_waits_no_more_is_not_decided_by_an_old_button(web: Chat) -> None:
    """The meeting was moved: whoever declined is asked again, and the office decides nothing."""
    yen = await web.join("Yến")
    await declined(web, "Bình")
    await yen.says("/lydo")
    accept = yen.button("1. Chấp nhận")
    lan = Player(web, "Lan", "Lan")
    await lan.says("/lich")
    await lan.says("4/12 8h")
    await lan.taps("Xác nhận")
    await yen.presses(accept)
    yen.sees("không còn chờ xem xét")
    assert outcome(web, "Bình") == (Outcome.PENDING, None)


async def test_a_forged_button_decides_nothing_elsewhere(web: Chat) -> None:
    """The office of the Company presses the number of a duty towards the School."""
    await appoint(web, "Phúc", "công ty")
    phuc, hanh, binh = await web.join("Phúc"), await web.join("Hạnh"), await web.join("Bình")
    await register(hanh, "5/12 8h")
    await binh.taps("Không dự được")
    await binh.taps("Ốm")
    lan = await web.join("Lan")
    await register(lan, "3/12 14h")
    await binh.taps("Không dự được")
    await binh.taps("Ốm")
    await phuc.says("/lydo")
    phuc.sees("tháng 12/2026: 1", "Chi bộ Kế toán")
    school = next(
        one.id for one in rows(web, Duty) if one.cell_id == web.cast.places["trường"] and one.period == 202612
    )
    draft, revision, _ = phuc.button("1. Chấp nhận").split(".")
    await phuc.presses(f"{draft}.{revision}.yes-{school}")
    assert outcome(web, "Bình", "trường") == (Outcome.PENDING, None)
    phuc.sees("không còn chờ xem xét")


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
