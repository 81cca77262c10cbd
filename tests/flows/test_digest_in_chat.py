"""Leaders' digest in the chat: once on the first working day, drill-down in place, any month by command."""

from datetime import date

from bot.domain.people import Role
from tests.chat import Chat, Player
from tests.flows.backstage import score
from tests.flows.offstage import appoint, leap, register


async def november_and_december(chat: Chat) -> Player:
    """Accounting meets on 03/12 and Bình attends; the leader of the Party body listens."""
    lan, binh, thang = await chat.join("Lan"), await chat.join("Bình"), await chat.join("Thắng")
    await register(lan, "3/12 14h")
    await leap(chat, "03/12/2026", "16:00")
    await binh.taps("Đã dự")
    await binh.says("18 1 1 0 95 12")
    await score(binh)
    return thang


def digests(player: Player) -> list[str]:
    return [one.text for one in player.messages if one.text.startswith("Tổng hợp tháng")]


async def test_it_comes_once_on_the_first_working_day(chat: Chat) -> None:
    thang = await november_and_december(chat)
    await leap(chat, "01/01/2027", "12:00")  # a holiday, then a weekend
    assert not [one for one in digests(thang) if "12/2026" in one]
    await leap(chat, "04/01/2027", "07:59")
    assert not [one for one in digests(thang) if "12/2026" in one]
    await chat.move_to("04/01/2027", "08:00")
    thang.sees("Tổng hợp tháng 12/2026", "Nhiệm vụ dự: 4 = đã dự 1 + được miễn 0 + không dự 0 + chưa rõ 3")
    await chat.move_to("05/01/2027", "12:00")
    assert len([one for one in digests(thang) if "12/2026" in one]) == 1


async def test_drilling_down_edits_in_place(chat: Chat) -> None:
    thang = await november_and_december(chat)
    await leap(chat, "04/01/2027", "08:00")
    messages = len(thang.messages)
    await thang.taps("Theo tổ chức")
    thang.sees("theo tổ chức", "Đảng bộ Công ty Chè: đã dự 1/3", "Chi bộ Trường Chính trị: đã dự 0/1")
    await thang.taps("Đảng bộ Công ty Chè")
    thang.sees("Tổng hợp tháng 12/2026", "Đảng bộ Công ty Chè", "Nhiệm vụ dự: 3 = đã dự 1")
    await thang.taps("Theo người dự")
    thang.sees("theo người dự", "Trần Văn Bình")
    await thang.taps("Quay lại")
    await thang.taps("Việc còn nợ")
    thang.sees("Việc còn nợ tháng 12/2026")
    await thang.taps("Quay lại")
    await thang.taps("Quay lại")
    thang.sees("theo tổ chức")
    assert len(thang.messages) == messages, "the card was edited in place"
    await thang.says("trường")
    assert len(thang.messages) == messages + 1
    thang.sees("1 tổ chức có tên chứa “trường”")


async def test_each_leader_gets_their_own_subtree(web: Chat) -> None:
    mai = await web.join("Mai")
    await november_and_december(web)
    await leap(web, "04/01/2027", "08:00")
    mai.sees("Tổng hợp tháng 12/2026", "Đảng bộ Công ty Chè", "Nhiệm vụ dự: 3 = đã dự 1")
    await mai.taps("Theo tổ chức")
    mai.sees("Chi bộ Kế toán", "Chi bộ Kho")
    assert "Trường Chính trị" not in mai.last.text


async def test_nobody_opens_somebody_elses_digest(web: Chat) -> None:
    mai, lan = await web.join("Mai"), await web.join("Lan")
    thang = await web.join("Thắng")
    await thang.says("/tonghop 12/2026")
    data = thang.button("Theo tổ chức")
    for player in (mai, lan):
        await player.presses(data)
        player.sees("không còn thuộc việc của đồng chí")
    await mai.says("/tonghop 12/2026")
    draft, revision, _ = mai.button("Theo tổ chức").split(".")
    for key in (
        f"org-{web.cast.places['trường']}",
        f"org-{web.cast.places['khối']}",
        "org-9999",
        "org-x",
        "list-x",
    ):
        heard = len(mai.messages)
        await mai.presses(f"{draft}.{revision}.{key}")
        assert len(mai.messages) == heard + 1
        mai.sees("chọn một mục trên phiếu tổng hợp")
        mai.has_not_seen("Trường Chính trị")


async def test_a_leader_no_more_sees_nothing_more(web: Chat) -> None:
    await appoint(web, "Phúc", "khối", Role.LEADERSHIP, until=date(2026, 12, 31))
    phuc = await web.join("Phúc")
    await leap(web, "31/12/2026", "12:00")
    await phuc.says("/tonghop")
    card = phuc.button("Theo người dự")
    heard = len(phuc.messages)
    await web.move_to("04/01/2027", "08:00")
    assert len(digests(phuc)) == 1
    await phuc.presses(card)
    phuc.sees("không còn thuộc việc của đồng chí")
    await phuc.says("/tonghop")
    phuc.sees("không thuộc phạm vi của đồng chí")
    assert len(phuc.messages) == heard + 2


async def test_any_month_at_any_time(web: Chat) -> None:
    thang = await november_and_december(web)
    await thang.says("/tonghop 12/2026")
    thang.sees("Tổng hợp tháng 12/2026", "Tốt 1")
    for text in (
        "/tonghop 12/2026",
        "/tonghop tháng 12 năm 2026",
        "/tonghop 12",
        "/TONGHOP  12-2026",
        "/tonghop\n12/2026",
    ):
        await thang.says(text)
        thang.sees("Tổng hợp tháng 12/2026")
    await thang.says("1/2027")
    thang.sees("Tổng hợp tháng 01/2027")


async def test_what_is_no_month_is_told_how_to_write_one(web: Chat) -> None:
    thang = await web.join("Thắng")
    for text in (
        "/tonghop 13/2026",
        "/tonghop abc",
        "/tonghop 0",
        "/tonghop 11/26/2026",
        "/tonghop " + "9" * 400,
    ):
        await thang.says(text)
        thang.sees("Hệ thống chưa đọc được tháng cần xem", "/tonghop 11/2026")
    for text in ("/tonghop 01/2001", "/tonghop 12/2999"):
        await thang.says(text)
        thang.sees("Chưa có số liệu")


async def test_the_office_sees_the_same_figures(web: Chat) -> None:
    yen = await web.join("Yến")
    await november_and_december(web)
    await yen.says("/tonghop 12/2026")
    yen.sees("Tổng hợp tháng 12/2026", "Đảng bộ Khối")
    await yen.taps("Việc còn nợ")
    await yen.taps("Chi bộ chưa có lịch")
    yen.sees("Lê Văn Cường", "0900000003")
