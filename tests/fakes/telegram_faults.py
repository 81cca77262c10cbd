"""What can go wrong between the program and Telegram, to be scripted by tests."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from tests.fakes.telegram_schema import ApiError, Call

CarryOut = Callable[[], Awaitable[web.StreamResponse]]


class Behaviour(Protocol):
    """Stands between a request and its answer."""

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse: ...


def refusal(error: ApiError) -> web.Response:
    """An answer with ok = false."""
    body: dict[str, object] = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = dict(error.parameters)
    return web.json_response(body, status=error.code)


@dataclass
class Refuse:
    """Answer with an error, do nothing. 429 names its seconds in `retry_after`."""

    code: int
    description: str = ""
    retry_after: int | None = None
    migrate_to: int | None = None

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
        named = {"retry_after": self.retry_after, "migrate_to_chat_id": self.migrate_to}
        parameters = {key: value for key, value in named.items() if value is not None}
        return refusal(ApiError(self.code, self.description or f"HTTP {self.code}", parameters))


@dataclass
class Garble:
    """Answer with something that is not the Bot API's, after carrying the request out or not."""

    status: int
    body: str
    is_carried_out: bool = False

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
        if self.is_carried_out:
            await carry_out()
        return web.Response(status=self.status, text=self.body, content_type="text/html")


@dataclass
class Cut:
    """Drop the connection without an answer, after carrying the request out or not."""

    is_carried_out: bool = True

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
        if self.is_carried_out:
            await carry_out()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


@dataclass
class Hold:
    """Keep the answer back until `release` is set, after carrying the request out or not."""

    is_carried_out: bool = True
    release: asyncio.Event = field(default_factory=asyncio.Event)

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
        if not self.is_carried_out:
            await self.release.wait()
            return await carry_out()
        answer = await carry_out()
        await self.release.wait()
        return answer


@dataclass
class Slow:
    """Answer only after so many seconds, after carrying the request out or before: longer than the program
    waits, it is an answer that comes too late."""

    seconds: float
    is_carried_out_first: bool = True

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
        if not self.is_carried_out_first:
            await asyncio.sleep(self.seconds)
            return await carry_out()
        answer = await carry_out()
        await asyncio.sleep(self.seconds)
        return answer


@dataclass
class Fault:
    """Befalls the next `times` calls that match; None is for ever."""

    matches: Callable[[Call], bool]
    behaviour: Behaviour
    times: int | None = 1

    def takes(self, call: Call) -> bool:
        """Whether it befalls this call; counts it."""
        if self.times == 0 or not self.matches(call):
            return False
        self.times = None if self.times is None else self.times - 1
        return True
