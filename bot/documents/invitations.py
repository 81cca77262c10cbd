"""The workbook of invitations: a sheet for each grassroots organisation, to be cut up and handed over."""

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, groupby

import segno
from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.inert import put
from bot.documents.roster import saved

_WIDTHS = {"A": 5, "B": 28, "C": 44, "D": 44, "E": 16, "F": 18}
_HEADINGS = ("STT", "Họ và tên", "Chức vụ", "Liên kết cá nhân", "Mã", "Mã QR")
_ROW_HEIGHT = 82  # points; the picture is 100 pixels high
_SIDE = 100  # pixels


@dataclass(frozen=True)
class Handout:
    """What one person is handed; no link where the messenger has none or its name is not known."""

    body: str
    name: str
    post: str
    code: str
    link: str | None


class _Picture(Image):
    """A PNG placed as it is; openpyxl's own class would decode it first, with a library we do not need."""

    def __init__(self, png: bytes) -> None:
        self.ref, self.format = io.BytesIO(png), "png"
        self.width = self.height = _SIDE
        self._png = png

    def _data(self) -> bytes:
        return self._png


def invitations_workbook(handouts: Sequence[Handout], valid_until: date) -> bytes:
    """The workbook; the handouts of one organisation stand together."""
    book = Workbook()
    titles: set[str] = set()
    for body, listed in groupby(handouts, key=lambda handout: handout.body):
        _sheet(book.create_sheet(_title(body, titles)), body, listed, valid_until)
    if titles:
        book.remove(book.worksheets[0])
    else:
        put(book.worksheets[0], 1, 1, "Mọi người đều đã đăng ký.")
    return saved(book)


def _title(body: str, taken: set[str]) -> str:
    """At most 31 characters, none that Excel forbids, no two alike."""
    plain = re.sub(r"[\[\]:*?/\\']", " ", body).strip() or "Tổ chức"
    tries = (plain[:31] if n == 1 else f"{plain[:26]} ({n})" for n in count(1))
    title = next(one for one in tries if one.casefold() not in taken)
    taken.add(title.casefold())
    return title


def _sheet(sheet: Worksheet, body: str, handouts: Iterable[Handout], valid_until: date) -> None:
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    put(sheet, 1, 1, body).font = Font(bold=True, size=13)
    put(sheet, 2, 1, f"Mã dùng một lần, trao riêng từng người, có giá trị đến ngày {valid_until:%d/%m/%Y}.")
    for column, heading in enumerate(_HEADINGS, 1):
        put(sheet, 3, column, heading).font = Font(bold=True)
    for number, handout in enumerate(handouts, 1):
        _line(sheet, number, handout)
    _page(sheet)


def _line(sheet: Worksheet, number: int, handout: Handout) -> None:
    row = number + 3
    values = (number, handout.name, handout.post, handout.link, spaced(handout.code))
    for column, value in enumerate(values, 1):
        if value is not None:
            put(sheet, row, column, value).alignment = Alignment(wrap_text=True, vertical="center")
    sheet.cell(row, 5).font = Font(name="Consolas", bold=True, size=12)
    sheet.row_dimensions[row].height = _ROW_HEIGHT
    sheet.add_image(_Picture(_qr(handout.link or handout.code)), f"F{row}")


def spaced(code: str) -> str:
    """A code as it is read aloud: two groups of four."""
    return f"{code[:4]} {code[4:]}"


def _qr(content: str) -> bytes:
    kept = io.BytesIO()
    segno.make(content, error="m", micro=False).save(kept, kind="png", scale=4, border=2)
    return kept.getvalue()


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
