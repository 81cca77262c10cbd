"""What the fake Telegram remembers: chats as people see them, updates not yet confirmed, files, open taps."""

import time
from dataclasses import dataclass, field
from typing import Any

FIRST_UPDATE = 700_000_001


@dataclass(frozen=True)
class Key:
    """A button under a message."""

    label: str
    data: str


@dataclass
class Seen:
    """A message as a person sees it now: plain text, buttons in rows, whether it was edited."""

    message_id: int
    chat_id: int
    is_from_bot: bool
    text: str
    html: str = ""
    keys: list[list[Key]] = field(default_factory=list)
    is_edited: bool = False
    is_protected: bool = False
    is_frozen: bool = False  # Telegram no longer lets it be edited
    date: int = field(default_factory=lambda: int(time.time()))

    @property
    def buttons(self) -> list[list[str]]:
        """The labels, in rows."""
        return [[key.label for key in row] for row in self.keys]

    def key(self, label: str) -> Key | None:
        """The button with this label."""
        return next((key for row in self.keys for key in row if key.label == label), None)


@dataclass
class Chat:
    """A private chat (id above 0) or a group (below)."""

    chat_id: int
    name: str
    messages: list[Seen] = field(default_factory=list)
    deleted: set[int] = field(default_factory=set)
    commands: list[tuple[str, str]] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    is_closed: str = ""  # why the bot may not write: the description of the 403
    migrated_to: int | None = None  # a group that became a supergroup

    @property
    def is_private(self) -> bool:
        return self.chat_id > 0

    def message(self, message_id: int) -> Seen | None:
        return next((one for one in self.messages if one.message_id == message_id), None)


@dataclass
class Query:
    """A tap that waits for its answer."""

    is_answered: bool = False
    is_old: bool = False


@dataclass(frozen=True)
class Delivery:
    """A message that arrived, or the edit of one; `at` by this machine's monotonic clock."""

    at: float
    method: str
    chat_id: int
    message_id: int
    text: str


@dataclass
class World:
    """Everything behind the server, without HTTP."""

    bot_id: int
    username: str
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by path; the handle is "file-" and the path
    said_sizes: dict[str, int] = field(default_factory=dict)  # where Telegram tells another size
    delivered: list[Delivery] = field(default_factory=list)  # in order of arrival
    told_at: dict[int, float] = field(default_factory=dict)  # when each update came about, monotonic
    allowed: set[str] | None = None
    next_update: int = FIRST_UPDATE
    next_message: int = 1

    def chat(self, chat_id: int) -> Chat:
        """The chat, begun if it is new."""
        kind = "Người" if chat_id > 0 else "Nhóm"
        return self.chats.setdefault(chat_id, Chat(chat_id, f"{kind} {abs(chat_id)}"))

    def add_message(self, chat_id: int, *, is_from_bot: bool, text: str) -> Seen:
        message = Seen(self.next_message, chat_id, is_from_bot, text)
        self.next_message += 1
        self.chat(chat_id).messages.append(message)
        return message

    def deliver(self, method: str, message: Seen) -> None:
        """Write down what arrived and when."""
        arrived = Delivery(time.monotonic(), method, message.chat_id, message.message_id, message.text)
        self.delivered.append(arrived)

    def add_update(self, kind: str, content: dict[str, Any]) -> int:
        """Queue an update unless the bot does not want its kind; its id."""
        number = self.next_update
        self.next_update += 1
        if self.allowed is None or kind in self.allowed:
            self.updates.append({"update_id": number, kind: content})
            self.told_at[number] = time.monotonic()
        return number

    def confirm(self, offset: int | None) -> None:
        """Forget what lies below the offset. One from the future is passed over, as Telegram does."""
        if offset is None or offset > self.next_update:
            return
        if offset < 0:
            self.updates = self.updates[offset:]
        else:
            self.updates = [update for update in self.updates if update["update_id"] >= offset]
