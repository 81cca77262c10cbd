"""The triggers that keep the ledger: a message cannot be queued without being entered, at no statement."""

from sqlalchemy import Connection, inspect, text

_COLUMNS = "source, row_id, kind, lane, at"
#: For each table, what a new row enters into the ledger.
_ENTRIES = {
    "outbox": "'outbox', NEW.id, NEW.message, NEW.lane, NEW.created_at",
    "reminder": "'reminder', NEW.id, NEW.kind || '.' || NEW.step, NULL, NEW.due_at",
}
_SQLITE = """
CREATE TRIGGER enter_{table} AFTER INSERT ON {table}
BEGIN INSERT INTO ledger ({columns}) VALUES ({entry}); END
"""
_POSTGRES = """
CREATE FUNCTION enter_{table}() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO ledger ({columns}) VALUES ({entry}); RETURN NULL; END $$;
CREATE TRIGGER enter_{table} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION enter_{table}()
"""


def are_there(connection: Connection) -> bool:
    """Whether every table that the ledger watches is watched."""
    system = (
        "sqlite_master WHERE type = 'trigger' AND name"
        if _is_sqlite(connection)
        else "pg_trigger WHERE tgname"
    )
    found = connection.execute(text(f"SELECT count(*) FROM {system} LIKE 'enter!_%' ESCAPE '!'"))  # noqa: S608
    return int(found.scalar_one()) == len(_ENTRIES)


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def create(connection: Connection) -> None:
    """Make the triggers where there is a ledger. They are made anew after every migration: SQLite drops
    them with the old table when a migration copies one."""
    if not inspect(connection).has_table("ledger"):
        return
    statement = _SQLITE if _is_sqlite(connection) else _POSTGRES
    for table, entry in _ENTRIES.items():
        connection.execute(text(statement.format(table=table, columns=_COLUMNS, entry=entry)))


def drop(connection: Connection) -> None:
    """Take the triggers away, before a migration."""
    for table in _ENTRIES:
        if _is_sqlite(connection):
            connection.execute(text(f"DROP TRIGGER IF EXISTS enter_{table}"))
        else:
            connection.execute(text(f"DROP FUNCTION IF EXISTS enter_{table}() CASCADE"))
