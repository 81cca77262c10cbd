"""Which months of a year are looked at when a cell is judged, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.annual import AnnualForm, AnnualResult, CellMonth
from bot.domain.calendar import last_day, period_of


@dataclass(frozen=True)
class CellYear:
    """A cell's year by one form. `provisional` are the months whose only score is the cell's own;
    `known_from` is the first month that the program followed, when that is not January."""

    cell_id: int
    cell: str
    year: int
    form: AnnualForm
    result: AnnualResult
    provisional: tuple[int, ...] = ()
    known_from: int | None = None


@dataclass(frozen=True)
class YearCounts:
    """Cells of a subtree by their year: Tốt, and not (yet)."""

    tot: int = 0
    not_yet: int = 0


def periods_of(year: int) -> tuple[int, ...]:
    """The twelve periods of a year."""
    return tuple(year * 100 + month for month in range(1, 13))


def looked_at(
    held: Sequence[CellMonth], year: int, first: int, today: date, ended_on: date | None
) -> list[CellMonth]:
    """The months that are over and were followed (since `first`, or since the cell's first meeting), plus the
    running one once its meeting was held; not the months after a cell's end."""
    known = {one.period: one for one in held}
    first = min([first, *known])
    last = period_of(ended_on) if ended_on else year * 100 + 12
    return [
        known.get(period, CellMonth(period, is_ordinary_held=False))
        for period in periods_of(year)
        if first <= period <= last and (period in known or last_day(period) < today)
    ]
