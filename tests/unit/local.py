"""Local days and hours for tests of what people see."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def at(day: int, hour: int = 14, minute: int = 0, *, month: int = 12, year: int = 2026) -> datetime:
    """A local instant, in December 2026 unless told otherwise."""
    return datetime.combine(date(year, month, day), time(hour, minute), tzinfo=HANOI)
