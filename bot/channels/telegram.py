"""Telegram, both directions, by python-telegram-bot's Bot and nothing of its Application."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram_complaints import Complaints
from bot.channels.telegram_decode import CHANNEL
from bot.channels.telegram_errors import os_error
from bot.channels.telegram_intake import pauses
from bot.channels.telegram_limits import (
    CAPABILITIES,
    COMMAND_DESCRIPTION_LENGTH,
    COMMANDS,
    DOWNLOAD_BYTES,
    START_CODE,
)
from bot.channels.telegram_polling import Polling
from bot.channels.telegram_requests import Gone, Line, Timing
from bot.channels.telegram_sending import deliver
from bot.channels.telegram_webhook import Webhook
from bot.domain.chat import Capabilities, Outgoing, Receive, SendResult
from bot.domain.pace import Rates

log = logging.getLogger(__name__)
PUBLIC_API = "https://api.telegram.org"


async def at_once() -> None:
    """Nobody else takes in this bot's updates: nothing to wait for."""


class TelegramChannel:
    """One bot account. `api_url` may name a self-hosted Bot API server; `rates` say how much it may send,
    None as much as there is. Updates come through the webhook if there is one, else they are asked for
    whenever `may_ask` returns; with `takes_in` false others see to them."""

    def __init__(
        self,
        token: str,
        api_url: str = PUBLIC_API,
        *,
        timing: Timing | None = None,
        webhook: Webhook | None = None,
        may_ask: Callable[[], Awaitable[None]] = at_once,
        takes_in: bool = True,
        rates: Rates | None = CAPABILITIES.rates,
    ) -> None:
        self._timing, self._webhook = timing or Timing(), webhook
        self._may_ask, self._takes_in = may_ask, takes_in
        self._way = token, api_url.rstrip("/"), self._timing
        self._line = Line(*self._way)
        self._username: str | None = None
        self._complaints = Complaints()
        self._capabilities = replace(CAPABILITIES, rates=rates)
        self._offered: dict[str, tuple[tuple[str, str], ...]] = {}

    def __repr__(self) -> str:
        return f"TelegramChannel(account={self.account!r})"

    @property
    def name(self) -> str:
        return CHANNEL

    @property
    def account(self) -> str:
        return account_of(self._way[0])

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    @property
    def is_refused(self) -> bool:
        return self._complaints.is_refused

    async def connect(self) -> None:
        """Learn the bot's username, for start links; PermissionError when the token is refused,
        ConnectionError when Telegram cannot be reached."""
        try:
            await self._meet()
        except TelegramError as error:
            raise os_error(error) from None

    async def close(self) -> None:
        """Let go of all connections. A later call opens new ones."""
        line, self._line = self._line, Line(*self._way)
        await line.close()

    async def run(self, receive: Receive) -> None:
        """Take in updates until cancelled; outages, conflicts and a refused token are logged and outlasted.
        Ends by closing all connections, so it is stopped after the sender."""
        try:
            await self._begin()
            await self._take_in(receive)
        finally:
            await self.close()

    async def _take_in(self, receive: Receive) -> None:
        bot = self._line.bot
        if not self._takes_in:
            await asyncio.Event().wait()
        elif self._webhook is not None:
            await self._webhook.run(bot, self.account, receive, self._timing, self._complaints)
        else:
            asking = self._timing, self._may_ask, self._complaints
            await Polling(bot, self.account, receive, *asking).run()

    async def send(self, outgoing: Outgoing) -> SendResult:
        """Send a message or put it in place of the card it edits; afterwards leave the chat when told to."""
        return await deliver(self._line.bot, outgoing)

    async def fetch(self, handle: str, limit: int) -> bytes:
        """An offered file's content; ValueError when it is longer than `limit` bytes,
        FileNotFoundError when it is gone, ConnectionError when it cannot be had now."""
        largest = min(limit, DOWNLOAD_BYTES)
        try:
            file = await self._line.bot.get_file(handle)
            if (file.file_size or 0) > largest:
                raise ValueError(f"the file is larger than {largest} bytes")
            return await self._line.requests.download(file.file_path or "", largest)
        except (BadRequest, Gone) as error:
            raise _refused(error) from None
        except TelegramError as error:
            raise os_error(error) from None

    async def offer_commands(self, chat: str, commands: Sequence[tuple[str, str]]) -> None:
        """Set the command menu of one chat; asks Telegram only when it differs from what was set before."""
        wanted = tuple(commands[:COMMANDS])
        if self._offered.get(chat) == wanted:
            return
        menu = [BotCommand(name, text[:COMMAND_DESCRIPTION_LENGTH]) for name, text in wanted]
        try:
            await self._line.bot.set_my_commands(menu, scope=BotCommandScopeChat(chat))
        except TelegramError as error:
            log.info("command menu not set: %s", error)
        else:
            self._offered[chat] = wanted

    def start_link(self, code: str) -> str | None:
        """The link that opens the chat with this code, None until connected; ValueError when
        Telegram would not carry the code."""
        if not START_CODE.fullmatch(code):
            raise ValueError("a start code is 1 to 64 of A-Z a-z 0-9 _ -")
        return f"https://t.me/{self._username}?start={code}" if self._username else None

    async def _meet(self) -> None:
        self._username = (await self._line.bot.get_me()).username

    async def _begin(self) -> None:
        for pause in pauses(self._timing.first_pause, self._timing.longest_pause):
            try:
                await self._meet()
                self._complaints.over()
                if self._takes_in and self._webhook is None:
                    await self._line.bot.delete_webhook()  # else polling is refused; harmless without one
                return
            except TelegramError as error:
                await asyncio.sleep(max(pause, self._complaints.hear(error)))


def account_of(token: str) -> str:
    """The bot's own id, which is the part of its token before the colon."""
    return token.partition(":")[0]


def _refused(error: TelegramError) -> Exception:
    if "too big" in str(error).lower():
        return ValueError("the file is larger than Telegram hands out")
    return FileNotFoundError("Telegram no longer has the file")
