"""A fake Telegram and a channel that speaks to it; no test ends with a request that breaks the Bot API."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from tests.channels.telegram_cast import LAN, MINH, Receiver, channel_to
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server
        assert server.violations == []


@pytest.fixture
async def channel(server: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    channel = channel_to(server)
    yield channel
    await channel.close()


@pytest.fixture
def receiver(server: FakeTelegram) -> Receiver:
    return Receiver(server)


@pytest.fixture
def met(server: FakeTelegram) -> None:
    """Both have written to the bot before, so that it may write to them."""
    for person in (LAN, MINH):
        server.world.chat(person)
