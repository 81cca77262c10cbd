"""Updates that Telegram brings by itself: refused without the secret, acknowledged only after the commit."""

import asyncio
import hmac
import json
import logging
from collections.abc import Coroutine
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram_ages import Ages
from bot.channels.telegram_complaints import Complaints
from bot.channels.telegram_decode import ALLOWED_UPDATES, UNREADABLE, complain_of, decode
from bot.channels.telegram_intake import GRACE, pauses
from bot.channels.telegram_limits import UPDATE_BYTES, WEBHOOK_CONNECTIONS
from bot.channels.telegram_order import Order
from bot.channels.telegram_polling import Taps
from bot.channels.telegram_requests import Timing
from bot.channels.web_guard import body_of
from bot.clock import real_now
from bot.domain.chat import Inbound, Receive

log = logging.getLogger(__name__)
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name
PATH = "/telegram"  # where the public address names none
LOOK_AGAIN = 60.0  # seconds between looks whether Telegram still knows the webhook
_MOST_UNDER_WAY = 2 * WEBHOOK_CONNECTIONS  # of one account: more than Telegram opens to one process
_BUSY, _FAILED = 1, 5  # seconds after which an update may come again


@dataclass(frozen=True)
class PublicAddress:
    """Where Telegram finds this program, and the secret by which it is known; both the same in every
    process of one bot."""

    url: str
    secret: str = field(repr=False)

    @classmethod
    def of(cls, url: str, account: str, key: bytes) -> "PublicAddress":
        """The secret follows from the program's key, so that there is none to be copied or to leak."""
        return cls(url, hmac.new(key, f"telegram webhook {account}".encode(), sha256).hexdigest())

    @property
    def path(self) -> str:
        return urlsplit(self.url).path.rstrip("/") or PATH

    @property
    def full_url(self) -> str:
        """What Telegram is told."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}{self.path}"


class Webhook:
    """One bot's webhook in this process. What it answers: 403 without the secret, before anything is read;
    413 for a body beyond the cap; 503 with Retry-After when too much is under way, when the program starts
    or stops, or when nothing could be recorded; 200 after the commit, and for what asks for nothing.

    The order kept: of one chat one update at a time, of those that wait in this process the lowest first. In
    several processes the address row's lock keeps a chat's turns apart, in the order in which they reach it.
    Telegram itself sends the next message of a chat only after 200 for the one before; a tap and a message
    it may send side by side."""

    def __init__(self, public: PublicAddress, most_under_way: int = _MOST_UNDER_WAY) -> None:
        self.public, self._most = public, most_under_way
        self._order = Order()
        self._under_way: set[asyncio.Task[int]] = set()
        self._open: _Open | None = None

    @property
    def route(self) -> Route:
        """To be served where the public address leads."""
        return Route(self.public.path, self._answer, methods=["POST"])

    async def run(
        self, bot: Bot, account: str, receive: Receive, timing: Timing, complaints: Complaints
    ) -> None:
        """Tell Telegram the address, keep to it and take in updates until cancelled."""
        taps, ages = Taps(bot), Ages()
        self._open = _Open(bot, account, receive, taps, ages)
        try:
            await self._stay_known(bot, ages, timing, complaints)
        finally:
            self._open = None
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=GRACE)
            await taps.close()

    async def _stay_known(self, bot: Bot, ages: Ages, timing: Timing, complaints: Complaints) -> None:
        await self._register(bot, timing, complaints)
        while True:
            try:
                if not await self._is_known(bot, ages):
                    log.error("Telegram has another webhook: a second program may run with this bot's token")
                    await self._register(bot, timing, complaints)
                complaints.over()
            except TelegramError as error:
                complaints.hear(error)
            await asyncio.sleep(LOOK_AGAIN)

    async def _is_known(self, bot: Bot, ages: Ages) -> bool:
        asked_at = real_now()
        info = await bot.get_webhook_info()
        if info.pending_update_count == 0:
            ages.emptied(asked_at)
        return info.url == self.public.full_url

    async def _register(self, bot: Bot, timing: Timing, complaints: Complaints) -> None:
        for pause in pauses(timing.first_pause, timing.longest_pause):
            try:
                await bot.set_webhook(
                    self.public.full_url,
                    allowed_updates=ALLOWED_UPDATES,
                    secret_token=self.public.secret,
                    max_connections=WEBHOOK_CONNECTIONS,
                )
                complaints.over()
                return
            except TelegramError as error:
                await asyncio.sleep(max(pause, complaints.hear(error)))

    async def _answer(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self.public.secret.encode()):
            return Response(status_code=403)
        if self._open is None or len(self._under_way) >= self._most:
            return _come_again(_BUSY)
        body = await body_of(request, UPDATE_BYTES)
        # A task of its own: a connection that breaks, or a server that stops, must not end a turn half-way.
        status = await asyncio.shield(self._begin(self._take(self._open, body)))
        return _come_again(_FAILED) if status == 503 else Response(status_code=status)

    def _begin(self, taking: Coroutine[Any, Any, int]) -> "asyncio.Task[int]":
        task = asyncio.create_task(taking)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    async def _take(self, opened: "_Open", body: bytes) -> int:
        """The status to answer with."""
        try:
            raw = json.loads(body)
            number = int(raw["update_id"])
        except (KeyError, RecursionError, TypeError, ValueError):
            return 400
        inbound = opened.read(number, raw)
        if inbound is None:
            return 200
        try:
            async with self._order.turn(inbound.address, number):
                await opened.receive(inbound)
        except Exception as error:  # its text may hold what the person wrote
            log.error("event %s not recorded (%s), will come again", number, type(error).__name__)
            return 503
        return 200


@dataclass(frozen=True)
class _Open:
    """What is there while the channel runs."""

    bot: Bot
    account: str
    receive: Receive
    taps: Taps
    ages: Ages

    def read(self, number: int, raw: dict[str, Any]) -> Inbound | None:
        """The update in the program's words; None for one that asks for nothing, or that nobody can read:
        it would come again for a day."""
        try:
            update = Update.de_json(raw, self.bot)
        except UNREADABLE as error:
            complain_of(number, error)
            return None
        if update.callback_query:
            self.taps.answer(update.callback_query)
        inbound = decode(update, self.account)
        return self.ages.dated(inbound) if inbound else None


def _come_again(seconds: int) -> Response:
    return Response(status_code=503, headers={"Retry-After": str(seconds)})
