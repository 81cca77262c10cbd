"""A month's figures for leadership: what is counted, how it adds up, how it compares (DOMAIN 7)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from bot.domain.annual_months import YearCounts
from bot.domain.calendar import period_of, shift
from bot.domain.digest_scores import Gaps, RemedyCounts
from bot.domain.duties import DeclineReason, OutcomeReason
from bot.domain.vietnamese import fold

_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Cells:
    """Cells by what became of their monthly (ordinary or combined) meeting; each cell is counted once.

    held: one took place (MeetingStatus.HELD). planned: one is scheduled and its end is still to come.
    not_held: a visitor reported that the cell did not meet, and nobody attended. cancelled: only
    cancelled ones. without_date: none was ever registered."""

    held: int = 0
    planned: int = 0
    not_held: int = 0
    cancelled: int = 0
    without_date: int = 0

    @property
    def total(self) -> int:
        return self.held + self.planned + self.not_held + self.cancelled + self.without_date


class MeetingStatus(StrEnum):
    """What became of one meeting. A scheduled meeting is held when a visitor attended it, or when its
    planned end has passed and no visitor reported that the cell did not meet. It is not held when a
    visitor reported so and nobody attended; planned before its planned end."""

    HELD = "held"
    PLANNED = "planned"
    NOT_HELD = "not_held"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Duties:
    """Duties to visit by outcome; ValueError when they do not add up."""

    assigned: int = 0
    attended: int = 0
    excused: int = 0
    missed: int = 0
    pending: int = 0

    def __post_init__(self) -> None:
        if self.assigned != self.attended + self.excused + self.missed + self.pending:
            raise ValueError(f"duties do not add up: {self}")

    @property
    def rate(self) -> Decimal | None:
        """Attended of assigned, in percent, half up to 0,1; None when nothing was assigned."""
        return _tenth(Decimal(100 * self.attended) / self.assigned) if self.assigned else None


@dataclass(frozen=True)
class Visits:
    """Lượt: one person at one meeting attended, by the level that assigned, and whether it was scored;
    `unassigned` are substitutes and extra visitors. ValueError when they do not add up."""

    total: int = 0
    by_party_body: int = 0
    by_grassroots: int = 0
    unassigned: int = 0
    scored: int = 0
    not_scored: int = 0

    def __post_init__(self) -> None:
        levels = self.by_party_body + self.by_grassroots + self.unassigned
        if not self.total == levels == self.scored + self.not_scored:
            raise ValueError(f"visits do not add up: {self}")


@dataclass(frozen=True)
class Grades:
    """Meetings held (of every kind) by official grade; `provisional` are those with only a self-score.
    `points` is the sum of their totals. A combined meeting is one meeting with one grade."""

    tot: int = 0
    kha: int = 0
    trung_binh: int = 0
    kem: int = 0
    ungraded: int = 0
    provisional: int = 0
    points: Decimal = Decimal(0)

    @property
    def graded(self) -> int:
        return self.tot + self.kha + self.trung_binh + self.kem

    @property
    def held(self) -> int:
        return self.graded + self.ungraded

    @property
    def mean(self) -> Decimal | None:
        """Mean official total in points, half up to 0,1; None when nothing was graded."""
        return _tenth(self.points / self.graded) if self.graded else None


@dataclass(frozen=True)
class Figures:
    """Everything counted for one organisation's subtree in one period."""

    cells: Cells = field(default_factory=Cells)
    duties: Duties = field(default_factory=Duties)
    visits: Visits = field(default_factory=Visits)
    grades: Grades = field(default_factory=Grades)
    gaps: Gaps = field(default_factory=Gaps)
    remedies: RemedyCounts = field(default_factory=RemedyCounts)

    @property
    def is_empty(self) -> bool:
        return self == Figures()


@dataclass(frozen=True)
class Digest:
    """A month's figures with what they are compared to: the month before."""

    period: int
    figures: Figures
    rate_before: Decimal | None = None
    mean_before: Decimal | None = None
    year: YearCounts | None = None  # of December alone; what was frozen by older programs has none

    @property
    def rate_change(self) -> Decimal | None:
        """Percentage points against the month before, of the rounded rates as shown."""
        return _change(self.figures.duties.rate, self.rate_before)

    @property
    def mean_change(self) -> Decimal | None:
        """Points against the month before, of the rounded means as shown."""
        return _change(self.figures.grades.mean, self.mean_before)


