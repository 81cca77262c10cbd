"""What tests of the browser channel are given: a stage, its page served on loopback, a client, a browser."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from playwright.async_api import Browser, async_playwright

from bot.channels.web_apps import rehearsal_app
from bot.channels.web_gate import Gate, WebAddress, listen
from bot.channels.web_serving import serve_on
from tests.web.stage import ZONE, Stage

TOKEN = "token-of-the-tests"
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Site:
    """A stage with its page served at an address."""

    stage: Stage
    gate: Gate

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.gate.page.rstrip("/"), "X-Rehearsal-Token": TOKEN}

    def client(self, **headers: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.gate.page, headers=self.headers | headers, timeout=10)


async def is_healthy() -> bool:
    return True


@asynccontextmanager
async def serving(stage: Stage, port: int = 0) -> AsyncIterator[Site]:
    listening = listen(WebAddress("127.0.0.1", port))
    gate = Gate(WebAddress("127.0.0.1", listening.getsockname()[1]), TOKEN)
    app = rehearsal_app(is_healthy, stage.messenger, stage, gate, ZONE)
    running = [
        asyncio.create_task(stage.messenger.run(stage.receive)),
        asyncio.create_task(serve_on(listening, app, closing=stage.messenger.hub.close)),
    ]
    try:
        yield Site(stage, gate)
    finally:
        for task in running:
            task.cancel()
        await asyncio.wait(running)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def site(stage: Stage) -> AsyncIterator[Site]:
    async with serving(stage) as site:
        yield site


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with site.client() as client:
        yield client


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()
