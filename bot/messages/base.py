"""What every message is: a frozen dataclass with a name, a lane and one template."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import TypeAdapter

from bot.domain.chat import Lane

MESSAGES: dict[str, type["Message"]] = {}


@dataclass(frozen=True)
class Message:
    """Something the bot says. A subclass is registered by its class name; its template is the name
    in snake case under templates/."""

    lane: ClassVar[Lane] = Lane.REPLY
    is_protected: ClassVar[bool] = False  # may not be forwarded (scores and digests)
    leaves_chat: ClassVar[bool] = False  # the bot leaves the chat once this is said (groups)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        MESSAGES[cls.__name__] = cls

    @classmethod
    def template(cls) -> str:
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", cls.__name__).lower() + ".j2"


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(MESSAGES[name])


def to_fields(message: Message) -> dict[str, Any]:
    """The message's fields as JSON values, for the outbox."""
    fields: dict[str, Any] = _adapter(type(message).__name__).dump_python(message, mode="json")
    return fields


def from_fields(name: str, fields: dict[str, Any]) -> Message:
    """The message again from what the outbox kept; KeyError for an unknown name."""
    message: Message = _adapter(name).validate_python(fields)
    return message
