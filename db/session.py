"""Engines and sessions: WAL and BEGIN IMMEDIATE on SQLite, plain psycopg on PostgreSQL."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlmodel import Session

from db.lacks import lack_of

#: The database cannot be reached, or went away.
Unreachable = OperationalError
__all__ = [
    "KEPT_ALIVE",
    "Engine",
    "Unreachable",
    "is_embedded",
    "is_embedded_engine",
    "is_of_database",
    "is_outage",
    "is_unusable",
    "lost_a_race",
    "open_engine",
    "unit_of_work",
]

#: What PostgreSQL says to one of two transactions: they could not both be, each waited for the other, both
#: made the same row.
_RACES = ("40001", "40P01", "23505")
_TOO_COMPLEX = "54"  # a class of PostgreSQL's: the statement itself is beyond a limit
_CONNECT_TIMEOUT = 10  # seconds
#: A server whose machine or network died is noticed in about ten seconds, and not in two hours.
KEPT_ALIVE: dict[str, Any] = {
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}

_POSTGRES: dict[str, Any] = {
    "pool_size": 8,
    "pool_pre_ping": True,
    "hide_parameters": True,
}
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)


def is_embedded(url: str) -> bool:
    """Whether the database is a file of ours, which we migrate ourselves at start."""
    return make_url(url).get_backend_name() == "sqlite"


def is_embedded_engine(engine: Engine) -> bool:
    """Whether an open engine is of a file of ours: one writer at a time."""
    return engine.dialect.name == "sqlite"


def open_engine(url: str) -> Engine:
    """An engine for either database; an SQLite file and its folder are made when missing.

    Its errors do not show the values of a statement: they would carry names and texts into the log.
    """
    if not is_embedded(url):
        return _open_postgres(url)
    file = make_url(url).database
    if file and file != ":memory:":
        _prepare_file(Path(file))
    engine = create_engine(url, connect_args={"check_same_thread": False}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _open_postgres(url: str) -> Engine:
    from db.cursors import Cursor  # with psycopg, nine megabytes of which SQLite needs nothing

    address = make_url(url).set(drivername="postgresql+psycopg")
    how = {"connect_timeout": _CONNECT_TIMEOUT, "cursor_factory": Cursor}
    return create_engine(address, connect_args=KEPT_ALIVE | how, **_POSTGRES)


def lost_a_race(error: Exception) -> bool:
    """Whether somebody else's transaction stood in the way: the same again may work at once."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in _RACES


def is_of_database(error: Exception) -> bool:
    """Whether it is the database that complains, and its transaction is not to be gone on with."""
    return isinstance(error, DBAPIError)


def is_outage(error: Exception) -> bool:
    """Whether the database itself stood in the way (gone, full, busy): the same may work later, and nothing
    is wrong with what was to be done."""
    if not isinstance(error, OperationalError):
        return False
    is_statement = getattr(error.orig, "sqlite_errorname", None) == "SQLITE_ERROR"
    return not is_statement and not str(getattr(error.orig, "sqlstate", "")).startswith(_TOO_COMPLEX)


def is_unusable(error: Exception) -> bool:
    """Whether there is no working with the database at all: it cannot be reached or made, is none, or lacks
    what an administrator has to give."""
    if lack_of(error) is not None:
        return True
    # SQLite says of a file that is no database nothing more special than that.
    return isinstance(error, OperationalError | OSError) or type(error) is DatabaseError


def _prepare_file(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        file.touch(mode=0o600)  # names and telephone numbers are its owner's business only


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_immediate(connection: Any) -> None:
    # A deferred BEGIN that reads and then writes fails at once under concurrency, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


class _Keeping(Session):
    """A session that holds what it has read; another remembers rows only as long as somebody else does."""


@event.listens_for(_Keeping, "loaded_as_persistent")
def _keep(session: Session, row: object) -> None:
    session.info.setdefault("kept", []).append(row)


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[Session]:
    """One transaction: committed when the block ends, rolled back when it raises. What was read stays
    known until then, so that asking for it again by its key costs no statement."""
    with _Keeping(engine, expire_on_commit=False) as session, session.begin():
        yield session
