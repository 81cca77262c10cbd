"""A process that takes in Telegram's updates by webhook, served on loopback, and somebody who knows where."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
from starlette.applications import Starlette

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_webhook import PublicAddress, Webhook
from bot.channels.web_serving import serve_on
from bot.domain.chat import Receive
from tests.channels.telegram_cast import LAN, QUICK, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_push import SECRET_HEADER
from tests.fakes.telegram_push import Webhook as Told

MOST = 4  # updates under way


class Door:
    """The real channel with its webhook; `client` speaks to it as anybody can."""

    client: httpx.AsyncClient

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.webhook = Webhook(PublicAddress.of(self.url, "700000001", b"k" * 32), MOST)
        self.channel = TelegramChannel(server.token, server.url, timing=QUICK, webhook=self.webhook)

    @asynccontextmanager
    async def open(self, receive: Receive) -> AsyncIterator["Door"]:
        """Serve until the block ends; Telegram knows the webhook."""
        app = Starlette(routes=[self.webhook.route])
        serving = asyncio.create_task(serve_on(self._listening, app))
        async with running(self.channel, receive), httpx.AsyncClient(base_url=self.url) as self.client:
            await self._server.wait_for(lambda: self._server.webhook_url)
            yield self
        self._server.set_webhook(Told())
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving

    async def brings(
        self, number: int, text: str, secret: str | None = None, chat: int = LAN
    ) -> httpx.Response:
        """An update as Telegram would bring it, whatever Telegram does meanwhile."""
        person = {"id": chat, "is_bot": False, "first_name": "Lan"}
        message = {"message_id": number, "date": 1, "chat": {"id": chat, "type": "private"}, "from": person}
        update = {"update_id": number, "message": message | {"text": text}}
        return await self.client.post(self.webhook.public.path, json=update, headers=self.known(secret))

    def known(self, secret: str | None = None) -> dict[str, str]:
        """What Telegram is known by."""
        return {SECRET_HEADER: self.webhook.public.secret if secret is None else secret}
