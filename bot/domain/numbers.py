"""How people type numbers: full-width digits, "4,5" and "4.5", commas or semicolons between them."""

import re
import unicodedata
from decimal import Decimal

from bot.domain.vietnamese import fold

_BETWEEN = re.compile(r"\s*;\s*|\s*,\s+|\s+,\s*|\s+")
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,9}([.,]\d{1,6})?", re.ASCII)
_LISTED = re.compile(r"\d+(,\d+){2,}", re.ASCII)
_WITH_UNIT = re.compile(r"(\d{1,9}) ?[a-z]*( [a-z]+){0,3}", re.ASCII)


def tokens(text: str) -> tuple[str, ...]:
    """What was typed, one piece per number. A comma separates when a space stands beside it, or when
    there are only whole numbers with commas and more than two of them ("18,1,16"); else it is decimal."""
    plain = unicodedata.normalize("NFKC", text).strip(" ;,.")
    if _LISTED.fullmatch(plain):
        return tuple(plain.split(","))
    return tuple(piece for piece in _BETWEEN.split(plain) if piece)


def whole(token: str) -> int | None:
    """A whole number, or None when the token is something else ("4,5", "abc")."""
    return int(token) if _WHOLE.fullmatch(token) else None


def decimal(token: str) -> Decimal | None:
    """An exact number with a decimal comma or point, or None when the token is something else."""
    return Decimal(token.replace(",", ".")) if _DECIMAL.fullmatch(token) else None


def single(text: str) -> int | None:
    """One whole number, maybe with its unit after it ("95 phút"), or None."""
    plain = unicodedata.normalize("NFKC", text).strip(" ;,.")
    if _WHOLE.fullmatch(plain):
        return int(plain)
    if "," in plain or "." in plain:
        return None
    match = _WITH_UNIT.fullmatch(fold(plain))
    return int(match[1]) if match else None


def shortest(value: Decimal) -> Decimal:
    """The same number in one way of writing: 5.0 -> 5, 4.50 -> 4.5, -0 -> 0, however it was typed."""
    whole = value.to_integral_value() + 0
    return whole if whole == value else value.normalize()
