"""What is counted in SQL is what a plain reading of the rows gives, on both databases."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from bot.domain.digest_scores import Gaps
from bot.domain.digests import Cells, Duties, Figures, Grades, Visits
from bot.domain.duties import Grade, Outcome, OutcomeReason, SheetRole
from bot.domain.meetings import Kind, MeetingState
from bot.domain.people import Level, Place
from db.models import Organisation
from db.queries import digest_scores
from db.queries import digests as queries
from tests.db.plain_reading import PlainReading
from tests.db.random_month import write_at_random
from tests.month import EVENING, Month

NOW = EVENING + timedelta(hours=2)
PERIOD = 202612
LIMIT = Decimal("20.5")


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session


@pytest.fixture
def month(session: Session) -> Month:
    return Month(session)


def gaps(session: Session, root: Organisation) -> Gaps:
    place = Place(root.id or 0, root.path)
    found = digest_scores.gaps(session, queries.whole(place), PERIOD, NOW, LIMIT)
    return found.get(place.id, Gaps(limit=LIMIT))


def figures(session: Session, root: Organisation, period: int = PERIOD) -> Figures:
    place = Place(root.id or 0, root.path)
    return queries.figures(session, queries.whole(place), period, NOW).get(place.id, Figures())


def children(session: Session, root: Organisation) -> dict[int, Figures]:
    return queries.figures(session, queries.by_child(Place(root.id or 0, root.path)), PERIOD, NOW)


def test_an_empty_month_is_counted_as_cells_without_a_date(month: Month) -> None:
    body = month.organisation(Level.PARTY_BODY)
    month.organisation(Level.GRASSROOTS_CELL, body)
    assert figures(month.session, body) == Figures(Cells(without_date=1))
    assert figures(month.session, body).duties.rate is None
    assert figures(month.session, body).grades.mean is None


@pytest.mark.parametrize(
    ("minutes", "expected"), [(90, Cells(held=1)), (120, Cells(held=1)), (121, Cells(planned=1))]
)
def test_a_meeting_is_held_once_its_planned_end_has_passed(
    month: Month, minutes: int, expected: Cells
) -> None:
    cell = month.organisation(Level.GRASSROOTS_CELL)
    month.meeting(cell, minutes=minutes)
    assert figures(month.session, cell).cells == expected


def test_a_meeting_attended_is_held_before_its_planned_end(month: Month) -> None:
    cell = month.organisation(Level.GRASSROOTS_CELL)
    meeting = month.meeting(cell, minutes=240)
    month.visit(meeting, month.person(), outcome=Outcome.ATTENDED)
    assert figures(month.session, cell).cells == Cells(held=1)


def test_a_meeting_of_which_a_visitor_said_that_it_did_not_take_place(month: Month) -> None:
    cell = month.organisation(Level.GRASSROOTS_CELL)
    meeting, lan, hung = month.meeting(cell), month.person(), month.person("Trần Văn Hùng")
    duty = month.duty(lan, cell, cell, Outcome.EXCUSED, OutcomeReason.CELL_DID_NOT_MEET)
    month.visit(meeting, lan, duty, Outcome.EXCUSED)
    silent = month.visit(meeting, hung)
    assert figures(month.session, cell).cells == Cells(not_held=1)
    silent.outcome = Outcome.ATTENDED
    assert figures(month.session, cell).cells == Cells(held=1)


def test_a_cancelled_meeting_held_later_counts_once(month: Month) -> None:
    cell = month.organisation(Level.GRASSROOTS_CELL)
    month.meeting(cell, state=MeetingState.CANCELLED)
    assert figures(month.session, cell).cells == Cells(cancelled=1)
    month.meeting(cell)
    assert figures(month.session, cell).cells == Cells(held=1)


def test_a_thematic_meeting_alone_leaves_the_cell_without_a_date_but_is_graded(month: Month) -> None:
    cell, scorer = month.organisation(Level.GRASSROOTS_CELL), month.person()
    month.sheet(month.meeting(cell, Kind.THEMATIC), scorer, total="80", grade=Grade.KHA)
    counted = figures(month.session, cell)
    assert counted.cells == Cells(without_date=1)
    assert (counted.grades.kha, counted.grades.held, counted.grades.mean) == (1, 1, Decimal(80))


def test_an_ended_cell_is_counted_only_where_it_met(month: Month) -> None:
    body = month.organisation(Level.PARTY_BODY)
    gone, met, later = (month.organisation(Level.GRASSROOTS_CELL, body) for _ in range(3))
    gone.ended_on = met.ended_on = (EVENING + timedelta(days=10)).date()
    later.ended_on = EVENING.date().replace(day=31)
    month.meeting(met)
    assert figures(month.session, body).cells == Cells(held=1, without_date=1)


def test_other_periods_and_other_subtrees_are_not_counted(month: Month) -> None:
    body = month.organisation(Level.PARTY_BODY)
    bodies = [month.organisation(Level.GRASSROOTS_BODY, body) for _ in range(11)]
    cells = [month.organisation(Level.DEPENDENT_CELL, one) for one in bodies]
    lan = month.person()
    for cell in cells:
        month.duty(lan, cell, body)
    month.period = 202611
    month.duty(lan, cells[0], body, Outcome.MISSED, OutcomeReason.WITHOUT_REASON)
    assert figures(month.session, bodies[0]).duties == Duties(assigned=1, pending=1)
    assert figures(month.session, body).duties == Duties(assigned=11, pending=11)
    assert figures(month.session, body, 202611).duties == Duties(assigned=1, missed=1)
    assert all(one.duties.assigned == 1 for one in children(month.session, body).values())


def test_visits_by_the_level_that_assigned(month: Month) -> None:
    body = month.organisation(Level.PARTY_BODY)
    grassroots = month.organisation(Level.GRASSROOTS_BODY, body)
    cell = month.organisation(Level.DEPENDENT_CELL, grassroots)
    meeting, people = month.meeting(cell), [month.person() for _ in range(4)]
    for person, by in zip(people, (body, grassroots, grassroots), strict=False):
        month.visit(
            meeting, person, month.duty(person, cell, by, Outcome.ATTENDED), Outcome.ATTENDED, is_scored=True
        )
    month.visit(meeting, people[3], None, Outcome.ATTENDED)
    expected = Visits(4, by_party_body=1, by_grassroots=2, unassigned=1, scored=3, not_scored=1)
    assert figures(month.session, body).visits == expected


def test_the_official_grade_follows_the_roles(month: Month) -> None:
    body = month.organisation(Level.PARTY_BODY)
    cell = month.organisation(Level.GRASSROOTS_CELL, body)
    meeting, low, high, office = month.meeting(cell), *(month.person() for _ in range(3))
    month.duty(low, cell, cell, Outcome.PENDING)
    month.duty(high, cell, body, Outcome.PENDING)
    month.sheet(meeting, office, SheetRole.SELF, "99", Grade.TOT)
    assert figures(month.session, body).grades == Grades(tot=1, provisional=1, points=Decimal(99))
    month.sheet(meeting, high, SheetRole.VISITOR, "70.5", Grade.KHA)
    month.sheet(meeting, low, SheetRole.VISITOR, "40", Grade.KEM, EVENING + timedelta(hours=1))
    assert figures(month.session, body).grades.kha == 1
    month.sheet(meeting, office, SheetRole.SUPERIOR, "60", Grade.TRUNG_BINH)
    month.sheet(meeting, high, SheetRole.SUPERIOR, "90", Grade.TOT, EVENING - timedelta(hours=1))
    assert figures(month.session, body).grades == Grades(trung_binh=1, points=Decimal(60))


def test_a_corrected_sheet_counts_by_its_current_version(month: Month) -> None:
    cell, scorer = month.organisation(Level.GRASSROOTS_CELL), month.person()
    meeting = month.meeting(cell)
    month.sheet(meeting, scorer, total="95", is_current=False)
    month.sheet(meeting, scorer, total="66.6667", grade=Grade.KEM, version=2)
    assert str(figures(month.session, cell).grades.mean) == "66.7"


@pytest.mark.parametrize("seed", [2, 11])
def test_aggregates_agree_with_a_plain_reading(month: Month, seed: int) -> None:
    tree = write_at_random(month, random.Random(seed))
    assert all(vars(figures(month.session, tree[0]).cells).values())  # every case occurs
    for root in tree[:10]:
        read = PlainReading(month.session, root, PERIOD, NOW)
        assert figures(month.session, root) == read.figures
        assert gaps(month.session, root) == read.gaps(LIMIT)
        for child_id, counted in children(month.session, root).items():
            assert counted == figures(month.session, month.session.get_one(Organisation, child_id))


def test_the_cost_does_not_grow_with_history(sqlite_engine: Engine) -> None:
    """Every fact table is entered by the period's index, none is read whole."""
    plans: list[str] = []
    with Session(sqlite_engine) as session:
        body = Month(session).organisation(Level.PARTY_BODY)
        with explained(sqlite_engine, plans):
            figures(session, body)
            children(session, body)
    steps = "\n".join(plans)
    assert all(f"ix_{table}_period_cell" in steps for table in ("duty", "meeting", "visit", "score_sheet"))
    assert not re.search(
        r"SCAN (duty|meeting|visit|score_sheet)\b(?! USING (COVERING )?INDEX ix_\w+_period)", steps
    )


@contextmanager
def explained(engine: Engine, plans: list[str]) -> Iterator[None]:
    """Collect SQLite's plans of the statements run meanwhile."""

    def explain(_: Any, cursor: Any, statement: str, parameters: Any, *__: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            plans.extend(
                row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters).fetchall()
            )

    event.listen(engine, "before_cursor_execute", explain)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", explain)
