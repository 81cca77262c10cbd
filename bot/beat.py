"""What happens as time passes: what is due is put into the outbox, and leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

import structlog

from bot import measures
from bot.logs import new_error_id
from bot.sender import Sender
from bot.sending.books import RunWork
from bot.services import ticks
from db.helm import Helm
from db.session import is_outage

_AT_ONCE = 100  # people that are spoken to before anything leaves
_log = structlog.get_logger()


class Beat:
    """Ticks and deliveries of one process, one beat at a time; it ticks if that is its part, and sends while
    it is at the helm."""

    def __init__(self, run: RunWork[Any], sender: Sender, helm: Helm, *, ticks: bool) -> None:
        self._run, self._sender, self._helm, self._ticks = run, sender, helm, ticks
        self._beating = asyncio.Lock()

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
            await self._run(ticks.set_aside)  # one poisonous reminder must not stop everybody's
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
            if self._ticks:
                await self.tick(between=self._flush)
            await self._flush()

    async def end(self) -> None:
        """The beat that is under way ends, and none begins after it."""
        await self._beating.acquire()

    async def _flush(self) -> None:
        if not self._helm.is_held:
            return
        try:
            await self._sender.flush()
        except Exception as error:
            if not is_outage(error):
                raise
            _log.warning("flush_put_off", error=type(error).__name__)
