"""What a messenger is to the rest of the program: what comes in, what goes out, what it can do."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.domain.pace import Rates


@dataclass(frozen=True)
class AddressKey:
    """Where a person is reached: a messenger, the bot's account there, and the chat's id."""

    channel: str
    account: str
    chat: str


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Tap:
    """A button: `data` is what the button carried, "draft.revision.key"; `under` the messenger's id of the
    message under which it stands, where that is known."""

    data: str
    under: str = ""


@dataclass(frozen=True)
class FileOffered:
    """A file that somebody sent: only its name, size in bytes and handle; not its content."""

    name: str
    size: int
    handle: str


@dataclass(frozen=True)
class FileRead:
    """A file fetched and parsed outside of any turn comes back as an event of its own."""

    fetch_id: int
    parsed: str  # JSON of what was parsed, or of the refusal
    refused: bool = False


@dataclass(frozen=True)
class Unsupported:
    """A photo, a voice message, a sticker: refused with a sentence."""

    kind: str


@dataclass(frozen=True)
class Reachability:
    """The messenger says that the person blocked or unblocked the bot."""

    is_reachable: bool


Content = Text | Tap | FileOffered | FileRead | Unsupported | Reachability


@dataclass(frozen=True)
class Inbound:
    """One thing that happened in a chat; (address.channel, address.account, event_id) is unique. `sent_at`
    is when, in real UTC; of what a messenger does not date, the earliest it can have been; None is now."""

    address: AddressKey
    event_id: str
    content: Content
    is_private: bool = True
    sent_at: datetime | None = None


@dataclass(frozen=True)
class Capabilities:
    """What a messenger can do; code asks this, never the messenger's name."""

    text_limit: int = 4096
    has_html: bool = True
    has_buttons: bool = True
    can_edit: bool = True
    can_receive_files: bool = True
    has_start_link: bool = True
    buttons_per_row: int = 4
    rates: Rates | None = None  # how much its account may send; None = as fast as it goes
    group_prefix: str = ""  # how the id of a group's chat begins; empty where there are no groups


@dataclass(frozen=True)
class Button:
    label: str
    data: str


@dataclass(frozen=True)
class Outgoing:
    """A rendered message on its way to one chat; `edits` is the messenger's id of the card it replaces."""

    outbox_id: int
    chat: str
    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    edits: str | None = None
    is_protected: bool = False
    leaves_chat: bool = False
    lane: "Lane" = field(default_factory=lambda: Lane.REPLY)
    due_at: datetime | None = None  # on the business clock


class FailureReason(StrEnum):
    """One vocabulary for all messengers (CHANNELS, One model)."""

    NEVER_CONTACTED = "never_contacted"
    WINDOW_CLOSED = "window_closed"
    BLOCKED = "blocked"
    QUOTA = "quota"
    RATE = "rate"
    AUTH = "auth"
    BAD_CONTENT = "bad_content"
    TRANSIENT = "transient"
    UNKNOWN = "unknown"
    OTHER = "other"


@dataclass(frozen=True)
class Sent:
    external_id: str


@dataclass(frozen=True)
class NotSent:
    """Certainly not delivered; `retry_after` in seconds when the messenger named it, `moved_to` the chat's
    new id when it has one."""

    reason: FailureReason
    detail: str = ""
    retry_after: float | None = None
    moved_to: str | None = None

    @property
    def can_pass(self) -> bool:
        """Whether the same may be sent later: nothing is wrong with the message or the chat."""
        passing = (FailureReason.RATE, FailureReason.TRANSIENT, FailureReason.AUTH)
        return self.moved_to is not None or self.reason in passing


@dataclass(frozen=True)
class InDoubt:
    """The request left and no answer came: maybe delivered."""

    detail: str = ""


SendResult = Sent | NotSent | InDoubt


def outcome_of(result: SendResult) -> str:
    """What came of a try in one word: sent, unknown, or the reason why it was not sent."""
    if isinstance(result, NotSent):
        return result.reason.value
    return "sent" if isinstance(result, Sent) else FailureReason.UNKNOWN.value


Receive = Callable[[Inbound], Awaitable[None]]


class Channel(Protocol):
    """One messenger, both directions."""

    @property
    def name(self) -> str: ...

    @property
    def account(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def is_refused(self) -> bool:
        """Whether the messenger does not accept the account, as far as taking in has shown: an alarm."""

    async def run(self, receive: Receive) -> None:
        """Take in what happens until cancelled; `receive` returns after the commit and raises
        only when nothing could be recorded, so the event has to come again."""

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Deliver one message; never raises for what a messenger may do."""

    async def fetch(self, handle: str, limit: int) -> bytes:
        """The content of an offered file, at most `limit` bytes; ValueError when it is larger."""

    async def offer_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """Show this chat's command menu: (command without slash, description); best effort."""

    def start_link(self, code: str) -> str | None:
        """A personal link that opens the chat with this code, where the messenger has such links."""


class Lane(StrEnum):
    """Urgency on the way out, most urgent first."""

    REPLY = "reply"
    REMINDER = "reminder"
    DIGEST = "digest"
    FILE = "file"


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"
