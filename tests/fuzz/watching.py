"""Every row that a turn writes, by triggers of the database: nothing that Core or a cascade does escapes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, inspect, text

_IGNORED = {"alembic_version", "written"}
_POSTGRES = """
CREATE FUNCTION note_writing() RETURNS trigger AS $$ BEGIN
  INSERT INTO written (place, before, after) VALUES (TG_TABLE_NAME,
    CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_json(OLD)::text END,
    CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_json(NEW)::text END);
  RETURN NULL;
END $$ LANGUAGE plpgsql
"""


@dataclass(frozen=True)
class Written:
    """One row before and after; None where there was none."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def versions(self) -> list[dict[str, Any]]:
        return [row for row in (self.before, self.after) if row is not None]

    @property
    def changed(self) -> set[str]:
        """The columns that differ; all of a row that came or went."""
        before, after = self.before or {}, self.after or {}
        return {name for name in before | after if before.get(name) != after.get(name)}


def watch(engine: Engine) -> None:
    """From now on every change of a row is written down."""
    tables = [name for name in inspect(engine).get_table_names() if name not in _IGNORED]
    is_sqlite = engine.dialect.name == "sqlite"
    key = "INTEGER PRIMARY KEY" if is_sqlite else "BIGSERIAL PRIMARY KEY"
    triggers = list(_on_sqlite(engine, tables) if is_sqlite else _on_postgres(tables))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE written (id {key}, place TEXT, before TEXT, after TEXT)"))
        for statement in triggers:
            connection.exec_driver_sql(statement)


def _on_postgres(tables: list[str]) -> Iterator[str]:
    yield _POSTGRES
    for name in tables:
        yield (
            f'CREATE TRIGGER writing AFTER INSERT OR UPDATE OR DELETE ON "{name}" '
            "FOR EACH ROW EXECUTE FUNCTION note_writing()"
        )


def _on_sqlite(engine: Engine, tables: list[str]) -> Iterator[str]:
    for name in tables:
        columns = [column["name"] for column in inspect(engine).get_columns(name)]
        for event, before, after in (("INSERT", 0, 1), ("UPDATE", 1, 1), ("DELETE", 1, 0)):
            old, new = _row("OLD", columns) if before else "NULL", _row("NEW", columns) if after else "NULL"
            yield (
                f'CREATE TRIGGER "writing_{event}_{name}" AFTER {event} ON "{name}" BEGIN '
                f"INSERT INTO written (place, before, after) VALUES ('{name}', {old}, {new}); END"
            )


def _row(which: str, columns: list[str]) -> str:
    pairs = ", ".join(f"'{name}', {which}.\"{name}\"" for name in columns)
    return f"json_object({pairs})"


def taken(engine: Engine) -> list[Written]:
    """What was written since it was last asked, in order; rows that did not change are left out."""
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT place, before, after FROM written ORDER BY id")).all()
        connection.execute(text("DELETE FROM written"))
    found = [Written(place, _read(before), _read(after)) for place, before, after in rows]
    return [one for one in found if one.before != one.after]


def _read(row: str | None) -> dict[str, Any] | None:
    return None if row is None else dict(json.loads(row))
