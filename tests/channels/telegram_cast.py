"""What the tests of the Telegram channel share: a quick channel, a recording receiver, addresses."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_requests import Timing
from bot.domain.chat import Inbound, Outgoing, Receive, Text
from tests.fakes.telegram import FakeTelegram

QUICK = Timing(connect=2.0, read=0.3, poll=5, first_pause=0.01, longest_pause=0.05)
LAN, MINH = 101, 102
GROUP = -1009


def channel_to(server: FakeTelegram) -> TelegramChannel:
    return TelegramChannel(server.token, server.url, timing=QUICK)


@asynccontextmanager
async def running(channel: TelegramChannel, receive: Receive) -> AsyncIterator[None]:
    """The channel takes in updates for as long as the block lasts."""
    task = asyncio.create_task(channel.run(receive))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


class Receiver:
    """Records what comes in; `before` may block or raise."""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self.got: list[Inbound] = []
        self.tried: list[Inbound] = []
        self.before: dict[str, Callable[[], object]] = {}

    async def __call__(self, inbound: Inbound) -> None:
        self.tried.append(inbound)
        self._server.happened()
        if act := self.before.get(inbound.address.chat):
            result = act()
            if asyncio.iscoroutine(result):
                await result
        self.got.append(inbound)
        self._server.happened()

    def texts(self, chat_id: int) -> list[str]:
        """What was committed of one person's messages, in order."""
        contents = [inbound.content for inbound in self.got if inbound.address.chat == str(chat_id)]
        return [content.text for content in contents if isinstance(content, Text)]


def message(chat_id: int = LAN, text: str = "Kính gửi đồng chí", **how: object) -> Outgoing:
    return Outgoing(outbox_id=1, chat=str(chat_id), text=text, **how)  # type: ignore[arg-type]
