"""What a doctor asks a database that may be anything: version, clock, references; nothing is changed."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import Connection, text


def version(connection: Connection) -> str:
    """The server's or the library's name and version."""
    if connection.dialect.name == "sqlite":
        return f"SQLite {connection.execute(text('SELECT sqlite_version()')).scalar_one()}"
    return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"


def clock(connection: Connection) -> datetime | None:
    """The server's clock; None for a file, which has only this machine's."""
    if connection.dialect.name == "sqlite":
        return None
    found: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return found.astimezone(UTC)


def dangling(connection: Connection) -> Counter[tuple[str, int, str]]:
    """References to rows that are no more: (table, number of the row, table it refers to), each as often as
    it stands there. None on a server, which lets nobody make them; of a file every reference is looked up."""
    if connection.dialect.name != "sqlite":
        return Counter()
    found = connection.execute(text("PRAGMA foreign_key_check"))
    return Counter((table, number, parent) for table, number, parent, _ in found)


def was_used(connection: Connection) -> bool:
    """Whether anything was ever to be said, or anybody invited, with the newest schema."""
    seen = "SELECT EXISTS (SELECT 1 FROM ledger) OR EXISTS (SELECT 1 FROM invitation)"
    return bool(connection.execute(text(seen)).scalar_one())
