"""Several things at once: what waits for a person, or a choice of where to go on."""

from dataclasses import dataclass
from typing import ClassVar

from bot.domain.chat import Lane
from bot.messages.base import Message


@dataclass(frozen=True)
class ThingsDue(Message):
    """The program reminds of several things in one message: how many, the first of them, how many more."""

    count: int
    lines: tuple[str, ...]
    more: int = 0
    lane: ClassVar[Lane] = Lane.REMINDER


@dataclass(frozen=True)
class ThingsToDo(Message):
    """The same, as an answer to somebody who asked."""

    count: int
    lines: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class ChooseOne(Message):
    """Somebody came to do one thing, which can be done in several places: where?"""

    count: int
    lines: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class ThingsComing(Message):
    """Nothing waits for the person now; these meetings, answered already, are coming."""

    count: int
    lines: tuple[str, ...]
    more: int = 0


@dataclass(frozen=True)
class SheetsSent(Message):
    """These sheets were sent in months still open and can be corrected; `is_all`: no report and no other
    sheet is owed."""

    is_protected: ClassVar[bool] = True
    count: int
    lines: tuple[str, ...]
    more: int = 0
    is_all: bool = True
