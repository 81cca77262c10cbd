"""What tests are given: databases of both kinds."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import Engine

from bot.channels.web import WebMessenger
from bot.clock import RehearsalClock
from tests.chat import START, ZONE, Chat
from tests.databases import PostgresDatabases, SqliteFiles, folder
from tests.fakes.telegram import FakeTelegram
from tests.messengers import Browser, Messenger, Telegram
from tests.postgres import server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests first on each of two workers, which begin at the start and in the middle."""
    longest = [item for item in items if item.get_closest_marker("long") or "test_kills" in item.nodeid]
    others = [item for item in items if item not in longest]
    half = len(longest) // 2 or 1
    middle = len(others) // 2
    items[:] = [*longest[:half], *others[:middle], *longest[half:], *others[middle:]]


@pytest.fixture(scope="session")
def sqlite_files() -> Iterator[SqliteFiles]:
    with folder() as home:
        yield SqliteFiles(home)


@pytest.fixture(scope="session")
def postgres_databases() -> Iterator[PostgresDatabases]:
    """One server for each worker of xdist: it starts in about a second and is nobody else's."""
    with folder() as home, server(home) as running:
        yield PostgresDatabases(running)


@pytest.fixture
def sqlite_engine(sqlite_files: SqliteFiles) -> Iterator[Engine]:
    """An empty migrated SQLite database of this test's own."""
    with sqlite_files.fresh() as engine:
        yield engine


@pytest.fixture
def postgres_engine(postgres_databases: PostgresDatabases) -> Iterator[Engine]:
    """An empty migrated PostgreSQL database of this test's own."""
    with postgres_databases.fresh() as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Both databases, one after the other: the same code has to do the same on either."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    return found


@pytest.fixture(params=["web-sqlite", "web-postgres", "telegram-sqlite"])
async def chat(request: pytest.FixtureRequest) -> AsyncIterator[Chat]:
    """The cast on each messenger and database: web on both, Telegram on SQLite."""
    messenger, database = request.param.split("-")
    engine: Engine = request.getfixturevalue(f"{database}_engine")
    async with FakeTelegram() as server:

        def opened(clock: RehearsalClock) -> Messenger:
            return Telegram(server) if messenger == "telegram" else Browser(WebMessenger(clock.now, ZONE))

        stage = Chat(engine, opened, START)
        await stage.gather()
        yield stage
        await stage.end()
        assert server.violations == []


@pytest.fixture
async def web(sqlite_engine: Engine) -> AsyncIterator[Chat]:
    """The cast in the browser on SQLite alone, where neither messenger nor database makes a difference."""
    stage = Chat(sqlite_engine, lambda clock: Browser(WebMessenger(clock.now, ZONE)), START)
    await stage.gather()
    yield stage
    await stage.end()


@pytest.fixture
async def bare(engine: Engine) -> AsyncIterator[Chat]:
    """A program in the browser over an empty database of each kind: nobody on the roster yet."""
    stage = Chat(engine, lambda clock: Browser(WebMessenger(clock.now, ZONE)), START)
    yield stage
    await stage.end()
