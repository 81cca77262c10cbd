"""Which reminders should exist: pure planning, from facts and policy to dated rows (DOMAIN 6).

`now` is the instant as of which a plan is made: what was due before it is not made up for. Whoever plans
the same subject again compares with the rows that exist by (kind, step, subject, person, round).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.almanac import Almanac, Dated, worth_saying
from bot.domain.calendar import at, first_day, period_of, shift
from bot.domain.duties import Response
from bot.domain.policy import Anchor, DayOff, Step

__all__ = [
    "Almanac",
    "MeetingView",
    "Planned",
    "VisitView",
    "plan_call_list",
    "plan_digest",
    "plan_office",
    "plan_own_review",
    "plan_preparation",
    "plan_registration",
    "plan_visit",
]

_MIDNIGHT = time(0, 0)
_BEFORE = ("day_before", "two_hours")
_AFTER = ("after_end", "next_day", "day_3", "before_closing")


@dataclass(frozen=True)
class Planned:
    """One thing to remind one person of, once; unique by all but the last three. Instants are aware;
    after `expires_at` it is not said any more."""

    kind: str
    step: str
    subject: str
    person_id: int
    round: int
    period: int
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class MeetingView:
    """What planning needs of a meeting; `round` rises when date, time or place change.
    `is_only_elsewhere`: the last change was one of place, after which answers still count."""

    id: int
    period: int
    round: int
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool = False
    is_only_elsewhere: bool = False


@dataclass(frozen=True)
class VisitView:
    """What planning needs of a visit. `is_done`: reported and scored, or its outcome decided.
    `was_told`: a notice of an earlier round has been sent. `notice_at`: when the present round's notice
    was or will be said; without it, the moment of planning."""

    person_id: int
    response: Response = Response.NONE
    is_done: bool = False
    was_told: bool = False
    notice_at: datetime | None = None


def plan_registration(
    almanac: Almanac, *, cell_id: int, period: int, person_id: int, is_registered: bool, now: datetime
) -> list[Planned]:
    """The secretary is asked for the month's meeting until it is registered or the month is over."""
    if is_registered:
        return []
    expires_at = _start_of(almanac, shift(period, 1))
    dated = [
        Dated(step, almanac.due_at(step, period, {}, expires_at), expires_at)
        for step in almanac.policy.steps_of("register")
    ]
    return _rows(worth_saying(dated, now), f"cell:{cell_id}:{period}", [person_id], period)


def plan_visit(almanac: Almanac, meeting: MeetingView, visit: VisitView, now: datetime) -> list[Planned]:
    """What one visitor is told about one meeting: the notice (of a move too) until answered, reminders
    until the start, questions until the period closes; of a cancelled one only that, if it was told."""
    wanted = _wanted(meeting, visit)
    notice_at = None if meeting.is_cancelled else visit.notice_at
    counted = (*wanted, "notice") if notice_at else wanted  # an answered notice still keeps its distance
    anchors = _anchors(meeting, notice_at or now)
    steps = [step for step in almanac.policy.steps_of("visit") if step.name in counted]
    dated = [_dated(almanac, step, meeting, anchors) for step in steps]
    kept = [one for one in worth_saying(dated, now) if one.step.name in wanted]
    return _rows(kept, f"meeting:{meeting.id}", [visit.person_id], meeting.period, meeting.round)


def plan_own_review(
    almanac: Almanac, meeting: MeetingView, person_id: int, *, is_done: bool, now: datetime
) -> list[Planned]:
    """The secretary is asked how the cell itself judges a meeting, until it is done or the period closes."""
    wanted = not (is_done or meeting.is_cancelled)
    return _of_secretary(almanac, "self", meeting, person_id, almanac.closing_at(meeting.period), now, wanted)


def plan_preparation(
    almanac: Almanac, meeting: MeetingView, person_id: int, *, has_open_remedies: bool, now: datetime
) -> list[Planned]:
    """The secretary is told before a meeting what the cell has still to remedy, if anything."""
    wanted = has_open_remedies and not meeting.is_cancelled
    return _of_secretary(almanac, "prepare", meeting, person_id, meeting.starts_at, now, wanted)


