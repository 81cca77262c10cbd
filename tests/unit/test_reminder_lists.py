"""What secretary, office and leadership are sent by the calendar (DOMAIN 6)."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.policy import Anchor, Moment
from bot.domain.reminders import (
    Planned,
    plan_call_list,
    plan_digest,
    plan_office,
    plan_own_review,
    plan_preparation,
    plan_registration,
    plan_visit,
)
from tests.unit.planning import ALMANAC, VISITOR, instant, lasting, meeting, said

EARLY = "2020-01-01 00:00"


def registration(period: int, now: str = EARLY, is_registered: bool = False) -> list[Planned]:
    return plan_registration(
        ALMANAC, cell_id=5, period=period, person_id=7, is_registered=is_registered, now=instant(now)
    )


@pytest.mark.parametrize(
    ("period", "now", "expected"),
    [
        pytest.param(
            202612,
            "2026-11-18 00:00",
            [
                "first 2026-11-18 08:00",
                "second 2026-11-20 08:00",
                "third 2026-11-22 08:00",
            ],  # the 22nd is a Sunday
            id="in the month before, Sundays too",
        ),
        pytest.param(
            202612,
            "2026-11-18 08:00",
            ["second 2026-11-20 08:00", "third 2026-11-22 08:00"],
            id="not made up",
        ),
        pytest.param(202612, "2026-11-25 10:00", [], id="all past"),
        pytest.param(
            202701,
            "2026-12-18 00:00",
            ["first 2026-12-18 08:00", "second 2026-12-20 08:00", "third 2026-12-22 08:00"],
            id="over the year's end",
        ),
        pytest.param(
            202603,
            "2026-02-15 00:00",
            ["first 2026-02-21 08:00", "third 2026-02-22 08:00"],
            id="after Tet, and the second not at the same hour as the first",
        ),
    ],
)
def test_the_secretary_is_asked(period: int, now: str, expected: list[str]) -> None:
    assert said(registration(period, now)) == expected


def test_a_registered_cell_is_not_asked() -> None:
    assert registration(202612, is_registered=True) == []


def test_a_registration_row_names_cell_and_period_and_lasts_through_the_month() -> None:
    first = registration(202612)[0]
    assert (first.kind, first.subject, first.person_id, first.round, first.period) == (
        "register",
        "cell:5:202612",
        7,
        1,
        202612,
    )
    assert first.expires_at == instant("2027-01-01 00:00")


def office(period: int, now: str = EARLY) -> list[Planned]:
    return plan_office(ALMANAC, body_id=2, period=period, person_ids=[8], now=instant(now))


@pytest.mark.parametrize(
    ("period", "now", "expected"),
    [
        pytest.param(
            202612,
            EARLY,
            [
                "without_date 2026-11-25 08:00",
                "declines_25 2026-12-25 08:00",
                "declines_closing 2027-01-05 08:00",
            ],
            id="whole",
        ),
        pytest.param(
            202611,
            EARLY,
            [
                "without_date 2026-10-26 08:00",  # the 25th is a Sunday
                "declines_25 2026-11-25 08:00",
                "declines_closing 2026-12-04 08:00",  # the 5th is a Saturday, the Monday after it too late
            ],
            id="weekends",
        ),
        pytest.param(202612, "2026-12-25 08:00", ["declines_closing 2027-01-05 08:00"], id="not made up"),
        pytest.param(
            202607,
            EARLY,
            [
                "without_date 2026-06-25 08:00",
                "declines_25 2026-07-27 08:00",
                "declines_closing 2026-08-05 08:00",
            ],
            id="a Saturday the 25th",
        ),
    ],
)
def test_the_offices_monthly_lists(period: int, now: str, expected: list[str]) -> None:
    assert said(office(period, now)) == expected


def test_office_rows_go_to_everybody_in_it_and_last_as_long_as_they_matter() -> None:
    planned = plan_office(ALMANAC, body_id=2, period=202612, person_ids=[8, 9], now=instant(EARLY))
    assert [one.person_id for one in planned] == [8, 8, 8, 9, 9, 9]
    assert {(one.kind, one.subject, one.round) for one in planned} == {("office", "body:2:202612", 1)}
    assert lasting(planned) == {
        "without_date": "2026-12-01 00:00",
        "declines_25": "2027-01-06 00:00",
        "declines_closing": "2027-01-06 00:00",
    }


@pytest.mark.parametrize(
    ("day", "comes"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 11, 24), False),  # Ngày Văn hóa Việt Nam
        (date(2026, 2, 18), False),  # Tết
        (date(2026, 8, 22), True),  # a Saturday worked for 31/08
        (date(2026, 8, 31), False),
    ],
)
def test_the_call_list_comes_on_working_days(day: date, comes: bool) -> None:
    planned = plan_call_list(ALMANAC, 2, [8, 9], day)
    assert [one.person_id for one in planned] == ([8, 9] if comes else [])


def test_a_call_list_is_for_its_day() -> None:
    (only,) = plan_call_list(ALMANAC, 2, [8], date(2026, 12, 31))
    assert only == Planned(
        "office",
        "call_list",
        "day:2:20261231",
        8,
        1,
        202612,
        instant("2026-12-31 07:30"),
        instant("2027-01-01 00:00"),
    )


@pytest.mark.parametrize(
    ("period", "due"),
    [
        (202612, "2027-01-04 08:00"),  # New Year's Day, then a weekend
        (202611, "2026-12-01 08:00"),
        (202610, "2026-11-02 08:00"),  # the 1st is a Sunday
        (202604, "2026-05-04 08:00"),  # 1/5 is a holiday and a Friday
    ],
)
def test_the_digest_leaves_on_the_first_working_day(period: int, due: str) -> None:
    (only,) = plan_digest(ALMANAC, body_id=2, period=period, person_ids=[9], now=instant(EARLY))
    assert (only.kind, only.step, only.subject, only.period) == (
        "digest",
        "digest",
        f"body:2:{period}",
        period,
    )
    assert only.due_at == instant(due)
    assert only.expires_at == instant(due) + timedelta(days=20)


def test_a_digest_already_past_is_not_made_up() -> None:
    now = instant("2027-01-04 08:00")
    assert plan_digest(ALMANAC, body_id=2, period=202612, person_ids=[9], now=now) == []


def test_the_digest_may_be_set_to_follow_the_closing() -> None:
    steps = [
        replace(step, moment=Moment(Anchor.CLOSING, days=0, hour=time(9))) if step.kind == "digest" else step
        for step in ALMANAC.policy.steps
    ]
    late = replace(ALMANAC, policy=replace(ALMANAC.policy, steps=tuple(steps)))
    planned = plan_digest(late, body_id=2, period=202612, person_ids=[9], now=instant(EARLY))
    assert said(planned) == ["digest 2027-01-06 09:00"]


def test_what_the_policy_strikes_out_is_not_planned() -> None:
    silent = replace(ALMANAC, policy=replace(ALMANAC.policy, steps=()))
    now = instant("2026-11-18 00:00")
    assert plan_visit(silent, meeting("2026-12-03 14:00"), VISITOR, now) == []
    assert plan_office(silent, body_id=2, period=202612, person_ids=[8], now=now) == []
    assert plan_call_list(silent, 2, [8], date(2026, 11, 20)) == []
    assert plan_digest(silent, body_id=2, period=202612, person_ids=[8], now=now) == []


def of_secretary(starts: str, **facts: bool) -> list[str]:
    view, at = meeting(starts), instant(EARLY)
    own = plan_own_review(ALMANAC, view, 7, is_done=facts.get("is_done", False), now=at)
    before = plan_preparation(ALMANAC, view, 7, has_open_remedies=facts.get("has_open", False), now=at)
    return said([*own, *before])


@pytest.mark.parametrize(
    ("starts", "facts", "expected"),
    [
        pytest.param(
            "2026-12-03 14:00", {}, ["after_end 2026-12-03 16:00", "day_2 2026-12-05 08:00"], id="afternoon"
        ),
        pytest.param(
            "2026-12-03 19:30",
            {"has_open": True},
            ["remedies 2026-11-30 08:00", "after_end 2026-12-04 07:00", "day_2 2026-12-05 08:00"],
            id="evening: quiet hours",
        ),
        pytest.param(
            "2026-12-30 14:00",
            {},
            ["after_end 2026-12-30 16:00", "day_2 2027-01-02 08:00"],
            id="day 2 is a holiday",
        ),
        pytest.param("2026-12-03 14:00", {"is_done": True}, [], id="done"),
        pytest.param(
            "2026-12-05 08:00", {"is_done": True, "has_open": True}, ["remedies 2026-12-02 08:00"], id="open"
        ),
    ],
)
def test_the_secretary_before_and_after_a_meeting(
    starts: str, facts: dict[str, bool], expected: list[str]
) -> None:
    assert of_secretary(starts, **facts) == expected


def test_a_cancelled_meeting_is_neither_prepared_nor_judged() -> None:
    view = replace(meeting("2026-12-03 14:00"), is_cancelled=True)
    now = instant(EARLY)
    assert plan_own_review(ALMANAC, view, 7, is_done=False, now=now) == []
    assert plan_preparation(ALMANAC, view, 7, has_open_remedies=True, now=now) == []


def test_how_long_the_secretary_is_asked() -> None:
    view, now = meeting("2026-12-03 14:00", round=2), instant(EARLY)
    own = plan_own_review(ALMANAC, view, 7, is_done=False, now=now)
    assert lasting(own) == dict.fromkeys(("after_end", "day_2"), "2027-01-06 00:00")
    assert {(one.kind, one.subject, one.round) for one in own} == {("self", "meeting:1", 2)}
    before = plan_preparation(ALMANAC, view, 7, has_open_remedies=True, now=now)
    assert lasting(before) == {"remedies": "2026-12-03 14:00"}
