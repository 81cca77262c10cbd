"""What the office is told and asked."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from bot.domain.chat import FailureReason, Lane, OutboxState
from bot.domain.completeness import Alarm, do_sums_agree
from bot.domain.duties import DeclineReason
from bot.messages.base import Message


@dataclass(frozen=True)
class CellLine:
    """A cell without a date, and whom to ring."""

    cell: str
    parent: str | None
    secretary: str | None
    phone: str | None
    has_visitor: bool


@dataclass(frozen=True)
class CellsWithoutDate(Message):
    """The list of the 25th: cells that have not registered, a page of it."""

    period: int
    total: int
    page: int
    pages: int
    lines: tuple[CellLine, ...]


class DebtKind(StrEnum):
    """What somebody owes."""

    REGISTRATION = "registration"
    REPORT = "report"
    SCORE = "score"


@dataclass(frozen=True)
class Debt:
    """One thing owed, and about which cell and when."""

    kind: DebtKind
    about: str


@dataclass(frozen=True)
class CallLine:
    """Somebody to ring, and why. `blocks`: not reached because they have blocked the program; `undelivered`
    and `reason`: what became of the last message, where it did not arrive or may not have."""

    name: str
    post: str
    phone: str | None
    is_reachable: bool
    debts: tuple[Debt, ...]
    blocks: bool = False
    undelivered: OutboxState | None = None
    reason: FailureReason | None = None


@dataclass(frozen=True)
class DayAccount:
    """What was to be said from one local day to another, both included, and what became of it; `alarms` is
    empty when the sums agree and nothing failed by an error."""

    since: date
    until: date
    planned: int
    states: tuple[tuple[OutboxState, int], ...]
    failures: tuple[tuple[FailureReason, int], ...]
    missing: int
    alarms: tuple[Alarm, ...]

    @property
    def agrees(self) -> bool:
        """Whether everything has an end that can be named, be it an error of the program."""
        return do_sums_agree(self.alarms)


@dataclass(frozen=True)
class SumsDisagree(Message):
    """To administrators in the morning: yesterday's account does not agree, or names errors."""

    account: DayAccount
    lane: ClassVar[Lane] = Lane.REMINDER


@dataclass(frozen=True)
class CallList(Message):
    """Daily: who cannot be reached and who owes what, then the cells that nobody visits, a page of it."""

    day: date
    unreachable: int
    owing: int
    page: int
    pages: int
    lines: tuple[CallLine, ...]
    unvisited: int  # cells without a visitor
    cells: tuple[str, ...] = ()  # those of them on this page
    account: DayAccount | None = None  # of the messages since the last list; on the first page
    troubled: int = 0  # reached as a rule, but the last message did not arrive


@dataclass(frozen=True)
class DeclineLine:
    """One reasoned decline that waits for a word."""

    number: int
    name: str
    cell: str
    held_at: datetime
    reason: DeclineReason


@dataclass(frozen=True)
class DeclinesAsked(Message):
    """Reasoned declines, a page of them, each with two buttons."""

    period: int
    total: int
    lines: tuple[DeclineLine, ...]
    closes_at: datetime


@dataclass(frozen=True)
class DeclinesDone(Message):
    """No reasoned decline waits any more."""

    period: int


@dataclass(frozen=True)
class DeclineSettled(Message):
    """A button of a decline that does not wait for a word any more."""


@dataclass(frozen=True)
class FileTooLarge(Message):
    """The workbook is larger than what is read."""

    limit_megabytes: int


@dataclass(frozen=True)
class FileReceived(Message):
    """The workbook is being read; the preview comes as a message of its own."""

    name: str


@dataclass(frozen=True)
class FileRejected(Message):
    """The workbook cannot be read; the reason in words says what to do."""

    name: str
    reason: str


@dataclass(frozen=True)
class RosterOutOfReach(Message):
    """The workbook would change what another office answers for: nothing of it is imported."""

    name: str


@dataclass(frozen=True)
class RosterRefusal:
    """One refused row: sheet, row as Excel shows it, reason in words."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True)
class RosterPreview(Message):
    """What an import would do, before it does it."""

    name: str
    organisations: int
    cells: int
    people: int
    assignments: int
    added: int
    changed: int
    ended: int
    refused: tuple[RosterRefusal, ...]
    refused_total: int
    warnings: tuple[str, ...]
    warnings_total: int
    has_changes: bool
    is_protected: ClassVar[bool] = True


@dataclass(frozen=True)
class RosterApplied(Message):
    """The import was done."""

    added: int
    changed: int
    ended: int
    refused_total: int


@dataclass(frozen=True)
class RosterDropped(Message):
    """The import was set aside; nothing changed."""


@dataclass(frozen=True)
class RosterChanged(Message):
    """Since the preview the roster changed: nothing was done, the file has to be sent again."""