@dataclass(frozen=True)
class Addendum:
    """What arrived after the figures were frozen: differences of live from frozen, minus when fewer."""

    held: int = 0
    visits: int = 0
    attended: int = 0
    excused: int = 0
    missed: int = 0
    pending: int = 0
    scored: int = 0
    graded: int = 0

    @property
    def is_empty(self) -> bool:
        """Nothing that has a name here changed, though something else did (a grade, a total)."""
        return not any(getattr(self, one.name) for one in fields(self))


def addendum(frozen: Figures, live: Figures) -> Addendum | None:
    """What changed since; None when every figure is the same. Remedies are of the day, not of the month."""
    if frozen == replace(live, remedies=frozen.remedies):
        return None
    return Addendum(
        held=live.cells.held - frozen.cells.held,
        visits=live.visits.total - frozen.visits.total,
        attended=live.duties.attended - frozen.duties.attended,
        excused=live.duties.excused - frozen.duties.excused,
        missed=live.duties.missed - frozen.duties.missed,
        pending=live.duties.pending - frozen.duties.pending,
        scored=live.visits.scored - frozen.visits.scored,
        graded=live.grades.graded - frozen.grades.graded,
    )


@dataclass(frozen=True)
class Unit:
    """An organisation directly below the one on display, with its figures."""

    organisation_id: int
    name: str
    figures: Figures

    @property
    def open_duties(self) -> int:
        return self.figures.duties.missed + self.figures.duties.pending


def worst_first(units: Iterable[Unit]) -> list[Unit]:
    """Most duties missed or pending first; equals by name, so that pages are stable."""
    return sorted(units, key=lambda unit: (-unit.open_duties, fold(unit.name), unit.organisation_id))


@dataclass(frozen=True)
class Visitor:
    """One person's month inside a subtree: duties by outcome, visits, and how many of these were scored.
    `doubtful` sheets have every line at its maximum or repeat the month before (bot.domain.honesty)."""

    name: str
    duties: Duties
    visits: int
    scored: int
    doubtful: int = 0


class Owed(StrEnum):
    """What is still owed for a period, and what was missed."""

    NO_DATE = "no_date"  # a cell without a registered meeting
    NO_REPORT = "no_report"  # the meeting is over, the visitor neither reported nor declined
    AWAITING = "awaiting"  # declined with a reason, the office has not decided
    NO_SCORE = "no_score"  # attended, not scored
    MISSED = "missed"


@dataclass(frozen=True)
class OwedCounts:
    """How much of each kind; pending duties = not_due + no_report + awaiting."""

    no_date: int = 0
    not_due: int = 0
    no_report: int = 0
    awaiting: int = 0
    no_score: int = 0
    missed: int = 0

    @property
    def pending(self) -> int:
        return self.not_due + self.no_report + self.awaiting

    def of(self, kind: Owed) -> int:
        count: int = getattr(self, kind.value)
        return count


@dataclass(frozen=True)
class OwedLine:
    """One thing owed: for which cell (and the body above, to tell it apart), by whom (None = nobody known),
    reachable where, since when (local)."""

    cell: str
    parent: str | None = None
    person: str | None = None
    phone: str | None = None
    starts_at: datetime | None = None
    decline_reason: DeclineReason | None = None
    outcome_reason: OutcomeReason | None = None


_PERIOD = re.compile(r"(?:thang )?(\d{1,2})(?: (?:nam )?(\d{4}))?")


def parse_period(text: str, today: date) -> int | None:
    """The period somebody wrote: "11/2026", "tháng 11 năm 2026", "11". Without a year the latest such month
    that is not later than next month. None when it is no month."""
    match = _PERIOD.fullmatch(fold(text))
    if match is None or not 1 <= int(match[1]) <= 12:
        return None
    if match[2]:
        return int(match[2]) * 100 + int(match[1]) if 2000 <= int(match[2]) <= 2999 else None
    latest = shift(period_of(today), 1)
    return next(period for back in range(12) if (period := shift(latest, -back)) % 100 == int(match[1]))


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, ROUND_HALF_UP)


def _change(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if after is None or before is None else after - before
