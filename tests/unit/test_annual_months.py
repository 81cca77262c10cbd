"""Which months of a year are looked at: those that are over and were followed, and what was held already."""

from datetime import date

import pytest

from bot.domain.annual import CellMonth
from bot.domain.annual_months import looked_at, periods_of

HELD_IN_NOVEMBER = [CellMonth(202611, is_ordinary_held=True)]


@pytest.mark.parametrize(
    ("held", "first", "today", "ended_on", "expected"),
    [
        ([], 202601, date(2027, 1, 4), None, range(1, 13)),
        ([], 202511, date(2027, 1, 1), None, range(1, 13)),
        ([], 202601, date(2026, 12, 31), None, range(1, 12)),
        ([], 202601, date(2026, 2, 1), None, [1]),
        ([], 202601, date(2026, 1, 31), None, []),
        ([], 202611, date(2027, 1, 4), None, [11, 12]),
        ([], 202701, date(2027, 1, 4), None, []),
        ([CellMonth(202603, is_ordinary_held=True)], 202611, date(2027, 1, 4), None, range(3, 13)),
        (HELD_IN_NOVEMBER, 202610, date(2026, 11, 18), None, [10, 11]),
        (HELD_IN_NOVEMBER, 202611, date(2026, 11, 18), None, [11]),
        ([], 202601, date(2027, 1, 4), date(2026, 6, 15), range(1, 7)),
        ([], 202601, date(2027, 1, 4), date(2027, 3, 1), range(1, 13)),
    ],
)
def test_the_months_looked_at(
    held: list[CellMonth], first: int, today: date, ended_on: date | None, expected: list[int]
) -> None:
    months = looked_at(held, 2026, first, today, ended_on)
    assert [one.period - 202600 for one in months] == list(expected)
    assert [one for one in months if one.is_ordinary_held] == held


def test_a_year_has_twelve_periods() -> None:
    assert (periods_of(2026)[0], periods_of(2026)[-1], len(periods_of(2026))) == (202601, 202612, 12)
