"""The short form; `make chaos` sends a hundred thousand."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from tests.chat import START, Chat
from tests.fakes.telegram import FakeTelegram
from tests.fuzz.run import Fuzz
from tests.messengers import Telegram


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def stage(server: FakeTelegram, sqlite_engine: Engine) -> AsyncIterator[Chat]:
    chat = Chat(sqlite_engine, lambda clock: Telegram(server), START)
    await chat.gather()
    yield chat
    await chat.end()


@pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
async def test_whatever_is_sent_nothing_breaks_and_nobody_reaches_beyond_their_own(
    stage: Chat, server: FakeTelegram
) -> None:
    findings = await Fuzz(stage, server, seed=1).run(600)
    assert findings.wrong == []
    assert findings.forms >= {"schedule", "respond", "attendance", "menu"}, findings
