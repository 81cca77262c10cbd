"""What waited too long at the messenger is shown again, not carried out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import real_now
from bot.domain.chat import AddressKey, Content, Inbound, Tap, Text
from bot.services.chats import Draft
from tests.chat import Chat, Player
from tests.flows.offstage import code_for, rows, server_of

LATE, IN_TIME = timedelta(hours=12, minutes=1), timedelta(hours=11, minutes=59)
SAYS_SO = "quá muộn nên chưa được ghi nhận"


async def arrives(player: Player, content: Content, age: timedelta, event: str) -> None:
    """Something that its author sent so long ago."""
    channel = player.stage.messenger.channel
    address = AddressKey(channel.name, channel.account, player.chat)
    await player.stage.program.receive(Inbound(address, event, content, sent_at=real_now() - age))
    await player.stage.settle()


async def confirming(web: Chat) -> Player:
    """The secretary is asked to confirm what they have filled in."""
    lan = await web.join("Lan")
    await lan.says("/lich")
    await lan.says("3/12 14h")
    await lan.says("Phòng họp tầng 2")
    await lan.taps("Thường kỳ")
    return lan


async def test_a_late_tap_gets_the_card_again_and_then_counts(web: Chat) -> None:
    lan = await confirming(web)
    card, tap = lan.last, Tap(lan.button("Xác nhận"))
    await arrives(lan, tap, LATE, "a")
    assert SAYS_SO in lan.messages[-2].text
    assert lan.last == card
    await arrives(lan, tap, IN_TIME, "b")
    lan.sees("Đã đăng ký")


async def test_a_late_text_gets_the_card_again(web: Chat) -> None:
    lan = await web.join("Lan")
    await lan.says("/lich")
    asked = lan.last
    await arrives(lan, Text("3/12 14h"), LATE, "a")
    assert SAYS_SO in lan.messages[-2].text
    assert lan.last == asked
    await lan.says("3/12 14h")
    lan.has_seen("03/12/2026")


async def test_of_many_that_waited_the_first_is_answered_for_all(web: Chat) -> None:
    lan = await confirming(web)
    tap = Tap(lan.button("Xác nhận"))
    before = len(lan.messages)
    for number in range(5):
        await arrives(lan, tap if number % 2 else Text("Thường kỳ"), LATE, f"{number}")
    assert len(lan.messages) == before + 2
    assert rows(web, Draft)[-1].is_open


@pytest.mark.parametrize("command", ["/lich", "/viec", "/huy"])
async def test_a_late_command_only_shows_something_and_is_answered(web: Chat, command: str) -> None:
    lan = await confirming(web)
    before = len(lan.messages)
    await arrives(lan, Text(command), LATE, "a")
    assert len(lan.messages) == before + 1
    lan.has_not_seen(SAYS_SO)


async def test_a_late_code_still_enrols(web: Chat) -> None:
    lan = await web.open_chat("Lan")
    code = await code_for(web, "Lan")
    await arrives(lan, Text(code), LATE, "a")
    lan.sees_buttons("Tôi đồng ý", "Tôi không đồng ý")


async def test_after_a_day_away_what_waited_at_telegram_is_shown_again(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    await lan.says("/lich")
    server = server_of(telegram)
    (chat,) = server.world.chats
    await telegram.end()
    yesterday = int((datetime.now(UTC) - timedelta(hours=13)).timestamp())
    for message in server.world.chats[chat].messages:
        message.date = yesterday
    server.taps(chat, lan.last.buttons[0])
    server.says(chat, "3/12 14h")
    server.world.updates[-1]["message"]["date"] = yesterday
    telegram.begin()
    await server.quiet()
    await telegram.settle()
    lan.has_seen(SAYS_SO)
    lan.sees("Đăng ký lịch sinh hoạt tháng 12/2026")
    await lan.says("3/12 14h")
    lan.has_seen("03/12/2026")
    assert sum(SAYS_SO in one.text for one in lan.messages) == 1


async def test_a_fresh_tap_on_an_old_card_counts_once_nothing_waited_any_more(telegram: Chat) -> None:
    lan = await confirming(telegram)
    server = server_of(telegram)
    (chat,) = server.world.chats
    for message in server.world.chats[chat].messages:
        message.date -= 3 * 24 * 3600
    await lan.taps("Xác nhận")
    lan.sees("Đã đăng ký")
