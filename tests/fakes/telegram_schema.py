"""The part of the Bot API that the program may use: methods, parameters and their types, checked strictly."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.telegram_html import BadHtml, plain

CALLBACK_DATA_BYTES = 64
BUTTONS_PER_ROW = 8
BUTTONS = 100
TEXT_LENGTH = 4096
ACTIONS = {"typing", "upload_photo", "upload_document"}


class ApiError(Exception):
    """An answer with ok = false."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


class Violation(ApiError):
    """A request that no correct program makes; tests assert that there were none."""


@dataclass
class Call:
    """One request of the program: the method and its parameters, read into their types."""

    method: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def chat_id(self) -> int | None:
        return self.values.get("chat_id")


Reader = Callable[[str, Any], Any]


def bad(description: str) -> Violation:
    return Violation(400, f"Bad Request: {description}")


def _integer(name: str, given: Any) -> int:
    try:
        if isinstance(given, bool) or (isinstance(given, str) and given != str(int(given))):
            raise ValueError
        return int(given)
    except (TypeError, ValueError):
        raise bad(f"parameter {name} must be an integer") from None


def _string(name: str, given: Any) -> str:
    if not isinstance(given, str):
        raise bad(f"parameter {name} must be a string")
    return given


def _boolean(name: str, given: Any) -> bool:
    if given not in (True, False, "true", "false"):
        raise bad(f"parameter {name} must be a boolean")
    return given in (True, "true")


def _json(name: str, given: Any) -> Any:
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def _html_only(name: str, given: Any) -> str:
    if given != "HTML":
        raise bad(f"unsupported {name}: this program writes HTML")
    return str(given)


def _action(name: str, given: Any) -> str:
    if given not in ACTIONS:
        raise bad("wrong parameter action in request")
    return str(given)


def _object(**fields: Reader) -> Reader:
    def read(name: str, given: Any) -> Any:
        value = _json(name, given)
        if not isinstance(value, dict) or not set(value) <= set(fields):
            raise bad(f"parameter {name} has unknown fields: {value}")
        return {key: fields[key](f"{name}.{key}", one) for key, one in value.items()}

    return read


def _list_of(item: Reader) -> Reader:
    def read(name: str, given: Any) -> Any:
        value = _json(name, given)
        if not isinstance(value, list):
            raise bad(f"expected an Array in {name}")
        return [item(name, one) for one in value]

    return read


def _button(name: str, given: Any) -> dict[str, str]:
    if not isinstance(given, dict) or set(given) not in ({"text", "callback_data"}, {"text", "url"}):
        raise bad("text buttons need a text and exactly one action")
    if not str(given["text"]).strip():
        raise bad("inline keyboard button text must be non-empty")
    data = _string(name, given.get("callback_data", given.get("url")))
    if "callback_data" in given and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad("BUTTON_DATA_INVALID")
    return given


def _keyboard(name: str, given: Any) -> list[list[dict[str, str]]]:
    markup = _object(inline_keyboard=_list_of(_list_of(_button)))(name, given)
    rows: list[list[dict[str, str]]] = markup.get("inline_keyboard", [])
    if sum(len(row) for row in rows) > BUTTONS or any(len(row) > BUTTONS_PER_ROW for row in rows):
        raise bad("reply markup is too long")
    return rows


def _command(name: str, given: Any) -> dict[str, str]:
    described = _object(command=_string, description=_string)(name, given)
    word, text = described.get("command", ""), described.get("description", "")
    if (
        not 1 <= len(word) <= 32
        or not word.replace("_", "").isalnum()
        or word != word.lower()
        or not word.isascii()
    ):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(text) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": word, "description": text}


_PREVIEW = _object(is_disabled=_boolean)
_SCOPE = _object(type=_string, chat_id=_integer)

# method -> parameter -> its reader; a star marks what must be given
METHODS: dict[str, dict[str, Reader]] = {
    "getMe": {},
    "setWebhook": {
        "*url": _string,
        "secret_token": _string,
        "max_connections": _integer,
        "allowed_updates": _list_of(_string),
    },
    "getWebhookInfo": {},
    "deleteWebhook": {"drop_pending_updates": _boolean},
    "getUpdates": {
        "offset": _integer,
        "limit": _integer,
        "timeout": _integer,
        "allowed_updates": _list_of(_string),
    },
    "sendMessage": {
        "*chat_id": _integer,
        "*text": _string,
        "parse_mode": _html_only,
        "link_preview_options": _PREVIEW,
        "disable_notification": _boolean,
        "protect_content": _boolean,
        "reply_markup": _keyboard,
    },
    "editMessageText": {
        "*chat_id": _integer,
        "*message_id": _integer,
        "*text": _string,
        "parse_mode": _html_only,
        "link_preview_options": _PREVIEW,
        "reply_markup": _keyboard,
    },
    "answerCallbackQuery": {"*callback_query_id": _string, "text": _string, "show_alert": _boolean},
    "setMyCommands": {"*commands": _list_of(_command), "scope": _SCOPE, "language_code": _string},
    "getFile": {"*file_id": _string},
    "leaveChat": {"*chat_id": _integer},
    "sendChatAction": {"*chat_id": _integer, "*action": _action},
}


def read_call(method: str, given: Mapping[str, Any]) -> Call:
    """The request in its types; Violation for an unknown method or a parameter that is unknown,
    missing or of another type. (The real API passes over unknown parameters; a test must not.)"""
    if method not in METHODS:
        raise Violation(404, "Not Found")
    readers = {name.lstrip("*"): reader for name, reader in METHODS[method].items()}
    if unknown := sorted(set(given) - set(readers)):
        raise bad(f"unknown parameters {', '.join(unknown)}")
    for name in METHODS[method]:
        if name.startswith("*") and given.get(name[1:]) in (None, ""):
            raise bad("message text is empty" if name == "*text" else f"{name[1:]} is empty")
    return Call(method, {name: readers[name](name, value) for name, value in given.items()})


def seen_text(call: Call, too_long: str = "message is too long") -> str:
    """The text of a message as people see it; Violation for bad HTML, an empty or over-long text."""
    text = call.values["text"]
    try:
        text = plain(text) if call.values.get("parse_mode") else text.strip()
    except BadHtml as error:
        raise bad(f"can't parse entities: {error}") from None
    if not text:
        raise bad("message text is empty")
    if len(text.encode("utf-16-le")) // 2 > TEXT_LENGTH:
        raise bad(too_long)
    return str(text)
