"""Telegram away, refusing, garbled or shared with another process: polling goes on and says why."""

import logging
import time

import pytest

from bot.channels.telegram import TelegramChannel
from tests.channels.telegram_cast import LAN, Receiver, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Behaviour, Cut, Garble, Hold, Refuse
from tests.fakes.telegram_push import Webhook


@pytest.mark.parametrize(
    "behaviour",
    [
        Refuse(500),
        Garble(502, "<html>"),
        Garble(404, "<html>"),
        Garble(404, '{"message":"no route"}'),
        Garble(200, "<html>"),
        Garble(200, "null"),
        Garble(200, '{"status":"login required"}'),
        Garble(200, '{"ok":true,"result":null}'),
        Cut(),
    ],
)
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_outlasts_an_outage(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver, method: str, behaviour: Behaviour
) -> None:
    server.fails(method, behaviour, times=3)
    server.says(LAN, "xin chào")
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.texts(LAN) == ["xin chào"]


async def test_leaves_telegram_alone_for_as_long_as_it_asks(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.fails("getUpdates", Refuse(429, retry_after=1))
    server.says(LAN, "xin chào")
    began = time.monotonic()
    async with running(channel, receiver):
        await server.quiet()
    assert time.monotonic() - began >= 1
    assert receiver.texts(LAN) == ["xin chào"]


async def test_outlasts_a_server_that_went_away(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    async with running(channel, receiver):
        await server.wait_for(lambda: server.polls)
        await server.stop()
        server.says(LAN, "xin chào")
        await server.start()
        await server.quiet()
    assert receiver.texts(LAN) == ["xin chào"]


@pytest.mark.parametrize(
    ("behaviour", "said", "level"),
    [
        (Refuse(409, "Conflict: terminated by other getUpdates request"), "another process", logging.ERROR),
        (Refuse(401, "Unauthorized"), "does not accept the bot's token", logging.CRITICAL),
    ],
)
async def test_says_clearly_why_nothing_comes_in(
    server: FakeTelegram,
    channel: TelegramChannel,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
    behaviour: Behaviour,
    said: str,
    level: int,
) -> None:
    server.fails("getUpdates", behaviour, times=2)
    server.says(LAN, "xin chào")
    async with running(channel, receiver):
        await server.quiet()
    assert [record.levelno for record in caplog.records if said in record.getMessage()] == [level, level]


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
async def test_knows_that_its_token_is_refused_until_it_is_accepted(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver, method: str
) -> None:
    refused = server.fails(method, Refuse(401, "Unauthorized"), times=None)
    async with running(channel, receiver):
        await server.wait_for(lambda: channel.is_refused)
        server.fails(method, Refuse(502), times=2)
        server.faults.remove(refused)
        server.says(LAN, "xin chào")
        await server.quiet()
        assert not channel.is_refused


async def test_removes_a_webhook_that_stands_in_the_way(
    server: FakeTelegram, channel: TelegramChannel, receiver: Receiver
) -> None:
    server.set_webhook(Webhook("http://127.0.0.1:9/hook"))
    server.says(LAN, "xin chào")
    async with running(channel, receiver):
        await server.quiet()
    assert server.webhook_url == ""


async def test_a_long_poll_that_hangs_is_given_up(
    server: FakeTelegram, receiver: Receiver, channel: TelegramChannel
) -> None:
    hold = Hold(is_carried_out=False)
    server.fails("getMe", hold)
    server.says(LAN, "xin chào")
    async with running(channel, receiver):
        await server.quiet()
    assert receiver.texts(LAN) == ["xin chào"]
