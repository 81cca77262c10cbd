"""A copy of an SQLite file while a program works on it: what still stands in the write-ahead log is in it."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url

#: No copy could be made: no database there, no room, no right to write.
Uncopied = (OSError, sqlite3.Error)


def copy(url: str, file: Path) -> None:
    """Write the whole database into a new file of mode 0600: FileExistsError where something is already,
    another of Uncopied when it fails, and then nothing is left behind."""
    source = Path(make_url(url).database or "").absolute()
    with closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True)) as opened:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            with closing(sqlite3.connect(file)) as made:
                opened.backup(made)
        except BaseException:
            file.unlink()
            raise
