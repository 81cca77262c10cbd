"""The years of cells from real rows: official months, forms by body, counts up the tree; both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.domain.annual_months import CellYear, YearCounts
from bot.domain.digests import Digest, Figures
from bot.domain.duties import Grade, Outcome, OutcomeReason, SheetRole
from bot.domain.meetings import Kind, MeetingState
from bot.domain.people import Place
from bot.services import annual, digests, rubric_activation
from bot.services.work import Work
from db.models import DigestSnapshot, Organisation
from tests.db.digest_cast import Cast
from tests.db.test_digests import GROUND
from tests.flows.test_rubric_activation import seed
from tests.month import Month

JANUARY = datetime(2027, 1, 4, 1, tzinfo=UTC)


@pytest.fixture
def work(engine: Engine) -> Iterator[Work]:
    with Session(engine, expire_on_commit=False) as session:
        yield Work(session, JANUARY, GROUND)


@pytest.fixture
def cast(work: Work) -> Cast:
    return Cast(Month(work.session, 202601), GROUND.policy.consent_version)


def place(organisation: Organisation) -> Place:
    return Place(organisation.id or 0, organisation.path)


def met(
    cast: Cast,
    cell: Organisation,
    month: int,
    points: str = "95",
    grade: Grade = Grade.TOT,
    role: SheetRole = SheetRole.VISITOR,
    kind: Kind = Kind.ORDINARY,
) -> None:
    """The cell met in a month of 2026, Lan attended as she had to, and somebody scored it."""
    cast.month.period = 202600 + month
    at = datetime(2026, month, 3, 12, tzinfo=UTC)
    meeting = cast.month.meeting(cell, kind, at)
    if kind is not Kind.THEMATIC:
        duty = cast.month.duty(cast.lan, cell, cast.body, Outcome.ATTENDED)
        cast.month.visit(meeting, cast.lan, duty, Outcome.ATTENDED, is_scored=True)
    cast.month.sheet(meeting, cast.lan, role, points, grade, at)


def good_year(cast: Cast, cell: Organisation) -> None:
    for month in range(1, 13):
        met(cast, cell, month, kind=Kind.COMBINED if month % 3 == 0 else Kind.ORDINARY)


def year_of(work: Work, cell: Organisation, year: int = 2026) -> CellYear:
    (found,) = annual.of_cells(work, [place(cell)], year)
    return found


def test_a_good_year(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    found = year_of(work, cast.first)
    assert (found.result.grade, found.result.reasons, found.provisional, found.known_from) == (
        Grade.TOT,
        (),
        (),
        None,
    )
    assert (found.cell, found.form.name) == ("Chi bộ 1", "annual_a")
    assert found.result.periods == tuple(range(202601, 202613))


def test_what_was_never_held_or_scored_is_missing(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    found = year_of(work, cast.second)
    assert found.result.reasons[0].startswith("không sinh hoạt thường kỳ tháng 01/2026, tháng 02/2026")
    assert "chưa có tháng nào được chấm điểm" in found.result.reasons[-1]


def test_the_official_grade_counts_and_the_cells_own_is_provisional(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    met(cast, cast.second, 1, "60", Grade.TRUNG_BINH, SheetRole.SELF)
    cast.month.period = 202602
    meeting = cast.month.meeting(cast.second, Kind.ORDINARY, datetime(2026, 2, 3, 12, tzinfo=UTC))
    cast.month.sheet(meeting, cast.lan, SheetRole.SELF, "99", Grade.TOT)
    cast.month.sheet(meeting, cast.hung, SheetRole.SUPERIOR, "40", Grade.KEM)
    found = year_of(work, cast.second)
    assert found.provisional == (202601,)
    assert "tháng 01/2026 xếp loại Trung bình, cần từ Khá trở lên" in found.result.reasons
    assert "tháng 02/2026 xếp loại Kém, cần từ Khá trở lên" in found.result.reasons


def test_a_thematic_meeting_is_no_month_of_its_own(work: Work, cast: Cast) -> None:
    for month in range(1, 13):
        met(cast, cast.first, month)
    assert sum("chuyên đề" in one for one in year_of(work, cast.first).result.reasons) == 4
    for month in (2, 5, 8, 11):
        met(cast, cast.first, month, "10", Grade.KEM, kind=Kind.THEMATIC)
    assert year_of(work, cast.first).result.grade is Grade.TOT


def test_what_was_cancelled_or_found_not_held_is_not_held(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    cast.month.period = 202605
    cast.month.meeting(
        cast.second, Kind.ORDINARY, datetime(2026, 5, 3, 12, tzinfo=UTC), state=MeetingState.CANCELLED
    )
    cast.month.period = 202606
    meeting = cast.month.meeting(cast.second, Kind.ORDINARY, datetime(2026, 6, 3, 12, tzinfo=UTC))
    duty = cast.month.duty(cast.lan, cast.second, cast.body, Outcome.EXCUSED, OutcomeReason.CELL_DID_NOT_MEET)
    cast.month.visit(meeting, cast.lan, duty, Outcome.EXCUSED)
    reasons = year_of(work, cast.second).result.reasons
    assert "tháng 05/2026, tháng 06/2026" in reasons[0]


def test_the_program_says_since_when_it_has_followed(work: Work, cast: Cast) -> None:
    met(cast, cast.first, 11)
    found = year_of(work, cast.first)
    assert found.known_from == 202611
    assert "không sinh hoạt thường kỳ tháng 12/2026" in found.result.reasons


def test_each_body_judges_by_its_own_form(work: Work, cast: Cast) -> None:
    for cell in (cast.first, cast.alone):
        for month in range(1, 8):
            met(cast, cell, month)
    in_november = replace(work, now=datetime(2026, 11, 20, tzinfo=UTC))
    planned = rubric_activation.plan(in_november, cast.grassroots.code, seed("annual_b"), date(2026, 12, 1))
    rubric_activation.activate(in_november, planned)
    assert year_of(work, cast.first).result.grade is Grade.TOT
    assert year_of(work, cast.alone).result.grade is None
    assert annual.counts(work, place(cast.body), 2026) == {
        cast.body.id: YearCounts(1, 2),
        cast.grassroots.id: YearCounts(1, 1),
        cast.first.id: YearCounts(1, 0),
        cast.second.id: YearCounts(0, 1),
        cast.alone.id: YearCounts(0, 1),
    }


def test_a_cell_that_ended_is_judged_for_the_years_it_was_there(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    cast.first.ended_on = date(2026, 12, 31)
    work.session.flush()
    assert year_of(work, cast.first).result.grade is Grade.TOT
    assert annual.of_cells(work, [place(cast.first)], 2027) == []


def test_december_tells_the_year_and_keeps_it(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    live = digests.figures(work, cast.body.id or 0, 202612)
    assert live.year == YearCounts(1, 2)
    assert digests.figures(work, cast.body.id or 0, 202611).year is None
    kept = digests.freeze(work, cast.body.id or 0, 202612)
    assert (kept.digest, kept.later) == (live, None)
    met(cast, cast.second, 12)
    again = digests.freeze(work, cast.body.id or 0, 202612)
    assert again.digest == live
    below = digests.frozen(work, cast.second.id or 0, 202612)
    assert below is not None
    assert below.digest.year == YearCounts(0, 1)


def test_what_an_older_program_froze_still_loads(work: Work, cast: Cast) -> None:
    figures = {
        "period": 202612,
        "figures": {
            "cells": {"held": 0, "planned": 0, "not_held": 0, "cancelled": 0, "without_date": 3},
            "grades": {"tot": 0, "points": "0"},
        },
        "rate_before": None,
        "mean_before": "90.8",
    }
    row = DigestSnapshot(organisation_id=cast.body.id or 0, period=202612, taken_at=JANUARY, figures=figures)
    work.session.add(row)
    kept = digests.frozen(work, cast.body.id or 0, 202612)
    assert kept is not None
    without_year = Digest(202612, Figures(), mean_before=Decimal("90.8"))
    assert replace(kept.digest, figures=Figures()) == without_year
    assert kept.later is None


@contextmanager
def statements(work: Work) -> Iterator[list[str]]:
    found: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        found.append(statement)

    engine = work.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_more_cells_and_more_years_ask_no_more_of_the_database(work: Work, cast: Cast) -> None:
    good_year(cast, cast.first)
    with statements(work) as few:
        annual.counts(work, place(cast.body), 2026)
    for cell in (cast.second, cast.alone):
        good_year(cast, cell)
    cast.month.period = 202501
    for back in range(12):
        cast.month.period = 202501 + back
        cast.month.meeting(cast.first, Kind.ORDINARY, JANUARY - timedelta(days=400))
    with statements(work) as many:
        assert annual.counts(work, place(cast.body), 2026)[cast.body.id or 0] == YearCounts(3, 0)
    assert len(many) == len(few)
