"""Whatever somebody sends: refused clearly, within five seconds, in little memory."""

import asyncio
import io
import json
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.documents.workbook import LIMIT, parse_in_child
from bot.domain.workbooks import FILE_REASONS, FileReason, ParsedWorkbook, Refusal
from tests.workbooks import as_bytes, khoi_workbook

SECONDS = 5
MEGABYTES = 120
_TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


@dataclass(frozen=True)
class Reading:
    """What the child answered, how long it took (s) and how much memory it held at most (MB)."""

    answer: ParsedWorkbook | Refusal
    seconds: float
    megabytes: float

    @property
    def reason(self) -> FileReason | None:
        return self.answer.reason if isinstance(self.answer, Refusal) else None


#: What the program runs, followed by the most memory that this very process held.
_MEASURED = """
import sys
from bot.documents import workbook_child
workbook_child.main()
sys.stdout.flush()
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
sys.stderr.write(status["VmHWM"].split()[0])
"""


def reading(content: bytes) -> Reading:
    """Run the child as the program does, and measure it."""
    started = time.monotonic()
    child = subprocess.run([sys.executable, "-c", _MEASURED], input=content, capture_output=True, check=True)
    answer = ParsedWorkbook.from_json(child.stdout)
    return Reading(answer, time.monotonic() - started, int(child.stderr) / 1024)


def zipped(parts: dict[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def with_sheet(rows: bytes, others: dict[str, bytes] | None = None) -> bytes:
    """A sound workbook whose only sheet has these rows; `others` take the place of its parts."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(as_bytes({"Trang": []}))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (space, rows)
    return zipped(parts | (others or {}))


def blank_rows() -> bytes:
    return with_sheet(b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(1, 200_001)))


def a_row_far_down() -> bytes:
    return with_sheet(b'<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>')


def bomb() -> bytes:
    """Unpacks to a gigabyte, and says so."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(bytes(1024 * 1024))
    return packed.getvalue()


def lying(directory_says: int) -> bytes:
    """A part of 300 MB of which both headers say that it is small."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = bytes(1024 * 1024)
    packed = b"".join(compressor.compress(piece) for _ in range(300)) + compressor.flush()
    name = b"xl/worksheets/sheet1.xml"
    sound = zipped({"[Content_Types].xml": _TYPES, "xl/workbook.xml": b"<workbook/>"})
    end = sound.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<I", sound, end + 16)[0]
    sizes = (0, len(packed), directory_says, len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<5H3I2H", 20, 0, 8, 0, 0, *sizes) + name + packed
    central = b"PK\x01\x02" + struct.pack("<6H3I5H2I", 20, 20, 0, 8, 0, 0, *sizes, 0, 0, 0, 0, start) + name
    directory = sound[start:end] + central
    tail = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 3, 3, len(directory), start + len(local), 0)
    return sound[:start] + local + directory + tail


def laughs() -> bytes:
    """Entities that would unfold to gigabytes."""
    nested = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{nested}]><workbook>&l11;</workbook>'
    return zipped({"[Content_Types].xml": _TYPES, "xl/workbook.xml": text.encode()})


def one_wide_row() -> bytes:
    cells = b'<c t="str"><v>x</v></c>' * 1_500_000
    return with_sheet(b'<row r="1">%s</row>' % cells)


def one_text_everywhere() -> bytes:
    """A long text referred to by very many cells."""
    row = b"".join(b'<c t="inlineStr"><is><t>%s</t></is></c>' % (b"x" * 500) for _ in range(50))
    return with_sheet(b"".join(b'<row r="%d">%s</row>' % (n, row) for n in range(1, 400)))


def one_huge_text() -> bytes:
    return with_sheet(b'<row r="1"><c t="inlineStr"><is><t>%s</t></is></c></row>' % (b"x" * 51_000_000))


async def test_a_child_that_does_not_answer_is_ended() -> None:
    # Cells under a prefix are not counted beforehand: reading them all takes longer than is waited for.
    cells = b"<x:c/>" * 7_000_000
    space = b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = {"xl/worksheets/sheet1.xml": b"<x:worksheet %s><x:row>%s</x:row></x:worksheet>" % (space, cells)}
    started = time.monotonic()
    answer = await parse_in_child(with_sheet(b"", parts))
    assert isinstance(answer, Refusal)
    assert answer.reason in (FileReason.TOO_SLOW, FileReason.UNPACKS_TOO_LARGE)
    assert time.monotonic() - started < SECONDS


def protected(stream: str) -> bytes:
    """As Excel saves a workbook with a password: an OLE file with a stream of this name."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + stream.encode("utf-16-le") + bytes(4096)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: b"", FileReason.NOT_A_WORKBOOK),
        (lambda: b"STT;Ho ten\n1;Lan\n", FileReason.NOT_A_WORKBOOK),
        (lambda: bytes(range(256)) * 4000, FileReason.NOT_A_WORKBOOK),
        (lambda: zipped({"readme.txt": b"xin chao"}), FileReason.NOT_A_WORKBOOK),
        (lambda: protected("EncryptedPackage"), FileReason.PASSWORD_PROTECTED),
        (lambda: protected("Workbook"), FileReason.OLD_FORMAT),
        (lambda: as_bytes({"Trang": [("Mã", "Tên")]})[:-400], FileReason.DAMAGED),
        (lambda: zipped({"[Content_Types].xml": b"<a", "xl/workbook.xml": b"<b"}), FileReason.DAMAGED),
        (blank_rows, FileReason.TOO_MANY_ROWS),
        (a_row_far_down, FileReason.TOO_MANY_ROWS),
        (bomb, FileReason.UNPACKS_TOO_LARGE),
        (lambda: lying(1000), FileReason.DAMAGED),
        (laughs, FileReason.DAMAGED),
        (one_wide_row, FileReason.TOO_LARGE),
        (one_text_everywhere, FileReason.TOO_LARGE),
        (one_huge_text, FileReason.UNPACKS_TOO_LARGE),
    ],
    ids=[
        "empty",
        "csv",
        "bytes",
        "other-zip",
        "password",
        "xls",
        "cut",
        "no-xml",
        "blank-rows",
        "far-row",
        "bomb",
        "lying",
        "entities",
        "wide-row",
        "one-text",
        "huge-text",
    ],
)
def test_refused_soon_and_small(make: Callable[[], bytes], reason: FileReason) -> None:
    content = make()
    found = reading(content)
    assert found.reason is reason
    assert found.seconds < SECONDS
    assert found.megabytes < MEGABYTES


