"""Reading a day and an hour out of what people type: "3/12 14h", "thứ 5 tuần sau 2 giờ chiều"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeVar

from bot.domain import hours
from bot.domain.calendar import first_day, last_day, nth_weekday, period_of, shift
from bot.domain.spoken import Rest

V = TypeVar("V")


@dataclass(frozen=True)
class DayAndHour:
    """What a text named; either may be missing, never both."""

    day: date | None = None
    hour: time | None = None


class Trouble(StrEnum):
    """Why a text is no day and hour."""

    NOT_UNDERSTOOD = "not_understood"
    NO_SUCH_DAY = "no_such_day"  # 31/2; `period` is the month that was meant
    NO_SUCH_MONTH = "no_such_month"  # 3/13
    NO_SUCH_HOUR = "no_such_hour"  # 25h, 14h75, 14h sáng
    SEVERAL = "several"  # two days or two hours
    WEEKDAY_DIFFERS = "weekday_differs"  # "thứ 5 ngày 4/12/2026"; `day` is the day named


class Unreadable(ValueError):
    """The text names no possible day and hour."""

    def __init__(self, why: Trouble, *, period: int | None = None, day: date | None = None) -> None:
        super().__init__(why.value)
        self.why = why
        self.period = period
        self.day = day


def read_day_and_hour(text: str, *, today: date, period: int | None = None) -> DayAndHour:
    """The day and hour in a text; Unreadable says why there is none.

    What a text leaves open is taken from the period that is asked for (the year nearest to it, its
    month, its first such weekday not yet past), and without a period from the nearest future.
    Nothing is skipped: a word that is neither day, hour nor filler makes the text unreadable.
    """
    rest = Rest(text)
    named = hours.clear_hours(rest)
    days = _days(rest, _Asked(today, period))
    named += [] if named else hours.loose_hours(rest)
    part = _only(hours.parts_of_day(rest))
    if rest.is_left() or not (days or named):
        raise Unreadable(Trouble.NOT_UNDERSTOOD)
    return DayAndHour(_only(days), _hour(_only(named), part))


def _only(values: Iterable[V]) -> V | None:
    distinct = set(values)
    if len(distinct) > 1:
        raise Unreadable(Trouble.SEVERAL)
    return next(iter(distinct), None)


def _hour(named: hours.Clock | None, part: str | None) -> time | None:
    if named is None:
        return None
    try:
        return hours.on_the_clock(named, part)
    except ValueError:
        raise Unreadable(Trouble.NO_SUCH_HOUR) from None


@dataclass(frozen=True)
class _Asked:
    """Today, and the period asked for, from which a text's gaps are filled."""

    today: date
    period: int | None

    def month(self, named: str, day: int = 1) -> int:
        """The period of a month named by its number, or as this or the next one."""
        if not named.isdigit():
            return shift(period_of(self.today), named != "nay")
        if not 1 <= int(named) <= 12:
            raise Unreadable(Trouble.NO_SUCH_MONTH)
        return self._year_of(int(named), day) * 100 + int(named)

    def _year_of(self, month: int, day: int) -> int:
        if self.period is None:
            return self.today.year + ((month, day) < (self.today.month, self.today.day))
        year, wanted = divmod(self.period, 100)
        away = {year + n: abs(12 * n + month - wanted) for n in (1, 0, -1)}
        return min(away, key=away.__getitem__)

    def day_alone(self, day: int) -> date:
        """A day given by its number alone."""
        if self.period is not None:
            return _day(day, self.period)
        return _day(day, shift(period_of(self.today), day < self.today.day))

    def weekday_alone(self, weekday: int) -> date:
        """The first such weekday not yet past, of the period where one is asked for."""
        start = self.today
        if self.period is not None and last_day(self.period) >= self.today:
            start = max(start, first_day(self.period))
        return start + timedelta(days=(weekday - start.weekday()) % 7)


def _day(day: int, period: int) -> date:
    if not 1 <= day <= last_day(period).day:
        raise Unreadable(Trouble.NO_SUCH_DAY, period=period)
    return first_day(period).replace(day=day)


_NEXT = "sau|next|toi"
_MONTH = rf"(?:thang|thg|th) ?(?P<m>\d{{1,2}}|nay|{_NEXT})\b"
_YEAR = rf"(?:,? ?nam (?P<y>\d{{4}}|\d{{2}}|nay|{_NEXT})\b|(?: ?[/-] ?|,? )(?P<y2>\d{{4}})(?!\d))?"
_BY_MONTH = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)",
        r"(?<!\d)(?P<d>\d{2})(?P<m>\d{2})(?P<y>20\d{2})(?!\d)",
        r"(?<![\d/.])(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4}|\d{2})(?![\d/.])",
        rf"(?<!\d)(?P<d>\d{{1,2}}) ?,? ?{_MONTH}{_YEAR}",
        rf"\b{_MONTH}{_YEAR} ?,? ?(?:ngay|mung|mong) (?P<d>\d{{1,2}})\b(?![/.-]\d)",
        rf"(?<![\d/.])(?P<d>\d{{1,2}}) ?[/-] ?(?P<m>\d{{1,2}})(?![\d/]){_YEAR}",
    )
)
_DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>0?[1-9]|1[0-2])(?![\d.])")
_NUMBER = re.compile(r"\b(?:ngay|mung|mong) (\d{1,2})\b")
_SOON = re.compile(
    r"\b(?P<n>\d{1,2}) (?P<what>ngay|tuan) nua\b|\b(?:hom nay|ngay mai|ngay kia|mai|kia|nay)\b"
)
_SOON_DAYS = {"hom nay": 0, "nay": 0, "mai": 1, "ngay mai": 1, "kia": 2, "ngay kia": 2}


