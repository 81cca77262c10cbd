"""Reasoned declines: listed for the office on the 25th and before closing, one tap each, decided once."""

import asyncio

from bot.domain.duties import Outcome, OutcomeReason
from db.models import AuditEntry, Duty
from tests.chat import Chat, Player
from tests.flows.offstage import appoint, leap, register, rows


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


async def test_reasoned_declines_on_the_25th_one_tap_each(chat: Chat) -> None:
    yen = await chat.join("Yến")
    await declined(chat, "Bình", "Dung")
    assert outcome(chat, "Bình") == (Outcome.PENDING, None)
    await leap(chat, "24/12/2026", "12:00")
    await chat.move_to("25/12/2026", "08:00")
    yen.sees("2 nội dung", "Lý do không dự chờ xem xét", "Chi bộ chưa có lịch, tháng 01/2027")
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
    await leap(web, "24/12/2026", "12:00")
    await web.move_to("25/12/2026", "08:00")
    asked = sum("Lý do không dự chờ xem xét" in one.text for one in yen.messages)
    await leap(web, "05/01/2027", "07:59")
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
