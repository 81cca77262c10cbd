"""What each method of the Bot API does to the fake's chats, and the errors it answers with."""

from collections.abc import Callable
from typing import Any

from tests.fakes.telegram_chats import Chat, Key, Seen, World
from tests.fakes.telegram_json import me_json, member_json, message_json
from tests.fakes.telegram_schema import ApiError, Call, bad, seen_text

DOWNLOAD_BYTES = 20 * 1024 * 1024
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
MIGRATED = "group chat was upgraded to a supergroup chat"
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def carry_out(world: World, call: Call) -> Any:
    """The result of a call; ApiError where Telegram refuses, Violation where no correct program would ask."""
    return _DOES[call.method](world, call)


def _get_me(world: World, call: Call) -> Any:
    return me_json(world)


def _send_message(world: World, call: Call) -> Any:
    chat = _open_chat(world, call)
    text = seen_text(call)
    message = world.add_message(chat.chat_id, is_from_bot=True, text=text)
    message.html, message.keys = call.values["text"], _keys(call)
    message.is_protected = call.values.get("protect_content", False)
    world.deliver(call.method, message)
    return message_json(world, message)


def _edit_message_text(world: World, call: Call) -> Any:
    message = _own_message(_open_chat(world, call), call.values["message_id"])
    text = seen_text(call, too_long="MESSAGE_TOO_LONG")
    if (message.html, message.keys) == (call.values["text"], _keys(call)):
        raise ApiError(400, f"Bad Request: {NOT_MODIFIED}")
    message.text, message.html, message.keys, message.is_edited = text, call.values["text"], _keys(call), True
    world.deliver(call.method, message)
    return message_json(world, message)


def _answer_callback_query(world: World, call: Call) -> Any:
    query = world.queries.get(call.values["callback_query_id"])
    if query is None or query.is_answered:
        raise bad(TOO_OLD)
    if len(call.values.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    if query.is_old:
        raise ApiError(400, f"Bad Request: {TOO_OLD}")
    query.is_answered = True
    return True


def _set_my_commands(world: World, call: Call) -> Any:
    scope = call.values.get("scope", {})
    if scope.get("type") != "chat":
        raise bad("this program offers commands to single chats")
    chat = _known_chat(world, scope.get("chat_id", 0))
    chat.commands = [(one["command"], one["description"]) for one in call.values["commands"]]
    return True


def _get_file(world: World, call: Call) -> Any:
    handle = call.values["file_id"]
    path = handle.removeprefix("file-")
    if path not in world.files:
        raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    if len(world.files[path]) > DOWNLOAD_BYTES:
        raise ApiError(400, "Bad Request: file is too big")
    known = {"file_id": handle, "file_unique_id": f"u-{path}", "file_path": path}
    return known | {"file_size": world.said_sizes.get(path, len(world.files[path]))}


def _leave_chat(world: World, call: Call) -> Any:
    chat = _open_chat(world, call)
    if chat.is_private:
        raise bad("chat member status can't be changed in private chats")
    chat.is_closed = "bot is not a member of the supergroup chat"
    world.add_update("my_chat_member", member_json(world, chat, world.bot_id, "member", "left"))
    return True


def _send_chat_action(world: World, call: Call) -> Any:
    _open_chat(world, call).actions.append(call.values["action"])
    return True


_DOES: dict[str, Callable[[World, Call], Any]] = {
    "getMe": _get_me,
    "sendMessage": _send_message,
    "editMessageText": _edit_message_text,
    "answerCallbackQuery": _answer_callback_query,
    "setMyCommands": _set_my_commands,
    "getFile": _get_file,
    "leaveChat": _leave_chat,
    "sendChatAction": _send_chat_action,
}


def _known_chat(world: World, chat_id: int) -> Chat:
    if chat_id not in world.chats:
        raise ApiError(400, "Bad Request: chat not found")
    return world.chats[chat_id]


def _open_chat(world: World, call: Call) -> Chat:
    chat = _known_chat(world, call.values["chat_id"])
    if chat.migrated_to is not None:
        raise ApiError(400, f"Bad Request: {MIGRATED}", {"migrate_to_chat_id": chat.migrated_to})
    if chat.is_closed:
        raise ApiError(403, f"Forbidden: {chat.is_closed}")
    return chat


def _own_message(chat: Chat, message_id: int) -> Seen:
    message = chat.message(message_id)
    if message_id in chat.deleted:
        raise ApiError(400, "Bad Request: message to edit not found")
    if message is None:
        raise bad("message to edit not found")
    if not message.is_from_bot:
        raise bad("message can't be edited")
    if message.is_frozen:
        raise ApiError(400, "Bad Request: message can't be edited")
    return message


def _keys(call: Call) -> list[list[Key]]:
    rows = call.values.get("reply_markup", [])
    return [[Key(button["text"], button.get("callback_data", "")) for button in row] for row in rows]
