"""Local time and periods: everything here takes and returns local (zone-aware) or plain dates."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def period_of(day: date) -> int:
    """The period a local day lies in: 2026-12-03 -> 202612."""
    return day.year * 100 + day.month


def first_day(period: int) -> date:
    """The first day of a period."""
    return date(period // 100, period % 100, 1)


def shift(period: int, months: int) -> int:
    """The period so many months later (earlier when negative)."""
    count = (period // 100) * 12 + period % 100 - 1 + months
    return (count // 12) * 100 + count % 12 + 1


def last_day(period: int) -> date:
    """The last day of a period."""
    return first_day(shift(period, 1)) - timedelta(days=1)


def at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """The instant of a local day and time."""
    return datetime.combine(day, hour, tzinfo=zone)


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """The same instant on the local clock."""
    return instant.astimezone(zone)


def nth_weekday(period: int, weekday: int, number: int) -> date | None:
    """The period's n-th such weekday (Monday is 0; number -1 is the last), or none: not every month
    has a fifth."""
    first = first_day(period)
    days = range((weekday - first.weekday()) % 7 + 1, last_day(period).day + 1, 7)
    if number == -1:
        return first.replace(day=days[-1])
    return first.replace(day=days[number - 1]) if 1 <= number <= len(days) else None


def same_weekday_and_week(day: date, period: int) -> date:
    """The day of a period on the same weekday and in the same week of the month as `day`: the first
    Thursday for a first Thursday; the last one where the period has no fifth."""
    number = (day.day - 1) // 7 + 1
    found = nth_weekday(period, day.weekday(), number) or nth_weekday(period, day.weekday(), -1)
    assert found is not None
    return found
