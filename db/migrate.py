"""The schema brought up, down, and compared with the newest; alembic configured in code, not in a file.

Alembic is imported where the schema changes: a start with the newest one needs neither its time nor memory.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from db import checkup, numbering, triggers

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 20_261_124  # any number that no other program takes on the same PostgreSQL database


class TooNew(RuntimeError):
    """The database has the schema of a newer program; the text is its revision."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision, in one transaction; two processes take turns. TooNew when the
    database is ahead of this program."""
    refuse_newer(engine)
    if revision == "head" and is_current(engine) and _is_watched(engine):
        return
    with _alone(engine) as connection:
        from alembic import command

        triggers.drop(connection)
        command.upgrade(configuration(connection), revision)
        triggers.create(connection)
        numbering.go_on(connection)


def _is_watched(engine: Engine) -> bool:
    with engine.connect() as connection:
        return triggers.are_there(connection)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the schema down to a revision, in one transaction; what the newer tables held is lost."""
    with _alone(engine) as connection:
        from alembic import command

        triggers.drop(connection)
        command.downgrade(configuration(connection), revision)
        triggers.create(connection)


def current(engine: Engine) -> str | None:
    """The revision the database stands at; None when it has no schema of ours."""
    with engine.connect() as connection:
        return _current_on(connection)


def _current_on(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision


def newest() -> str | None:
    """The revision that this program needs: the files are numbered."""
    files = (MIGRATIONS / "versions").glob("[0-9]*_*.py")
    return max((file.name.partition("_")[0] for file in files), default=None)


def refuse_newer(engine: Engine) -> None:
    """TooNew when the database stands at a revision that this program does not know."""
    found = current(engine)
    if found is not None and not list((MIGRATIONS / "versions").glob(f"{found}_*.py")):
        raise TooNew(found)


def is_current(engine: Engine) -> bool:
    """Whether the database has the schema that this program needs."""
    return current(engine) == newest()


@cache
def _newest() -> str | None:
    return newest()


def is_current_on(connection: Connection) -> bool:
    """The same, asked inside a transaction; cheap enough to be asked again and again."""
    return _current_on(connection) == _newest()


def configuration(connection: Connection) -> "Config":
    """What alembic's commands need in order to work on an open connection."""
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            yield from _alone_on_sqlite(connection)
        else:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection


def _alone_on_sqlite(connection: Connection) -> Iterator[Connection]:
    # Changing a table means copying it and dropping the old one, which would fail or cascade while the rows
    # that refer to it are checked; the pragma has no effect inside a transaction.
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        with connection.begin():  # BEGIN IMMEDIATE: whoever comes second waits
            before = checkup.dangling(connection)
            yield connection
            # What somebody broke by hand is the doctor's to name; it must not keep the schema from coming up.
            if added := checkup.dangling(connection) - before:
                raise RuntimeError(f"the migration leaves {added.total()} rows that refer to nothing")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
