"""No update and no message of a type that the library knows breaks the channel; a new type fails here."""

import inspect

import pytest
from telegram import Bot, Message, Update

from bot.channels.telegram_decode import decode
from tests.fuzz.updates import MESSAGE_TYPES, MESSAGES, UPDATES, update

_PERSON = {"id": 101, "is_bot": False, "first_name": "Lan"}
_PLACE = {"chat": {"id": 101, "type": "private", "first_name": "Lan"}, "from": _PERSON}
_ACCOUNT = "700000001"


def test_the_tables_name_every_type() -> None:
    fields = set(inspect.signature(Update).parameters) - {"update_id", "api_kwargs"}
    assert set(UPDATES) == fields
    assert set(MESSAGE_TYPES) - set(MESSAGES) == set()


@pytest.mark.parametrize("kind", UPDATES)
def test_an_update_of_this_type_is_read(kind: str) -> None:
    raw = update(kind, _PLACE, 5, MESSAGES["text"])
    read = Update.de_json(raw, Bot("1:x"))
    assert getattr(read, kind) is not None
    inbound = decode(read, _ACCOUNT)
    assert inbound is None or inbound.address.chat == "101"


@pytest.mark.parametrize("kind", MESSAGE_TYPES)
def test_a_message_of_this_type_is_read(kind: str) -> None:
    read = Update.de_json(update("message", _PLACE, 5, MESSAGES[kind]), Bot("1:x"))
    assert isinstance(read.message, Message)
    assert getattr(read.message, kind)
    inbound = decode(read, _ACCOUNT)
    assert inbound is None or inbound.event_id == "5"
