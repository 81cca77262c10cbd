"""Turns a step of the policy into an instant: anchors, quiet hours, days off, the gap of a ladder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import at
from bot.domain.days_off import DaysOff
from bot.domain.policy import Anchor, DayOff, Moment, Policy, Step, Who

_A_DAY = timedelta(days=1)
_LONGEST_BREAK = 31  # days; ends the search when a file declares everything a day off


@dataclass(frozen=True)
class Almanac:
    """What planning needs to know of the world: the policy, the days off and the zone."""

    policy: Policy
    days_off: DaysOff
    zone: ZoneInfo

    def closing_at(self, period: int) -> datetime:
        """When a period closes."""
        return self.policy.closing_at(period, self.zone)

    def due_at(
        self, step: Step, period: int, anchors: Mapping[Anchor, datetime], expires_at: datetime
    ) -> datetime:
        """When a step falls due, out of quiet hours and days off. A step moved later so far that it
        would come when nothing can be done any more comes earlier instead."""
        waited = self._out_of_quiet(step, self._named_at(step.moment, period, anchors))
        if step.day_off is DayOff.KEEP:
            return waited
        moved = self._to_workday(step, waited, _A_DAY if step.day_off is DayOff.LATER else -_A_DAY)
        return moved if moved < expires_at else self._to_workday(step, waited, -_A_DAY)

    def workday_after(self, day: date, count: int, who: Who) -> date:
        """The day on which so many of somebody's working days have passed since a day."""
        for _ in range(count * _LONGEST_BREAK):
            if count == 0:
                break
            day += _A_DAY
            count -= not self.days_off.is_off(day, who)
        return day

    def _named_at(self, moment: Moment, period: int, anchors: Mapping[Anchor, datetime]) -> datetime:
        if moment.in_month is not None:
            return moment.in_month.of(period, self.zone)
        is_closing = moment.anchor is Anchor.CLOSING
        anchor = (self.closing_at(period) if is_closing else anchors[moment.anchor]).astimezone(self.zone)
        if moment.hour is not None:
            return at(anchor.date() + timedelta(days=moment.days), moment.hour, self.zone)
        return anchor + timedelta(minutes=moment.minutes)

    def _out_of_quiet(self, step: Step, instant: datetime) -> datetime:
        return instant if step.ignores_quiet else self.policy.quiet.release(instant)

    def _to_workday(self, step: Step, instant: datetime, stride: timedelta) -> datetime:
        for _ in range(_LONGEST_BREAK):
            if not self.days_off.is_off(instant.date(), step.who):
                break
            instant += stride
        return instant


@dataclass(frozen=True)
class Dated:
    """A step with its instants, not yet judged against its ladder and the present."""

    step: Step
    due_at: datetime
    expires_at: datetime


def worth_saying(dated: Iterable[Dated], now: datetime) -> list[Dated]:
    """What still comes, earliest first. Times already past are not made up for, but they count for the
    gap of their ladder, so that planning again later gives the same. What a change itself brings about
    is due at once and never dropped for a gap."""
    last: dict[str, datetime] = {}
    kept = []
    for one in sorted((d for d in dated if d.due_at < d.expires_at), key=lambda d: d.due_at):
        is_change = one.step.moment.anchor is Anchor.CHANGE
        if not is_change and _follows_too_soon(one, last):
            continue
        last[one.step.ladder] = one.due_at
        if is_change or one.due_at > now:
            kept.append(one)
    return kept


def _follows_too_soon(one: Dated, last: Mapping[str, datetime]) -> bool:
    before = last.get(one.step.ladder)
    return before is not None and one.due_at - before < one.step.gap
