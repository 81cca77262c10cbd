"""What Telegram says of a bot when asked: who it is, where its updates go, what time it is there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from telegram import WebhookInfo
from telegram.error import TelegramError

from bot.channels.telegram_errors import os_error
from bot.channels.telegram_requests import Line, Timing
from bot.domain.checkup import WebhookState

_TIMING = Timing(connect=5.0, read=10.0)


@dataclass(frozen=True)
class BotState:
    """What a working token gives."""

    username: str
    webhook: WebhookState


async def bot_state(token: str, api_url: str) -> BotState:
    """Ask with the token; PermissionError when it is refused, ConnectionError when nobody answers."""
    line = Line(token, api_url, _TIMING)
    try:
        me = await line.bot.get_me()
        return BotState(me.username or "", _webhook(await line.bot.get_webhook_info()))
    except TelegramError as error:
        raise os_error(error) from None
    finally:
        await line.close()


def _webhook(info: WebhookInfo) -> WebhookState:
    return WebhookState(
        info.url, info.pending_update_count, info.last_error_message or "", info.last_error_date
    )


async def server_time(api_url: str) -> datetime | None:
    """The clock over there, to the second; None when nobody answers or tells. No token is sent."""
    try:
        async with httpx.AsyncClient(timeout=_TIMING.connect) as client:
            answer = await client.get(f"{api_url}/")
        return parsedate_to_datetime(answer.headers["Date"]).astimezone(UTC)
    except (httpx.HTTPError, KeyError, ValueError):
        return None
