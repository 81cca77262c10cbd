"""Telegram on its way in: order, confirmation only after the commit, outages; taps answered first."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.channels.telegram import TelegramChannel
from bot.domain.chat import Button, FileOffered, Reachability, Tap, Text, Unsupported
from tests.channels.telegram_cast import GROUP, LAN, MINH, Receiver, channel_to, message, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Behaviour, Cut, Refuse


def failing(times: int) -> Callable[[], None]:
    """Raises so many times, as when the database is gone."""
    left = [times]

    def act() -> None:
        if left[0]:
            left[0] -= 1
            raise ConnectionError("the database is gone")

    return act


async def test_takes_in_and_confirms(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    first = server.says(LAN, "/start ABCD2345")
    async with running(channel, receiver):
        await server.quiet()
    (inbound,) = receiver.got
    assert inbound.content == Text("/start ABCD2345")
    assert inbound.event_id == str(first)
    assert (inbound.address.channel, inbound.address.account, inbound.address.chat) == (
        "telegram",
        "700000001",
        str(LAN),
    )
    assert server.polls == [None, first + 1]


async def test_one_persons_updates_keep_their_order(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    said = [f"dòng {number}" for number in range(150)]
    for line in said:
        server.says(LAN, line)
    receiver.before[str(LAN)] = lambda: asyncio.sleep(0)
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.texts(LAN) == said


async def test_a_slow_person_delays_nobody_and_is_not_confirmed(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    gate = asyncio.Event()
    receiver.before[str(LAN)] = gate.wait
    slow = server.says(LAN, "chậm")
    server.says(MINH, "nhanh")
    async with running(channel, receiver):
        await server.wait_for(lambda: receiver.texts(MINH) == ["nhanh"])
        server.says(MINH, "nhanh nữa")
        await server.wait_for(lambda: receiver.texts(MINH) == ["nhanh", "nhanh nữa"])
        await server.wait_for(lambda: server.polls.count(slow) >= 2)
        assert server.unconfirmed[0] == slow
        assert len(receiver.tried) == 3
        gate.set()
        await server.quiet()
    assert receiver.texts(LAN) == ["chậm"]
    assert len(receiver.got) == 3


async def test_what_could_not_be_recorded_is_given_again_before_what_follows(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.before[str(LAN)] = failing(3)
    lost = server.says(LAN, "một")
    server.says(LAN, "hai")
    server.says(MINH, "ba")
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.texts(LAN) == ["một", "hai"]
    assert receiver.texts(MINH) == ["ba"]
    assert [one.event_id for one in receiver.tried].count(str(lost)) == 4
    assert "ConnectionError" in caplog.text
    assert "database" not in caplog.text


async def test_what_was_not_committed_comes_again_after_a_restart(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    receiver.before[str(LAN)] = failing(1_000_000)
    waiting = server.says(LAN, "một")
    server.says(MINH, "hai")
    async with running(channel, receiver):
        await server.wait_for(lambda: receiver.texts(MINH))
    assert server.unconfirmed[0] == waiting
    receiver.before.clear()
    async with running(channel_to(server), receiver):
        await server.quiet()
    assert receiver.texts(LAN) == ["một"]


async def test_a_turn_under_way_ends_before_the_channel_does(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    gate = asyncio.Event()
    receiver.before[str(LAN)] = gate.wait
    server.says(LAN, "một")
    server.says(LAN, "hai")
    async with running(channel, receiver):
        await server.wait_for(lambda: receiver.tried)
        asyncio.get_running_loop().call_later(0.05, gate.set)
    assert receiver.texts(LAN) == ["một"]


async def test_a_tap_is_answered_before_its_turn(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.world.chat(LAN)
    card = server.world.add_message(LAN, is_from_bot=True, text="Đồng chí dự được không?")
    receiver.before[str(LAN)] = lambda: server.wait_for(lambda: server.called("answerCallbackQuery"))
    server.taps_data(LAN, "7.1.c")
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.got[0].content == Tap("7.1.c", "1")
    assert receiver.got[0].address.chat == str(card.chat_id)


async def test_a_button_carries_its_data_back(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.world.chat(LAN)
    await channel.send(message(rows=((Button("Xác nhận", "7.1.c"), Button("Báo vắng", "7.1.d")),)))
    server.taps(LAN, "Báo vắng")
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.got[0].content == Tap("7.1.d", "1")


@pytest.mark.parametrize("behaviour", [None, Refuse(500), Cut(), Refuse(429, retry_after=9)])
async def test_a_tap_that_cannot_be_answered_counts(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver, behaviour: Behaviour | None
) -> None:
    server.taps_data(LAN, "7.1.c")
    server.taps_get_old()
    if behaviour:
        server.fails("answerCallbackQuery", behaviour)
    async with running(channel, receiver):
        await server.wait_for(lambda: receiver.got)
    assert receiver.got[0].content == Tap("7.1.c", "1")


async def test_files_pictures_and_blocking(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.offers_file(LAN, "danh sách.xlsx", b"x" * 7)
    server.sends(LAN, "photo")
    server.sends(LAN, "animation")
    server.blocks(LAN)
    server.unblocks(LAN)
    async with running(channel, receiver):
        await server.quiet()
    assert [one.content for one in receiver.got] == [
        FileOffered("danh sách.xlsx", 7, "file-documents/file_1.xlsx"),
        Unsupported("photo"),
        Unsupported("animation"),
        Reachability(False),
        Reachability(True),
    ]
    assert all(one.is_private for one in receiver.got)


async def test_joining_a_group_is_told_once_and_leaving_it_not(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    async def leave() -> None:
        await channel.send(message(GROUP, leaves_chat=True))

    receiver.before[str(GROUP)] = leave
    server.joins_group(GROUP)
    async with running(channel, receiver):
        await server.wait_for(lambda: server.has_left(GROUP))
        await server.quiet()
    assert [(one.content, one.is_private) for one in receiver.got] == [(Text(""), False)]
    assert len(server.said(GROUP)) == 1


async def test_what_is_written_in_a_group_stays_there(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.says(GROUP, "chuyện riêng của nhóm", person=LAN)
    async with running(channel, receiver):
        await server.quiet()
    assert [(one.content, one.is_private) for one in receiver.got] == [(Text(""), False)]


async def test_edited_messages_are_confirmed_and_ignored(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.says(LAN, "18 1 1 0 95 12")
    server.edits_own(LAN, "18 1 1 0 95 13")
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.texts(LAN) == ["18 1 1 0 95 12"]


_FRAME = {"message_id": 7, "date": 1, "chat": {"id": MINH, "type": "private"}}


@pytest.mark.parametrize(
    "content",
    [
        {"message_id": 7},
        _FRAME | {"chat": None, "text": "x"},
        _FRAME | {"text": ["x"]},
        _FRAME | {"date": 1 << 63, "text": "x"},
        _FRAME | {"chat": {"id": True, "type": "private"}, "text": "x"},
        _FRAME | {"document": {"file_id": "f", "file_unique_id": "u", "file_name": 5}},
    ],
)
@pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
async def test_an_update_that_the_library_cannot_read_blocks_nobody(
    server: FakeTelegram,
    channel: TelegramChannel,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
    content: dict[str, Any],
) -> None:
    server.says(LAN, "trước")
    poison = server.world.add_update("message", content)
    server.says(MINH, "sau")
    async with running(channel, receiver):
        await server.quiet()
    assert (receiver.texts(LAN), receiver.texts(MINH)) == (["trước"], ["sau"])
    assert f"update {poison} cannot be read" in caplog.text


async def test_follows_telegram_to_lower_numbers(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    async with running(channel, receiver):
        server.says(LAN, "trước")
        await server.quiet()
        server.updates_start_at(5_000)
        server.says(LAN, "sau")
        await server.quiet()
        server.says(LAN, "sau nữa")
        await server.quiet()
    assert receiver.texts(LAN) == ["trước", "sau", "sau nữa"]
    assert server.polls[-1] == 5_002
