"""The scores of one meeting side by side, and the choice of a meeting to look at or to score."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from bot.domain.duties import Grade, SheetRole
from bot.domain.meetings import Kind
from bot.messages.base import Message


@dataclass(frozen=True)
class EarlierVersion:
    """What a sheet said before the same scorer corrected it; the instant is local."""

    total: Decimal
    grade: Grade
    submitted_at: datetime


@dataclass(frozen=True)
class ShownSheet:
    """One current sheet: who gave it (a post, and a name where the reader may), when, as which version; its
    points by group, empty where another form was used than the first sheet's. `counts`: it is the one of its
    role that counts (of several visitors); `earlier`: its versions before, the oldest first, where the reader
    may see them. Instants are local."""

    role: SheetRole
    scorer: str
    assigned_by: str | None
    total: Decimal
    maximum: Decimal | None
    grade: Grade
    version: int
    submitted_at: datetime
    counts: bool
    points: tuple[Decimal, ...] = ()
    note: str | None = None
    gap_reason: str | None = None
    earlier: tuple[EarlierVersion, ...] = ()


@dataclass(frozen=True)
class ShownGroup:
    """A group of lines with its maximum."""

    title: str
    maximum: Decimal


@dataclass(frozen=True)
class ShownGap:
    """How far the visitor's score (the one that counts) is from the cell's own: points, minus when lower."""

    points: Decimal
    is_other_grade: bool
    is_large: bool


class Hiding(StrEnum):
    """Why there are sheets that a reader does not see."""

    FROM_CELL = "from_cell"  # the body's policy keeps the visitors' scores from the cell
    UNTIL_SCORED = "until_scored"  # a visitor sees the others' after having scored


@dataclass(frozen=True)
class ScoreCard(Message):
    """All scores of a meeting that the reader may see. `official` is the sheet that counts (DOMAIN 3), None
    without any or when it is not the reader's to see; `hides`: why the reader does not see all of them."""

    is_protected: ClassVar[bool] = True
    cell: str
    starts_at: datetime
    kind: Kind
    groups: tuple[ShownGroup, ...]
    sheets: tuple[ShownSheet, ...]
    gap: ShownGap | None
    official: ShownSheet | None
    hides: Hiding | None = None


@dataclass(frozen=True)
class MeetingsToScore(Message):
    """Meetings that the superior committee can score, a page of them; `search` is the part of a name asked
    for."""

    search: str
    total: int
    page: int  # from 1
    pages: int


@dataclass(frozen=True)
class MeetingsScored(Message):
    """Meetings with sheets that the reader may look at, a page of them."""

    search: str
    total: int
    page: int  # from 1
    pages: int
