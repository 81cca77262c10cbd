"""The story that README tells, played on the real page in a real browser exactly as it is written.

UPDATE_PICTURE=1 takes README's picture of the page on the way.
"""

import os
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect
from sqlalchemy import Engine

from bot.channels.web_gate import Gate, WebAddress, listen
from bot.channels.web_serving import serve_on
from bot.services.work import Ground
from bot.stage import Stage
from tests.chat import ALMANAC
from tests.story import README, Deed, Step, steps
from tests.web.browser import WIDE, Window
from tests.web.conftest import TOKEN, running

pytestmark = pytest.mark.asyncio(loop_scope="module")

PICTURE = README.parent / "docs" / "rehearsal.png"
PICTURED = "Sẽ dự"  # the picture is taken before this button is pressed
MOST_PRESSES = 30
PATIENCE = 20_000  # milliseconds: a month passes in one press


class Reader:
    """Somebody who does what README says, and looks for what it promises."""

    def __init__(self, window: Window) -> None:
        self.window, self.page = window, window.page
        self.whom = ""
        self.clock = self.page.locator("#now")
        self.moves = self.page.locator("#moves")
        self.pressed = ""

    @property
    def chat(self) -> Locator:
        return self.window.chat(self.whom)

    async def play(self, step: Step) -> None:
        for deed in step.deeds:
            await self.do(deed)

    async def do(self, deed: Deed) -> None:
        match deed:
            case Deed("chọn", name):
                self.whom = name
                await self.window.tile(name).click()
                await expect(self.chat).to_be_visible()
            case Deed("bấm", label):
                await self.press(label)
            case Deed("gõ", text):
                await self.window.says(self.whom, text)
                await expect(self.chat.get_by_role("textbox")).to_have_value("")
                await expect(self.chat.locator(".entry").last).to_have_class(re.compile("bot"))  # the answer
            case Deed("thấy", words):
                await expect(self.said(words)).to_be_in_viewport()
            case Deed("cuộn lên thấy", words):
                await self.said(words).scroll_into_view_if_needed()
                await expect(self.said(words)).to_be_in_viewport()
            case Deed("đồng hồ chỉ", time):
                await self.press_until(time)
            case _:
                raise AssertionError(f"nothing is said to be done with {deed.words!r}")

    def said(self, words: str) -> Locator:
        """Where the bot said it last."""
        return self.chat.locator(".entry.bot").get_by_text(words).last

    async def press(self, label: str) -> None:
        """A button of the clock, or the newest one with this label in the chat."""
        self.pressed = label
        if label in await self.moves.get_by_role("button").all_inner_texts():
            await self.moves.get_by_role("button", name=label, exact=True).click()
            await expect(self.moves).not_to_have_class(re.compile("busy"), timeout=PATIENCE)
            return
        if label == PICTURED and os.environ.get("UPDATE_PICTURE"):
            await self.page.screenshot(path=PICTURE)
        await self.chat.get_by_role("button", name=label, exact=True).last.click()
        await expect(self.chat.locator(".entry.busy")).to_have_count(0)

    async def press_until(self, time: str) -> None:
        """Press the clock's button again, as often as it takes."""
        for _ in range(MOST_PRESSES):
            if (await self.clock.inner_text()).endswith(time):
                return
            await self.press(self.pressed)
        raise AssertionError(f"{self.pressed!r} leads past {time}, to {await self.clock.inner_text()}")


@pytest_asyncio.fixture(loop_scope="module")
async def page(sqlite_engine: Engine) -> AsyncIterator[Gate]:
    """What `make demo` serves, with the program behind it running."""
    listening = listen(WebAddress("127.0.0.1", 0))
    gate = Gate(WebAddress("127.0.0.1", listening.getsockname()[1]), TOKEN)
    stage = Stage(sqlite_engine, lambda channels: Ground(ALMANAC, channels, b"k" * 32), gate)
    served = serve_on(listening, stage.app, stage.messenger.hub.close)
    async with running(stage.program.serve(), served):
        yield gate


async def test_the_story_works_as_told(page: Gate, browser: Browser) -> None:
    width, height = WIDE
    tab = await browser.new_page(viewport={"width": width, "height": height}, locale="vi-VN")
    window = Window(tab)
    await tab.goto(page.start_page)
    reader = Reader(window)
    for number, step in enumerate(steps(), 1):
        try:
            await reader.play(step)
        except Exception as error:
            error.add_note(f"in step {number} of README's story: {step.text}")
            raise
    await tab.close()
    assert window.wrongs == []
