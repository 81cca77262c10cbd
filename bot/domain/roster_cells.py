"""From a cell as somebody typed it to a value: codes, names, phone numbers, dates, counts, levels."""

import re
import unicodedata
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.people import Level
from bot.domain.roster_reasons import Reason, Unfit
from bot.domain.vietnamese import clean, fold
from bot.domain.workbooks import Cell

_NOTHING = {"", "-", "–", "—", "…", "...", "/", "x", "X"}
_OPEN_END = {"nay", "den nay", "khong", "khong thoi han", "khong xac dinh", "cho den khi co quyet dinh moi"}
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_DAYS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})"), (3, 2, 1)),
    (re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2}) nam (\d{4})"), (3, 2, 1)),
)
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119, as Excel counts days
_YEARS = range(1930, 2101)


def text(cell: Cell, limit: int | None = None) -> str | None:
    """Composed, with single ordinary spaces; None when blank. Unfit when longer than `limit`."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    found = clean(_INVISIBLE.sub("", str(cell)))
    if limit is not None and len(found) > limit:
        raise Unfit(Reason.TEXT_TOO_LONG)
    return None if found in _NOTHING else found


def code(cell: Cell) -> str | None:
    """A code as it is compared: capitals, no spaces. A code of digits may be a number in the file."""
    found = text(cell)
    if found is None:
        return None
    bare = unicodedata.normalize("NFKC", found).replace(" ", "").upper()
    if len(bare) > 64:
        raise Unfit(Reason.TEXT_TOO_LONG)
    return bare


def name(cell: Cell) -> str | None:
    """A person's name; one written all in capitals (or all small) gets capitals where they belong."""
    found = text(cell, 120)
    if found is None or not any(c.isalpha() for c in found):
        return None
    return found if not (found.isupper() or found.islower()) else _capitalised(found)


def _capitalised(found: str) -> str:
    return "".join(part.capitalize() for part in re.split(r"([ '’-])", found))


def title(cell: Cell, limit: int = 120) -> str | None:
    """A post or an organisation's name: words stay, the tone mark of "uỷ" goes where DOMAIN 8 puts it."""
    found = text(cell, limit)
    return found and found.replace("uỷ", "ủy").replace("Uỷ", "Ủy").replace("UỶ", "ỦY")


def phone(cell: Cell) -> str | None:
    """A number as it is dialled inside the country, "0900123456"; abroad with its "+".

    Takes numbers that lost their 0, +84, 0084, dots and spaces; of several the first. None when the
    cell holds no number; ValueError when what it holds cannot be one.
    """
    found = text(cell)
    if found is None:
        return None
    first = re.split(r"[;,/\n]| - |hoặc", found)[0]
    digits = re.sub(r"\D", "", first)
    return _national(digits, first.strip().startswith("+"))


def _national(digits: str, has_plus: bool) -> str:
    local = re.sub(r"^(00)?84(?=\d{9,10}$)", "0", digits)
    if len(local) in (9, 10) and local[0] in "23456789" and not has_plus:
        local = "0" + local
    if len(local) in (10, 11) and re.match(r"0[1-9]", local):
        return local
    if has_plus and 8 <= len(digits) <= 15 and not digits.startswith("84"):
        return "+" + digits
    raise ValueError("not a phone number")


def day(cell: Cell) -> date | None:
    """A date, typed as one or as text, day before month; None when blank or open ("đến nay")."""
    found = text(cell)
    if found is None or fold(found) in _OPEN_END:
        return None
    if found.isdigit() and int(found) in _SERIALS:
        return _EXCEL_EPOCH + timedelta(days=int(found))
    for pattern, groups in _DAYS:
        if match := (pattern.fullmatch(found) or pattern.fullmatch(fold(found))):
            return _date(*(int(match[group]) for group in groups))
    raise Unfit(Reason.IMPOSSIBLE_DATE)


def _date(year: int, month: int, day_of_month: int) -> date:
    full = year + 2000 if year < 100 else year
    try:
        made = date(full, month, day_of_month)
    except ValueError:
        raise Unfit(Reason.IMPOSSIBLE_DATE) from None
    if full not in _YEARS:
        raise Unfit(Reason.IMPOSSIBLE_DATE)
    return made


def count(cell: Cell) -> int | None:
    """A whole number from 0 to 100,000; None when blank."""
    found = text(cell)
    if found is None:
        return None
    if not re.fullmatch(r"\d{1,5}|\d{1,3}[. ]\d{3}", found):
        raise Unfit(Reason.IMPOSSIBLE_NUMBER)
    return int(re.sub(r"\D", "", found))


_YES = {"co", "x", "1", "true", "dung", "yes"}
_NO = {"khong", "0", "false", "sai", "no", "chua", "k"}


def yes_no(cell: Cell) -> bool | None:
    """Có or Không, a tick or a cross; None when blank."""
    found = "" if cell is None else fold(str(cell))
    if found in _YES or found in _NO:
        return found in _YES
    if text(cell) is None:
        return None
    raise Unfit(Reason.NEITHER_YES_NOR_NO)


class AnyLevel(StrEnum):
    """ "Chi bộ" or "Đảng bộ" without more: the place in the tree tells which."""

    CELL = "chi bo"
    BODY = "dang bo"


_LEVELS = (
    (r"dang bo cap tren( truc tiep)?( co so| cua to chuc co so dang)?", Level.PARTY_BODY),
    (r"dang bo (khoi|tinh|thanh pho|huyen|quan|thi xa|xa|phuong|dac khu)", Level.PARTY_BODY),
    (r"dang (bo|uy) co so", Level.GRASSROOTS_BODY),
    (r"dang bo (bo phan|truc thuoc)", Level.SUB_BODY),
    (r"chi bo co so", Level.GRASSROOTS_CELL),
    (r"chi bo truc thuoc( dang (bo|uy)( co so| bo phan)?)?", Level.DEPENDENT_CELL),
)


def level(cell: Cell, organisation: str) -> Level | AnyLevel:
    """The level named, or an AnyLevel when only the kind is known (from the name if need be)."""
    found = text(cell)
    folded = fold(found or organisation)
    if found is not None:
        for pattern, named in _LEVELS:
            if re.fullmatch(pattern, folded):
                return named
    for kind in AnyLevel:
        if folded == kind or (found is None and folded.startswith(f"{kind} ")):
            return kind
    raise Unfit(Reason.UNKNOWN_LEVEL)
