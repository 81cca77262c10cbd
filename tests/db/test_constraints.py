"""The database itself refuses what must never be stored, on SQLite and PostgreSQL alike."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DataError, IntegrityError
from sqlmodel import Session, SQLModel

from bot.domain.duties import DeclineReason, Outcome, OutcomeReason, Response
from bot.domain.meetings import Kind, MeetingState
from bot.domain.remedies import RemedyState
from db.models import (
    Address,
    Assignment,
    CellReport,
    Draft,
    Duty,
    Meeting,
    Milestone,
    Organisation,
    OutboxMessage,
    Person,
    Post,
    Remedy,
    Reminder,
    RubricActivation,
    RubricVersion,
    ScoreSheet,
    SeenEvent,
    Visit,
)
from db.session import unit_of_work
from tests.db.rows import DAY, NOW, row


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A database with one cell, person, assignment, meeting and form, each with the key 1."""
    with unit_of_work(engine) as first:
        first.add_all([row(Organisation, code="C1"), row(Person, code="P1")])
        first.flush()
        first.add_all([row(Assignment), row(Meeting), row(RubricVersion)])
    with Session(engine) as opened:
        yield opened


REFUSED: dict[str, Callable[[], list[SQLModel]]] = {
    "two organisations with one code": lambda: [row(Organisation), row(Organisation)],
    "negative members": lambda: [row(Organisation, members=-1)],
    "negative exempt": lambda: [row(Organisation, exempt=-1)],
    "a meeting of no length, by the cell": lambda: [row(Organisation, planned_minutes=0)],
    "a parent that is not there": lambda: [row(Organisation, parent_id=99)],
    "two people with one code": lambda: [row(Person), row(Person)],
    "the same post twice": lambda: [row(Post), row(Post)],
    "a post that ends before it starts": lambda: [row(Post, ends_on=date(2026, 11, 30))],
    "the same assignment twice": lambda: [row(Assignment)],
    "an assignment that ends before it starts": lambda: [
        row(Assignment, starts_on=date(2026, 12, 2), ends_on=DAY)
    ],
    "two live monthly meetings": lambda: [row(Meeting)],
    "a combined one beside an ordinary one": lambda: [row(Meeting, kind=Kind.COMBINED)],
    "a meeting of no length": lambda: [row(Meeting, kind=Kind.THEMATIC, planned_minutes=0)],
    "a meeting in no month": lambda: [row(Meeting, period=12)],
    "the same duty twice": lambda: [row(Duty), row(Duty)],
    "a duty in no month": lambda: [row(Duty, period=2612)],
    "attended with a reason": lambda: [
        row(Duty, outcome=Outcome.ATTENDED, outcome_reason=OutcomeReason.WITH_REASON)
    ],
    "pending with a reason": lambda: [row(Duty, outcome_reason=OutcomeReason.ACCEPTED)],
    "missed without saying why": lambda: [row(Duty, outcome=Outcome.MISSED)],
    "excused without saying why": lambda: [row(Duty, outcome=Outcome.EXCUSED)],
    "the same visit twice": lambda: [row(Visit), row(Visit)],
    "declined without a reason": lambda: [row(Visit, response=Response.DECLINED)],
    "a negative figure": lambda: [row(Visit, members=20, present=-1)],
    "two current sheets of one scorer": lambda: [row(ScoreSheet), row(ScoreSheet, version=2)],
    "the same version twice": lambda: [row(ScoreSheet, is_current=False), row(ScoreSheet, is_current=False)],
    "a negative total": lambda: [row(ScoreSheet, total=Decimal("-0.5"))],
    "two reports of one cell on one meeting": lambda: [row(CellReport), row(CellReport)],
    "held without figures": lambda: [row(CellReport, members=None)],
    "a cell's negative figure": lambda: [row(CellReport, present=-1)],
    "the same remedy twice": lambda: [row(Remedy), row(Remedy)],
    "a fourth remedy": lambda: [row(Remedy, number=4)],
    "a remedy checked by nobody": lambda: [row(Remedy, state=RemedyState.FIXED)],
    "the same version of a form twice": lambda: [row(RubricVersion)],
    "a version 0": lambda: [row(RubricVersion, version=0)],
    "the same form from one day twice": lambda: [row(RubricActivation), row(RubricActivation)],
    "withdrawn by somebody at no time": lambda: [row(RubricActivation, withdrawn_by_id=1)],
    "a form that is not there": lambda: [row(RubricActivation, rubric_version_id=99)],
    "the same reminder twice": lambda: [row(Reminder), row(Reminder)],
    "the same chat twice": lambda: [row(Address), row(Address)],
    "the same message twice": lambda: [row(OutboxMessage), row(OutboxMessage)],
    "the same event twice": lambda: [row(SeenEvent), row(SeenEvent)],
    "the same draft twice": lambda: [row(Draft), row(Draft)],
    "a period that closes twice": lambda: [row(Milestone), row(Milestone)],
}

