"""When messages reached a messenger that counts them, as far as the sender can tell; monotonic seconds."""

from dataclasses import dataclass, replace

_KEPT = 512  # more than any messenger takes in a second
_REMEMBERED = 3.0  # seconds; the trips of which tell how long the way takes: longer than a stall lasts


@dataclass(frozen=True)
class Window:
    """`under_way`: when those without an answer left; `arrived`: when the others came, about; `trips`: of the
    last ones, when the answer came and how long it took from leaving.

    A messenger counts what comes in, not what leaves: of messages that left evenly and were held up
    together, too many come at once. The way itself, as long as the quickest of the last trips, shifts all of
    them alike and changes nothing. What took longer may have come that much later."""

    under_way: tuple[float, ...] = ()
    arrived: tuple[float, ...] = ()
    trips: tuple[tuple[float, float], ...] = ()

    def left(self, now: float) -> "Window":
        """One leaves."""
        return replace(self, under_way=(*self.under_way, now))

    def answered(self, left_at: float, now: float) -> "Window":
        """What left then was answered, whatever the answer; no change when nothing did."""
        if left_at not in self.under_way:
            return self
        place, trip = self.under_way.index(left_at), now - left_at
        trips = (*(one for one in self.trips if one[0] > now - _REMEMBERED), (now, trip))
        arrived = sorted((*self.arrived, left_at + trip - _way(trips)))[-_KEPT:]
        under_way = self.under_way[:place] + self.under_way[place + 1 :]
        return Window(under_way, tuple(arrived), trips)

    def last(self, count: int, now: float) -> float | None:
        """When the first of the last `count` came, at the latest; None when there were not so many."""
        late = (max(left_at, now - _way(self.trips)) for left_at in self.under_way)
        times = sorted((*self.arrived[-count:], *late))
        return times[-count] if len(times) >= count else None


def _way(trips: tuple[tuple[float, float], ...]) -> float:
    """As long as the quickest; unknown, as long as may be."""
    return min((trip for _, trip in trips), default=float("inf"))
