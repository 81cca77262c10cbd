"""How Vietnamese text is compared and sorted: without marks, case or the two spellings of a tone."""

import re
import unicodedata

_PUNCTUATION = re.compile(r"[^\w]+", re.UNICODE)
_TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")  # grave, acute, tilde, hook, dot below


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


#: An open "oa", "oe" or "uy" with its tone on the first letter, and the same with it on the second.
_TO_SECOND = {
    _composed(first + tone) + second: first + _composed(second + tone)
    for pair in ("oa", "oe", "uy")
    for first in (pair[0], pair[0].upper())
    for second in (pair[1], pair[1].upper())
    for tone in _TONES
}
_SPELLINGS = {"uỷ": _TO_SECOND, "ủy": {new: old for old, new in _TO_SECOND.items()}}
#: Not before another letter ("hoàn" has one spelling), nor after q, whose u is none ("quý").
_OPEN = {marks: re.compile(rf"(?<![qQ])(?:{'|'.join(found)})(?!\w)") for marks, found in _SPELLINGS.items()}


def clean(text: str) -> str:
    """Composed characters, single ordinary spaces, nothing at the ends, nothing that cannot be seen; what is
    stored and shown."""
    seen = (c for c in unicodedata.normalize("NFC", text) if c.isspace() or _can_be_seen(c))
    return " ".join("".join(seen).split())


def _can_be_seen(character: str) -> bool:
    # Controls (PostgreSQL keeps no NUL), marks that turn the line around, halves of a pair.
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs")


def fold(text: str) -> str:
    """The form in which two spellings of one thing are equal: "Uỷ viên", "ỦY VIÊN" -> "uy vien"."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c)).replace("đ", "d")
    return _PUNCTUATION.sub(" ", bare).strip()


def spelled(text: str, tone_marks: str) -> str:
    """The text with the tones of open syllables where the house puts them: "ủy" (hòa, thúy) or "uỷ" (hoà,
    thuý)."""
    return _OPEN[tone_marks].sub(lambda found: _SPELLINGS[tone_marks][found[0]], text)


def sort_key(name: str) -> str:
    """Vietnamese people are listed by given name, which stands last: "Lý Thu Vân" -> "van ly thu"."""
    words = fold(name).split()
    return " ".join(words[-1:] + words[:-1])
