"""Databases for tests: every test gets a fresh one, empty and migrated, copied from a template."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import Engine, text

from db.migrate import upgrade
from db.session import open_engine
from tests.postgres import SUPERUSER, Server

_PREFIX = "chibo-test-"
_ROOM = 512 * 1024 * 1024  # a container may give /dev/shm 64 MB, which one PostgreSQL cluster fills


@contextmanager
def folder() -> Iterator[Path]:
    """A folder of this process, in memory where there is room, gone afterwards."""
    parent = _fast_folder()
    _remove_left_behind(parent)
    made = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent))
    try:
        yield made
    finally:
        shutil.rmtree(made)


def _fast_folder() -> Path:
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if has_room else Path(tempfile.gettempdir())


def _remove_left_behind(parent: Path) -> None:
    # A killed run cannot clean up, and what it leaves in /dev/shm is memory.
    for left in parent.glob(f"{_PREFIX}*"):
        owner = left.name.removeprefix(_PREFIX).partition("-")[0]
        if not Path("/proc", owner).exists():
            shutil.rmtree(left, ignore_errors=True)


class SqliteFiles:
    """Fresh migrated SQLite files, copied from one that was migrated once."""

    def __init__(self, home: Path) -> None:
        self._home, self._numbers = home, count(1)
        self._template = home / "template.db"
        _migrate(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self, is_migrated: bool = True) -> Iterator[Engine]:
        """An engine on a new database file, removed afterwards."""
        file = self._home / f"t{next(self._numbers)}.db"
        if is_migrated:
            shutil.copyfile(self._template, file)
        with _open(f"sqlite:///{file}") as engine:
            yield engine
        for path in self._home.glob(f"{file.name}*"):
            path.unlink()


class PostgresDatabases:
    """Fresh migrated databases on a running server, made from one template."""

    def __init__(self, server: Server) -> None:
        self.server, self._numbers = server, count(1)
        self._run("CREATE DATABASE template")
        _migrate(self.url("template"))

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={self.server.home}"

    @contextmanager
    def fresh(self, is_migrated: bool = True) -> Iterator[Engine]:
        """An engine on a new database, dropped afterwards even if somebody is still connected."""
        name = f"t{next(self._numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {'template' if is_migrated else 'template0'}")
        with _open(self.url(name)) as engine:
            yield engine
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with _open(self.url("postgres")) as engine:
            autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
            with autocommit.connect() as connection:
                connection.execute(text(statement))


@contextmanager
def account(engine: Engine, *rights: str) -> Iterator[str]:
    """The address of a PostgreSQL database for an account of its own, with these rights on its tables."""
    with engine.begin() as connection:
        connection.execute(text("CREATE ROLE stranger LOGIN"))
        for right in rights:
            connection.execute(text(f"GRANT {right} ON ALL TABLES IN SCHEMA public TO stranger"))
    yield engine.url.set(username="stranger").render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text("DROP OWNED BY stranger"))
        connection.execute(text("DROP ROLE stranger"))


@contextmanager
def _open(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _migrate(url: str) -> None:
    with _open(url) as engine:
        upgrade(engine)
