"""Each kind of Telegram update in the program's words."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Bot, Update

from bot.channels.telegram_decode import decode
from bot.channels.telegram_limits import folded, misfit
from bot.domain.chat import (
    AddressKey,
    Button,
    Content,
    FileOffered,
    Reachability,
    Tap,
    Text,
    Unsupported,
)
from tests.fakes.telegram_json import ATTACHMENTS

AT = 1_796_200_000
LAN = {"id": 101, "is_bot": False, "first_name": "Lan"}
BOT = {"id": 7, "is_bot": True, "first_name": "Chi bộ", "username": "chibo_bot"}
PRIVATE = {"id": 101, "type": "private", "first_name": "Lan"}
GROUP = {"id": -1009, "type": "supergroup", "title": "Nhóm"}
NEWS = {"id": -1008, "type": "channel", "title": "Kênh"}
MESSAGE = {"message_id": 5, "date": AT, "chat": PRIVATE, "from": LAN}
QUERY = {"id": "q1", "from": LAN, "chat_instance": "1"}
FILE = {"file_id": "f", "file_unique_id": "u"}


def said(**content: Any) -> dict[str, Any]:
    return {"message": MESSAGE | content}


def tapped(**content: Any) -> dict[str, Any]:
    return {"callback_query": QUERY | content}


def member(chat: dict[str, Any], was: str, now: str) -> dict[str, Any]:
    def place(status: str) -> dict[str, Any]:
        rights: dict[str, Any] = dict.fromkeys(
            (
                "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
                "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
                "can_invite_users",
                "can_post_stories", "can_edit_stories", "can_delete_stories",
            ),
            False,
        )  # fmt: skip
        extra: dict[str, Any] = {"kicked": {"until_date": 0}, "administrator": rights}.get(status, {})
        return {"status": status, "user": BOT} | extra

    change = {"old_chat_member": place(was), "new_chat_member": place(now)}
    return {"my_chat_member": {"chat": chat, "from": LAN, "date": AT} | change}


IN_PRIVATE: list[tuple[str, dict[str, Any], Content | None]] = [
    ("text", said(text="  Dòng một\nDòng hai "), Text("  Dòng một\nDòng hai ")),
    ("start with a code", said(text="/start ABCD2345"), Text("/start ABCD2345")),
    (
        "document",
        said(document=FILE | {"file_name": "a.xlsx", "file_size": 9}),
        FileOffered("a.xlsx", 9, "f"),
    ),
    ("bare document", said(document=FILE), FileOffered("", 0, "f")),
    ("picture with a caption", said(photo=ATTACHMENTS["photo"]["photo"], caption="x"), Unsupported("photo")),
    ("pinned by somebody", said(pinned_message=MESSAGE), None),
    ("tap", tapped(message=MESSAGE, data="7.1.c"), Tap("7.1.c", "5")),
    ("tap on a card too old to show", tapped(message=MESSAGE | {"date": 0}, data="7.1.c"), Tap("7.1.c", "5")),
    ("tap on a message sent through another chat", tapped(inline_message_id="i", data="7.1.c"), None),
    ("game", tapped(message=MESSAGE, game_short_name="g"), None),
    ("edited", {"edited_message": MESSAGE | {"text": "sửa", "edit_date": AT}}, None),
    ("unknown kind", {}, None),
    ("blocked", member(PRIVATE, "member", "kicked"), Reachability(False)),
    ("unblocked", member(PRIVATE, "kicked", "member"), Reachability(True)),
    *[(kind, said(**content), Unsupported(kind)) for kind, content in ATTACHMENTS.items()],
]

IN_GROUPS: list[tuple[str, dict[str, Any], bool]] = [
    ("text", said(chat=GROUP, text="chuyện của nhóm"), True),
    ("tap", tapped(message=MESSAGE | {"chat": GROUP}, data="7.1.c"), True),
    ("joined", member(GROUP, "left", "member"), True),
    ("made administrator of a channel", member(NEWS, "left", "administrator"), True),
    ("let in again", member(GROUP, "kicked", "member"), True),
    ("promoted", member(GROUP, "member", "administrator"), False),
    ("left", member(GROUP, "member", "left"), False),
    ("removed", member(GROUP, "member", "kicked"), False),
    ("somebody else joined", said(chat=GROUP, new_chat_members=[LAN]), False),
    ("became a supergroup", said(chat=GROUP, migrate_from_chat_id=-5), False),
]


def _names(rows: Sequence[tuple[Any, ...]]) -> list[str]:
    return [row[0] for row in rows]


def read(update: dict[str, Any]) -> Update:
    return Update.de_json({"update_id": 700, **update}, Bot("7:x"))


@pytest.mark.parametrize(
    ("update", "content"), [row[1:] for row in IN_PRIVATE], ids=[row[0] for row in IN_PRIVATE]
)
def test_in_private(update: dict[str, Any], content: Content | None) -> None:
    inbound = decode(read(update), "7")
    assert (inbound and inbound.content) == content
    if inbound:
        assert inbound.address == AddressKey("telegram", "7", "101")
        assert inbound.event_id == "700"
        assert inbound.is_private


@pytest.mark.parametrize(
    ("update", "is_told"), [row[1:] for row in IN_GROUPS], ids=[row[0] for row in IN_GROUPS]
)
def test_in_groups_nothing_is_read(update: dict[str, Any], is_told: bool) -> None:
    inbound = decode(read(update), "7")
    assert (inbound is not None) == is_told
    if inbound:
        assert (inbound.content, inbound.is_private) == (Text(""), False)


def test_knows_when_it_was_written() -> None:
    inbound = decode(read(said(text="x")), "7")
    assert inbound
    assert inbound.sent_at == datetime.fromtimestamp(AT, UTC)


def test_folding_keeps_every_button_in_order() -> None:
    row = tuple(Button(str(n), str(n)) for n in range(9))
    assert folded((row, row[:2]), 4) == (row[:4], row[4:8], row[8:], row[:2])


def test_buttons_that_fit() -> None:
    assert misfit(((Button("Xác nhận", "đ" * 32),),)) is None
