"""When a visitor is told and asked what: the rows of the policy against hours and days (DOMAIN 6)."""

import pytest

from bot.domain.reminders import MeetingView
from tests.unit.planning import meeting, visit


@pytest.mark.parametrize(
    ("view", "now", "expected"),
    [
        pytest.param(
            meeting("2026-12-03 14:00"),
            "2026-11-20 09:15",
            [
                "notice 2026-11-20 09:15",
                "day_before 2026-12-02 08:00",
                "two_hours 2026-12-03 12:00",
                "after_end 2026-12-03 16:00",
                "next_day 2026-12-04 08:00",
                "day_3 2026-12-06 08:00",  # a Sunday: no day off for a visitor
                "before_closing 2027-01-05 08:00",
            ],
            id="whole",
        ),
        pytest.param(
            meeting("2026-12-03 19:30"),
            "2026-11-20 22:00",
            [
                "notice 2026-11-21 07:00",
                "day_before 2026-12-02 08:00",
                "two_hours 2026-12-03 17:30",
                "after_end 2026-12-04 07:00",  # ends at 21:00: asked at 07:00, not again at 08:00
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="evening",
        ),
        pytest.param(
            meeting("2026-12-03 19:00"),
            "2026-12-03 00:30",
            [
                "notice 2026-12-03 07:00",
                "two_hours 2026-12-03 17:00",
                "after_end 2026-12-04 07:00",  # ends at 20:30: 21:00 is quiet already
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="ends half an hour before the quiet hours, told after midnight",
        ),
        pytest.param(
            meeting("2026-12-03 18:50"),
            "2026-12-03 19:00",
            [
                "after_end 2026-12-03 20:50",
                "day_3 2026-12-06 08:00",  # next day 08:00 is only 11 hours later
                "before_closing 2027-01-05 08:00",
            ],
            id="already begun: no notice, and the gap",
        ),
        pytest.param(
            meeting("2026-12-03 08:00"),
            "2026-12-03 05:00",
            [
                "two_hours 2026-12-03 06:00",
                "notice 2026-12-03 07:00",
                "after_end 2026-12-03 10:00",
                "next_day 2026-12-04 08:00",
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="two hours before is said in quiet hours",
        ),
        pytest.param(
            meeting("2026-12-03 06:30"),
            "2026-12-02 22:00",
            [
                "two_hours 2026-12-03 04:30",
                "after_end 2026-12-03 08:30",
                "next_day 2026-12-04 08:00",
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="a notice that could only come after the start does not come",
        ),
        pytest.param(
            meeting("2026-12-03 14:00"),
            "2026-12-03 12:00",
            [
                "notice 2026-12-03 12:00",
                "after_end 2026-12-03 16:00",
                "next_day 2026-12-04 08:00",
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="scheduled two hours before: the notice is enough",
        ),
        pytest.param(
            meeting("2026-12-03 14:00"),
            "2026-12-03 11:00",
            [
                "notice 2026-12-03 11:00",
                "after_end 2026-12-03 16:00",
                "next_day 2026-12-04 08:00",
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="scheduled three hours before: not again an hour later",
        ),
        pytest.param(
            meeting("2026-12-03 14:00"),
            "2026-12-02 07:30",
            [
                "notice 2026-12-02 07:30",
                "two_hours 2026-12-03 12:00",
                "after_end 2026-12-03 16:00",
                "next_day 2026-12-04 08:00",
                "day_3 2026-12-06 08:00",
                "before_closing 2027-01-05 08:00",
            ],
            id="scheduled the morning before: not again half an hour later",
        ),
        pytest.param(
            meeting("2026-12-03 14:00"),
            "2026-12-10 09:00",
            ["before_closing 2027-01-05 08:00"],
            id="registered a week after it was held",
        ),
        pytest.param(
            meeting("2026-11-25 14:00", period=202611),
            "2026-11-19 09:00",
            [
                "notice 2026-11-19 09:00",
                "day_before 2026-11-23 08:00",  # 24/11 is a holiday: earlier
                "two_hours 2026-11-25 12:00",
                "after_end 2026-11-25 16:00",
                "next_day 2026-11-26 08:00",
                "day_3 2026-11-28 08:00",
                "before_closing 2026-12-05 08:00",
            ],
            id="the day before is 24/11",
        ),
        pytest.param(
            meeting("2026-11-23 14:00", period=202611),
            "2026-11-19 09:00",
            [
                "notice 2026-11-19 09:00",
                "day_before 2026-11-22 08:00",
                "two_hours 2026-11-23 12:00",
                "after_end 2026-11-23 16:00",
                "next_day 2026-11-25 08:00",  # 24/11 is a holiday: later
                "day_3 2026-11-26 08:00",
                "before_closing 2026-12-05 08:00",
            ],
            id="the next day is 24/11",
        ),
        pytest.param(
            meeting("2026-02-15 14:00", period=202602),
            "2026-02-16 09:00",
            ["next_day 2026-02-21 08:00", "before_closing 2026-03-05 08:00"],
            id="Tet: next day and day 3 meet after it, once",
        ),
        pytest.param(
            meeting("2026-02-17 14:00", period=202602),
            "2026-02-10 09:00",
            [
                "notice 2026-02-10 09:00",
                "day_before 2026-02-15 08:00",
                "two_hours 2026-02-17 12:00",
                "after_end 2026-02-17 16:00",  # keeps its hour, whatever the day
                "next_day 2026-02-21 08:00",
                "before_closing 2026-03-05 08:00",
            ],
            id="held at Tet itself",
        ),
        pytest.param(
            meeting("2027-01-04 14:00"),
            "2026-12-25 09:00",
            [
                "notice 2026-12-25 09:00",
                "day_before 2027-01-03 08:00",
                "two_hours 2027-01-04 12:00",
                "after_end 2027-01-04 16:00",
                "next_day 2027-01-05 08:00",  # and with it, once, the day before closing
            ],
            id="held late, on the eve of closing",
        ),
        pytest.param(
            meeting("2027-01-05 19:30"),
            "2026-12-25 09:00",
            [
                "notice 2026-12-25 09:00",
                "day_before 2027-01-04 08:00",
                "two_hours 2027-01-05 17:30",
                "before_closing 2027-01-05 08:00",
            ],
            id="ends when the questions could only come after closing",
        ),
    ],
)
def test_what_a_visitor_is_told(view: MeetingView, now: str, expected: list[str]) -> None:
    assert visit(view, now) == sorted(expected, key=lambda line: line.split(" ", 1)[1])
