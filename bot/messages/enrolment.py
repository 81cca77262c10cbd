"""Codes, consent, leaving."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from bot.domain.chat import Lane
from bot.messages.base import Message


@dataclass(frozen=True)
class Welcome(Message):
    """To a chat that no person is known for: what this is, and the code asked for."""


@dataclass(frozen=True)
class CodeWrong(Message):
    """No such code; how many tries are left this hour."""

    tries_left: int


@dataclass(frozen=True)
class CodesLocked(Message):
    """The last thing said before an hour of silence."""


@dataclass(frozen=True)
class CodeExpired(Message):
    """The code was right but is no longer valid."""


@dataclass(frozen=True)
class CodeUsed(Message):
    """The code was used from another chat: nothing is bound, the office decides."""


@dataclass(frozen=True)
class ChatTaken(Message):
    """A good code of somebody else in a chat that is a person's already: nothing is bound."""

    name: str  # whose chat it is


@dataclass(frozen=True)
class Suspended(Message):
    """This chat waits for the office's word on a code that was used twice."""


@dataclass(frozen=True)
class ConsentAsked(Message):
    """What is kept and why, before anything else (DOMAIN 9)."""

    name: str
    retention_days: int


@dataclass(frozen=True)
class ConsentRefused(Message):
    """Nothing is kept of the chat; how to come back."""


@dataclass(frozen=True)
class Enrolled(Message):
    """The person is known from now on; their posts and what follows."""

    name: str
    posts: tuple[str, ...]
    visits: int  # cells assigned to visit


@dataclass(frozen=True)
class NewCode(Message):
    """A code for one more messenger of the same person."""

    code: str
    expires_at: datetime
    is_protected: ClassVar[bool] = True


@dataclass(frozen=True)
class LeaveAsked(Message):
    """/ngung asks before it unbinds."""


@dataclass(frozen=True)
class Left(Message):
    """Unbound; the duties stay with the office."""


@dataclass(frozen=True)
class Stayed(Message):
    """/ngung was taken back."""


@dataclass(frozen=True)
class ConflictAsked(Message):
    """To the office: a used code came from another chat; keep the first, or revoke and issue anew."""

    name: str
    post: str
    phone: str | None
    lane: ClassVar[Lane] = Lane.REMINDER


@dataclass(frozen=True)
class ConflictKept(Message):
    """The office keeps the first binding."""

    name: str


@dataclass(frozen=True)
class Resumed(Message):
    """To the person, in the chat that was suspended: it goes on."""

    lane: ClassVar[Lane] = Lane.REMINDER


@dataclass(frozen=True)
class ConflictReissued(Message):
    """The office revoked the binding; the new code to hand over."""

    name: str
    code: str
    expires_at: datetime
    is_protected: ClassVar[bool] = True


@dataclass(frozen=True)
class ConflictSettled(Message):
    """Another member of the office was faster, or a new code has settled it."""

    name: str


@dataclass(frozen=True)
class DataCopy(Message):
    """What is kept about a person, on request (/dulieu)."""

    name: str
    phone: str | None
    posts: tuple[str, ...]
    chats: int
    visits: int
    sheets: int
    agreed_at: datetime
    answer_days: int  # working days in which the office answers a request


@dataclass(frozen=True)
class DataRequested(Message):
    """The request for correction or deletion went to the office, or is only written down while nobody
    there can be reached."""

    kind: str  # correction | deletion
    answer_by_on: date
    is_passed_on: bool


@dataclass(frozen=True)
class DataRequest(Message):
    """To the office: somebody asks for correction or deletion of what is kept."""

    name: str
    post: str
    phone: str | None
    kind: str
    answer_by_on: date
    lane: ClassVar[Lane] = Lane.REMINDER
