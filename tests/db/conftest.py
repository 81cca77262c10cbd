"""What tests of the schema are given: databases that have none yet."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.databases import PostgresDatabases, SqliteFiles

Made = SqliteFiles | PostgresDatabases


@pytest.fixture(params=["sqlite_files", "postgres_databases"], ids=["sqlite", "postgres"])
def made(request: pytest.FixtureRequest) -> Made:
    """Where databases of either kind come from."""
    found: Made = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def blank(made: Made) -> Iterator[Engine]:
    """A database without any schema."""
    with made.fresh(is_migrated=False) as engine:
        yield engine
