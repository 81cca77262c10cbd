"""Bot API objects as JSON: users, chats, messages and what else updates consist of."""

import time
from typing import Any

from tests.fakes.telegram_chats import Chat, Seen, World

PICTURE = {"file_id": "picture", "file_unique_id": "p", "width": 90, "height": 90, "file_size": 1200}
SOUND = {"file_id": "sound", "file_unique_id": "s", "duration": 3, "file_size": 4000}
FILM = {"file_id": "film", "file_unique_id": "f", "width": 90, "height": 90, "duration": 3, "file_size": 9000}

# What people send that is neither text nor a file.
ATTACHMENTS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [PICTURE]},
    "voice": {"voice": SOUND},
    "audio": {"audio": SOUND},
    "video": {"video": FILM},
    "video_note": {"video_note": {"file_id": "n", "file_unique_id": "n", "length": 90, "duration": 3}},
    "animation": {"animation": FILM, "document": {"file_id": "film", "file_unique_id": "f"}},
    "sticker": {
        "sticker": {
            "file_id": "sticker", "file_unique_id": "k", "type": "regular", "width": 512, "height": 512,
            "is_animated": False, "is_video": False,
        }
    },
    "location": {"location": {"latitude": 21.0, "longitude": 105.8}},
    "contact": {"contact": {"phone_number": "+84000000000", "first_name": "Lan"}},
}  # fmt: skip


def bot_json(world: World) -> dict[str, Any]:
    return {"id": world.bot_id, "is_bot": True, "first_name": "Chi bộ", "username": world.username}


def me_json(world: World) -> dict[str, Any]:
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }
    return bot_json(world) | abilities


def user_json(world: World, person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": world.chat(person).name, "language_code": "vi"}


def chat_json(chat: Chat) -> dict[str, Any]:
    if chat.is_private:
        return {"id": chat.chat_id, "type": "private", "first_name": chat.name}
    return {"id": chat.chat_id, "type": "supergroup", "title": chat.name}


def message_json(world: World, message: Seen, person: int | None = None) -> dict[str, Any]:
    sender = bot_json(world) if message.is_from_bot else user_json(world, person or message.chat_id)
    chat = chat_json(world.chat(message.chat_id))
    json = {"message_id": message.message_id, "date": message.date, "chat": chat, "from": sender}
    if message.text:
        json["text"] = message.text
    if message.keys:
        rows = [[{"text": key.label, "callback_data": key.data} for key in row] for row in message.keys]
        json["reply_markup"] = {"inline_keyboard": rows}
    return json


def member_json(world: World, chat: Chat, person: int, was: str, now: str) -> dict[str, Any]:
    """That the bot's own place in a chat changed."""
    return {
        "chat": chat_json(chat),
        "from": user_json(world, person),
        "date": int(time.time()),
        "old_chat_member": _status(world, was),
        "new_chat_member": _status(world, now),
    }


def _status(world: World, status: str) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": bot_json(world)} | until
