"""A gate of one account: messages pass one by one as soon as they may, the most urgent lane first."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from bot.domain.chat import Lane

RANK = {lane: rank for rank, lane in enumerate(Lane)}
ReadyAt = Callable[[float, bool], float]  # when the next may pass, as of now; whether it is a reply
_LOOK_AGAIN = 0.1  # seconds: it may be sooner than was expected


@dataclass
class Place:
    """Where a chat stands before the gate; it moves forward when something more urgent comes for it. `opened`
    is true for who passed, by the loop's clock `at`, and false for who was turned away."""

    lane: Lane
    opened: "asyncio.Future[bool]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    at: float = 0.0


class Gate:
    """Whoever passes uses up a moment of the account: `passed` is told when."""

    def __init__(self, ready_at: ReadyAt, passed: Callable[[float], None]) -> None:
        self._ready_at, self._passed = ready_at, passed
        self._queue: list[tuple[int, int, Place]] = []
        self._numbers = count()
        self._timer: asyncio.TimerHandle | None = None

    def enter(self, lane: Lane) -> Place:
        """Pass at once, or stand in the queue until `opened`."""
        place = Place(lane)
        self._drop_those_who_left()
        is_next = not self._queue or self._queue[0][0] > RANK[lane]
        if not (is_next and self._lets_pass(place)):
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

    def look(self) -> None:
        """Let pass who may by now; called when that may be sooner than it seemed."""
        self._drop_those_who_left()
        while self._queue and self._lets_pass(self._queue[0][2]):
            self._drop_those_who_left()
        self._wake_when_ready()

    def _stand(self, place: Place) -> None:
        heappush(self._queue, (RANK[place.lane], next(self._numbers), place))
        self._wake_when_ready()

    def _drop_those_who_left(self) -> None:
        while self._queue and self._queue[0][2].opened.done():
            heappop(self._queue)

    def _lets_pass(self, place: Place) -> bool:
        now = asyncio.get_running_loop().time()
        if self._ready_at(now, place.lane is Lane.REPLY) > now:
            return False
        self._passed(now)
        place.at = now
        place.opened.set_result(True)
        return True

    def _wake_when_ready(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        self._drop_those_who_left()
        if self._queue:
            loop = asyncio.get_running_loop()
            now = loop.time()
            ready_at = self._ready_at(now, self._queue[0][0] == 0)
            self._timer = loop.call_at(min(max(now, ready_at), now + _LOOK_AGAIN), self.look)
