"""The fake Telegram is as strict as the real one and remembers what no correct program asks."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.channels.telegram_cast import LAN
from tests.fakes.telegram import CONFLICT, FakeTelegram
from tests.fakes.telegram_push import Webhook

BUTTON = {"text": "Chấm", "callback_data": "7.1.c"}


@pytest.fixture
async def strict() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        server.world.chat(LAN)
        yield server


async def ask(server: FakeTelegram, method: str, token: str | None = None, **given: Any) -> dict[str, Any]:
    coded = {key: value if isinstance(value, str) else json.dumps(value) for key, value in given.items()}
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"{server.url}/bot{token or server.token}/{method}", data=coded)
    body: dict[str, Any] = answer.json()
    assert answer.status_code == (200 if body["ok"] else body["error_code"])
    return body


async def offered(server: FakeTelegram, **given: Any) -> list[int]:
    return [update["update_id"] for update in (await ask(server, "getUpdates", **given))["result"]]


def html(text: str) -> dict[str, Any]:
    return {"chat_id": LAN, "text": text, "parse_mode": "HTML"}


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"chat_id": LAN, "text": "x", "reply_markup": {"inline_keyboard": rows}}


VIOLATIONS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMesage", {}, "Not Found"),
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": "Lan", "text": "x"}, "parameter chat_id must be an integer"),
    ("sendMessage", {"chat_id": LAN, "text": "x", "color": "red"}, "unknown parameters color"),
    (
        "sendMessage",
        {"chat_id": LAN, "text": "x", "protect_content": "yes"},
        "must be a boolean",
    ),
    ("sendMessage", {"chat_id": LAN, "text": "x", "parse_mode": "Markdown"}, "this program writes HTML"),
    ("sendMessage", {"chat_id": LAN, "text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON"),
    ("sendMessage", html("<b> </b>\n"), "message text is empty"),
    ("sendMessage", html("<b>"), 'Can\'t find end tag corresponding to start tag "b"'),
    ("sendMessage", html("<b><i>x</b></i>"), "Unmatched end tag at byte offset 7"),
    ("sendMessage", html("x</b>"), "Unexpected end tag at byte offset 1"),
    ("sendMessage", html("<p>x</p>"), 'Unsupported start tag "p" at byte offset 0'),
    ("sendMessage", html('<b class="x">x</b>'), 'Unexpected attribute "class"'),
    ("sendMessage", html("Tốt & khá"), "Unescaped character at byte offset 6"),
    ("sendMessage", html("3 < 4"), "Unescaped character"),
    ("sendMessage", html("&nbsp;"), 'Entity "&nbsp;"'),
    ("sendMessage", html("x" * 4097), "message is too long"),
    ("sendMessage", keyboard([BUTTON | {"callback_data": "x" * 65}]), "BUTTON_DATA_INVALID"),
    ("sendMessage", keyboard([BUTTON | {"callback_data": ""}]), "BUTTON_DATA_INVALID"),
    ("sendMessage", keyboard([{"text": "x"}]), "exactly one action"),
    ("sendMessage", keyboard([BUTTON | {"text": " "}]), "must be non-empty"),
    ("sendMessage", keyboard([BUTTON] * 9), "reply markup is too long"),
    ("sendMessage", keyboard(*[[BUTTON]] * 101), "reply markup is too long"),
    ("editMessageText", {"chat_id": LAN, "message_id": 99, "text": "x"}, "message to edit not found"),
    ("answerCallbackQuery", {"callback_query_id": "q9"}, "query is too old"),
    ("setMyCommands", {"commands": [{"command": "Chấm", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("getUpdates", {"offset": "x"}, "parameter offset must be an integer"),
    ("sendChatAction", {"chat_id": LAN, "action": "sleeping"}, "wrong parameter action"),
]


@pytest.mark.parametrize(("method", "given", "why"), VIOLATIONS)
async def test_remembers(strict: FakeTelegram, method: str, given: dict[str, Any], why: str) -> None:
    body = await ask(strict, method, **given)
    assert why in body["description"]
    (violation,) = strict.violations
    assert violation.startswith(f"{method}: ")


async def test_a_wrong_token_is_refused(strict: FakeTelegram) -> None:
    assert (await ask(strict, "getMe", token="7:x"))["error_code"] == 401


async def test_text_counts_after_entities(strict: FakeTelegram) -> None:
    assert (await ask(strict, "sendMessage", **html(f"<b>{'&lt;' * 4096}</b>")))["ok"]
    assert strict.said(LAN)[0].text == "<" * 4096


async def test_normal_life_is_refused_but_no_violation(strict: FakeTelegram) -> None:
    sent = (await ask(strict, "sendMessage", **html("x")))["result"]["message_id"]
    same = await ask(strict, "editMessageText", **html("x"), message_id=sent)
    assert same["description"].startswith("Bad Request: message is not modified")
    strict.deletes(LAN, sent)
    gone = await ask(strict, "editMessageText", **html("y"), message_id=sent)
    assert gone["description"] == "Bad Request: message to edit not found"
    strict.blocks(LAN)
    assert (await ask(strict, "sendMessage", **html("x")))["error_code"] == 403
    assert (await ask(strict, "sendMessage", chat_id=5, text="x"))[
        "description"
    ] == "Bad Request: chat not found"
    assert strict.violations == []
    assert len(strict.refusals) == 4


async def test_a_tap_is_answered_once(strict: FakeTelegram) -> None:
    strict.taps_data(LAN, "7.1.c")
    assert (await ask(strict, "answerCallbackQuery", callback_query_id="q1"))["ok"]
    assert not (await ask(strict, "answerCallbackQuery", callback_query_id="q1"))["ok"]
    assert strict.violations


async def test_updates_are_kept_until_confirmed(strict: FakeTelegram) -> None:
    first, second = strict.says(LAN, "một"), strict.says(LAN, "hai")
    assert await offered(strict) == [first, second]
    assert await offered(strict) == [first, second]
    assert await offered(strict, limit=1) == [first]
    assert await offered(strict, offset=second) == [second]
    assert await offered(strict, offset=second + 1) == []
    strict.says(LAN, "ba")
    last = strict.says(LAN, "bốn")
    assert await offered(strict, offset=-1) == [last]


async def test_unwanted_updates_are_not_kept(strict: FakeTelegram) -> None:
    await ask(strict, "getUpdates", allowed_updates=["message"])
    strict.blocks(LAN)
    assert strict.unconfirmed == []


async def test_only_one_may_poll(strict: FakeTelegram) -> None:
    strict.set_webhook(Webhook("http://127.0.0.1:9/hook"))
    assert "webhook is active" in (await ask(strict, "getUpdates"))["description"]
    await ask(strict, "deleteWebhook")
    async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
        url = f"{strict.url}/bot{strict.token}/getUpdates"
        first = group.create_task(client.post(url, data={"timeout": "5"}))
        await strict.wait_for(lambda: strict.polls)
        await ask(strict, "getUpdates")
    assert first.result().json()["description"] == CONFLICT


async def test_the_button_must_be_there(strict: FakeTelegram) -> None:
    await ask(strict, "sendMessage", **keyboard([BUTTON]))
    strict.taps(LAN, "Chấm")
    with pytest.raises(AssertionError, match="no button 'Sửa'"):
        strict.taps(LAN, "Sửa")


async def test_waiting_says_what_did_not_happen(strict: FakeTelegram) -> None:
    strict.says(LAN, "x")
    with pytest.raises(AssertionError, match="did not happen"):
        await strict.quiet(patience=0.01)
