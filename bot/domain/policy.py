"""The office's policy as values: hours, periods, steps of reminding, retention (DOMAIN 6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.calendar import at, first_day, shift
from bot.domain.meetings import Kind
from bot.domain.reading import Malformed, Table


class PolicyError(Malformed):
    """The policy is wrong; the text is one sentence that names the key and says what is allowed."""


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
class Policy:
    """Everything an office may set; `minimum_gap` is of a ladder, `stale_update` is the age from which
    something that comes in late is no longer taken for what the person wants now."""

    consent_version: int
    code_valid_days: int
    wrong_codes_per_hour: int
    digest_valid_days: int
    minimum_gap: timedelta
    stale_update: timedelta
    quiet: QuietHours
    opening: DayOfMonth
    closing: DayOfMonth
    planned_minutes: Mapping[Kind, int]
    retention: Retention
    steps: tuple[Step, ...]

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
class _Subject:
    """What the program can say of one kind: to whom, counted from what, by which step names."""

    who: Who
    anchors: tuple[Anchor, ...]
    names: tuple[str, ...]


_MEETING = (Anchor.CHANGE, Anchor.START, Anchor.END, Anchor.CLOSING)
_LISTS = (Anchor.PERIOD, Anchor.CLOSING, Anchor.DAILY)
_VISIT = (
    "notice",
    "cancelled",
    "day_before",
    "two_hours",
    "after_end",
    "next_day",
    "day_3",
    "before_closing",
)
KINDS: Mapping[str, _Subject] = {
    "register": _Subject(Who.SECRETARY, (Anchor.PERIOD,), ("first", "second", "third")),
    "visit": _Subject(Who.VISITOR, _MEETING, _VISIT),
    "office": _Subject(Who.OFFICE, _LISTS, ("without_date", "call_list", "declines_25", "declines_closing")),
    "digest": _Subject(Who.LEADERSHIP, (Anchor.PERIOD,), ("digest",)),
}


def parse_policy(data: Mapping[str, Any]) -> Policy:
    """The policy from parsed TOML (db/seeds/policy.toml is the default); PolicyError when it is wrong."""
    try:
        table = Table(data, "")
        policy = _policy(table)
        table.close()
        _check(policy)
    except Malformed as error:
        raise PolicyError(str(error)) from None
    return policy


def _policy(table: Table) -> Policy:
    gap_hours = table.whole("minimum_gap_hours", 0, 72)
    return Policy(
        consent_version=table.whole("consent_version", 1, 1000),
        code_valid_days=table.whole("code_valid_days", 1, 365),
        wrong_codes_per_hour=table.whole("wrong_codes_per_hour", 1, 100),
        digest_valid_days=table.whole("digest_valid_days", 1, 60),
        minimum_gap=timedelta(hours=gap_hours),
        stale_update=table.hours("stale_update_hours", 1, 24 * 7),
        quiet=table.table("quiet", lambda t: QuietHours(t.hour("since"), t.hour("until"))),
        opening=table.table("opening", _day_of_month),
        closing=table.table("closing", _day_of_month),
        planned_minutes=table.table("planned_minutes", lambda t: {k: t.whole(k, 1, 600) for k in Kind}),
        retention=table.table("retention_days", _retention),
        steps=table.tables("steps", lambda t: _step(t, gap_hours)),
    )


def _retention(table: Table) -> Retention:
    return Retention(*(table.days(key, 1, 3650) for key in ("seen_events", "outbox", "drafts", "codes")))


def _day_of_month(table: Table) -> DayOfMonth:
    # No later day than the 28th: every month has it.
    return DayOfMonth(table.whole("months", -3, 3), table.whole("day", 1, 28), table.hour("at"))


def _step(table: Table, gap_hours: int) -> Step:
    kind, name = table.text("kind"), table.text("name")
    anchor = table.one_of("anchor", Anchor)
    return Step(
        kind,
        name,
        who=table.one_of("who", Who),
        moment=_moment(table, anchor),
        day_off=table.one_of("day_off", DayOff),
        ignores_quiet=table.flag("ignores_quiet", False),
        ladder=table.text("ladder") if table.has("ladder") else f"{kind}.{name}",
        gap=timedelta(hours=table.whole("gap_hours", 0, 72, gap_hours)),
    )


def _moment(table: Table, anchor: Anchor) -> Moment:
    if anchor is Anchor.CHANGE:
        return Moment(anchor)
    if anchor is Anchor.PERIOD:
        return Moment(anchor, in_month=_day_of_month(table))
    if anchor is Anchor.DAILY:
        return Moment(anchor, hour=table.hour("at"))
    if table.has("minutes"):
        return Moment(anchor, minutes=table.whole("minutes", -10_080, 10_080))
    return Moment(anchor, days=table.whole("days", -31, 31), hour=table.hour("at"))


def _check(policy: Policy) -> None:
    opening, closing = policy.opening, policy.closing
    if (opening.months, opening.day, opening.hour) >= (closing.months, closing.day, closing.hour):
        raise Malformed("closing must be later than opening.")
    for step in policy.steps:
        _check_step(step)
    names = [(step.kind, step.name) for step in policy.steps]
    for kind, name in names:
        if names.count((kind, name)) > 1:
            raise Malformed(f"steps must name {kind}.{name} only once.")


def _check_step(step: Step) -> None:
    subject = KINDS.get(step.kind)
    if subject is None:
        raise Malformed(f"steps.kind must be one of {', '.join(KINDS)}, not {step.kind!r}.")
    if step.name not in subject.names:
        raise Malformed(f"steps.name of {step.kind} must be one of {', '.join(subject.names)}.")
    if step.who is not subject.who:
        raise Malformed(f"steps.who of {step.kind} must be {subject.who}.")
    if step.moment.anchor not in subject.anchors:
        raise Malformed(f"steps.anchor of {step.kind} must be one of {', '.join(subject.anchors)}.")