def _days(rest: Rest, asked: _Asked) -> list[date]:
    nth = rest.take(_NTH)
    weekday = rest.take(_WEEKDAY)  # first, else "thứ 5 - 3/12" is the fifth of March
    week = rest.take(_WEEK) if weekday else None
    days = [_by_month(found, asked) for pattern in _BY_MONTH for found in rest.take_all(pattern)]
    days += [] if days else [_by_month(found, asked) for found in rest.take_all(_DOTTED)]
    days += [asked.day_alone(int(found[1])) for found in rest.take_all(_NUMBER)]
    days += [_soon(found, asked.today) for found in rest.take_all(_SOON)]
    if weekday is None:
        if nth:
            raise Unreadable(Trouble.NOT_UNDERSTOOD)
        return days
    number = _weekday(weekday)
    if days:
        return _checked(days, number)
    return [_nth(nth, number, asked) if nth else _in_week(week, number, asked)]


def _by_month(found: re.Match[str], asked: _Asked) -> date:
    named = found.groupdict()
    day, month, year = int(found["d"]), found["m"], named.get("y") or named.get("y2")
    period = asked.month(month, day)
    if year is not None and year.isdigit():
        period = _four_digits(year) * 100 + period % 100
    elif year is not None:
        period = (asked.today.year + (year != "nay")) * 100 + period % 100
    return _day(day, period)


def _four_digits(year: str) -> int:
    number = int(year) + (2000 if len(year) == 2 else 0)
    if not 1900 <= number <= 2999:
        raise Unreadable(Trouble.NOT_UNDERSTOOD)
    return number


def _soon(found: re.Match[str], today: date) -> date:
    if found["n"] is None:
        return today + timedelta(days=_SOON_DAYS[found[0]])
    return today + timedelta(days=int(found["n"]) * (7 if found["what"] == "tuan" else 1))


_WEEKDAYS = {"2": 0, "hai": 0, "3": 1, "ba": 1, "4": 2, "tu": 2, "5": 3, "nam": 3, "6": 4, "sau": 4} | {
    "7": 5,
    "bay": 5,
}
_WEEKDAY = re.compile(r"\b(?:thu|t) ?([2-7]|hai|ba|tu|nam|sau|bay)\b|\b(?:cn|chu nhat)\b")
_WEEK = re.compile(rf"\b(?P<tuan>tuan )?(?P<which>sau nua|{_NEXT}|nay)\b|\b(?P<n>\d) tuan nua\b")
_NTHS = {
    "dau": 1,
    "dau tien": 1,
    "nhat": 1,
    "hai": 2,
    "ba": 3,
    "tu": 4,
    "nam": 5,
    "cuoi": -1,
    "cuoi cung": -1,
}
_NTH = re.compile(
    r"\b(?:tuan (?:thu )?(?P<n>[1-5]|nhat|hai|ba|tu|nam)"
    r"|(?:tuan )?(?P<edge>(?<!bat )dau(?: tien)?|cuoi(?: cung)?))\b"
    rf"(?:(?: cua| trong)? {_MONTH}| thang\b)?"
)


def _weekday(found: re.Match[str]) -> int:
    return _WEEKDAYS[found[1]] if found[1] else 6


def _checked(days: list[date], weekday: int) -> list[date]:
    for day in days:
        if day.weekday() != weekday:
            raise Unreadable(Trouble.WEEKDAY_DIFFERS, day=day)
    return days


def _nth(found: re.Match[str], weekday: int, asked: _Asked) -> date:
    named = found["n"] or found["edge"]
    number = int(named) if named.isdigit() else _NTHS[named]
    period = asked.month(found["m"]) if found["m"] else asked.period or period_of(asked.today)
    day = nth_weekday(period, weekday, number)
    if day is None:
        raise Unreadable(Trouble.NO_SUCH_DAY, period=period)
    return day


def _in_week(found: re.Match[str] | None, weekday: int, asked: _Asked) -> date:
    if found is None:
        return asked.weekday_alone(weekday)
    today = asked.today
    if found["n"] or found["tuan"]:
        weeks = int(found["n"] or {"nay": 0, "sau nua": 2}.get(found["which"], 1))
        return today + timedelta(days=7 * weeks + weekday - today.weekday())
    start = today + timedelta(days=found["which"] != "nay")  # "thứ 5 tới": the coming one, whatever week
    return start + timedelta(days=(weekday - start.weekday()) % 7)
