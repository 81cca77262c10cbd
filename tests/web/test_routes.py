"""The rehearsal over HTTP: people, chats, what a person does, the clock, and the stream of news."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.channels.web_clock import target
from bot.channels.web_events import QUEUED, Hub, stream
from bot.channels.web_gate import listen
from bot.domain.chat import Outgoing
from tests.web.conftest import serving
from tests.web.stage import START, ZONE, Stage

EVENT = "0b8f6a52-0000-4000-8000-000000000001"
CLOCK = "/rehearsal/clock"
CHAT = "/api/chat/BT01"


async def shown(client: httpx.AsyncClient, chat: str = CHAT) -> list[str]:
    entries = (await client.get(chat)).json()["entries"]
    return ["".join(text for _, text in entry["runs"]) for entry in entries]


async def test_the_people_are_listed_with_what_they_have_not_read(
    client: httpx.AsyncClient, stage: Stage
) -> None:
    await stage.tell("BT01", "<b>Nhắc</b> lịch")
    people = {person["code"]: person for person in (await client.get("/api/people")).json()["people"]}
    assert people["BT01"] == {
        "code": "BT01",
        "name": "Nguyễn Thị Lan",
        "post": "Bí thư chi bộ",
        "organisation": "Chi bộ Phòng Kế hoạch",
        "group": "secretary",
        "unread": 1,
        "last": {
            "preview": "Nhắc lịch",
            "at": {"iso": "2026-11-18T07:55:00+07:00", "day": "Thứ Tư, 18/11/2026", "time": "07:55"},
        },
    }
    assert (await client.post(f"{CHAT}/read")).status_code == 204
    people = {person["code"]: person for person in (await client.get("/api/people")).json()["people"]}
    assert (people["BT01"]["unread"], people["BT02"]["last"]) == (0, None)


async def test_saying_twice_with_one_event_says_once(client: httpx.AsyncClient) -> None:
    for _ in range(2):
        answer = await client.post(f"{CHAT}/say", json={"event": EVENT, "text": "chào <b>"})
        assert answer.status_code == 204
    assert await shown(client) == ["chào <b>", "Hệ thống đã nhận: chào <b>"]


async def test_a_tap_edits_the_card(client: httpx.AsyncClient) -> None:
    await client.post(f"{CHAT}/say", json={"event": EVENT, "text": "/lich"})
    card = (await client.get(CHAT)).json()["entries"][1]
    assert card["rows"][0][2] == {"label": "3", "data": "7.0.3"}
    assert (await client.post(f"{CHAT}/tap", json={"event": "tap-0001", "data": "7.0.3"})).status_code == 204
    edited = (await client.get(CHAT)).json()["entries"][1]
    assert (edited["id"], edited["edited"]) == (card["id"], True)
    assert edited["runs"][1] == ["b", "7.0.3"]
    assert edited["revision"] > card["revision"]


async def test_a_file_comes_in(client: httpx.AsyncClient) -> None:
    query = {"event": EVENT, "name": "khối.xlsx"}
    answer = await client.post("/api/chat/VP01/file", params=query, content=b"12345")
    assert answer.status_code == 204
    entries = (await client.get("/api/chat/VP01")).json()["entries"]
    assert entries[0]["file"] == {"name": "khối.xlsx", "size": 5}
    assert await shown(client, "/api/chat/VP01") == ["", "Hệ thống đã nhận tệp khối.xlsx, 5 byte."]


async def trickle(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 65536 + 1):
        yield b"x" * 65536


async def test_a_file_over_the_cap_is_refused(client: httpx.AsyncClient, stage: Stage) -> None:
    query = {"event": EVENT, "name": "a.xlsx"}
    limit = 5 * 1024 * 1024
    for content in (b"x" * (limit + 1), trickle(limit)):
        answer = await client.post("/api/chat/VP01/file", params=query, content=content)
        assert (answer.status_code, answer.json()) == (413, {"error": "too_large"})
    assert (await client.post("/api/chat/VP01/file", params=query, content=b"x" * limit)).status_code == 204
    assert len(stage.handled) == 1


@pytest.mark.parametrize(
    ("act", "body", "status", "error"),
    [
        ("say", b"{", 400, "not_json"),
        ("say", b"\xff\xfe", 400, "not_json"),
        ("say", b"[]", 400, "not_json"),
        ("say", b'{"event": "event-01", "text": "  "}', 400, "empty"),
        ("say", b'{"text": "x"}', 400, "event"),
        ("say", b'{"event": 7, "text": "x"}', 400, "event"),
        ("say", b'{"event": "short", "text": "x"}', 400, "event"),
        ("say", json.dumps({"event": "event-01", "text": "x" * 4097}).encode(), 413, "too_long"),
        ("say", b'{"text": "' + b"x" * 40000 + b'"}', 413, "too_large"),
        ("tap", b'{"event": "event-01"}', 400, "data"),
        ("tap", json.dumps({"event": "event-01", "data": "x" * 65}).encode(), 400, "data"),
        ("file", b"x", 400, "event"),
    ],
)
async def test_what_the_page_never_sends_is_refused(
    client: httpx.AsyncClient, stage: Stage, act: str, body: bytes, status: int, error: str
) -> None:
    answer = await client.post(f"{CHAT}/{act}", content=body)
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert stage.handled == []


async def test_what_was_not_recorded_is_said_and_may_come_again(
    client: httpx.AsyncClient, stage: Stage
) -> None:
    stage.is_failing = True
    answer = await client.post(f"{CHAT}/say", json={"event": EVENT, "text": "chào"})
    assert (answer.status_code, answer.json()) == (503, {"error": "not_saved"})
    assert await shown(client) == []
    stage.is_failing = False
    assert (await client.post(f"{CHAT}/say", json={"event": EVENT, "text": "chào"})).status_code == 204
    assert len(await shown(client)) == 2


async def test_the_command_menu_is_the_chats_own(client: httpx.AsyncClient, stage: Stage) -> None:
    await stage.messenger.offer_commands("BT01", [("lich", "Đăng ký lịch sinh hoạt")])
    assert (await client.get(CHAT)).json()["commands"] == [
        {"command": "/lich", "description": "Đăng ký lịch sinh hoạt"}
    ]
    assert (await client.get("/api/chat/BT02")).json()["commands"] == []


async def test_the_clock_stops_at_the_next_thing_due(client: httpx.AsyncClient) -> None:
    told = (await client.get(CLOCK)).json()
    assert (told["now"]["time"], told["next_due"]["time"]) == ("07:55", "08:00")
    moved = (await client.post(CLOCK, json={"to": "next"})).json()
    assert moved["now"] == {"iso": "2026-11-18T08:00:00+07:00", "day": "Thứ Tư, 18/11/2026", "time": "08:00"}
    assert (moved["next_due"], moved["moved"]) == (None, True)
    assert (await client.get(CHAT)).json()["entries"][0]["at"]["time"] == "08:00"
    assert (await client.post(CLOCK, json={"to": "next"})).json()["moved"] is False


async def test_each_thing_due_happens_at_its_own_instant(client: httpx.AsyncClient, stage: Stage) -> None:
    stage.due.append((START + timedelta(days=2), "BT01", "Nhắc lần hai"))
    await client.post(CLOCK, json={"to": "month_end"})
    days = [entry["at"]["day"] for entry in (await client.get(CHAT)).json()["entries"]]
    assert days == ["Thứ Tư, 18/11/2026", "Thứ Sáu, 20/11/2026"]
    assert (await client.get(CLOCK)).json()["now"]["iso"] == "2026-12-01T00:00:00+07:00"


@pytest.mark.parametrize(
    ("to", "status", "error"),
    [
        ("2026-11-18T07:54", 409, "backwards"),
        ("2026-11-18T00:54Z", 409, "backwards"),
        ("yesterday", 400, "target"),
        ("", 400, "target"),
        (None, 400, "target"),
        (5, 400, "target"),
    ],
)
async def test_the_clock_goes_forward_only(
    client: httpx.AsyncClient, to: Any, status: int, error: str
) -> None:
    answer = await client.post(CLOCK, json={"to": to})
    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert (await client.get(CLOCK)).json()["now"]["time"] == "07:55"


@pytest.mark.parametrize(
    ("to", "reached"),
    [
        ("hour", START + timedelta(hours=1)),
        ("day", START + timedelta(days=1)),
        ("month_end", datetime(2026, 12, 1, tzinfo=ZONE)),
        ("2026-11-19T08:00", datetime(2026, 11, 19, 8, tzinfo=ZONE)),
        ("2026-11-19T01:00:00Z", datetime(2026, 11, 19, 1, tzinfo=UTC)),
    ],
)
def test_where_a_move_leads(to: str, reached: datetime) -> None:
    assert target(to, START, ZONE) == reached


def test_the_month_ends_locally() -> None:
    half_past_midnight = datetime(2026, 12, 31, 17, 30, tzinfo=UTC)  # already January in Viet Nam
    assert target("month_end", half_past_midnight, ZONE) == datetime(2027, 2, 1, tzinfo=ZONE)


async def test_one_move_at_a_time(client: httpx.AsyncClient, stage: Stage) -> None:
    stage.may_move.clear()
    first = asyncio.create_task(client.post(CLOCK, json={"to": "hour"}))
    await stage.is_moving.wait()
    second = await client.post(CLOCK, json={"to": "hour"})
    stage.may_move.set()
    assert (second.status_code, second.json()) == (409, {"error": "moving"})
    assert (await first).json()["now"]["time"] == "08:55"


async def next_news(lines: AsyncIterator[str]) -> tuple[str, dict[str, Any]]:
    async for line in lines:
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
            data = await anext(lines)
            return event, json.loads(data.removeprefix("data: "))
    raise AssertionError("the stream ended")


async def test_news_reaches_an_open_page(stage: Stage) -> None:
    async with serving(stage) as site, site.client() as client, client.stream("GET", "/api/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.aiter_lines()
        assert await anext(lines) == "retry: 1000"
        await stage.tell("BT01", "Nhắc\nlịch")
        event, data = await next_news(lines)
        assert (event, data["chat"], data["unread"]) == ("entry", "BT01", 1)
        assert data["entry"]["runs"] == [["", "Nhắc\nlịch"]]
        await client.post(f"{CHAT}/read")
        await client.post(CLOCK, json={"to": "next"})
        assert await next_news(lines) == ("unread", {"chat": "BT01", "unread": 0})
        assert (await next_news(lines))[0] == "entry"
        event, data = await next_news(lines)
        assert (event, data["now"]["time"]) == ("clock", "08:00")


async def test_stopping_ends_the_stream_and_frees_the_port(stage: Stage) -> None:
    async with AsyncExitStack() as leaving:
        async with serving(stage) as site:
            client = await leaving.enter_async_context(site.client())
            answer = await leaving.enter_async_context(client.stream("GET", "/api/events"))
            lines = answer.aiter_lines()
            await anext(lines)
        assert [line async for line in lines if line] == []
    assert stage.messenger.hub.listeners == 0
    listen(site.address).close()


async def test_a_page_that_does_not_keep_up_is_cut_off() -> None:
    hub = Hub()
    news = stream(hub)
    await anext(news)
    for _ in range(QUEUED + 1):
        hub.publish("clock", {})
    assert hub.listeners == 0
    assert len([piece async for piece in news]) == QUEUED


async def test_sending_needs_no_open_page(stage: Stage) -> None:
    await stage.messenger.send(Outgoing(1, "BT01", "Nhắc lịch"))
    assert stage.messenger.transcript("BT01").unread == 1
