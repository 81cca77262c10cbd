"""The numbers of rows that the ledger names: none is given to another row, not even of a lost last one."""

from sqlalchemy import Connection, text

TABLES = ("outbox", "reminder")
_COUNTS = "SELECT count(*) FROM sqlite_master WHERE name = :name AND sql LIKE '% AUTOINCREMENT%'"
_FORGET = "DELETE FROM sqlite_sequence WHERE name = :name"
_GO_ON = "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"
_LAST = """
SELECT max(last) FROM (
    SELECT coalesce(max(row_id), 0) AS last FROM ledger WHERE source = :name
    UNION ALL SELECT seq FROM sqlite_sequence WHERE name = :name)
"""


def go_on(connection: Connection) -> None:
    """Let SQLite number new rows after all that ever were. A migration that copies a table lets it go on
    from the last row that is left, whose number need not be the last that was given."""
    if connection.dialect.name != "sqlite":
        return  # a sequence of PostgreSQL never goes back
    for table in TABLES:
        if connection.execute(text(_COUNTS), {"name": table}).scalar_one():
            last = connection.execute(text(_LAST), {"name": table}).scalar_one()
            connection.execute(text(_FORGET), {"name": table})
            connection.execute(text(_GO_ON), {"name": table, "last": last})
