"""Finding Vietnamese phrases in a text, whichever way they are spelled."""

import unicodedata
from collections.abc import Sequence

from bot.domain.vietnamese import clean, fold

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPS = (".", ",", ";", ":", "!", "?", "(", ")", '"', "“", "”", "/", "-")


class Phrases:
    """A list of phrases. A text with marks has to contain one with its marks ("tố cáo", not "tổ cao");
    a text typed wholly without marks is compared without them. `unless_after` names the phrases after
    which one is an ordinary word: "chấp hành kỷ luật"."""

    def __init__(self, *listed: str, unless_after: Sequence[str] = ()) -> None:
        self._listed = [_words(phrase) for phrase in listed]
        self._bare = [fold(phrase).split() for phrase in listed]
        self._excuses = [_words(phrase) for phrase in unless_after]
        self._bare_excuses = [fold(phrase).split() for phrase in unless_after]

    def are_in(self, text: str) -> bool:
        """Whether the text holds one of them."""
        if fold(text).split() == _words(text):
            return _holds(_words(text), self._bare, self._bare_excuses)
        return _holds(_words(text), self._listed, self._excuses)


def _holds(words: list[str], phrases: list[list[str]], excuses: list[list[str]]) -> bool:
    return any(
        words[i : i + len(phrase)] == phrase and not _ends_in(words[:i], excuses)
        for phrase in phrases
        for i in range(len(words) - len(phrase) + 1)
    )


def _ends_in(words: list[str], excuses: list[list[str]]) -> bool:
    return any(words[len(words) - len(excuse) :] == excuse for excuse in excuses if len(excuse) <= len(words))


def _words(text: str) -> list[str]:
    lower = clean(text).casefold()
    for stop in _STOPS:
        lower = lower.replace(stop, " ")
    return [_spelled(word) for word in lower.split()]


def _spelled(word: str) -> str:
    """One spelling of a word: the tone mark last ("hoá" is "hóa"), final i and y alike ("kỉ" is "kỷ")."""
    parts = unicodedata.normalize("NFD", word)
    tone = "".join(c for c in parts if c in _TONES)
    bare = "".join(c for c in parts if c not in _TONES)
    if len(bare) == 2 and bare[-1] == "i" and bare[0] in "hklmst":
        bare = bare[0] + "y"
    return bare + tone
