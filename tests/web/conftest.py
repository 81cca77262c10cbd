"""What tests of the browser channel are given: a stage, its site in memory or on loopback, a browser."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect
from starlette.applications import Starlette

from bot.channels.web_apps import rehearsal_app
from bot.channels.web_gate import Gate, WebAddress, listen
from bot.channels.web_serving import serve_on
from bot.domain.completeness import Health
from tests.web.browser import QUIET, WIDE, Window
from tests.web.stage import ZONE, Stage

TOKEN = "token-of-the-tests"


@dataclass
class Site:
    """A stage and its page, behind the gate of an address."""

    stage: Stage
    address: WebAddress
    is_served: bool
    gate: Gate = field(init=False)
    app: Starlette = field(init=False)

    def __post_init__(self) -> None:
        self.gate = Gate(self.address, TOKEN)
        self.app = rehearsal_app(well, self.stage.messenger, self.stage, self.gate, ZONE)

    @property
    def headers(self) -> dict[str, str]:
        return {"Origin": self.gate.page.rstrip("/"), "X-Rehearsal-Token": TOKEN}

    def client(self, **headers: str) -> httpx.AsyncClient:
        return self.stranger(**(self.headers | headers))

    def stranger(self, **headers: str) -> httpx.AsyncClient:
        """A client that sends neither Origin nor token."""
        transport = None if self.is_served else httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=self.gate.page, headers=headers, timeout=10)


async def well() -> Health:
    return Health(is_reachable=True, is_current=True)


@asynccontextmanager
async def running(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """The works have begun when the block is entered and have ended when it is left."""
    tasks = [asyncio.create_task(work) for work in works]
    await asyncio.wait(tasks, timeout=0)
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


@asynccontextmanager
async def serving(stage: Stage, port: int = 0) -> AsyncIterator[Site]:
    """The site over real HTTP on loopback."""
    listening = listen(WebAddress("127.0.0.1", port))
    site = Site(stage, WebAddress("127.0.0.1", listening.getsockname()[1]), is_served=True)
    served = serve_on(listening, site.app, closing=stage.messenger.hub.close)
    async with running(stage.messenger.run(stage.receive), served):
        yield site


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
async def site(stage: Stage) -> AsyncIterator[Site]:
    """The site in memory: everything but the stream of news."""
    async with running(stage.messenger.run(stage.receive)):
        yield Site(stage, WebAddress("127.0.0.1", 8080), is_served=False)


@pytest.fixture
async def client(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with site.client() as client:
        yield client


@pytest_asyncio.fixture(loop_scope="module")
async def served(stage: Stage) -> AsyncIterator[Site]:
    """For modules marked asyncio(loop_scope="module"), which share one browser."""
    async with serving(stage) as site:
        yield site


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def window(served: Site, browser: Browser, request: pytest.FixtureRequest) -> AsyncIterator[Window]:
    """The page open at a size; at the end there must be no error in its console."""
    width, height = getattr(request, "param", WIDE)
    page = await browser.new_page(viewport={"width": width, "height": height})
    window = Window(page)
    await page.goto(served.gate.start_page)
    await expect(window.tile("Nguyễn Thị Lan")).to_be_visible()
    yield window
    await page.close()
    assert window.wrongs == []
