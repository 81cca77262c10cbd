"""When messages reached a messenger that counts them, as far as the sender can tell; monotonic seconds."""

from dataclasses import dataclass, replace

_KEPT = 512  # more than any messenger takes in a second
_TRIPS = 300  # the last ones tell how long the way takes: more than are ever held up together


@dataclass(frozen=True)
class Window:
    """`under_way`: when those without an answer left; `arrived`: when the others came, about; `trips`:
    how long the last ones were from leaving to the answer.

    A messenger counts what comes in, not what leaves: of messages that left evenly and were held up
    together, too many come at once. The way itself, as long as the quickest of the last trips, shifts all of
    them alike and changes nothing. What took longer may have come that much later."""

    under_way: tuple[float, ...] = ()
    arrived: tuple[float, ...] = ()
    trips: tuple[float, ...] = ()

    def left(self, now: float) -> "Window":
        """One leaves."""
        return replace(self, under_way=(*self.under_way, now))

    def answered(self, left_at: float, now: float) -> "Window":
        """What left then was answered, whatever the answer; no change when nothing did."""
        if left_at not in self.under_way:
            return self
        place = self.under_way.index(left_at)
        trips = (*self.trips, now - left_at)[-_TRIPS:]
        arrived = sorted((*self.arrived, left_at + trips[-1] - min(trips)))[-_KEPT:]
        under_way = self.under_way[:place] + self.under_way[place + 1 :]
        return Window(under_way, tuple(arrived), trips)

    def last(self, count: int, now: float) -> float | None:
        """When the first of the last `count` came, at the latest; None when there were not so many."""
        way = min(self.trips, default=now)
        late = (max(left_at, now - way) for left_at in self.under_way)
        times = sorted((*self.arrived[-count:], *late))
        return times[-count] if len(times) >= count else None
