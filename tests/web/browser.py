"""A page in a real browser, found and used as a person would: by names, labels and the keyboard."""

from playwright.async_api import ConsoleMessage, Locator, Page

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
WIDE, MIDDLE, PHONE = (1440, 900), (1024, 768), (360, 740)


class Window:
    """A page and what went wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page, self.wrongs = page, list[str]()
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.wrongs.append(str(error)))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrongs.append(message.text)

    def tile(self, name: str) -> Locator:
        return self.page.get_by_role("navigation").get_by_role("button", name=name)

    def chat(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=f"Hội thoại với {name}")

    async def says(self, name: str, text: str) -> None:
        await self.chat(name).get_by_role("textbox").fill(text)
        await self.page.keyboard.press("Enter")

    async def focus(self) -> str:
        return str(await self.page.evaluate("document.activeElement.innerText || document.activeElement.id"))

    async def tab_to(self, words: str) -> None:
        for _ in range(60):
            await self.page.keyboard.press("Tab")
            if words in await self.focus():
                return
        raise AssertionError(f"Tab never reached {words!r}")
