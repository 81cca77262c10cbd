"""What holds for every plan whatever the hours: quiet hours, gaps, nothing past, the same when repeated."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duties import Response
from bot.domain.policy import DayOff
from bot.domain.reminders import Almanac, MeetingView, Planned, VisitView, plan_visit
from bot.services.policy import load_days_off, load_policy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
POLICY = load_policy()
ALMANAC = Almanac(POLICY, load_days_off(), ZONE)
AFTER = ("after_end", "next_day", "day_3", "before_closing")

minutes = st.integers(0, 75 * 24 * 60).map(
    lambda n: datetime(2026, 1, 20, tzinfo=ZONE) + timedelta(minutes=n)
)
meetings = st.builds(
    lambda starts_at, length, period, round: MeetingView(
        1, period, round, starts_at, starts_at + timedelta(minutes=length)
    ),
    minutes,
    st.integers(15, 300),
    st.sampled_from([202601, 202602, 202603]),
    st.integers(1, 3),
)
visits = st.builds(VisitView, st.just(7), st.sampled_from(Response), st.booleans(), st.booleans())
reproducible = settings(derandomize=True, max_examples=300, deadline=None)


def ignores_quiet(one: Planned) -> bool:
    step = POLICY.step(one.kind, one.step)
    return step is not None and step.ignores_quiet


@reproducible
@given(meetings, visits, minutes, st.booleans())
def test_nothing_is_due_in_quiet_hours_but_what_may(
    meeting: MeetingView, visit: VisitView, now: datetime, is_cancelled: bool
) -> None:
    for one in plan_visit(ALMANAC, replace(meeting, is_cancelled=is_cancelled), visit, now):
        assert ignores_quiet(one) or not POLICY.quiet.holds_at(one.due_at.astimezone(ZONE))


@reproducible
@given(meetings, visits, minutes, st.booleans())
def test_nothing_is_past_expired_or_said_twice(
    meeting: MeetingView, visit: VisitView, now: datetime, is_cancelled: bool
) -> None:
    planned = plan_visit(ALMANAC, replace(meeting, is_cancelled=is_cancelled), visit, now)
    assert len({one.step for one in planned}) == len(planned)
    for one in planned:
        assert now < one.due_at < one.expires_at or (
            one.step in ("notice", "cancelled") and now <= one.due_at
        )
        assert one.due_at < one.expires_at


@reproducible
@given(meetings, minutes)
def test_questions_keep_their_distance(meeting: MeetingView, now: datetime) -> None:
    planned = plan_visit(ALMANAC, meeting, VisitView(7), now)
    asked = sorted(one.due_at for one in planned if one.step in AFTER)
    assert all(later - earlier >= POLICY.minimum_gap for earlier, later in pairwise(asked))


@reproducible
@given(meetings, minutes)
def test_days_off_are_kept(meeting: MeetingView, now: datetime) -> None:
    for one in plan_visit(ALMANAC, meeting, VisitView(7), now):
        step = POLICY.step(one.kind, one.step)
        assert step is not None
        assert step.day_off is DayOff.KEEP or not ALMANAC.days_off.is_off(one.due_at.date(), step.who)


@reproducible
@given(meetings, minutes, st.integers(0, 40 * 24 * 60))
def test_planning_again_later_gives_what_is_left_of_the_plan(
    meeting: MeetingView, now: datetime, passed: int
) -> None:
    confirmed = VisitView(7, Response.CONFIRMED)
    later = now + timedelta(minutes=passed)
    left = [one for one in plan_visit(ALMANAC, meeting, confirmed, now) if one.due_at > later]
    assert plan_visit(ALMANAC, meeting, confirmed, later) == left
