"""The fake's webhook: updates pushed by HTTP as Telegram does, one of a chat at a time, again until 2xx."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.fakes.telegram_chats import World
from tests.fakes.telegram_schema import Call, bad

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PAUSE = 0.02  # seconds before an update is offered again; the real ones grow from a second to an hour
CONNECTIONS = 40


@dataclass
class Webhook:
    """Where the program wants its updates, as getWebhookInfo tells it."""

    url: str = ""
    secret: str = ""
    connections: int = CONNECTIONS
    last_error: str = ""

    @classmethod
    def of(cls, call: Call) -> "Webhook":
        """What setWebhook asks for; Violation for a secret that Telegram would not take."""
        secret = call.values.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        return cls(call.values["url"], secret, call.values.get("max_connections", CONNECTIONS))


class Pusher:
    """Offers every update of the world to the webhook until it is accepted. As at Telegram, those of one
    chat wait for each other, but messages and taps do not; a refusal is repeated after Retry-After."""

    def __init__(self, world: World, happened: Callable[[], None]) -> None:
        self._world, self._happened = world, happened
        self.webhook = Webhook()
        self.pushes: list[tuple[int, int]] = []  # (update, status), 0 for no connection, in order
        self.waits: list[str] = []  # the Retry-After of every refusal
        self._queues: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._slots = asyncio.Semaphore(CONNECTIONS)

    def look(self) -> None:
        """Begin with whatever waits; called whenever something happens."""
        if not self.webhook.url:
            return
        for update in self._world.updates:
            if (queue := _queue(update)) not in self._queues:
                self._queues[queue] = asyncio.create_task(self._work_off(queue))

    async def close(self) -> None:
        """Stop offering."""
        for task in list(self._queues.values()):
            task.cancel()
        await asyncio.gather(*self._queues.values(), return_exceptions=True)
        self._queues.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _work_off(self, queue: tuple[str, int]) -> None:
        try:
            while self.webhook.url and (update := self._next(queue)) is not None:
                async with self._slots:
                    pause = await self._offer(update)
                self._happened()
                await asyncio.sleep(pause)
        finally:
            self._queues.pop(queue, None)

    def _next(self, queue: tuple[str, int]) -> dict[str, Any] | None:
        return next((update for update in self._world.updates if _queue(update) == queue), None)

    async def _offer(self, update: dict[str, Any]) -> float:
        """Push once; seconds to wait before the next."""
        status, wait = await self._post(update)
        self.pushes.append((update["update_id"], status))
        if 200 <= status < 300:
            if update in self._world.updates:
                self._world.updates.remove(update)
            return 0.0
        self.webhook.last_error = f"Wrong response from the webhook: {status}" if status else "refused"
        if wait:
            self.waits.append(wait)
        return PAUSE

    async def _post(self, update: dict[str, Any]) -> tuple[int, str]:
        self._session = self._session or aiohttp.ClientSession()
        headers = {SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        try:
            async with self._session.post(self.webhook.url, json=update, headers=headers) as answer:
                return answer.status, answer.headers.get("Retry-After", "")
        except aiohttp.ClientError:
            return 0, ""


def _queue(update: dict[str, Any]) -> tuple[str, int]:
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    chat = content.get("chat") or content["message"]["chat"]
    return kind, chat["id"]
