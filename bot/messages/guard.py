"""What is said about a text that may not be kept, or that should be reworded. Never the text itself."""

from dataclasses import dataclass

from bot.domain.guard import GuardReason
from bot.messages.base import Message


@dataclass(frozen=True)
class GuardRefused(Message):
    """The text was not kept; `detail` is its length in characters when it is too long."""

    reason: GuardReason
    detail: int | None = None


@dataclass(frozen=True)
class GuardDoubt(Message):
    """Please reword; the same text once more is accepted."""

    reason: GuardReason
