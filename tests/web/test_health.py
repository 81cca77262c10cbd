"""/healthz says what is the matter, /metrics is for this machine alone; neither names anybody."""

import httpx
import pytest

from bot.channels.web_apps import health_app
from bot.channels.web_health import AskHealth, local_metrics, metrics_app
from bot.domain.completeness import Alarm, Health

GOOD = Health(is_reachable=True, is_current=True)


def answering(health: Health) -> AskHealth:
    async def ask() -> Health:
        return health

    return ask


async def get(
    health: Health, path: str, headers: dict[str, str] | None = None, client: str = "127.0.0.1"
) -> httpx.Response:
    app = health_app(answering(health), local_metrics(answering(health)))
    transport = httpx.ASGITransport(app, client=(client, 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as one:
        return await one.get(path, headers=headers)


@pytest.mark.parametrize(
    ("health", "status", "body"),
    [
        (GOOD, 200, {"status": "ok", "database": "ok", "schema": "current", "alarms": []}),
        (
            Health(True, True, (Alarm.NOTHING_LEAVES, Alarm.MESSAGES_LOST)),
            503,
            {
                "status": "failing",
                "database": "ok",
                "schema": "current",
                "alarms": ["nothing_leaves", "messages_lost"],
            },
        ),
        (Health(True), 503, {"status": "failing", "database": "ok", "schema": "outdated", "alarms": []}),
        (Health(), 503, {"status": "failing", "database": "unreachable", "schema": "unknown", "alarms": []}),
    ],
)
@pytest.mark.parametrize("path", ["/healthz", "/healthz/ready"])
async def test_ready_says_what_is_the_matter(
    health: Health, status: int, body: dict[str, object], path: str
) -> None:
    answer = await get(health, path)
    assert (answer.status_code, answer.json()) == (status, body)


async def test_live_asks_nothing_but_this_process() -> None:
    answer = await get(Health(), "/healthz/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_this_machine_reads_the_measures() -> None:
    for host in ("127.0.0.1:8080", "localhost:8080", "[::1]:8080"):
        answer = await get(GOOD, "/metrics", {"host": host})
        assert answer.status_code == 200
        assert "# TYPE chibo_turn_seconds histogram" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "203.0.113.7"},
        {"forwarded": "for=203.0.113.7"},
        {"x-real-ip": "203.0.113.7"},
        {"via": "1.1 proxy"},
        {"host": "bot.donvi.example"},
    ],
)
async def test_nobody_else_does_through_a_proxy(headers: dict[str, str]) -> None:
    assert (await get(GOOD, "/metrics", headers)).status_code == 404


async def test_nor_from_another_machine() -> None:
    assert (await get(GOOD, "/metrics", client="203.0.113.7")).status_code == 404


async def test_an_address_of_its_own_serves_whoever_reaches_it_and_nothing_else() -> None:
    transport = httpx.ASGITransport(metrics_app(answering(GOOD)), client=("10.1.2.3", 5))
    async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.1:9108") as client:
        assert "chibo_sends_total" in (await client.get("/metrics")).text
        assert (await client.get("/healthz")).status_code == 404
