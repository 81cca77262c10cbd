"""A cursor of psycopg that tells of its columns no more than SQLAlchemy asks for."""

from typing import Any

import psycopg


class Cursor(psycopg.Cursor[Any]):
    """`description` of columns as name and type only. Psycopg looks up all it knows of each column each time;
    SQLAlchemy asks after every statement, and mostly only whether there are rows."""

    @property
    def description(self) -> list[Any] | None:
        result = self.pgresult
        if result is None or not result.nfields:
            return None
        encoding = self._encoding
        return [
            ((result.fname(n) or b"").decode(encoding), result.ftype(n), None, None, None, None, None)
            for n in range(result.nfields)
        ]
