"""How Vietnamese text is compared and sorted: without marks, case or the two spellings of a tone."""

import re
import unicodedata

_PUNCTUATION = re.compile(r"[^\w]+", re.UNICODE)


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


def sort_key(name: str) -> str:
    """Vietnamese people are listed by given name, which stands last: "Lý Thu Vân" -> "van ly thu"."""
    words = fold(name).split()
    return " ".join(words[-1:] + words[:-1])
