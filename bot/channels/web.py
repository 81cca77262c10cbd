"""The browser as a messenger: chats live in memory, the page shows them; what is typed is stored nowhere."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, tzinfo

from bot.channels.web_chat import Entry, Kept, Transcript, commands_json, entry_json
from bot.channels.web_events import Hub
from bot.channels.web_files import Uploads
from bot.domain.chat import (
    AddressKey,
    Capabilities,
    Content,
    FailureReason,
    FileOffered,
    Inbound,
    NotSent,
    Outgoing,
    Receive,
    SendResult,
    Sent,
    Tap,
    Text,
)

LIMITS = Capabilities(text_limit=4096, buttons_per_row=4)


class NotReceiving(RuntimeError):
    """Nobody takes in what happens: the program is starting or stopping."""


class WebMessenger:
    """The browser's chats, both directions (bot.domain.chat.Channel); a chat is a person's code."""

    name = "web"
    capabilities = LIMITS

    def __init__(
        self,
        now: Callable[[], datetime],
        zone: tzinfo,
        page: str = "http://127.0.0.1:8080/",
        account: str = "rehearsal",
    ) -> None:
        self.account = account
        self.hub = Hub()
        self._now, self._zone, self._page = now, zone, page
        self._transcripts: defaultdict[str, Transcript] = defaultdict(Transcript)
        self._uploads = Uploads()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._receive: Receive | None = None

    def transcript(self, chat: str) -> Transcript:
        return self._transcripts.get(chat) or Transcript()

    def restore(self, kept: Iterable[Kept]) -> None:
        """The bot's side of every chat, oldest first; all of it counts as read."""
        for message in kept:
            transcript = self._transcripts[message.chat]
            transcript.put(Entry(message.external_id, "bot", message.text, message.at, message.rows))
            transcript.unread = 0

    @property
    def is_refused(self) -> bool:
        return False

    async def run(self, receive: Receive) -> None:
        self._receive = receive
        try:
            await asyncio.Event().wait()
        finally:
            self._receive = None

    async def send(self, outgoing: Outgoing) -> SendResult:
        if not outgoing.text.strip() or len(outgoing.text) > LIMITS.text_limit:
            return NotSent(FailureReason.BAD_CONTENT, f"{len(outgoing.text)} characters")
        known = outgoing.edits if outgoing.edits in self.transcript(outgoing.chat).entries else None
        entry_id = known or f"m{outgoing.outbox_id}"  # the same row sent again lands on the same entry
        self._show(outgoing.chat, Entry(entry_id, "bot", outgoing.text, self._now(), outgoing.rows))
        return Sent(entry_id)

    async def say(self, chat: str, event_id: str, text: str) -> None:
        """A person typed something; returns after the commit, raises when nothing was recorded."""
        await self._happen(chat, event_id, Text(text), Entry(f"p{event_id}", "person", text, self._now()))

    async def tap(self, chat: str, event_id: str, data: str) -> None:
        """A person pressed a button."""
        await self._happen(chat, event_id, Tap(data))

    async def offer(self, chat: str, event_id: str, name: str, content: bytes) -> None:
        """A person sent a file; the last few are kept until they are fetched."""
        self._uploads.keep(event_id, content)
        file = FileOffered(name, len(content), event_id)
        await self._happen(chat, event_id, file, Entry(f"p{event_id}", "person", "", self._now(), file=file))

    async def fetch(self, handle: str, limit: int) -> bytes:
        return self._uploads.read(handle, limit)

    async def offer_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        self._transcripts[chat].commands = tuple(commands)
        self.hub.publish("commands", {"chat": chat, "commands": commands_json(commands)})

    def start_link(self, code: str) -> str | None:
        return f"{self._page}#start={code}"

    def read(self, chat: str) -> None:
        """The chat is open on a page: nothing in it is unread."""
        if self.transcript(chat).unread:
            self._transcripts[chat].unread = 0
            self.hub.publish("unread", {"chat": chat, "unread": 0})

    async def _happen(self, chat: str, event_id: str, content: Content, entry: Entry | None = None) -> None:
        address = AddressKey(self.name, self.account, chat)
        async with self._turns[chat]:
            if self._receive is None:
                raise NotReceiving
            with self._shown(chat, entry):
                await self._receive(Inbound(address, event_id, content))

    @contextmanager
    def _shown(self, chat: str, entry: Entry | None) -> Iterator[None]:
        """The entry stands in the chat before the answer to it, and goes when it was not recorded."""
        if entry is None or entry.id in self.transcript(chat).entries:
            yield
            return
        self._show(chat, entry)
        try:
            yield
        except Exception:
            self._transcripts[chat].take_back(entry.id)
            self.hub.publish("gone", {"chat": chat, "id": entry.id})
            raise

    def _show(self, chat: str, entry: Entry) -> None:
        transcript = self._transcripts[chat]
        entry = transcript.put(entry)
        news = {"chat": chat, "entry": entry_json(entry, self._zone), "unread": transcript.unread}
        self.hub.publish("entry", news | {"preview": entry.preview})
