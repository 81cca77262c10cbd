"""README's story as deeds: its numbered steps, read as a person would read them."""

import re
from dataclasses import dataclass
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
HEADING = "## Câu chuyện một tháng"

_STEP = re.compile(r"^\d+\. ", re.MULTILINE)
_MARKED = r"(?:\*\*(?P<bold>[^*]+)\*\*|`(?P<code>[^`]+)`|“(?P<quote>[^”]+)”)"
_DEED = re.compile(rf"(?:(?P<verb>chọn|bấm|gõ|cuộn lên thấy|thấy|đồng hồ chỉ)\s+)?{_MARKED}", re.IGNORECASE)


@dataclass(frozen=True)
class Deed:
    """One thing to do or to see: the verb and the words that stand marked after it. A verb of "" is a
    marked word that nothing is said to be done with."""

    verb: str
    words: str


@dataclass(frozen=True)
class Step:
    """A numbered step: its text and its deeds in order."""

    text: str
    deeds: tuple[Deed, ...]


def steps() -> list[Step]:
    """The story of README, from its heading to the next."""
    _, _, rest = README.read_text(encoding="utf-8").partition(f"{HEADING}\n")
    section = rest.partition("\n## ")[0]
    texts = [" ".join(text.partition("\n\n")[0].split()) for text in _STEP.split(section)[1:]]
    return [Step(text, tuple(_deeds(text))) for text in texts]


def _deeds(text: str) -> list[Deed]:
    return [
        Deed((found["verb"] or "").lower(), found["bold"] or found["code"] or found["quote"])
        for found in _DEED.finditer(text)
    ]
