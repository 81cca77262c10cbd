"""The clock of a rehearsal over HTTP: tell it, and move it forward to the next thing due or to an instant."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.web_chat import instant_json
from bot.channels.web_guard import fields_of

Told = Callable[[dict[str, Any]], None]


class MovableClock(Protocol):
    """What the application gives: the business clock and the way to move it (DESIGN 3, Clocks)."""

    def now(self) -> datetime: ...

    async def next_due(self) -> datetime | None:
        """When the next thing falls due, on the business clock; None when nothing waits."""

    async def step(self) -> bool:
        """Move to the next instant at which somebody is told something; whether the clock moved at all."""

    async def move(self, until: datetime) -> None:
        """Step from one due instant to the next up to `until`, each at its own instant, then stand there."""


def target(to: str, now: datetime, zone: tzinfo) -> datetime:
    """Where "hour", "day", "month_end" or an ISO instant leads.

    The month ends with the first instant of the next local month. A naive instant is local.
    ValueError for anything else."""
    local = now.astimezone(zone)
    match to:
        case "hour":
            return now + timedelta(hours=1)
        case "day":
            return now + timedelta(days=1)
        case "month_end":
            return datetime(local.year + local.month // 12, local.month % 12 + 1, 1, tzinfo=zone)
        case _:
            given = datetime.fromisoformat(to)
            return given if given.tzinfo else given.replace(tzinfo=zone)


class ClockDesk:
    """The two routes of the clock; one move at a time."""

    def __init__(self, clock: MovableClock, zone: tzinfo, told: Told = lambda news: None) -> None:
        self._clock, self._zone, self._told = clock, zone, told
        self._moving = asyncio.Lock()

    async def tell(self, request: Request) -> Response:
        return JSONResponse(await self._time())

    async def move(self, request: Request) -> Response:
        """POST {"to": ...}: 400 for an unknown target, 409 for one in the past or while it is moving."""
        to = (await fields_of(request)).get("to")
        if self._moving.locked():
            raise HTTPException(409, "moving")
        async with self._moving:
            moved = await self._moved(str(to))
            time = await self._time()
        self._told(time)
        return JSONResponse(time | {"moved": moved})

    async def _moved(self, to: str) -> bool:
        if to == "next":
            return await self._clock.step()
        now = self._clock.now()
        try:
            until = target(to, now, self._zone)
        except (ValueError, OverflowError):
            raise HTTPException(400, "target") from None
        if until < now:
            raise HTTPException(409, "backwards")
        await self._clock.move(until)
        return True

    async def _time(self) -> dict[str, Any]:
        due = await self._clock.next_due()
        now = instant_json(self._clock.now(), self._zone)
        return {"now": now, "next_due": due and instant_json(due, self._zone)}
