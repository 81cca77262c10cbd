"""A calendar as buttons: the weeks of a span of days, then the days of one week, at most seven choices.

Seven days and the way back would be eight choices, so a whole week keeps its weekend behind one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.forms.engine import Option, Rows, rows

BACK = Option("back", "Quay lại")
_MOST_WEEKS = 6


@dataclass(frozen=True)
class Span:
    """Whole days, both ends included; empty when it ends before it begins."""

    first: date
    last: date

    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))


def weeks(span: Span) -> tuple[Span, ...]:
    """The span cut into weeks that begin on Monday; at most six of them."""
    return tuple(_weeks(span))[:_MOST_WEEKS]


def _weeks(span: Span) -> Iterator[Span]:
    first = span.first
    while first <= span.last:
        last = min(first + timedelta(days=6 - first.weekday()), span.last)
        yield Span(first, last)
        first = last + timedelta(days=1)


def week_of(day: date, span: Span) -> Span:
    """The week in which a day lies; the first one when it lies in none."""
    listed = weeks(span)
    return next((week for week in listed if week.first <= day <= week.last), listed[0])


def week_rows(span: Span) -> Rows:
    """One choice per week, "w2026-12-07", and the way back."""
    options = [Option(f"w{week.first}", _span_label(week)) for week in weeks(span)]
    return rows(options, 2) + rows([BACK])


def day_rows(week: Span, holidays: Mapping[date, str], *, weekend: bool = False) -> Rows:
    """One choice per day, "d2026-12-03", of a week or of its weekend, and the way back."""
    days = week.days()
    if weekend:
        return rows([_day(day, holidays) for day in days if day.weekday() >= 5], 2) + rows([BACK])
    if len(days) < 7:
        return rows([_day(day, holidays) for day in days], 3) + rows([BACK])
    options = [_day(day, holidays) for day in days[:5]]
    return rows([*options, Option("weekend", "Thứ Bảy, Chủ nhật")], 3) + rows([BACK])


def _day(day: date, holidays: Mapping[date, str]) -> Option:
    return Option(f"d{day}", day_label(day) + (" (lễ)" if day in holidays else ""))


def day_label(day: date) -> str:
    """ "T5 03/12"."""
    weekday = "CN" if day.weekday() == 6 else f"T{day.weekday() + 2}"
    return f"{weekday} {day:%d/%m}"


def _span_label(week: Span) -> str:
    return f"{week.first:%d/%m}" if week.first == week.last else f"{week.first:%d/%m} - {week.last:%d/%m}"
