"""What a messenger does not take: another way, the office's list, an alarm; and back again."""

import pytest

from bot.domain.chat import FailureReason, OutboxState
from bot.domain.completeness import Alarm
from bot.services import completeness
from db.models import Address, OutboxMessage
from tests.chat import Chat
from tests.fakes.telegram_faults import Refuse
from tests.flows.backstage import register
from tests.flows.offstage import also_at, rows, server_of, told
from tests.messengers import Telegram

NEVER = 30_000_000  # seconds


def chat_id(telegram: Chat, place: str) -> int:
    assert isinstance(telegram.messenger, Telegram)
    return telegram.messenger.id_of(place)


def reason(telegram: Chat, message: str) -> tuple[OutboxState, FailureReason | None]:
    row = [one for one in rows(telegram, OutboxMessage) if one.message == message and one.address_id][-1]
    return row.state, row.reason


async def test_who_blocks_is_on_the_list_with_the_telephone_until_they_write(telegram: Chat) -> None:
    yen, lan = await telegram.join("Yến"), await telegram.join("Lan")
    server_of(telegram).blocks(chat_id(telegram, "Lan"))
    await telegram.settle()
    await telegram.move_to("18/11/2026", "09:00")
    await yen.says("/danhba")
    yen.sees("Nguyễn Thị Lan", "Điện thoại: 0900000001. Đã chặn tin của hệ thống")
    server_of(telegram).unblocks(chat_id(telegram, "Lan"))
    await lan.says("/trogiup")
    await yen.says("/danhba")
    assert "Đã chặn" not in yen.last.text


async def test_a_refused_chat_is_switched_off_and_on_again(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    blocked = Refuse(403, "Forbidden: bot was blocked by the user")
    server_of(telegram).fails("sendMessage", blocked, chat_id=chat_id(telegram, "Lan"))
    await telegram.move_to("18/11/2026", "08:00")
    assert reason(telegram, "ScheduleAsk") == (OutboxState.FAILED, FailureReason.BLOCKED)
    assert [one.is_reachable for one in rows(telegram, Address)] == [False]
    await lan.says("/viec")
    assert [one.is_reachable for one in rows(telegram, Address)] == [True]


@pytest.mark.parametrize(
    "refusal",
    [
        Refuse(429, "Too Many Requests", retry_after=NEVER),
        Refuse(403, "Forbidden: bot was blocked by the user"),
    ],
    ids=["too late", "blocked"],
)
async def test_a_reminder_goes_to_the_persons_other_chat(telegram: Chat, refusal: Refuse) -> None:
    lan = await telegram.join("Lan")
    other = await also_at(telegram, lan, "Lan at home")
    await other.says("/trogiup")
    await lan.says("/trogiup")
    server_of(telegram).fails("sendMessage", refusal, chat_id=chat_id(telegram, "Lan"), times=None)
    await telegram.move_to("18/11/2026", "08:00")
    other.sees("đăng ký lịch sinh hoạt", "tháng 12/2026")
    assert told(telegram, "Lan", "ScheduleAsk") == [OutboxState.SENT]
    await register(other, "3/12 14h")


async def test_what_would_come_too_late_is_on_the_offices_list(telegram: Chat) -> None:
    yen, _ = await telegram.join("Yến"), await telegram.join("Lan")
    refusal = Refuse(429, "Too Many Requests", retry_after=NEVER)
    server_of(telegram).fails("sendMessage", refusal, chat_id=chat_id(telegram, "Lan"))
    await telegram.move_to("18/11/2026", "08:00")
    assert reason(telegram, "ScheduleAsk") == (OutboxState.FAILED, FailureReason.RATE)
    await telegram.move_to("19/11/2026", "07:30")
    yen.sees("Nguyễn Thị Lan", "0900000001", "Tin gần nhất không gửi được: ứng dụng yêu cầu gửi chậm lại")


async def test_an_answer_stays_in_its_chat_and_waits(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    other = await also_at(telegram, lan, "Lan at home")
    await other.says("/trogiup")
    seen = len(other.messages)
    refusal = Refuse(429, "Too Many Requests", retry_after=NEVER)
    server_of(telegram).fails("sendMessage", refusal, chat_id=chat_id(telegram, "Lan"))
    await lan.says("/trogiup")
    assert len(other.messages) == seen
    assert rows(telegram, OutboxMessage)[-1].state is OutboxState.WAITING


async def test_a_chat_that_moved_is_followed(telegram: Chat) -> None:
    await telegram.join("Lan")
    new = chat_id(telegram, "Lan") + 7
    server_of(telegram).world.chat(new)
    moved = Refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=new)
    server_of(telegram).fails("sendMessage", moved, chat_id=chat_id(telegram, "Lan"), times=None)
    await telegram.move_to("18/11/2026", "08:00")
    assert [one.chat for one in rows(telegram, Address)] == [str(new)]
    assert told(telegram, "Lan", "ScheduleAsk") == [OutboxState.SENT]
    assert "tháng 12/2026" in server_of(telegram).said(new)[-1].text


async def test_content_that_is_not_taken_is_an_alarm(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    server_of(telegram).fails("sendMessage", Refuse(400, "Bad Request: can't parse entities"))
    await lan.says("/trogiup")
    assert telegram.look(completeness.alarms) == (Alarm.MESSAGES_REFUSED,)


async def test_a_refused_token_is_an_alarm_until_it_is_accepted(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    refused = server_of(telegram).fails("sendMessage", Refuse(401, "Unauthorized"), times=None)
    await lan.says("/trogiup")
    assert Alarm.ACCOUNT_REFUSED in telegram.look(completeness.alarms)
    server_of(telegram).faults.remove(refused)
    await lan.says("/viec")
    assert telegram.look(completeness.alarms) == ()
