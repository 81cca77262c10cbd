"""What transcripts are given besides the cast: the log as it is kept."""

import io
import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine

from bot.logs import configure_logs
from tests.chat import START, Chat
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.messengers import Telegram


class Log(io.StringIO):
    """What was logged, as text and as records."""

    def records(self, event: str) -> list[dict[str, Any]]:
        found = [json.loads(line) for line in self.getvalue().splitlines()]
        return [one for one in found if one["event"] == event]


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    stream = Log()
    configure_logs("INFO", [TOKEN], stream)
    yield stream
    root.handlers, root.level = before, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


@pytest.fixture
async def telegram(sqlite_engine: Engine) -> AsyncIterator[Chat]:
    """The cast on Telegram alone."""
    async with FakeTelegram() as server:
        stage = Chat(sqlite_engine, lambda clock: Telegram(server), START)
        await stage.gather()
        yield stage
        await stage.end()
        assert server.violations == []
