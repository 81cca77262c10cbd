"""What a visitor's answer, a move and a cancellation change in what they are told, and how long it lasts."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.duties import Response
from bot.domain.reminders import VisitView, plan_visit
from tests.unit.planning import ALMANAC, VISITOR, instant, lasting, meeting, said, visit, with_days_off


def test_instants_may_come_in_any_zone() -> None:
    utc = ZoneInfo("UTC")
    view = meeting("2026-12-03 14:00")
    abroad = replace(view, starts_at=view.starts_at.astimezone(utc), ends_at=view.ends_at.astimezone(utc))
    now = instant("2026-11-20 23:00")
    assert plan_visit(ALMANAC, abroad, VISITOR, now.astimezone(utc)) == plan_visit(
        ALMANAC, view, VISITOR, now
    )


def test_visit_rows_name_meeting_round_and_period_and_last_as_long_as_they_matter() -> None:
    planned = plan_visit(ALMANAC, meeting("2026-12-03 14:00", round=3), VISITOR, instant("2026-11-20 09:00"))
    assert {(one.kind, one.subject, one.person_id, one.round, one.period) for one in planned} == {
        ("visit", "meeting:1", 7, 3, 202612)
    }
    start, closing = "2026-12-03 14:00", "2027-01-06 00:00"
    assert lasting(planned) == {
        **dict.fromkeys(("notice", "day_before", "two_hours"), start),
        **dict.fromkeys(("after_end", "next_day", "day_3", "before_closing"), closing),
    }


@pytest.mark.parametrize(
    ("visitor", "steps"),
    [
        (
            replace(VISITOR, response=Response.CONFIRMED),
            "day_before two_hours after_end next_day day_3 before_closing",
        ),
        (replace(VISITOR, response=Response.DECLINED), ""),
        (replace(VISITOR, is_done=True), ""),
        (replace(VISITOR, is_done=True, was_told=True), ""),
        (VISITOR, "notice day_before two_hours after_end next_day day_3 before_closing"),
    ],
)
def test_what_stops_a_visitors_reminders(visitor: VisitView, steps: str) -> None:
    planned = plan_visit(ALMANAC, meeting("2026-12-03 14:00"), visitor, instant("2026-11-20 09:00"))
    assert [one.step for one in planned] == steps.split()


@pytest.mark.parametrize("response", Response)
def test_a_cancelled_meeting_is_told_once_to_those_who_knew(response: Response) -> None:
    view = replace(meeting("2026-12-03 14:00", round=2), is_cancelled=True)
    knew = replace(VISITOR, response=response, was_told=True)
    assert visit(view, "2026-12-02 10:00", knew) == ["cancelled 2026-12-02 10:00"]
    assert visit(view, "2026-12-02 10:00", replace(knew, was_told=False)) == []
    assert visit(view, "2026-12-02 10:00", replace(knew, is_done=True)) == []


@pytest.mark.parametrize(
    ("now", "due", "expires"),
    [
        ("2026-11-20 10:00", "2026-11-20 10:00", "2026-12-03 14:00"),
        ("2026-12-03 13:00", "2026-12-03 13:00", "2026-12-04 13:00"),
        ("2026-12-02 23:00", "2026-12-03 07:00", "2026-12-03 23:00"),
    ],
)
def test_how_long_a_cancellation_is_worth_saying(now: str, due: str, expires: str) -> None:
    view = replace(meeting("2026-12-03 14:00", round=2), is_cancelled=True)
    (only,) = plan_visit(ALMANAC, view, replace(VISITOR, was_told=True), instant(now))
    assert (only.round, only.due_at, only.expires_at) == (2, instant(due), instant(expires))


def test_a_moved_meeting_is_told_and_reminded_for_its_new_time() -> None:
    moved = meeting("2026-12-04 08:00", round=2)
    planned = plan_visit(ALMANAC, moved, replace(VISITOR, was_told=True), instant("2026-12-02 15:00"))
    assert said(planned)[:3] == [
        "notice 2026-12-02 15:00",
        "day_before 2026-12-03 08:00",
        "two_hours 2026-12-04 06:00",
    ]
    assert {one.round for one in planned} == {2}


def test_an_answered_notice_still_keeps_the_reminder_at_its_distance() -> None:
    view, answered = meeting("2026-12-03 14:00"), replace(VISITOR, response=Response.CONFIRMED)
    told = replace(answered, notice_at=instant("2026-12-02 07:00"))
    assert "day_before 2026-12-02 08:00" not in visit(view, "2026-12-02 07:10", told)
    told = replace(answered, notice_at=instant("2026-11-20 07:00"))
    assert visit(view, "2026-12-02 07:10", told)[0] == "day_before 2026-12-02 08:00"


def test_a_notice_keeps_its_hour_when_planned_again() -> None:
    waiting = replace(VISITOR, notice_at=instant("2026-11-21 07:00"))
    assert visit(meeting("2026-12-03 14:00"), "2026-11-21 03:00", waiting)[0] == "notice 2026-11-21 07:00"


@pytest.mark.parametrize(
    ("days_off", "due"),
    [
        ((date(2027, 1, 5),), "2027-01-04 08:00"),
        ((date(2027, 1, 4), date(2027, 1, 5)), "2027-01-03 08:00"),
        ((date(2027, 1, 4),), "2027-01-05 08:00"),
    ],
)
def test_the_last_call_comes_earlier_where_later_would_be_too_late(
    days_off: tuple[date, ...], due: str
) -> None:
    lines = visit(meeting("2026-12-03 14:00"), "2026-12-10 09:00", almanac=with_days_off(*days_off))
    assert lines == [f"before_closing {due}"]


def test_a_calendar_of_days_off_only_ends_the_search() -> None:
    year = [date(2026, 6, 1) + timedelta(days=n) for n in range(365)]
    assert visit(meeting("2026-12-03 14:00"), "2026-12-02 09:00", almanac=with_days_off(*year))[0].startswith(
        "notice"
    )
