"""What happens as time passes: what is due is put into the outbox, and leaves."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import structlog

from bot import measures
from bot.clock import real_now
from bot.logs import new_error_id
from bot.sender import Sender
from bot.sending.books import RunWork
from bot.services import delivery, ticks
from db.helm import Helm
from db.session import is_outage

_STEP = timedelta(seconds=5)  # of the machine's clock; less is its being put right
_HELD_UP = 600.0  # seconds for which a milestone that failed is alarming: it is tried again much sooner
_AT_ONCE = 100  # people that are spoken to before anything leaves
_log = structlog.get_logger()
Wall = Callable[[], datetime]


class Beat:
    """Ticks and deliveries of one process, one beat at a time; it ticks if that is its part, and sends while
    it is at the helm. `wall` is the machine's clock, as the world tells the time."""

    def __init__(
        self, run: RunWork[Any], sender: Sender, helm: Helm, *, ticks: bool, wall: Wall = real_now
    ) -> None:
        self._run, self._sender, self._helm, self._ticks, self._wall = run, sender, helm, ticks, wall
        self._beating, self._began_at = asyncio.Lock(), self._beginning()
        self._held_up_at = float("-inf")

    @property
    def is_held_up(self) -> bool:
        """Whether an error kept a month from opening or closing, or a day from beginning, just now."""
        return time.monotonic() - self._held_up_at < _HELD_UP

    def _beginning(self) -> datetime:
        """When the machine was started, by its own account; it changes only when its clock is set."""
        return self._wall() - timedelta(seconds=time.monotonic())

    async def tick(self, between: Callable[[], Awaitable[None]] | None = None) -> None:
        """Do all that is due now: milestones, then one message a person; while it is much, `between` now and
        then."""
        with measures.tick():
            for number in count(1):
                if not await self._passed():
                    return
                if between is not None and number % _AT_ONCE == 0:
                    await between()

    async def _passed(self) -> bool:
        try:
            return bool(await self._run(ticks.pass_time))
        except Exception as error:
            if is_outage(error):  # nothing is wrong with what is due: the next beat tries again
                _log.warning("tick_put_off", error=type(error).__name__)
                return False
            _log.error("tick_failed", error_id=new_error_id(), exc_info=error)
            if await self._run(ticks.set_aside):  # one poisonous reminder must not stop everybody's
                self._held_up_at = time.monotonic()
            return True

    async def settle(self) -> None:
        """Tick until idle and flush until nothing can leave."""
        async with self._beating:
            await self.tick()
            await self._sender.drain()

    async def once(self) -> None:
        """One beat, unless one is under way."""
        if self._beating.locked():
            return
        async with self._beating:
            await self._carefully(self._mind_the_clock)
            if self._ticks:
                await self.tick(between=self._flush)
            await self._flush()

    async def end(self) -> None:
        """The beat that is under way ends, and none begins after it."""
        await self._beating.acquire()

    async def _mind_the_clock(self) -> None:
        """What waits until an instant of the machine's clock waits no longer because that was set back."""
        began_at, before = self._beginning(), self._began_at
        if before - began_at > _STEP and self._helm.is_held:
            await self._run(partial(delivery.clock_set_back, by=before - began_at))
        self._began_at = began_at

    async def _flush(self) -> None:
        if self._helm.is_held:
            await self._carefully(self._sender.flush)

    async def _carefully(self, part: Callable[[], Awaitable[object]]) -> None:
        """Without a database the next beat tries again."""
        try:
            await part()
        except Exception as error:
            if not is_outage(error):
                raise
            _log.warning("flush_put_off", error=type(error).__name__)
