"""What every conversation needs: help, errors, old buttons."""

from dataclasses import dataclass
from typing import ClassVar

from bot.messages.base import Message


@dataclass(frozen=True)
class CommandLine:
    """One command as the help lists it."""

    name: str
    summary: str


@dataclass(frozen=True)
class Help(Message):
    """What this person can do here."""

    name: str
    commands: tuple[CommandLine, ...]
    takes_rosters: bool  # may send a roster workbook


@dataclass(frozen=True)
class NothingOpen(Message):
    """Text came that belongs to no open question."""

    commands: tuple[CommandLine, ...]


@dataclass(frozen=True)
class Apology(Message):
    """Something unexpected: it was not saved, here is what to do and the number to name."""

    error_id: str


@dataclass(frozen=True)
class CardGone(Message):
    """A button of something that no longer exists or is over."""


@dataclass(frozen=True)
class CardClosed(Message):
    """A button of a form that was completed or set aside."""


@dataclass(frozen=True)
class ReceivedLate(Message):
    """What they wrote or tapped came in too late to be carried out; the card follows as it is now."""


@dataclass(frozen=True)
class NotAllowed(Message):
    """The person may not do this; `reason` is the key of bot.domain.access."""

    reason: str


@dataclass(frozen=True)
class ChooseByButton(Message):
    """Text came where only the card's choices fit."""


@dataclass(frozen=True)
class FilesRefused(Message):
    """Photos, voice and files are not taken (DOMAIN 9), but for rosters of whoever may send them."""

    takes_rosters: bool


@dataclass(frozen=True)
class PrivateOnly(Message):
    """Said once in a group, then the bot leaves."""

    leaves_chat: ClassVar[bool] = True


@dataclass(frozen=True)
class NothingToDo(Message):
    """Nothing is owed now."""


@dataclass(frozen=True)
class DiscardAsked(Message):
    """/huy asks before it discards what was filled in."""

    what: str


@dataclass(frozen=True)
class Discarded(Message):
    """What was filled in is gone; the duty itself is not."""

    what: str


@dataclass(frozen=True)
class NothingToDiscard(Message):
    """/huy with nothing open."""


@dataclass(frozen=True)
class Kept(Message):
    """/huy was taken back."""

    what: str
