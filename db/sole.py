"""One running program on a database file: a lock that ends with the process, however that dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class InUse(Exception):
    """Another program runs on this file."""


def lock_of(file: Path) -> Path:
    """The lock of a database file; it stays when the program has ended."""
    return file.with_name(f"{file.name}.lock")


@contextmanager
def sole_use(url: str) -> Iterator[None]:
    """Hold a database for as long as the block lasts; InUse when another process has it. A server's
    database is anybody's. Beside the file, because SQLite's own locks would go with ours."""
    file = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not file or file == ":memory:":
        yield
        return
    beside = lock_of(Path(file))
    beside.parent.mkdir(parents=True, exist_ok=True)
    lock = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(lock)
        yield
    finally:
        os.close(lock)


def _take(lock: int) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise InUse from None
