"""Figures for leadership."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from bot.domain.digests import Addendum, Digest, Owed, OwedCounts, OwedLine, Unit, Visitor
from bot.messages.base import Message


@dataclass(frozen=True)
class DigestCard(Message):
    """An organisation's month in figures. `as_of` is local: when the figures were frozen, or now for live
    ones; `later` is what arrived after they were frozen."""

    is_protected: ClassVar[bool] = True
    organisation: str
    is_cell: bool
    digest: Digest
    as_of: datetime
    is_frozen: bool
    later: Addendum | None = None


@dataclass(frozen=True)
class DigestInDoubt(Message):
    """A digest was sent and nobody knows whether it arrived: what leads to it, not the figures again."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class DigestOrganisations(Message):
    """The organisations directly below, a page of them; `search` is the part of a name asked for."""

    is_protected: ClassVar[bool] = True
    organisation: str
    period: int
    search: str
    total: int
    page: int  # from 1
    pages: int
    first: int  # number of the first line
    lines: tuple[Unit, ...]


@dataclass(frozen=True)
class DigestVisitors(Message):
    """Who visited, a page of them."""

    is_protected: ClassVar[bool] = True
    organisation: str
    period: int
    total: int
    page: int  # from 1
    pages: int
    first: int
    lines: tuple[Visitor, ...]


@dataclass(frozen=True)
class DigestOwed(Message):
    """How much is still owed, by kind: counts before names. `as_of` is local."""

    is_protected: ClassVar[bool] = True
    organisation: str
    period: int
    counts: OwedCounts
    as_of: datetime


@dataclass(frozen=True)
class DigestOwedList(Message):
    """What is owed of one kind, with whom to ring, a page of it."""

    is_protected: ClassVar[bool] = True
    organisation: str
    period: int
    kind: Owed
    total: int
    page: int  # from 1
    pages: int
    first: int
    lines: tuple[OwedLine, ...]


@dataclass(frozen=True)
class DigestChoiceExpected(Message):
    """What was typed is neither a button of the digest nor a month."""


@dataclass(frozen=True)
class DigestMonthExpected(Message):
    """/tonghop with something that is no month."""


@dataclass(frozen=True)
class DigestMonthUnknown(Message):
    """The month asked for lies outside what is followed."""

    period: int
    first: int
    last: int
