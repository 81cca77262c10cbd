"""What the schedule form keeps, what it has to know, and what follows from both."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum

from bot.domain.calendar import first_day, last_day, period_of, same_weekday_and_week, shift
from bot.domain.meetings import MONTHLY_KINDS, Kind, Slot
from bot.forms.month_card import Span
from bot.messages.schedule import Cautions

#: Offered as buttons after the cell's own last hour; any other may be typed.
USUAL_HOURS = (time(8), time(14), time(19, 30), time(7, 30), time(14, 30), time(19))
_HOURS_OFFERED = 6
_MORNING, _NIGHT = time(6), time(21)


class ScheduleStep(StrEnum):
    START = "start"
    WEEKS = "weeks"
    DAYS = "days"
    WEEKEND = "weekend"
    TIME = "time"
    PLACE = "place"
    KIND = "kind"
    TOPIC = "topic"
    REVIEW = "review"
    CANCEL = "cancel"
    ANOTHER = "another"
    TAKEN = "taken"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    DISCARDED = "discarded"


@dataclass(frozen=True)
class ScheduleState:
    """What has been answered; None is not asked yet, an empty topic is none. `week` is a day of the
    week on display."""

    step: ScheduleStep = ScheduleStep.START
    week: date | None = None
    day: date | None = None
    hour: time | None = None
    place: str | None = None
    kind: Kind | None = None
    topic: str | None = None

    def slot(self, now: datetime) -> Slot:
        """What was answered, in the zone of `now`; ValueError while something is missing."""
        if self.day is None or self.hour is None or self.place is None or self.kind is None:
            raise ValueError("the slot is not complete")
        starts_at = datetime.combine(self.day, self.hour, tzinfo=now.tzinfo)
        return Slot(starts_at, self.place, self.kind, self.topic or None)

    def of(self, slot: Slot) -> "ScheduleState":
        """The same step with all the values of a slot."""
        start = slot.starts_at
        values = {"day": start.date(), "hour": start.time(), "place": slot.place, "kind": slot.kind}
        return replace(self, **values, topic=slot.topic or "")  # type: ignore[arg-type]


@dataclass(frozen=True)
class ScheduleContext:
    """What the form has to know. Instants are local.

    `last` is the cell's meeting before, whose slot is proposed again; `existing` the live one that is
    registered: the form then moves or cancels it. `taken` is the month's meeting that somebody has
    registered meanwhile, where this draft was to register it; `closes_on` the day on which the period
    closes, after which a meeting would count for nothing. `latest` is the last day on the calendar (the
    period's last unless the policy allows more). `reminder` names the step of the policy (first,
    second, third) when the program asks, and is None when the person came by himself.
    """

    cell: str
    period: int
    now: datetime
    last: Slot | None = None
    existing: Slot | None = None
    holidays: Mapping[date, str] = field(default_factory=dict)
    kinds: tuple[Kind, ...] = tuple(Kind)
    minutes: Mapping[Kind, int] = field(default_factory=dict)
    latest: date | None = None
    reminder: str | None = None
    listed_on: date | None = None
    taken: Slot | None = None
    closes_on: date | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def span(self) -> Span:
        """The days on the calendar: the period's, without those past."""
        last = self.latest or last_day(self.period)
        return Span(max(first_day(self.period), self.today), last)

    @property
    def has_begun(self) -> bool:
        """Whether the registered meeting is on or over, so that nothing about it can be changed."""
        return self.existing is not None and self.existing.starts_at <= self.now

    @property
    def can_add_thematic(self) -> bool:
        """Whether a thematic meeting may be registered beside the registered one."""
        return self.existing is not None and self.existing.kind in MONTHLY_KINDS

    @property
    def is_thematic(self) -> bool:
        """Whether this registers a thematic meeting beside the month's own."""
        return self.existing is None and self.kinds == (Kind.THEMATIC,)

    @property
    def proposal(self) -> Slot | None:
        """The last slot again: same weekday and week of the month, hour and place, an ordinary meeting;
        None when there is no last one or that day is past."""
        if self.last is None or self.existing is not None:
            return None
        start = self.last.starts_at
        day = same_weekday_and_week(start.date(), self.period)
        starts_at = datetime.combine(day, start.time(), tzinfo=self.now.tzinfo)
        kind = Kind.ORDINARY if Kind.ORDINARY in self.kinds else self.kinds[0]
        return Slot(starts_at, self.last.place, kind) if starts_at > self.now else None

    @property
    def is_last_month(self) -> bool:
        """Whether the last slot was in the month before the period."""
        return self.last is not None and period_of(self.last.starts_at.date()) == shift(self.period, -1)

    def hours(self, day: date) -> list[time]:
        """The hours to offer for a day, in order."""
        own = [slot.starts_at.time() for slot in (self.existing, self.last) if slot]
        offered = list(dict.fromkeys([*own, *USUAL_HOURS]))[:_HOURS_OFFERED]
        return sorted(hour for hour in offered if day > self.today or hour > self.now.time())

    def is_near(self, day: date) -> bool:
        """Whether a day lies in the period's month or in one beside it, and before the period closes."""
        if self.closes_on is not None and day >= self.closes_on:
            return False
        return shift(self.period, -1) <= period_of(day) <= shift(self.period, 1)

    def cautions(self, slot: Slot) -> Cautions:
        """What is unusual about a slot."""
        day, hour = slot.starts_at.date(), slot.starts_at.time()
        return Cautions(
            holiday=self.holidays.get(day),
            is_sunday=day.weekday() == 6,
            is_outside_period=period_of(day) != self.period,
            is_at_night=not _MORNING <= hour < _NIGHT,
        )


def next_step(state: ScheduleState) -> ScheduleStep:
    """The first question without an answer, or the review."""
    if state.day is None:
        return ScheduleStep.WEEKS
    if state.hour is None:
        return ScheduleStep.TIME
    if state.place is None:
        return ScheduleStep.PLACE
    if state.kind is None:
        return ScheduleStep.KIND
    if state.kind is not Kind.ORDINARY and state.topic is None:
        return ScheduleStep.TOPIC
    return ScheduleStep.REVIEW


def is_taken(state: ScheduleState, context: ScheduleContext) -> bool:
    """Whether somebody else has registered the month's meeting; a thematic one may stand beside it."""
    return context.taken is not None and state.kind is not Kind.THEMATIC


def answered(state: ScheduleState, **values: object) -> ScheduleState:
    """The values taken over, and on to the first question still open."""
    after = replace(state, **values)  # type: ignore[arg-type]
    return replace(after, step=next_step(after))
