"""A month's figures of the three scores: how far cells and visitors are apart, what is still to remedy."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Gaps:
    """Meetings held that have both the cell's own score and a visitor's (the one that counts). `points` is
    the sum of own minus visitor's; `far` counts the cells with another grade between the two, or with at
    least `limit` points (the body's policy)."""

    compared: int = 0
    points: Decimal = Decimal(0)
    far: int = 0
    limit: Decimal = Decimal(0)

    @property
    def mean(self) -> Decimal | None:
        """Mean of own minus visitor's, in points, half up to 0,1; None when nothing can be compared."""
        if not self.compared:
            return None
        return (self.points / self.compared).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class RemedyCounts:
    """What cells named in this month or before and is not found remedied; of these, what is past its day."""

    open: int = 0
    overdue: int = 0
