"""Telegram's errors in the program's one vocabulary of failures."""

from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram_requests import Unanswered
from bot.domain.chat import FailureReason, InDoubt, NotSent

DETAIL_LENGTH = 200

# What the description contains, in small letters; the first that fits wins.
_PHRASES = (
    ("bot can't initiate conversation", FailureReason.NEVER_CONTACTED),
    ("chat not found", FailureReason.NEVER_CONTACTED),
    ("peer_id_invalid", FailureReason.NEVER_CONTACTED),
    ("user not found", FailureReason.NEVER_CONTACTED),
    ("bot was blocked", FailureReason.BLOCKED),
    ("user is deactivated", FailureReason.BLOCKED),
    ("not enough rights", FailureReason.BLOCKED),
    ("have no rights", FailureReason.BLOCKED),
    ("chat_write_forbidden", FailureReason.BLOCKED),
    ("bot was kicked", FailureReason.BLOCKED),
    ("bot is not a member", FailureReason.BLOCKED),
)

# The first class that fits wins, so subclasses come before their bases.
_CLASSES: tuple[tuple[type[TelegramError], FailureReason], ...] = (
    (RetryAfter, FailureReason.RATE),
    (InvalidToken, FailureReason.AUTH),
    (Forbidden, FailureReason.BLOCKED),
    (BadRequest, FailureReason.BAD_CONTENT),
    (ChatMigrated, FailureReason.OTHER),
    (NetworkError, FailureReason.TRANSIENT),
)

_UNCHANGED = "message is not modified"
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_MAYBE_DELIVERED = (Unanswered, TimedOut)


def failure(error: TelegramError) -> NotSent | InDoubt:
    """What became of a message that Telegram did not simply accept."""
    detail = str(error)[:DETAIL_LENGTH]
    if isinstance(error, _MAYBE_DELIVERED):
        return InDoubt(detail)
    moved_to = str(error.new_chat_id) if isinstance(error, ChatMigrated) else None
    return NotSent(_reason(error), detail, _retry_after(error), moved_to)


def is_unchanged(error: BadRequest) -> bool:
    """An edit that would change nothing: the card is as it should be."""
    return _UNCHANGED in str(error).lower()


def is_uneditable(error: BadRequest) -> bool:
    """The card is gone or too old: it has to be sent anew."""
    return any(phrase in str(error).lower() for phrase in _UNEDITABLE)


def os_error(error: TelegramError) -> OSError:
    """For callers outside of a send: PermissionError for a refused token, else ConnectionError."""
    if isinstance(error, InvalidToken):
        return PermissionError("Telegram does not accept the bot's token")
    return ConnectionError(f"Telegram: {str(error)[:DETAIL_LENGTH]}")


def _reason(error: TelegramError) -> FailureReason:
    if isinstance(error, (Forbidden, BadRequest)):
        said = str(error).lower()
        if named := next((reason for phrase, reason in _PHRASES if phrase in said), None):
            return named
    return next((reason for kind, reason in _CLASSES if isinstance(error, kind)), FailureReason.OTHER)


def _retry_after(error: TelegramError) -> float | None:
    if not isinstance(error, RetryAfter):
        return None
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