ACCEPTED: dict[str, Callable[[], list[SQLModel]]] = {
    "an end on the first day": lambda: [row(Post, ends_on=DAY)],
    "an assignment taken up again": lambda: [row(Assignment, starts_on=date(2027, 1, 1))],
    "a thematic one beside an ordinary one": lambda: [row(Meeting, kind=Kind.THEMATIC)],
    "a cancelled one beside a live one": lambda: [row(Meeting, state=MeetingState.CANCELLED)],
    "an ordinary one a month later": lambda: [row(Meeting, period=202701)],
    "missed with its reason": lambda: [
        row(Duty, outcome=Outcome.MISSED, outcome_reason=OutcomeReason.UNREACHABLE)
    ],
    "declined with a reason": lambda: [
        row(Visit, response=Response.DECLINED, decline_reason=DeclineReason.ILLNESS)
    ],
    "some figures known": lambda: [row(Visit, members=20, present=0)],
    "a corrected sheet": lambda: [row(ScoreSheet, is_current=False), row(ScoreSheet, version=2)],
    "a cell that did not meet": lambda: [row(CellReport, is_held=False, members=None)],
    "three remedies": lambda: [row(Remedy, number=number) for number in (1, 2, 3)],
    "a remedy checked": lambda: [row(Remedy, state=RemedyState.FIXED, checked_at=NOW)],
    "a form back after it was withdrawn": lambda: [
        row(RubricActivation, withdrawn_at=NOW),
        row(RubricActivation),
    ],
    "a reminder for another date": lambda: [row(Reminder), row(Reminder, round=2)],
}


@pytest.mark.parametrize("rows", REFUSED.values(), ids=REFUSED.keys())
def test_refused(session: Session, rows: Callable[[], list[SQLModel]]) -> None:
    session.add_all(rows())
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("rows", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted(session: Session, rows: Callable[[], list[SQLModel]]) -> None:
    accepted = rows()
    session.add_all(accepted)
    session.flush()
    assert all(inspect(row).persistent for row in accepted)


CHOICES = [
    (table.name, column.name)
    for table in SQLModel.metadata.sorted_tables
    for column in table.columns
    if hasattr(column.type, "enums")
]


@pytest.mark.parametrize(("table", "column"), CHOICES)
def test_a_word_that_no_enum_has_is_refused(session: Session, table: str, column: str) -> None:
    session.add_all(
        row(table) for table in (Post, Visit, ScoreSheet, Reminder, OutboxMessage, Duty, Milestone, Remedy)
    )
    session.flush()
    with pytest.raises(IntegrityError):
        session.connection().execute(text(f"UPDATE {table} SET {column} = 'nonsense'"))


def test_a_row_that_others_refer_to_stays(session: Session) -> None:
    session.add(row(Duty))
    session.flush()
    with pytest.raises(IntegrityError):
        session.connection().execute(text("DELETE FROM assignment"))


def test_postgres_refuses_what_is_too_long(postgres_engine: Engine) -> None:
    with pytest.raises(DataError), unit_of_work(postgres_engine) as session:
        session.add(row(Person, name="x" * 121))


def test_an_error_shows_no_values(session: Session) -> None:
    session.add_all([row(Person, phone="0912000111"), row(Person, phone="0912000222")])
    with pytest.raises(IntegrityError) as refusal:
        session.flush()
    assert "0912000" not in str(refusal.value)
    assert "Minh" not in str(refusal.value)
