"""Migrations: up, down, up; they make exactly what the models say; two processes may start at once."""

import sqlite3
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlmodel import SQLModel

import db.models  # noqa: F401 - fills the metadata
from db import checkup, triggers
from db.migrate import MIGRATIONS, current, downgrade, is_current, newest, upgrade
from tests.db.conftest import Made
from tests.db.rows import NOW


def test_a_blank_database_goes_up_down_and_up(blank: Engine) -> None:
    assert (current(blank), is_current(blank)) == (None, False)
    upgrade(blank)
    assert (current(blank), is_current(blank)) == (newest(), True)
    before = schema(blank)
    downgrade(blank)
    assert (current(blank), tables(blank)) == (None, set())
    upgrade(blank)
    assert schema(blank) == before


def test_upgrading_what_is_current_changes_nothing(engine: Engine) -> None:
    before = schema(engine)
    upgrade(engine)
    assert is_current(engine)
    assert schema(engine) == before


def test_migrations_make_what_the_models_say(blank: Engine) -> None:
    upgrade(blank)
    with blank.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_and_the_same_constraints_and_partial_indexes(made: Made, blank: Engine) -> None:
    """What alembic's comparison leaves out."""
    upgrade(blank)
    with made.fresh(is_migrated=False) as modelled:
        SQLModel.metadata.create_all(modelled)
        assert schema(blank) == schema(modelled)


def test_two_processes_may_bring_up_the_same_database(blank: Engine) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(upgrade, [blank, blank])) == [None, None]
    assert is_current(blank)


def test_a_failed_migration_leaves_the_database_as_it_was(blank: Engine) -> None:
    with blank.begin() as connection:
        connection.execute(text("CREATE TABLE visit (id INTEGER)"))  # in the way of the models' own
    with pytest.raises(Exception, match="already exists"):
        upgrade(blank)
    assert (current(blank), tables(blank)) == (None, {"visit"})


def test_references_are_checked_again_after_a_migration_on_sqlite(sqlite_engine: Engine) -> None:
    upgrade(sqlite_engine)
    with sqlite_engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_row_that_would_refer_to_nothing_stops_a_migration_on_sqlite(sqlite_engine: Engine) -> None:
    with sqlite_engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE leaf (id INTEGER PRIMARY KEY, branch INTEGER REFERENCES milestone)")
        )
        connection.execute(
            text(f"INSERT INTO milestone (id, kind, period, due_at) VALUES (7, 'day', 1, '{NOW}')")
        )
        connection.execute(text("INSERT INTO leaf VALUES (1, 7)"))
    with pytest.raises(RuntimeError, match="1 rows that refer to nothing"):
        downgrade(sqlite_engine)
    assert is_current(sqlite_engine)


@pytest.mark.parametrize("revision", ["0008", "head"])
def test_what_somebody_broke_by_hand_keeps_no_schema_from_coming_up(
    sqlite_engine: Engine, revision: str
) -> None:
    if revision != "head":
        downgrade(sqlite_engine, revision)
    with closing(sqlite3.connect(str(sqlite_engine.url.database))) as unchecked, unchecked:
        unchecked.execute(f"INSERT INTO attempt VALUES (1, 77, '{NOW}', 'sent', '')")
        unchecked.execute("DROP TRIGGER enter_outbox")
    upgrade(sqlite_engine)
    with sqlite_engine.connect() as connection:
        assert triggers.are_there(connection)
        assert checkup.dangling(connection) == {("attempt", 1, "outbox"): 1}
    assert is_current(sqlite_engine)


def test_revisions_are_one_line_of_numbers() -> None:
    revisions = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]
    assert revisions == [f"{number:04}" for number in range(len(revisions), 0, -1)]


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def schema(engine: Engine) -> dict[str, Any]:
    """Everything that can be read back of every table, in an order of its own."""
    seen = inspect(engine)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column["default"])
                for column in seen.get_columns(table)
            },
            "key": seen.get_pk_constraint(table),
            "references": _by_name(seen.get_foreign_keys(table)),
            "uniques": _by_name(seen.get_unique_constraints(table)),
            "checks": _by_name(seen.get_check_constraints(table)),
            "indexes": {index["name"]: _readable(index) for index in seen.get_indexes(table)},
            "numbers given once": _gives_numbers_once(engine, table),
        }
        for table in tables(engine)
    }


def _gives_numbers_once(engine: Engine, table: str) -> bool:
    """What is not read back by SQLAlchemy: a migration that copies the table has to say it again."""
    if engine.dialect.name != "sqlite":
        return True
    made = text("SELECT sql LIKE '% AUTOINCREMENT%' FROM sqlite_master WHERE name = :table")
    with engine.connect() as connection:
        return bool(connection.execute(made, {"table": table}).scalar_one())


def _by_name(constraints: Any) -> dict[str, Any]:
    return {constraint["name"]: constraint for constraint in constraints}


def _readable(index: Mapping[str, Any]) -> dict[str, Any]:
    options = index.get("dialect_options", {})
    return {**index, "dialect_options": {name: str(option) for name, option in options.items()}}
