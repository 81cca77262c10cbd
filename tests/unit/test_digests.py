"""What a month's figures mean, and that they add up."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.digests import (
    Addendum,
    Cells,
    Digest,
    Duties,
    Figures,
    Grades,
    OwedCounts,
    Unit,
    Visits,
    addendum,
    parse_period,
    worst_first,
)
from bot.domain.duties import Grade, SheetRole
from bot.domain.official import Judgement, official
from bot.domain.people import Level

EVENING = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)


def test_duties_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="add up"):
        Duties(assigned=3, attended=1, excused=1)


@pytest.mark.parametrize(
    "visits",
    [{"total": 2, "by_grassroots": 1, "scored": 2}, {"total": 1, "by_party_body": 1, "not_scored": 2}],
)
def test_visits_that_do_not_add_up_are_refused(visits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="add up"):
        Visits(**visits)


@pytest.mark.parametrize(
    ("attended", "assigned", "rate"), [(430, 458, "93.9"), (1, 3, "33.3"), (1, 16, "6.3"), (0, 5, "0.0")]
)
def test_the_rate_is_attended_of_assigned(attended: int, assigned: int, rate: str) -> None:
    assert Duties(assigned, attended, missed=assigned - attended).rate == Decimal(rate)


def test_nothing_assigned_and_nothing_graded_have_no_rate_and_no_mean() -> None:
    empty = Digest(202612, Figures())
    assert (empty.figures.duties.rate, empty.figures.grades.mean) == (None, None)
    assert (empty.rate_change, empty.mean_change) == (None, None)
    assert empty.figures.is_empty


def test_grades_add_up_to_the_meetings_held() -> None:
    grades = Grades(tot=2, kha=1, ungraded=4, points=Decimal("265.5"))
    assert (grades.graded, grades.held, grades.mean) == (3, 7, Decimal("88.5"))


def test_the_change_is_that_of_the_figures_shown() -> None:
    figures = Figures(duties=Duties(458, 430, 8, 20), grades=Grades(tot=1, points=Decimal(90)))
    digest = Digest(202612, figures, Decimal("91.2"), Decimal("90.8"))
    assert (digest.rate_change, digest.mean_change) == (Decimal("2.7"), Decimal("-0.8"))


def test_the_addendum_says_what_changed_since() -> None:
    frozen = Figures(Cells(held=1), Duties(2, 1, pending=1), Visits(1, 1, not_scored=1))
    live = Figures(Cells(held=1), Duties(2, 2), Visits(2, 1, 1, scored=2))
    assert addendum(frozen, live) == Addendum(visits=1, attended=1, pending=-1, scored=2)
    assert addendum(frozen, frozen) is None


def test_a_corrected_total_is_an_addendum_without_a_name() -> None:
    changed = addendum(Figures(grades=Grades(tot=1, points=Decimal(95))), Figures(grades=Grades(tot=1)))
    assert changed is not None
    assert changed.is_empty


def test_worst_first_then_by_name() -> None:
    units = [
        Unit(1, "Đảng bộ B", Figures(duties=Duties(5, 5))),
        Unit(2, "Đảng bộ C", Figures(duties=Duties(2, missed=1, pending=1))),
        Unit(3, "Đảng bộ A", Figures(duties=Duties(9, 9))),
        Unit(4, "Đảng bộ D", Figures(duties=Duties(9, 8, missed=1))),
    ]
    assert [unit.organisation_id for unit in worst_first(units)] == [2, 4, 3, 1]


def test_pending_is_the_sum_of_its_parts() -> None:
    assert OwedCounts(no_date=9, not_due=1, no_report=2, awaiting=3, missed=7).pending == 6


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("11/2026", 202611),
        ("tháng 11/2026", 202611),
        ("Tháng 3 năm 2025", 202503),
        ("11-2026", 202611),
        ("01.2027", 202701),
        ("11", 202611),
        ("tháng 12", 202612),
        ("1", 202701),
        ("2", 202602),
        ("13/2026", None),
        ("0", None),
        ("11/1999", None),
        ("ba", None),
        ("", None),
        ("11/2026 sáng", None),
    ],
)
def test_a_month_as_people_write_it(text: str, period: int | None) -> None:
    assert parse_period(text, date(2026, 12, 20)) == period


def judged(role: SheetRole, total: int, hours: int = 0, by: Level | None = None) -> Judgement:
    return Judgement(role, Grade.TOT, Decimal(total), EVENING + timedelta(hours=hours), by)


OWN = judged(SheetRole.SELF, 99, 9)
LOW = judged(SheetRole.VISITOR, 80, 5, Level.GRASSROOTS_BODY)
LATE = judged(SheetRole.VISITOR, 81, 6, Level.GRASSROOTS_CELL)
HIGH = judged(SheetRole.VISITOR, 82, 1, Level.PARTY_BODY)
STRANGER = judged(SheetRole.VISITOR, 83, 8)
FIRST = judged(SheetRole.SUPERIOR, 70, 1)
SECOND = judged(SheetRole.SUPERIOR, 71, 2)


@pytest.mark.parametrize(
    ("sheets", "counts"),
    [
        ((), None),
        ((OWN,), OWN),
        ((OWN, STRANGER), STRANGER),
        ((STRANGER, LOW), LOW),
        ((LOW, LATE), LATE),
        ((LATE, HIGH, LOW, OWN), HIGH),
        ((HIGH, SECOND, FIRST), SECOND),
    ],
)
def test_the_sheet_that_counts(sheets: tuple[Judgement, ...], counts: Judgement | None) -> None:
    assert official(sheets) == counts
    assert official(reversed(sheets)) == counts
