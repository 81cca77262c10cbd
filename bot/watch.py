"""Looks at the program from outside of its work: is the database there, is anything alarming, what waits."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from time import monotonic
from typing import Any

import structlog

from bot import measures
from bot.domain.completeness import Alarm, Health
from bot.services import completeness
from bot.services.completeness import Standing
from bot.services.work import Work

_FRESH = 5.0  # seconds for which a look is good enough for whoever asks, so that asking costs little
_log = structlog.get_logger()


class Watch:
    """One process's watch over the database that it shares with others."""

    def __init__(
        self,
        run: Callable[[Callable[[Work], Any]], Awaitable[Any]],
        own: Callable[[], Collection[Alarm]],
        is_in_place: Callable[[], bool],
    ) -> None:
        self._run, self._own, self._is_in_place = run, own, is_in_place
        self._health = Health()
        self._looked_at = float("-inf")  # monotonic
        self._looking = asyncio.Lock()

    async def health(self) -> Health:
        """How things stand, seen a few seconds ago at most."""
        async with self._looking:
            if monotonic() - self._looked_at > _FRESH:
                await self._look()
        return self._health

    async def look(self) -> None:
        """Look now: what begins or ceases to be alarming is an event of the log."""
        async with self._looking:
            await self._look()

    async def _look(self) -> None:
        before = self._health
        self._health = await self._seen()
        self._looked_at = monotonic()
        for alarm in self._health.alarms:
            if alarm not in before.alarms:
                _log.error("alarm", alarm=alarm.value)
        for alarm in before.alarms:
            if self._health.is_reachable and alarm not in self._health.alarms:
                _log.info("alarm_over", alarm=alarm.value)

    async def _seen(self) -> Health:
        try:
            standing: Standing = await self._run(completeness.standing)
        except Exception as error:
            _log.error("database_unavailable", error=type(error).__name__)
            return Health(alarms=self._health.alarms)
        if not self._is_in_place():
            _log.critical("database_file_gone")  # it is still open, but whatever it takes is lost
            return Health(alarms=self._health.alarms)
        alarms = self._with_own(standing.alarms)
        _measure(standing, alarms)
        return Health(True, standing.is_schema_current, alarms)

    def _with_own(self, alarms: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
        """Also what this process alone knows."""
        known = {*alarms, *self._own()}
        return tuple(one for one in Alarm if one in known)


def _measure(standing: Standing, alarms: tuple[Alarm, ...]) -> None:
    measures.alarms_are(alarms)
    measures.queue_is(standing.queue, standing.oldest.total_seconds())
    measures.today_is(standing.today.states, standing.today.missing)
