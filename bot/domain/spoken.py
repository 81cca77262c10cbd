"""Spoken days and hours in plain letters and digits: no marks, no capitals, numbers as figures."""

import re
import unicodedata

# Some pairs differ only in their marks, which unmarked typing loses; while marks are there, they decide.
_MARKED = (
    (re.compile(r"\btháng sáu\b"), "tháng 6"),  # tháng sau is next month
    (re.compile(r"(?:(?<=[hờ] )|(?<=[h:]\d\d ))tới(?= ?\d)"), "den"),
    (re.compile(r"\btới\b"), "next"),
    (re.compile(r"\btối\b"), "eve"),
    (re.compile(r"\bmốt\b"), "kia"),
    (re.compile(r"\b(?:ngày )?kìa\b"), "3 ngay nua"),
)
_DIGITS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6} | {
    "bay": 7,
    "tam": 8,
    "chin": 9,
}
_UNIT = "|".join(_DIGITS)
_NUMBER = rf"(?:(?:(?:{_UNIT}) )?muoi(?: (?:{_UNIT}))?|(?:{_UNIT}))\b"
_SPELLED = (
    re.compile(
        rf"(?<=\bmung )({_NUMBER})|(?<=\bmong )({_NUMBER})|(?<=\bngay )(?!sau\b(?! thang))({_NUMBER})"
    ),
    re.compile(rf"(?<=\bthang )(?!sau\b)({_NUMBER})"),
    re.compile(rf"\b({_NUMBER})(?= gio\b)"),
    re.compile(rf"(?<=\bgio )({_NUMBER})"),
)
_STROKES = str.maketrans({"–": "-", "—": "-", "−": "-", "’": "'", "′": "'", "đ": "d"})


def plain(text: str) -> str:
    """ "Thứ Năm, ngày ba tháng 12" -> "thu nam, ngay 3 thang 12"."""
    marked = unicodedata.normalize("NFKC", text).casefold()
    for pattern, instead in _MARKED:
        marked = pattern.sub(instead, marked)
    bare = unicodedata.normalize("NFD", marked.translate(_STROKES))
    words = " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())
    for pattern in _SPELLED:
        words = pattern.sub(lambda found: str(_value(found[0])), words)
    return words


def _value(words: str) -> int:
    tens, ten, units = words.partition("muoi")
    one = _DIGITS.get(units.strip() if ten else words, 0)
    return one + (10 * _DIGITS.get(tens.strip(), 1) if ten else 0)


_FILLER = re.compile(
    r"\b(?:(?:chuyen|doi|hoan|lui)(?: lich)?(?: (?:sang|den|vao|ve))?|bat dau|sinh hoat|chi bo|thoi gian"
    r"|vao|luc|hoi|tu|khoang|dung|buoi|ngay|gio|hop|la|mung|mong|nhe|nha|a)\b"
)
_MOVED = re.compile(r"\b(?:chuyen|doi|hoan|lui)(?: lich)?(?: (?:sang|den|vao|ve))\b")


class Rest:
    """A text from which what was understood is taken away."""

    def __init__(self, text: str) -> None:
        self._text = _MOVED.sub(" ", plain(text))  # else "sang" would be the morning

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match, which is gone from the text afterwards."""
        found = pattern.search(self._text)
        if found:
            self._text = f"{self._text[: found.start()]} , {self._text[found.end() :]}"
        return found

    def take_all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every match, all gone from the text afterwards."""
        taken = []
        while found := self.take(pattern):
            taken.append(found)
        return taken

    def give_back(self, text: str) -> None:
        """Put back what is to be read in another way."""
        self._text = f"{self._text} {text}"

    def is_left(self) -> bool:
        """Whether anything but filler and punctuation is left."""
        return re.search(r"\w", _FILLER.sub(" ", self._text)) is not None
