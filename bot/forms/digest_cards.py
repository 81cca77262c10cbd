"""The cards of the digest: each a pure function of what was fetched for it, at most seven choices."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.digests import Addendum, Digest, Owed, OwedCounts, OwedLine, Unit, Visitor
from bot.forms.engine import Card, Option, Rows, rows
from bot.messages.digests import DigestCard, DigestOrganisations, DigestOwed, DigestOwedList, DigestVisitors

ORGANISATIONS_PER_PAGE = 4  # with three more buttons the most that can be typed as a number
LINES_PER_PAGE = 8
_LONGEST_LABEL = 48

LISTS = {
    Owed.NO_DATE: "Chi bộ chưa có lịch",
    Owed.NO_REPORT: "Chưa báo cáo",
    Owed.AWAITING: "Chờ xem xét",
    Owed.NO_SCORE: "Chưa chấm điểm",
    Owed.MISSED: "Không dự",
}


class Key(StrEnum):
    """What buttons carry; some are followed by "-" and a value."""

    ORGANISATIONS = "organisations"
    VISITORS = "visitors"
    OWED = "owed"
    YEAR = "year"
    ORGANISATION = "org"  # -id
    LIST = "list"  # -kind
    PAGE = "page"  # -number, from 0
    BACK = "back"
    EARLIER = "earlier"
    LATER = "later"
    LIVE = "live"
    FROZEN = "frozen"


@dataclass(frozen=True)
class Summary:
    """One organisation's figures; `as_of` is local. `can_switch`: frozen figures and live ones differ."""

    digest: Digest
    as_of: datetime
    is_frozen: bool
    later: Addendum | None = None
    can_switch: bool = False


@dataclass(frozen=True)
class Leaf:
    """Which part of a list is on display; `number` counts from 0."""

    number: int
    pages: int
    total: int
    size: int


@dataclass(frozen=True)
class UnitsPage:
    leaf: Leaf
    search: str
    lines: tuple[Unit, ...]


@dataclass(frozen=True)
class VisitorsPage:
    leaf: Leaf
    lines: tuple[Visitor, ...]


@dataclass(frozen=True)
class OwedPage:
    leaf: Leaf
    kind: Owed
    lines: tuple[OwedLine, ...]


Content = Summary | UnitsPage | VisitorsPage | OwedCounts | OwedPage


@dataclass(frozen=True)
class DigestContext:
    """What a digest's card has to know. `body_id` and `period` are the subject's; `organisation` is the one
    on display and `shown_period` its period; `content` fits the view; `now` is local."""

    body_id: int
    period: int
    organisation: str
    is_cell: bool
    is_below: bool  # the organisation lies below the subject's body
    shown_period: int
    first_period: int
    last_period: int
    may_see_names: bool
    now: datetime
    content: Content


def card(context: DigestContext) -> Card:
    """The card for the content that was fetched."""
    match context.content:
        case Summary() as summary:
            return _summary(context, summary)
        case UnitsPage() as page:
            return _units(context, page)
        case VisitorsPage() as page:
            return _visitors(context, page)
        case OwedPage() as page:
            return _owed_list(context, page)
        case counts:
            return _owed(context, counts)


def _summary(context: DigestContext, summary: Summary) -> Card:
    message = DigestCard(
        context.organisation, context.is_cell, summary.digest, summary.as_of, summary.is_frozen, summary.later
    )
    organisations = () if context.is_cell else (Option(Key.ORGANISATIONS, "Theo tổ chức"),)
    visitors = (Option(Key.VISITORS, "Theo người dự"),) if context.may_see_names else ()
    owed = (Option(Key.OWED, "Việc còn nợ"), *_switch(summary), *_year(context, summary))
    return Card(message, _filled((*organisations, *visitors), owed, _months(context), _up(context)))


def _year(context: DigestContext, summary: Summary) -> tuple[Option, ...]:
    # Further down "Quay lại" takes its place: more than seven choices are hard to read (and to type).
    has_year = summary.digest.year is not None and not context.is_below
    return (Option(Key.YEAR, "Xếp loại năm"),) if has_year else ()


def _switch(summary: Summary) -> tuple[Option, ...]:
    if not summary.can_switch:
        return ()
    return (
        Option(Key.LIVE, "Số liệu hiện nay") if summary.is_frozen else Option(Key.FROZEN, "Số liệu đã chốt"),
    )


def _months(context: DigestContext) -> tuple[Option, ...]:
    earlier = (Option(Key.EARLIER, "Tháng trước"),) if context.shown_period > context.first_period else ()
    later = (Option(Key.LATER, "Tháng sau"),) if context.shown_period < context.last_period else ()
    return (*earlier, *later)


def _up(context: DigestContext) -> tuple[Option, ...]:
    return (Option(Key.BACK, "Quay lại"),) if context.is_below else ()


def _units(context: DigestContext, page: UnitsPage) -> Card:
    leaf = page.leaf
    message = DigestOrganisations(
        context.organisation,
        context.shown_period,
        page.search,
        leaf.total,
        leaf.number + 1,
        leaf.pages,
        _first(leaf),
        page.lines,
    )
    units = (Option(f"{Key.ORGANISATION}-{unit.organisation_id}", _label(unit.name)) for unit in page.lines)
    return Card(message, (*rows(units), *_turning(leaf)))


def _visitors(context: DigestContext, page: VisitorsPage) -> Card:
    leaf = page.leaf
    message = DigestVisitors(
        context.organisation,
        context.shown_period,
        leaf.total,
        leaf.number + 1,
        leaf.pages,
        _first(leaf),
        page.lines,
    )
    return Card(message, _turning(leaf))


def _owed(context: DigestContext, counts: OwedCounts) -> Card:
    message = DigestOwed(context.organisation, context.shown_period, counts, context.now)
    kinds = [kind for kind in Owed if counts.of(kind)] if context.may_see_names else []
    lists = rows((Option(f"{Key.LIST}-{kind}", LISTS[kind]) for kind in kinds), per_row=2)
    return Card(message, (*lists, (Option(Key.BACK, "Quay lại"),)))


def _owed_list(context: DigestContext, page: OwedPage) -> Card:
    leaf = page.leaf
    message = DigestOwedList(
        context.organisation,
        context.shown_period,
        page.kind,
        leaf.total,
        leaf.number + 1,
        leaf.pages,
        _first(leaf),
        page.lines,
    )
    return Card(message, _turning(leaf))


def _turning(leaf: Leaf) -> Rows:
    before = (Option(f"{Key.PAGE}-{leaf.number - 1}", "Trang trước"),) if leaf.number > 0 else ()
    after = (Option(f"{Key.PAGE}-{leaf.number + 1}", "Trang sau"),) if leaf.number + 1 < leaf.pages else ()
    return _filled((*before, *after), (Option(Key.BACK, "Quay lại"),))


def _filled(*lines: tuple[Option, ...]) -> Rows:
    return tuple(line for line in lines if line)


def _first(leaf: Leaf) -> int:
    return leaf.number * leaf.size + 1


def _label(name: str) -> str:
    return name if len(name) <= _LONGEST_LABEL else name[: _LONGEST_LABEL - 1].rstrip() + "…"