async def test_the_program_refuses_too_while_everything_else_goes_on() -> None:
    content, beats = blank_rows(), 0

    async def beat() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    beside = asyncio.create_task(beat())
    answer = await parse_in_child(content)
    beside.cancel()
    assert answer == Refusal(FileReason.TOO_MANY_ROWS)
    assert beats > 0


async def test_a_file_over_the_limit_is_not_even_looked_at() -> None:
    assert await parse_in_child(bytes(LIMIT + 1)) == Refusal(FileReason.TOO_LARGE)


async def test_khoi_is_read_in_little_time_and_memory() -> None:
    found = reading(khoi_workbook())
    assert isinstance(found.answer, ParsedWorkbook)
    assert [len(sheet.rows) for sheet in found.answer.sheets] == [453, 610, 465]
    assert (found.seconds < SECONDS, found.megabytes < MEGABYTES) == (True, True)
    assert await parse_in_child(khoi_workbook()) == found.answer


def test_what_was_parsed_survives_as_json() -> None:
    found = reading(as_bytes({"Trang": [("Mã", 38, 1.5, None, True)]})).answer
    assert isinstance(found, ParsedWorkbook)
    assert ParsedWorkbook.from_json(found.to_json()) == found
    assert found.sheets[0].rows[0].cells == ("Mã", 38, 1.5, None, True)
    assert json.loads(found.to_json())["sheets"][0]["title"] == "Trang"


def test_every_reason_says_what_to_do() -> None:
    assert set(FILE_REASONS) == set(FileReason)
