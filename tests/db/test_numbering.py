"""No number that the ledger or a message names is given to a second row, not after a migration either."""

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, SQLModel, col, select

from db import numbering
from db.migrate import downgrade, upgrade
from db.models import OutboxMessage, Reminder
from db.session import unit_of_work
from tests.db.rows import PERSON, row


@pytest.fixture
def peopled(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(text(PERSON))
    return engine


def three_of_each(session: Session) -> None:
    for number in (1, 2, 3):
        session.add_all([row(OutboxMessage, dedupe_key=str(number)), row(Reminder, round=number)])


def next_numbers(engine: Engine) -> list[int | None]:
    with unit_of_work(engine) as session:
        added: list[OutboxMessage | Reminder] = [
            row(OutboxMessage, dedupe_key="next"),
            row(Reminder, round=9),
        ]
        session.add_all(added)
        session.flush()
        return [one.id for one in added]


def lose(engine: Engine, condition: str) -> None:
    with engine.begin() as connection:
        for table in numbering.TABLES:
            connection.execute(text(f"DELETE FROM {table} WHERE {condition}"))


@pytest.mark.parametrize("condition", ["id = 3", "id > 0"], ids=["the last", "all"])
def test_a_lost_rows_number_is_not_given_again(peopled: Engine, condition: str) -> None:
    with unit_of_work(peopled) as session:
        three_of_each(session)
    lose(peopled, condition)
    assert next_numbers(peopled) == [4, 4]


@pytest.mark.parametrize("condition", ["id = 3", "id > 0"], ids=["the last", "all"])
def test_nor_of_one_that_was_lost_before_the_schema_came_up(peopled: Engine, condition: str) -> None:
    downgrade(peopled, "0008")
    with unit_of_work(peopled) as session:
        three_of_each(session)
    lose(peopled, condition)
    upgrade(peopled)
    assert next_numbers(peopled) == [4, 4]


def test_every_row_stays_as_it_was(peopled: Engine) -> None:
    downgrade(peopled, "0008")
    with unit_of_work(peopled) as session:
        three_of_each(session)
        session.flush()
        for reminder in session.exec(select(Reminder)):
            reminder.outbox_id = reminder.id
    before = [everything(peopled, table) for table in (OutboxMessage, Reminder)]
    upgrade(peopled)
    assert [everything(peopled, table) for table in (OutboxMessage, Reminder)] == before
    assert [len(rows) for rows in before] == [3, 3]


def everything(engine: Engine, table: type[OutboxMessage] | type[Reminder]) -> list[SQLModel]:
    with unit_of_work(engine) as session:
        return [one.model_copy() for one in session.exec(select(table).order_by(col(table.id)))]
