"""A messenger as a person uses it: say, tap, send a file, read; the browser and Telegram alike."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import Protocol
from zlib import crc32

from bot.channels.telegram import TelegramChannel
from bot.channels.web import WebMessenger
from bot.domain.chat import Channel
from tests.fakes.telegram import TOKEN, FakeTelegram

_EVENTS = count(1)  # never the same event again, also after a restart
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Shown:
    """A message of the bot as it stands in a chat now."""

    text: str
    buttons: tuple[str, ...]


class Messenger(Protocol):
    """What a transcript needs of a messenger."""

    channel: Channel

    async def says(self, chat: str, text: str) -> None: ...

    async def taps(self, chat: str, label: str) -> None: ...

    async def taps_data(self, chat: str, data: str) -> None: ...

    async def offers(self, chat: str, name: str, content: bytes) -> None: ...

    def shown(self, chat: str) -> Sequence[Shown]: ...

    def data_of(self, chat: str, label: str) -> str: ...


class Browser:
    """The rehearsal's page, without the page: its messenger directly."""

    def __init__(self, messenger: WebMessenger) -> None:
        self.channel: Channel = messenger
        self._web = messenger

    def _event(self) -> str:
        return f"event-{next(_EVENTS):08}"

    async def says(self, chat: str, text: str) -> None:
        await self._web.say(chat, self._event(), text)

    async def taps(self, chat: str, label: str) -> None:
        await self.taps_data(chat, self.data_of(chat, label))

    async def taps_data(self, chat: str, data: str) -> None:
        await self._web.tap(chat, self._event(), data)

    async def offers(self, chat: str, name: str, content: bytes) -> None:
        await self._web.offer(chat, self._event(), name, content)

    def shown(self, chat: str) -> Sequence[Shown]:
        entries = self._web.transcript(chat).entries.values()
        return [
            Shown(
                unescape(_TAG.sub("", entry.text)),
                tuple(button.label for row in entry.rows for button in row),
            )
            for entry in entries
            if entry.author == "bot"
        ]

    def data_of(self, chat: str, label: str) -> str:
        for entry in reversed(self._web.transcript(chat).entries.values()):
            for button in (button for row in entry.rows for button in row):
                if button.label == label:
                    return button.data
        raise AssertionError(f"no button {label!r} in the chat of {chat}: {self.shown(chat)[-1:]}")


class Telegram:
    """The real library over HTTP against the fake Bot API server."""

    def __init__(self, server: FakeTelegram) -> None:
        self.server = server
        self.channel: Channel = TelegramChannel(TOKEN, server.url, rates=None)

    def id_of(self, chat: str) -> int:
        """The number that stands for a chat of the transcripts."""
        return crc32(chat.encode()) + 5_000_000_000  # beyond 32 bits, as real ones are

    async def says(self, chat: str, text: str) -> None:
        self.server.says(self.id_of(chat), text)
        await self.server.quiet()

    async def taps(self, chat: str, label: str) -> None:
        self.server.taps(self.id_of(chat), label)
        await self.server.quiet()

    async def taps_data(self, chat: str, data: str) -> None:
        self.server.taps_data(self.id_of(chat), data)
        await self.server.quiet()

    async def offers(self, chat: str, name: str, content: bytes) -> None:
        self.server.offers_file(self.id_of(chat), name, content)
        await self.server.quiet()

    def shown(self, chat: str) -> Sequence[Shown]:
        return [
            Shown(seen.text, tuple(label for row in seen.buttons for label in row))
            for seen in self.server.said(self.id_of(chat))
        ]

    def data_of(self, chat: str, label: str) -> str:
        for seen in reversed(self.server.said(self.id_of(chat))):
            key = seen.key(label)
            if key is not None:
                return key.data
        raise AssertionError(f"no button {label!r} in the chat of {chat}")
