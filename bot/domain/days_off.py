"""Days on which one does not write to people: public holidays, swapped days, office weekends (DOMAIN 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.domain.policy import Who
from bot.domain.reading import Malformed, Table

_SATURDAY = 5
_KEEP_WEEKENDS = (Who.OFFICE, Who.LEADERSHIP)


@dataclass(frozen=True)
class Swaps:
    """What a yearly decision changes: days off by name, and days worked (a Saturday, for example)."""

    added: Mapping[date, str] = field(default_factory=dict)
    removed: frozenset[date] = frozenset()


@dataclass(frozen=True)
class DaysOff:
    """Public holidays by their Vietnamese names, and the days that are worked in exchange."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    worked: frozenset[date] = frozenset()

    def is_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday, which counts for everybody."""
        return day in self.holidays

    def name(self, day: date) -> str | None:
        """The holiday's name, for a warning; none on other days."""
        return self.holidays.get(day)

    def is_off(self, day: date, who: Who) -> bool:
        """Whether this is a day off for them: Saturday and Sunday only for office and leadership."""
        if self.is_holiday(day):
            return True
        return who in _KEEP_WEEKENDS and day.weekday() >= _SATURDAY and day not in self.worked

    def with_swaps(self, swaps: Swaps) -> "DaysOff":
        """The days off after a yearly decision."""
        kept = {day: name for day, name in self.holidays.items() if day not in swaps.removed}
        return DaysOff({**kept, **swaps.added}, self.worked | swaps.removed)


def parse_swaps(data: Mapping[str, Any]) -> Swaps:
    """Swapped days from parsed TOML (db/seeds/holidays.toml); Malformed when it is wrong."""
    table = Table(data, "")
    added = table.tables("added", lambda t: (t.day("on"), t.text("name")))
    removed = table.tables("removed", lambda t: t.day("on"))
    table.close()
    for day, _ in added:
        if day in removed:
            both = f"Ngày {day} vừa là ngày nghỉ thêm vừa là ngày làm việc (removed); giữ lại một."
            raise Malformed(f"added.on must not be {day}, which stands under removed too.", "added.on", both)
    return Swaps(dict(added), frozenset(removed))
