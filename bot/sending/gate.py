"""The gate of one account: messages pass one by one at its pace, the most urgent lane first."""

import asyncio
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from bot.domain.chat import Lane
from bot.domain.pace import Pace

RANK = {lane: rank for rank, lane in enumerate(Lane)}


@dataclass
class Place:
    """Where a chat stands before the gate; it moves forward when something more urgent comes for it. `opened`
    is true for who passed and false for who was turned away."""

    lane: Lane
    opened: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Gate:
    """Whoever passes uses up a moment of the account."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._queue: list[tuple[int, int, Place]] = []
        self._numbers = count()
        self._timer: asyncio.TimerHandle | None = None

    def enter(self, lane: Lane) -> Place | None:
        """Pass at once (None), or stand in the queue and wait for `opened`."""
        now = asyncio.get_running_loop().time()
        self._drop_those_who_left()
        is_next = not self._queue or self._queue[0][0] > RANK[lane]
        if is_next and self._pace.ready_at(now, is_reply=lane is Lane.REPLY) <= now:
            self._pace.passed(now)
            return None
        place = Place(lane)
        self._stand(place)
        return place

    def hasten(self, place: Place, lane: Lane) -> None:
        """Something more urgent came for the same chat."""
        if RANK[lane] < RANK[place.lane] and not place.opened.done():
            place.lane = lane
            self._stand(place)

    def turn_away(self) -> None:
        """Whoever stands here does not pass any more."""
        for _, _, place in self._queue:
            if not place.opened.done():
                place.opened.set_result(False)

    def _stand(self, place: Place) -> None:
        heappush(self._queue, (RANK[place.lane], next(self._numbers), place))
        self._wake_when_ready()

    def _drop_those_who_left(self) -> None:
        while self._queue and self._queue[0][2].opened.done():
            heappop(self._queue)

    def _wake_when_ready(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._drop_those_who_left()
        self._timer = None
        if self._queue:
            loop = asyncio.get_running_loop()
            now = loop.time()
            ready_at = self._pace.ready_at(now, is_reply=self._queue[0][0] == 0)
            self._timer = loop.call_at(max(now, ready_at), self._open)

    def _open(self) -> None:
        now = asyncio.get_running_loop().time()
        self._drop_those_who_left()
        if self._queue and self._pace.ready_at(now, is_reply=self._queue[0][0] == 0) <= now:
            place = heappop(self._queue)[2]
            self._pace.passed(now)
            place.opened.set_result(True)
        self._wake_when_ready()
