"""What a database lacks for this program to work with it, told from its errors or seen by looking."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import db.models  # noqa: F401 - fills the metadata


class Lack(StrEnum):
    """Not an outage, and no fault of a statement: an administrator has to mend it."""

    RIGHTS = "rights"  # of the account
    PARTS = "parts"  # tables or columns
    WRITING = "writing"  # it may only be read


_OF_POSTGRES = {
    "42501": Lack.RIGHTS,
    "3F000": Lack.PARTS,
    "42P01": Lack.PARTS,
    "42703": Lack.PARTS,
    "25006": Lack.WRITING,
}
_OF_SQLITE = {
    "no such table": Lack.PARTS,
    "no such column": Lack.PARTS,
    "attempt to write a readonly": Lack.WRITING,
}
_FORBIDDEN = """
SELECT relname FROM pg_class WHERE oid = to_regclass(:name) AND NOT (
    has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
    AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE'))
"""


def lack_of(error: Exception) -> Lack | None:
    """What the database lacks, as one of its errors tells; None for every other error."""
    if not isinstance(error, DBAPIError):
        return None
    state = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _OF_POSTGRES.get(state)
    return next((lack for said, lack in _OF_SQLITE.items() if str(error.orig).startswith(said)), None)


def missing_tables(connection: Connection) -> Sequence[str]:
    """The tables of this program's schema that are not there."""
    there = set(inspect(connection).get_table_names())
    return [name for name in SQLModel.metadata.tables if name not in there]


def forbidden_tables(connection: Connection) -> Sequence[str]:
    """The tables that the account may not read and write; none in a file."""
    if connection.dialect.name == "sqlite":
        return []
    names = SQLModel.metadata.tables
    asked = (connection.execute(text(_FORBIDDEN), {"name": name}).scalar() for name in names)
    return [name for name in asked if name is not None]
