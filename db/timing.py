"""How long a transaction is in the database: its statements and its commit, told when it is over."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event

_SPENT, _SINCE = "chibo_spent", "chibo_since"


def listen(engine: Engine, took: Callable[[float], None]) -> None:
    """Tell `took` the seconds of every transaction of this engine. What is spent is summed up on the
    connection and told once, so that a statement costs two clock readings."""

    def begins(connection: Connection, *_: Any) -> None:
        connection.info[_SINCE] = perf_counter()

    def ends(connection: Connection, *_: Any) -> None:
        info = connection.info
        info[_SPENT] = info.get(_SPENT, 0.0) + perf_counter() - info.pop(_SINCE, perf_counter())

    def given_back(_connection: Any, record: Any) -> None:
        since = record.info.pop(_SINCE, None)  # of the commit, which nothing ends but this
        spent = record.info.pop(_SPENT, 0.0) + (perf_counter() - since if since else 0.0)
        took(spent)

    event.listen(engine, "before_cursor_execute", begins)
    event.listen(engine, "after_cursor_execute", ends)
    event.listen(engine, "commit", begins)
    event.listen(engine, "checkin", given_back)
