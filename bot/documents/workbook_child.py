"""Reads one workbook from standard input in a process of its own and prints what it found as JSON.

Whoever sends a file may send anything: the process has little memory, little time and no secrets, and
checks before it unpacks.
"""

import io
import json
import os
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.workbooks import FileReason

MEMORY = 400 * 1024 * 1024  # bytes of address space, of which Python and its libraries take about 100
CPU_SECONDS = 4
UNPACKED = 48 * 1024 * 1024  # bytes; a roster of 20,000 rows takes about 20
PARTS = 400
ROWS = 20_000  # as Excel counts them, blank ones included
COLUMNS = 60
CELLS = 150_000  # blank ones included; about 3 seconds of reading
SHEETS = 40
MERGES = 5_000
TEXT = 500  # characters of a cell; no value of a roster is as long
ALL_TEXT = 8_000_000  # characters of a whole workbook
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Grid = dict[int, dict[int, Any]]


class Refused(Exception):
    def __init__(self, reason: FileReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def main() -> None:
    """Read, judge, print; whatever goes wrong with the file is a refusal, not a failure."""
    _limit()
    try:
        answer = json.dumps({"sheets": read(sys.stdin.buffer.read())}, ensure_ascii=False)
    except Refused as refused:
        answer = json.dumps({"refused": refused.reason.value})
    except MemoryError:
        answer = json.dumps({"refused": FileReason.UNPACKS_TOO_LARGE.value})
    except Exception:
        # A parser fed with nonsense raises anything; the person can do the same about all of it.
        answer = json.dumps({"refused": FileReason.DAMAGED.value})
    sys.stdout.buffer.write(answer.encode())


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)


def read(content: bytes) -> list[dict[str, Any]]:
    """The sheets of a workbook; Refused when it is none or too large."""
    if content.startswith(_OLE):
        raise Refused(FileReason.PASSWORD_PROTECTED if _ENCRYPTED in content else FileReason.OLD_FORMAT)
    _check_parts(content)
    return _sheets(content)


def _check_parts(content: bytes) -> None:
    """Unpack everything once, piece by piece, and throw it away: what the directory says may be a lie."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_directory(archive)
            left = UNPACKED
            for part in archive.infolist():
                left -= _unpack(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        is_zip = content.startswith(b"PK")
        raise Refused(FileReason.DAMAGED if is_zip else FileReason.NOT_A_WORKBOOK) from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(FileReason.PASSWORD_PROTECTED)
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
        raise Refused(FileReason.NOT_A_WORKBOOK)
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise Refused(FileReason.UNPACKS_TOO_LARGE)


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The size of a part in bytes; Refused when over `left`, or with more rows or cells than are read."""
    size = rows = cells = 0
    with archive.open(part) as unpacked:
        while piece := unpacked.read(65_536):
            size, rows = size + len(piece), rows + piece.count(b"<row")
            cells += piece.count(b"<c ") + piece.count(b"<c>")
            if size > left:
                raise Refused(FileReason.UNPACKS_TOO_LARGE)
            if rows > ROWS or cells > CELLS:
                raise Refused(FileReason.TOO_MANY_ROWS if rows > ROWS else FileReason.TOO_LARGE)
    return size


def _sheets(content: bytes) -> list[dict[str, Any]]:
    # Imported here: a file that is no workbook is refused without it.
    from openpyxl import load_workbook

    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if len(workbook.worksheets) > SHEETS:
        raise Refused(FileReason.TOO_LARGE)
    left, sheets = ALL_TEXT, []
    for sheet in workbook.worksheets:
        grid = _grid(workbook, sheet)
        left -= sum(len(value) for row in grid.values() for value in row.values() if isinstance(value, str))
        if left < 0:
            raise Refused(FileReason.TOO_LARGE)
        sheets.append(_as_json(sheet, grid))
    return sheets


def _as_json(sheet: Any, grid: Grid) -> dict[str, Any]:
    rows = [[number, [row.get(column) for column in range(1, max(row) + 1)]] for number, row in grid.items()]
    return {"title": sheet.title, "is_hidden": sheet.sheet_state != "visible", "rows": rows}


def _grid(workbook: Any, sheet: Any) -> Grid:
    # The parser beneath the read-only sheet: unlike the sheet it does not pad gaps (a row 1,048,576 would be
    # a million rows) and it tells which cells are merged.
    from openpyxl.worksheet._reader import WorkSheetParser

    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        grid = {number: row for number, row in _rows(parser) if row}
    _spread_merged(grid, parser)
    return grid


def _rows(parser: Any) -> Iterator[tuple[int, dict[int, Any]]]:
    for count, (number, cells) in enumerate(parser.parse(), 1):
        if number > ROWS or count > ROWS:
            raise Refused(FileReason.TOO_MANY_ROWS)
        parser.row_dimensions.clear()
        values = ((cell["column"], _value(cell)) for cell in cells if cell["column"] <= COLUMNS)
        yield number, {column: value for column, value in values if value is not None}


def _value(cell: dict[str, Any]) -> Any:
    value = cell["value"]
    if cell["data_type"] == "e" or isinstance(value, (time, timedelta)):
        return None
    if isinstance(value, (datetime, date)):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str):
        return value[:TEXT] if value.strip() else None
    return value if isinstance(value, (bool, int, float)) else None


def _spread_merged(grid: Grid, parser: Any) -> None:
    """A value merged over several rows holds for each of them that has something of its own."""
    merged = parser.merged_cells.mergeCell if parser.merged_cells else []
    if len(merged) > MERGES:
        raise Refused(FileReason.TOO_LARGE)
    for area in merged:
        value = grid.get(area.min_row, {}).get(area.min_col)
        if value is None or area.min_col > COLUMNS:
            continue
        for number in range(area.min_row + 1, min(area.max_row, ROWS) + 1):
            if number in grid:
                grid[number].setdefault(area.min_col, value)


if __name__ == "__main__":
    main()
