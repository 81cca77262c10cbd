"""Who may speak to the rehearsal: addresses, Host, Origin, start token, and the headers of every answer."""

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.web_apps import clock_app, health_app
from bot.channels.web_gate import Gate, WebAddress
from tests.web.conftest import TOKEN, Site, well
from tests.web.stage import ZONE, Stage

CLOCK = "/rehearsal/clock"


@pytest.mark.parametrize("text", ["127.0.0.1:8080", "localhost:80", "[::1]:8080", "127.0.0.9:1"])
def test_a_loopback_address_serves_a_rehearsal(text: str) -> None:
    assert Gate(WebAddress.parse(text), TOKEN).page.startswith("http://")


@pytest.mark.parametrize("text", ["0.0.0.0:8080", "192.168.1.5:8080", "[::]:8080", "example.org:80"])
def test_an_address_others_could_reach_does_not(text: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        Gate(WebAddress.parse(text), TOKEN)


@pytest.mark.parametrize("text", ["8080", "127.0.0.1", ":8080", "127.0.0.1:web", "127.0.0.1:99999", ""])
def test_what_is_no_address_is_said_so(text: str) -> None:
    with pytest.raises(ValueError, match="HOST:PORT"):
        WebAddress.parse(text)


def test_a_rehearsal_needs_a_token_and_never_shows_it() -> None:
    address = WebAddress("::1", 8080)
    with pytest.raises(ValueError, match="token"):
        Gate(address, "")
    gate = Gate(address, TOKEN)
    assert gate.start_page == f"http://[::1]:8080/#token={TOKEN}"
    assert TOKEN not in repr(gate)


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/healthz"])
async def test_the_page_itself_needs_no_token(site: Site, path: str) -> None:
    async with site.stranger() as stranger:
        answer = await stranger.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/static/main.js", "/healthz", "/api/people", CLOCK])
@pytest.mark.parametrize(
    "host", ["example.org", "127.0.0.1", "localhost:1", "127.0.0.1.example.org:8080", ""]
)
async def test_another_host_is_refused(site: Site, path: str, host: str) -> None:
    async with site.client(Host=host) as client:
        answer = await client.get(path)
    assert (answer.status_code, answer.json()) == (403, {"error": "host"})


async def test_every_name_of_this_machine_is_its_host(site: Site) -> None:
    port = site.gate.address.port
    for host in (f"127.0.0.1:{port}", f"LOCALHOST:{port}", f"[::1]:{port}"):
        async with site.client(Host=host) as client:
            assert (await client.get("/api/people")).status_code == 200


@pytest.mark.parametrize("path", ["/api/people", "/api/chat/BT01", "/api/events", CLOCK])
@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "ủy"])
async def test_data_needs_the_token(site: Site, path: str, token: str) -> None:
    headers = httpx.Headers({"X-Rehearsal-Token": token}, encoding="utf-8")
    async with site.stranger() as stranger:
        answers = [
            await stranger.get(path, headers=headers),
            await stranger.get(path, params={"token": token}),
        ]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(403, {"error": "token"})] * 2


POSTS = ["say", "tap", "file", "read"]


@pytest.mark.parametrize("path", [*(f"/api/chat/BT01/{act}" for act in POSTS), CLOCK])
@pytest.mark.parametrize("origin", ["http://example.org", "null", "https://127.0.0.1:8080", ""])
async def test_a_post_from_another_page_is_refused(site: Site, stage: Stage, path: str, origin: str) -> None:
    async with site.client(Origin=origin) as client:
        answer = await client.post(path, json={"to": "day", "event": "event-01", "text": "x", "data": "1"})
    assert (answer.status_code, answer.json()) == (403, {"error": "origin"})
    assert stage.handled == []


async def test_a_post_without_origin_or_token_is_refused(site: Site) -> None:
    async with site.stranger() as client:
        without_origin = await client.post(CLOCK, json={"to": "day"}, headers={"X-Rehearsal-Token": TOKEN})
        without_token = await client.post(
            CLOCK, json={"to": "day"}, headers={"Origin": site.headers["Origin"]}
        )
    assert (without_origin.json(), without_token.json()) == ({"error": "origin"}, {"error": "token"})
    assert {without_origin.status_code, without_token.status_code} == {403}


@pytest.mark.parametrize("path", ["/static/../../pyproject.toml", "/static/%2e%2e/%2e%2e/pyproject.toml"])
async def test_only_the_pages_files_are_served(site: Site, path: str) -> None:
    async with site.client() as client:
        assert (await client.get(path)).status_code in (403, 404)


async def test_the_ordinary_program_serves_its_health_and_nothing_else() -> None:
    transport = httpx.ASGITransport(health_app(well))
    async with httpx.AsyncClient(transport=transport, base_url="http://anywhere") as client:
        assert (await client.get("/healthz")).json()["status"] == "ok"
        for path in ("/", "/api/people", "/api/events", CLOCK, "/static/main.js"):
            assert (await client.get(path)).status_code == 404


async def test_a_rehearsal_without_a_page_has_the_clock_behind_the_same_checks(stage: Stage) -> None:
    gate = Gate(WebAddress("127.0.0.1", 8080), TOKEN)
    transport = httpx.ASGITransport(clock_app(well, stage, gate, ZONE))
    headers = {"Origin": "http://127.0.0.1:8080", "X-Rehearsal-Token": TOKEN}
    async with httpx.AsyncClient(transport=transport, base_url=gate.page, headers=headers) as client:
        assert (await client.get("/healthz")).status_code == 200
        assert (await client.post(CLOCK, json={"to": "next"})).json()["now"]["time"] == "08:00"
        assert (await client.post(CLOCK, json={"to": "day"}, headers={"Host": "evil"})).status_code == 403
        assert (await client.get("/api/people")).status_code == 404


async def test_beside_a_rehearsal_without_a_page_a_webhook_is_reached_and_the_clock_is_not(
    stage: Stage,
) -> None:
    async def taken(_: Request) -> Response:
        return Response()

    gate, hook = Gate(WebAddress("127.0.0.1", 8080), TOKEN), Route("/telegram", taken, methods=["POST"])
    transport = httpx.ASGITransport(clock_app(well, stage, gate, ZONE, hook))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot.example") as client:
        assert (await client.post("/telegram", json={})).status_code == 200
        assert (await client.post(CLOCK, json={"to": "next"})).status_code == 403
        assert (await client.get("/healthz")).status_code == 403
