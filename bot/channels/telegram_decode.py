"""What Telegram reports, in the program's words."""

import logging
from datetime import datetime
from typing import TypeVar

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.domain.chat import (
    AddressKey,
    Content,
    FileOffered,
    Inbound,
    Reachability,
    Tap,
    Text,
    Unsupported,
)

T = TypeVar("T")
log = logging.getLogger(__name__)
CHANNEL = "telegram"
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")

# An animation also carries a document, a venue a location: the more special kind comes first.
_UNSUPPORTED = (
    "animation", "photo", "live_photo", "video", "video_note", "voice", "audio", "sticker", "contact",
    "venue", "location", "poll", "dice", "game", "story", "checklist", "paid_media",
)  # fmt: skip
_PRESENT = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER)
_ABSENT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


#: What reading an update raises when something in it is missing, of another type or beyond all measure.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


def decode(update: Update, account: str) -> Inbound | None:
    """The update as something that happened in a chat, or None when it asks for nothing (an edit, a
    service message, a game) or nobody can read it: it would come again for ever, and stop all the others.
    In a group only that something happened, never what was written."""
    try:
        return _happened(update, account)
    except UNREADABLE as error:
        complain_of(update.update_id, error)
        return None


def complain_of(number: int, error: Exception) -> None:
    """Log that an update is passed over; never what is in it."""
    log.error("update %s cannot be read (%s) and is passed over", number, type(error).__name__)


def _happened(update: Update, account: str) -> Inbound | None:
    message, tap, member = update.message, update.callback_query, update.my_chat_member
    if message is not None:
        return _inbound(update, account, message.chat, _said(message))
    if tap is not None and tap.message is not None:
        return _inbound(update, account, tap.message.chat, _tapped(tap))
    if member is not None:
        return _inbound(update, account, member.chat, _membership(member))
    return None


def _inbound(update: Update, account: str, chat: Chat, content: Content | None) -> Inbound | None:
    if content is None:
        return None
    is_private = chat.type == ChatType.PRIVATE
    return Inbound(
        address=AddressKey(CHANNEL, account, str(_of(int, chat.id))),
        event_id=str(update.update_id),
        content=content if is_private else Text(""),
        is_private=is_private,
        sent_at=_sent_at(update),
    )


def _sent_at(update: Update) -> datetime | None:
    """Of a tap, which Telegram does not date, when its card was sent: it can only have come later."""
    report = (
        update.message or update.my_chat_member or (update.callback_query and update.callback_query.message)
    )
    return _of(datetime, report.date) if report else None


def _said(message: Message) -> Content | None:
    if message.text is not None:
        return Text(_of(str, message.text))
    for kind in _UNSUPPORTED:
        if getattr(message, kind, None):
            return Unsupported(kind)
    if file := message.document:
        return FileOffered(
            _of(str, file.file_name or ""), _of(int, file.file_size or 0), _of(str, file.file_id)
        )
    return None


def _tapped(tap: CallbackQuery) -> Content | None:
    if tap.data is None or tap.message is None:
        return None
    return Tap(_of(str, tap.data), str(tap.message.message_id))


def _of(kind: type[T], value: object) -> T:
    """The value, TypeError when it is of another type: the library looks at none."""
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError
    return value


def _membership(member: ChatMemberUpdated) -> Content | None:
    """In private: reachable or not. In a group only joining counts; leaving it is what we asked for."""
    was, now = member.old_chat_member.status, member.new_chat_member.status
    if member.chat.type == ChatType.PRIVATE:
        return Reachability(now in _PRESENT)
    return Text("") if was in _ABSENT and now in _PRESENT else None
