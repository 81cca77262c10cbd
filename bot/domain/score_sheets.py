"""Score sheets as values: as they are handed in, and as they were given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.duties import Grade, SheetRole


@dataclass(frozen=True)
class Filling:
    """What a scorer hands in: points by line's key (lines that are missing take what facts propose), one note
    on the deductions, and why the sheet is far from another's."""

    answers: Mapping[str, Decimal]
    note: str | None = None
    gap_reason: str | None = None


@dataclass(frozen=True)
class GivenSheet:
    """A sheet that is kept: `answers` as handed in, `points` of every line, the note and the reason as in
    Filling, the instant in local time."""

    role: SheetRole
    rubric: str
    rubric_version: int
    version: int
    answers: Mapping[str, Decimal]
    points: Mapping[str, Decimal]
    total: Decimal
    grade: Grade
    submitted_at: datetime
    note: str | None = None
    gap_reason: str | None = None

    @property
    def filling(self) -> Filling:
        """What was handed in."""
        return Filling(self.answers, self.note, self.gap_reason)
