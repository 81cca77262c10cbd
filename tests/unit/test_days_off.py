"""Days off: the package's public holidays, swapped days, weekends of office and leadership."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.days_off import DaysOff, Swaps, parse_swaps
from bot.domain.policy import PolicyError, Who
from bot.domain.reading import Malformed
from bot.services.policy import load_days_off

IN_THE_FIELD = (Who.SECRETARY, Who.VISITOR)
AT_A_DESK = (Who.OFFICE, Who.LEADERSHIP)

#: The twelve days of the law in 2026 (24/11 is new), without those given for a Sunday or swapped.
BY_LAW = (
    date(2026, 1, 1),
    *(date(2026, 2, day) for day in range(16, 21)),
    date(2026, 4, 26),
    date(2026, 4, 30),
    date(2026, 5, 1),
    date(2026, 9, 1),
    date(2026, 9, 2),
    date(2026, 11, 24),
)


@pytest.fixture(scope="module")
def days_off() -> DaysOff:
    return load_days_off()


def test_2026_has_twelve_holidays_by_law_and_the_days_given_for_others(days_off: DaysOff) -> None:
    in_2026 = {day for day in days_off.holidays if day.year == 2026}
    given = {date(2026, 1, 2), date(2026, 4, 27), date(2026, 8, 31)}
    assert len(BY_LAW) == 12
    assert in_2026 == set(BY_LAW) | given


@pytest.mark.parametrize("day", BY_LAW)
@pytest.mark.parametrize("who", Who)
def test_a_holiday_counts_for_everybody(days_off: DaysOff, day: date, who: Who) -> None:
    assert days_off.is_holiday(day)
    assert days_off.is_off(day, who)


def test_holidays_are_named_in_vietnamese(days_off: DaysOff) -> None:
    assert days_off.name(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    assert days_off.name(date(2026, 11, 25)) is None


@pytest.mark.parametrize("day", [date(2026, 12, 5), date(2026, 12, 6)])
def test_weekends_count_only_at_a_desk(days_off: DaysOff, day: date) -> None:
    assert not days_off.is_holiday(day)
    assert all(days_off.is_off(day, who) for who in AT_A_DESK)
    assert not any(days_off.is_off(day, who) for who in IN_THE_FIELD)


@pytest.mark.parametrize("day", [date(2026, 1, 10), date(2026, 8, 22)])
def test_a_swapped_saturday_is_worked(days_off: DaysOff, day: date) -> None:
    assert not any(days_off.is_off(day, who) for who in Who)


@pytest.mark.parametrize("year", range(2025, 2045))
def test_every_year_of_the_program_knows_its_new_year(days_off: DaysOff, year: int) -> None:
    spring = [
        day for day in days_off.holidays if day.year == year and date(year, 1, 19) < day < date(year, 2, 28)
    ]
    assert len(spring) >= 5


def test_a_holiday_can_be_taken_away_and_another_given() -> None:
    base = DaysOff({date(2028, 1, 3): "Tết Dương lịch"})
    swapped = base.with_swaps(Swaps({date(2028, 1, 4): "Nghỉ bù"}, frozenset({date(2028, 1, 3)})))
    assert swapped.is_off(date(2028, 1, 4), Who.VISITOR)
    assert not swapped.is_off(date(2028, 1, 3), Who.VISITOR)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"added": [{"on": date(2027, 1, 2)}]}, r"added\[1\]\.name must be a text"),
        ({"added": [{"on": "2027-01-02", "name": "x"}]}, r"added\[1\]\.on must be a day such as"),
        ({"removed": [{"on": date(2027, 1, 2), "why": "x"}]}, r"removed\[1\]\.why is unknown"),
        ({"remove": []}, "remove is unknown; allowed here: added, removed"),
        (
            {"added": [{"on": date(2027, 1, 2), "name": "x"}], "removed": [{"on": date(2027, 1, 2)}]},
            "must not be 2027-01-02",
        ),
    ],
)
def test_wrong_swaps_are_refused_in_one_sentence(data: dict[str, object], sentence: str) -> None:
    with pytest.raises(Malformed, match=sentence):
        parse_swaps(data)


def test_an_office_may_bring_its_own_swaps(tmp_path: Path) -> None:
    file = tmp_path / "holidays.toml"
    file.write_text("[[removed]]\non = 2027-11-24\n", "utf-8")
    assert not load_days_off(file, range(2027, 2028)).is_holiday(date(2027, 11, 24))
    file.write_text("[[removed]]\non = 24\n", "utf-8")
    with pytest.raises(PolicyError, match=r"holidays\.toml: removed"):
        load_days_off(file)
