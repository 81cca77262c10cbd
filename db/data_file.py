"""The file of an SQLite database: where it is, whether it was in use, whether it is still the same."""

import os
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url

from db.sole import lock_of


def file_of(url: str | URL) -> Path | None:
    """The file that an address names; None for a server, and for what is only in memory."""
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:")
    return Path(address.database or "") if is_file else None


def was_run_on(file: Path) -> bool:
    """Whether the program once ran on this file: it leaves its lock beside it, even when the file is gone."""
    return lock_of(file).exists()


class OpenFile:
    """The file that an engine has open, told apart from another one that takes its place: what is written
    to a file that was removed is seen by nobody and gone with the process."""

    def __init__(self, engine: Engine) -> None:
        self._file = file_of(engine.url)
        self._opened = self._seen()

    def is_in_place(self) -> bool:
        """Whether the file at the path is still the one that was opened; a server's always is."""
        return self._seen() == self._opened

    def _seen(self) -> tuple[int, int] | None:
        if self._file is None:
            return None
        try:
            found = os.stat(self._file)
        except OSError:
            return 0, 0
        return found.st_dev, found.st_ino
