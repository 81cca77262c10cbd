"""The way to Telegram: connections by aiohttp, and failures named after what became of the request."""

import json
import logging
import os
import ssl
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

os.environ.setdefault("PTB_TIMEDELTA", "true")  # else each "retry after" warns of a deprecation

POOL = 64  # connections; 16 cap the program at 160 taps a second over 50 ms (DESIGN 6)
KEPT_ALIVE = 15.0  # seconds; shorter than Telegram's own limit, so that no request meets a closing connection
GATEWAY_TIMEOUT = 504  # the gateway passed the request on and heard nothing


@dataclass(frozen=True)
class Timing:
    """How long to wait, in seconds."""

    connect: float = 10.0
    read: float = 15.0
    poll: int = 30
    first_pause: float = 0.5  # before trying again, doubled each time
    longest_pause: float = 30.0


class NeverLeft(NetworkError):
    """No connection came about: the request was certainly not carried out."""


class Unanswered(NetworkError):
    """The request left and no answer came: it may have been carried out."""


class ServerFailed(NetworkError):
    """Telegram answered that it failed (5xx), or a proxy on the way refused."""


class Gone(NetworkError):
    """The file is no longer there."""


class Request(HTTPXRequest):
    """PTB's request layer over aiohttp. Its errors carry no address, because the address holds the token."""

    def __init__(self, pool: int, timing: Timing) -> None:
        limits = httpx.Limits(max_connections=pool, keepalive_expiry=KEPT_ALIVE)
        super().__init__(
            connection_pool_size=pool,
            connect_timeout=timing.connect,
            read_timeout=timing.read,
            pool_timeout=timing.connect + timing.read,  # aiohttp counts the connecting into it
            httpx_kwargs={"transport": AiohttpTransport(verify=_tls(), limits=limits)},
        )

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """As PTB's own; raises NeverLeft, Unanswered or ServerFailed where it raises NetworkError."""
        try:
            code, payload = await super().do_request(*args, **kwargs)
        except Exception as error:
            raise _named(error) from None
        if code == GATEWAY_TIMEOUT:
            raise Unanswered(f"HTTP {code}")
        if code >= 500 or (code >= 300 and not _is_refusal(payload)):
            raise ServerFailed(f"HTTP {code}")
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer; Unanswered where it is none of the Bot API's, since what was sent was perhaps accepted.
        PTB's own would write it into the log, and fail in its own way where there is no result."""
        answer = _read(payload)
        if not isinstance(answer, dict) or (answer.get("result") is None and not answer.keys() >= _REFUSAL):
            raise Unanswered("the answer is not the Bot API's")
        return answer

    async def download(self, url: str, limit: int) -> bytes:
        """The content behind an address; ValueError as soon as it is longer than `limit` bytes."""
        try:
            return await self._download(url, limit)
        except (httpx.HTTPError, aiohttp.ClientError) as error:
            raise _named(error) from None

    async def _download(self, url: str, limit: int) -> bytes:
        content = bytearray()
        plain = {"Accept-Encoding": "identity"}  # a packed answer could unpack to more than the limit
        async with self._client.stream("GET", url, headers=plain) as answer:
            if answer.status_code != httpx.codes.OK:
                raise (ServerFailed if answer.status_code >= 500 else Gone)(f"HTTP {answer.status_code}")
            async for part in answer.aiter_raw():
                content += part
                if len(content) > limit:
                    raise ValueError(f"the file is larger than {limit} bytes")
        return bytes(content)


class Line:
    """The bot and its two request objects: long polls have one of their own, so nothing waits behind them."""

    def __init__(self, token: str, api_url: str, timing: Timing) -> None:
        _quieten_libraries()
        self.requests = Request(POOL, timing)
        self._polls = Request(1, timing)
        self.bot = Bot(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=self.requests,
            get_updates_request=self._polls,
        )

    async def close(self) -> None:
        await self._polls.shutdown()
        await self.requests.shutdown()


_REFUSAL = {"error_code", "description"}


def _is_refusal(payload: bytes) -> bool:
    """Whether it was the Bot API that refused, which says why, and not a proxy on the way."""
    answer = _read(payload)
    return isinstance(answer, dict) and answer.keys() >= _REFUSAL


def _read(payload: bytes) -> object:
    try:
        return json.loads(payload.decode("utf-8", "replace"))
    except (RecursionError, ValueError):
        return None


# httpx-aiohttp calls every broken connection a ConnectTimeout, so what aiohttp itself said decides.
_BEFORE_LEAVING = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
    aiohttp.NonHttpUrlClientError,
    httpx.UnsupportedProtocol,
    RuntimeError,  # closed by us
)


def _named(error: Exception) -> NetworkError:
    causes = list(_causes(error))
    name = type(causes[-1]).__name__
    return (
        NeverLeft(name) if any(isinstance(cause, _BEFORE_LEAVING) for cause in causes) else Unanswered(name)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _quieten_libraries() -> None:
    # Updates are asked for raw (telegram_polling.py), against which PTB warns.
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'")
    # httpx logs every address (with the token) at INFO, PTB every message at DEBUG.
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.WARNING)
