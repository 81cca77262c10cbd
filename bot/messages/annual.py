"""The grade of cells' years."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.messages.base import Message


@dataclass(frozen=True)
class AnnualOfCell(Message):
    """One cell's year: the grade or what is missing, and the months that decided it. `as_of` is local;
    `is_over`: the year has ended."""

    is_protected: ClassVar[bool] = True
    cell: str
    year: int
    form: str  # its title
    words: str
    reasons: tuple[str, ...]
    periods: tuple[int, ...]
    provisional: tuple[int, ...]  # scored by the cell alone
    known_from: int | None  # the first month followed, when that is not January
    is_over: bool
    as_of: datetime


@dataclass(frozen=True)
class CellLine:
    """A cell on the list, and its year in words."""

    cell: str
    words: str


@dataclass(frozen=True)
class AnnualCells(Message):
    """Cells by their year, a page of them; `search` is the part of a name asked for. `tot` of `known` cells
    are Tốt, whatever was searched for."""

    is_protected: ClassVar[bool] = True
    year: int
    tot: int
    known: int
    search: str
    total: int
    page: int  # from 1
    pages: int
    first: int  # number of the first line
    lines: tuple[CellLine, ...]
    as_of: datetime


@dataclass(frozen=True)
class AnnualYearExpected(Message):
    """/xeploainam with something that is no year."""


@dataclass(frozen=True)
class AnnualYearUnknown(Message):
    """The year asked for lies outside what is followed."""

    year: int
    first: int
    last: int


@dataclass(frozen=True)
class AnnualChoiceExpected(Message):
    """What was typed is no button of a cell's year."""
