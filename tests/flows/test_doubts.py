"""A message was sent and no answer came: answers are said again in time, reminders later, digests never."""

from datetime import timedelta

import pytest
from sqlmodel import select, update

from bot.clock import real_now
from bot.domain.chat import FailureReason, OutboxState
from bot.services.work import Work
from db.models import Draft, OutboxMessage
from tests.chat import Chat, Player
from tests.fakes.telegram_faults import Cut, Fault, Refuse
from tests.flows.backstage import register
from tests.flows.conftest import Log
from tests.flows.offstage import leap, rows, server_of, told


def cuts(telegram: Chat, method: str = "sendMessage", *, arrives: bool = False) -> None:
    """The next such call gets no answer."""
    server_of(telegram).fails(method, Cut(is_carried_out=arrives))


def count(player: Player, words: str) -> int:
    return sum(words in one.text for one in player.messages)


@pytest.mark.parametrize("arrives", [False, True])
async def test_an_answer_in_doubt_is_said_again_before_the_next_one(telegram: Chat, arrives: bool) -> None:
    lan = await telegram.join("Lan")
    cuts(telegram, arrives=arrives)
    await lan.says("/trogiup")
    assert count(lan, "/themthietbi") == int(arrives)
    assert rows(telegram, OutboxMessage)[-1].state is OutboxState.UNKNOWN
    await lan.says("/huy")
    lan.sees("không có phần nào đang điền dở")
    assert count(lan, "/themthietbi") == 1 + int(arrives)
    await lan.says("/huy")
    assert count(lan, "/themthietbi") == 1 + int(arrives), "only once"


async def test_a_card_in_doubt_is_followed_by_the_newest_only(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    await telegram.move_to("18/11/2026", "08:00")
    before = len(lan.messages)
    cuts(telegram)
    await lan.says("/lich")
    assert len(lan.messages) == before
    await lan.says("3/12 14h")
    lan.sees("14 giờ 00, thứ Năm, ngày 03/12/2026", "địa điểm")
    assert len(lan.messages) == before + 1, "the card that has gone on is not said again"


async def test_an_edit_in_doubt_is_made_again_in_place(telegram: Chat) -> None:
    lan, binh = await telegram.join("Lan"), await telegram.join("Bình")
    await telegram.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    messages = len(binh.messages)
    cuts(telegram, "editMessageText")
    await binh.taps("Không dự được")
    binh.sees_buttons("Sẽ dự", "Không dự được")
    await binh.taps("Không dự được")  # the old button, which is still there
    assert len(binh.messages) == messages, "the card was edited, not said again"
    assert "Ốm" in binh.last.buttons


async def test_a_reminder_in_doubt_is_said_again_after_a_quarter_of_an_hour(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    cuts(telegram)
    await telegram.move_to("18/11/2026", "08:14")
    assert count(lan, "tháng 12/2026") == 0
    await telegram.move_to("18/11/2026", "08:15")
    assert count(lan, "tháng 12/2026") == 1
    assert told(telegram, "Lan", "ScheduleAsk") == [OutboxState.SENT]


async def test_a_reminder_in_doubt_is_not_said_again_to_who_acted(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    cuts(telegram, arrives=True)
    await telegram.move_to("18/11/2026", "08:00")
    asked = count(lan, "đăng ký lịch sinh hoạt")
    await register(lan, "3/12 14h")
    said = len(lan.messages)
    await telegram.move_to("18/11/2026", "10:00")
    assert len(lan.messages) == said
    assert asked == 1
    (row, *_) = [one for one in rows(telegram, OutboxMessage) if one.reason is FailureReason.UNKNOWN]
    assert row.state is OutboxState.UNKNOWN


@pytest.mark.parametrize("arrives", [False, True])
async def test_a_digest_in_doubt_is_announced_and_opened_by_a_button(telegram: Chat, arrives: bool) -> None:
    thang = await telegram.join("Thắng")
    await leap(telegram, "04/01/2027", "07:59")
    cuts(telegram, arrives=arrives)
    await telegram.move_to("04/01/2027", "08:00")
    thang.sees("chưa rõ tin có đến được đồng chí hay không", "Tổng hợp")
    assert count(thang, "Tổng hợp tháng 12/2026\n") == int(arrives)
    await telegram.move_to("05/01/2027", "12:00")
    assert count(thang, "chưa rõ tin") == 1
    await thang.taps(thang.last.buttons[0])
    thang.sees("Nhiệm vụ dự: 4")


async def test_the_announcement_of_a_digest_is_not_announced(telegram: Chat) -> None:
    thang = await telegram.join("Thắng")
    await leap(telegram, "04/01/2027", "07:59")
    cuts(telegram)
    cuts(telegram)
    await telegram.move_to("04/01/2027", "09:00")
    assert told(telegram, "Thắng", "DigestInDoubt") == [OutboxState.UNKNOWN]
    assert count(thang, "chưa rõ tin") == 0


async def dies(telegram: Chat) -> None:
    """A process died while everything that waits was on its way; another one begins."""

    def held(work: Work) -> None:
        for row in work.session.exec(select(OutboxMessage).where(OutboxMessage.state == OutboxState.WAITING)):
            row.leased_by, row.begun_at, row.retry_at = "dead", real_now(), None
            row.leased_until = real_now() - timedelta(seconds=1)

    await telegram.work(held)
    await telegram.settle()


def away(telegram: Chat) -> Fault:
    return server_of(telegram).fails("sendMessage", Refuse(500), times=None)


async def test_an_answer_that_a_dead_process_had_on_its_way_is_said_at_once(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    fault = away(telegram)
    await lan.says("/trogiup")
    server_of(telegram).faults.remove(fault)
    await dies(telegram)
    lan.sees("/themthietbi")


async def test_a_reminder_that_a_dead_process_had_on_its_way_waits_a_while(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    fault = away(telegram)
    await telegram.move_to("18/11/2026", "08:00")
    server_of(telegram).faults.remove(fault)
    await dies(telegram)
    assert count(lan, "tháng 12/2026") == 0
    await telegram.move_to("18/11/2026", "08:15")
    lan.sees("tháng 12/2026")


async def test_a_digest_that_a_dead_process_had_on_its_way_is_announced(telegram: Chat) -> None:
    thang = await telegram.join("Thắng")
    await leap(telegram, "04/01/2027", "07:59")
    fault = away(telegram)
    await telegram.move_to("04/01/2027", "08:00")
    server_of(telegram).faults.remove(fault)
    await dies(telegram)
    thang.sees("chưa rõ tin có đến được đồng chí hay không")


async def test_a_doubt_that_nobody_can_tell_of_any_more_stops_nobody_else(telegram: Chat, log: Log) -> None:
    await telegram.join("Thắng")
    lan = await telegram.join("Lan")
    await leap(telegram, "04/01/2027", "07:59")
    fault = away(telegram)
    await telegram.move_to("04/01/2027", "08:00")
    await lan.says("/trogiup")
    server_of(telegram).faults.remove(fault)
    await telegram.work(lambda work: work.session.exec(update(Draft).values(form="of another program")))
    await dies(telegram)
    lan.sees("/themthietbi")
    assert {record["message"] for record in log.records("doubt_not_told")} == {"DigestCard"}
    assert told(telegram, "Thắng", "DigestCard") == [OutboxState.UNKNOWN]