def _of_secretary(
    almanac: Almanac,
    kind: str,
    meeting: MeetingView,
    person_id: int,
    expires_at: datetime,
    now: datetime,
    is_wanted: bool,
) -> list[Planned]:
    steps = almanac.policy.steps_of(kind) if is_wanted else ()
    anchors = _anchors(meeting, now)
    dated = [
        Dated(step, almanac.due_at(step, meeting.period, anchors, expires_at), expires_at) for step in steps
    ]
    subject = f"meeting:{meeting.id}"
    return _rows(worth_saying(dated, now), subject, [person_id], meeting.period, meeting.round)


def _wanted(meeting: MeetingView, visit: VisitView) -> tuple[str, ...]:
    if visit.is_done:
        return ()
    if meeting.is_cancelled:
        return ("cancelled",) if visit.was_told else ()
    if visit.response is Response.DECLINED:
        return ()
    is_news = visit.response is Response.NONE or (visit.was_told and meeting.is_only_elsewhere)
    notice = ("notice",) if is_news else ()
    return (*notice, *_BEFORE, *_AFTER)


def _anchors(meeting: MeetingView, change_at: datetime) -> dict[Anchor, datetime]:
    return {
        Anchor.CHANGE: change_at,
        Anchor.START: meeting.starts_at,
        Anchor.END: meeting.ends_at,
    }


def _dated(almanac: Almanac, step: Step, meeting: MeetingView, anchors: dict[Anchor, datetime]) -> Dated:
    if step.name == "cancelled":
        # Until the time at which one would have set out, but at least for a day: it is worth knowing after.
        expires_at = max(meeting.starts_at, anchors[Anchor.CHANGE] + timedelta(days=1))
    else:
        expires_at = almanac.closing_at(meeting.period) if step.name in _AFTER else meeting.starts_at
    return Dated(step, almanac.due_at(step, meeting.period, anchors, expires_at), expires_at)


def plan_office(
    almanac: Almanac, *, body_id: int, period: int, person_ids: Sequence[int], now: datetime
) -> list[Planned]:
    """The office's monthly lists: cells without a date, as long as the month has not begun, and declines
    that wait for its word, until the period closes."""
    dated = [
        _list(almanac, step, period)
        for step in almanac.policy.steps_of("office")
        if step.moment.anchor is not Anchor.DAILY
    ]
    return _rows(worth_saying(dated, now), f"body:{body_id}:{period}", person_ids, period)


def _list(almanac: Almanac, step: Step, period: int) -> Dated:
    is_over_at_start = step.name == "without_date"
    expires_at = _start_of(almanac, period) if is_over_at_start else almanac.closing_at(period)
    return Dated(step, almanac.due_at(step, period, {}, expires_at), expires_at)


def plan_call_list(almanac: Almanac, body_id: int, person_ids: Sequence[int], day: date) -> list[Planned]:
    """The office's call list of one local day, which ends with it; none on its days off."""
    step = almanac.policy.step("office", "call_list")
    if step is None or (step.day_off is not DayOff.KEEP and almanac.days_off.is_off(day, step.who)):
        return []
    expires_at = at(day + timedelta(days=1), _MIDNIGHT, almanac.zone)
    due_at = almanac.due_at(
        step, period_of(day), {Anchor.DAILY: at(day, _MIDNIGHT, almanac.zone)}, expires_at
    )
    return _rows([Dated(step, due_at, expires_at)], f"day:{body_id}:{day:%Y%m%d}", person_ids, period_of(day))


def plan_digest(
    almanac: Almanac, *, body_id: int, period: int, person_ids: Sequence[int], now: datetime
) -> list[Planned]:
    """Leadership's digest of a period, which comes in the month after."""
    valid = timedelta(days=almanac.policy.digest_valid_days)
    dated = [
        Dated(step, due_at, due_at + valid)
        for step in almanac.policy.steps_of("digest")
        for due_at in [almanac.due_at(step, period, {}, _start_of(almanac, shift(period, 3)))]
    ]
    return _rows(worth_saying(dated, now), f"body:{body_id}:{period}", person_ids, period)


def _start_of(almanac: Almanac, period: int) -> datetime:
    return at(first_day(period), _MIDNIGHT, almanac.zone)


def _rows(
    kept: Sequence[Dated], subject: str, person_ids: Iterable[int], period: int, round: int = 1
) -> list[Planned]:
    return [
        Planned(one.step.kind, one.step.name, subject, person, round, period, one.due_at, one.expires_at)
        for person in person_ids
        for one in kept
    ]
