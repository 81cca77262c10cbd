"""The office's policy as values: hours, periods, steps of reminding, retention (DOMAIN 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.calendar import at, first_day, shift
from bot.domain.meetings import Kind
from bot.domain.policy_scoring import ScoringPolicies
from bot.domain.reading import Malformed


class PolicyError(Malformed):
    """The policy is wrong. Of a file the text is in Vietnamese: file, key, what is wrong, what to write."""


class Who(StrEnum):
    """Whom a step speaks to; it decides which days are days off."""

    SECRETARY = "secretary"
    VISITOR = "visitor"
    OFFICE = "office"
    LEADERSHIP = "leadership"


class DayOff(StrEnum):
    """What a step does that falls on a day off."""

    KEEP = "keep"
    EARLIER = "earlier"
    LATER = "later"


class Anchor(StrEnum):
    """What a step's moment counts from."""

    CHANGE = "change"  # the instant of scheduling, moving or cancelling
    PERIOD = "period"  # a day of the period's month or of one near it
    START = "start"  # of the meeting
    END = "end"  # of the meeting, as planned
    CLOSING = "closing"  # of the period
    DAILY = "daily"


@dataclass(frozen=True)
class DayOfMonth:
    """A local day and hour counted from a period: `months` after it (before, when negative)."""

    months: int
    day: int
    hour: time

    def of(self, period: int, zone: ZoneInfo) -> datetime:
        """The instant for a period."""
        return at(first_day(shift(period, self.months)).replace(day=self.day), self.hour, zone)


@dataclass(frozen=True)
class Moment:
    """When a step falls due. With `hour`: at that hour `days` after the anchor's local day; without
    it: `minutes` after the anchor. Of Anchor.PERIOD only `in_month` counts."""

    anchor: Anchor
    days: int = 0
    minutes: int = 0
    hour: time | None = None
    in_month: DayOfMonth | None = None


@dataclass(frozen=True)
class Step:
    """One row of the policy. Steps of one `ladder` keep at least `gap` after the one before."""

    kind: str
    name: str
    who: Who
    moment: Moment
    day_off: DayOff
    ignores_quiet: bool
    ladder: str
    gap: timedelta


@dataclass(frozen=True)
class QuietHours:
    """Local hours, usually over midnight, in which nothing but replies is said; `until` is outside."""

    since: time
    until: time

    def holds_at(self, instant: datetime) -> bool:
        """Whether the local instant lies inside."""
        hour = instant.timetz().replace(tzinfo=None)
        if self.since <= self.until:
            return self.since <= hour < self.until
        return hour >= self.since or hour < self.until

    def release(self, instant: datetime) -> datetime:
        """The local instant itself, or the end of the quiet hours it lies in."""
        if not self.holds_at(instant):
            return instant
        day = instant.date()
        if self.since > self.until and instant.timetz().replace(tzinfo=None) >= self.since:
            day += timedelta(days=1)
        return datetime.combine(day, self.until, tzinfo=instant.tzinfo)


@dataclass(frozen=True)
class Retention:
    """How long what is no longer needed stays (DOMAIN 9)."""

    seen_events: timedelta
    outbox: timedelta
    drafts: timedelta
    codes: timedelta


@dataclass(frozen=True)
class Doubt:
    """A reminder that may not have arrived: after how long it is said again, and how often at most."""

    again_after: timedelta
    most_again: int


@dataclass(frozen=True)
class Policy:
    """Everything an office may set; `minimum_gap` is of a ladder, `stale_update` is the age from which
    something that comes in late is no longer taken for what the person wants now, `alarm_after` is how long
    something may be due before it is alarming that nothing leaves."""

    consent_version: int
    code_valid_days: int
    wrong_codes_per_hour: int
    digest_valid_days: int
    data_answer_days: int  # working days
    minimum_gap: timedelta
    stale_update: timedelta
    alarm_after: timedelta
    quiet: QuietHours
    opening: DayOfMonth
    closing: DayOfMonth
    planned_minutes: Mapping[Kind, int]
    retention: Retention
    doubt: Doubt
    steps: tuple[Step, ...]
    scoring: ScoringPolicies = field(default_factory=ScoringPolicies)

    def opening_at(self, period: int, zone: ZoneInfo) -> datetime:
        """When a period's duties and reminders come into being."""
        return self.opening.of(period, zone)

    def closing_at(self, period: int, zone: ZoneInfo) -> datetime:
        """When what is pending in a period becomes missed."""
        return self.closing.of(period, zone)

    def steps_of(self, kind: str) -> tuple[Step, ...]:
        """The steps of a kind, as the policy lists them."""
        return tuple(step for step in self.steps if step.kind == kind)

    def step(self, kind: str, name: str) -> Step | None:
        """One step, or none where the office has struck it out."""
        return next((step for step in self.steps if (step.kind, step.name) == (kind, name)), None)


@dataclass(frozen=True)
class Subject:
    """What the program can say of one kind: to whom, and what each step may be counted from."""

    who: Who
    steps: Mapping[str, tuple[Anchor, ...]]


_CHANGE, _DAILY, _PERIOD = (Anchor.CHANGE,), (Anchor.DAILY,), (Anchor.PERIOD,)
_MONTH = (Anchor.PERIOD, Anchor.CLOSING)
_SITTING = (Anchor.START, Anchor.END, Anchor.CLOSING)
_REMINDERS = ("day_before", "two_hours", "after_end", "next_day", "day_3", "before_closing")
KINDS: Mapping[str, Subject] = {
    "register": Subject(Who.SECRETARY, dict.fromkeys(("first", "second", "third"), _PERIOD)),
    "visit": Subject(
        Who.VISITOR, {"notice": _CHANGE, "cancelled": _CHANGE, **dict.fromkeys(_REMINDERS, _SITTING)}
    ),
    "office": Subject(
        Who.OFFICE,
        {"without_date": _PERIOD, "call_list": _DAILY, "declines_25": _MONTH, "declines_closing": _MONTH},
    ),
    "digest": Subject(Who.LEADERSHIP, {"digest": _MONTH}),
    "self": Subject(Who.SECRETARY, dict.fromkeys(("after_end", "day_2"), _SITTING)),
    "prepare": Subject(Who.SECRETARY, {"remedies": _SITTING}),
}
