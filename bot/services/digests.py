"""A month's figures of a body and everything below it: live, frozen, by organisation, by person, owed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from bot.domain.annual_months import YearCounts
from bot.domain.calendar import shift
from bot.domain.digests import Addendum, Digest, Figures, Owed, OwedCounts, OwedLine, Unit, Visitor, addendum
from bot.domain.people import Place
from bot.services import annual, people
from bot.services.score_policy import scoring_policy
from bot.services.work import Work
from db.models import DigestSnapshot, Organisation
from db.queries import digest_lists as lists
from db.queries import digest_scores, snapshots
from db.queries import digests as queries
from db.queries.digest_lists import OwedRow, Slice

T = TypeVar("T")
_DIGEST = TypeAdapter(Digest)
_ROWS_AT_ONCE = 200  # SQLite takes 32,766 parameters in one statement, older ones fewer


@dataclass(frozen=True)
class Frozen:
    """Figures as they were first told, when (UTC), and what changed since (None: nothing)."""

    digest: Digest
    taken_at: datetime
    later: Addendum | None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; `number` counts from 0 and is never past the last page."""

    number: int
    pages: int
    total: int
    lines: tuple[T, ...]


def figures(work: Work, body_id: int, period: int) -> Digest:
    """The live figures of a body's subtree; LookupError when there is no such organisation."""
    root = root_of(work, body_id)
    return replace(_live(work, root, period), year=_years(work, root, period).get(root.id))


def _live(work: Work, root: Place, period: int) -> Digest:
    return _digests(work, root, queries.whole(root), period).get(root.id, Digest(period, Figures()))


def _years(work: Work, root: Place, period: int) -> Mapping[int, YearCounts]:
    """December tells how the cells of a subtree end the year, by organisation; other months nothing."""
    return annual.counts(work, root, period // 100) if period % 100 == 12 else {}


def breakdown(work: Work, body_id: int, period: int, *, is_live: bool = False) -> list[Unit]:
    """The organisations directly below with their figures: frozen where the body's are, unless live ones
    are asked for."""
    root = root_of(work, body_id)
    found = {
        unit: digest.figures for unit, digest in _digests(work, root, queries.by_child(root), period).items()
    }
    if not is_live and snapshots.snapshot(work.session, body_id, period) is not None:
        kept = snapshots.snapshots_below(work.session, root, period)
        found |= {unit: _thaw(row).figures for unit, row in kept.items()}
    children = queries.children(work.session, root)
    units = [Unit(one.id or 0, one.name, found.get(one.id or 0, Figures())) for one in children]
    ended = {one.id for one in children if one.ended_on is not None}
    return [unit for unit in units if unit.organisation_id not in ended or not unit.figures.is_empty]


def freeze(work: Work, body_id: int, period: int) -> Frozen:
    """Keep the figures of a body and of everything below it as they are now; once kept they never change,
    however often this is called. What arrives later is the addendum."""
    root = root_of(work, body_id)
    if snapshots.snapshot(work.session, body_id, period) is None:
        found = _digests(work, root, queries.by_node(root), period)
        found.setdefault(root.id, Digest(period, Figures()))
        years = _years(work, root, period)
        _keep(work, {unit: replace(digest, year=years.get(unit)) for unit, digest in found.items()})
    kept = frozen(work, body_id, period)
    if kept is None:
        raise LookupError(f"the figures of organisation {body_id} were not kept")
    return kept


def frozen(work: Work, body_id: int, period: int) -> Frozen | None:
    """The frozen figures of a body with what changed since; None when nothing was frozen."""
    row = snapshots.snapshot(work.session, body_id, period)
    if row is None:
        return None
    digest = _thaw(row)
    live = _live(work, root_of(work, body_id), period)
    return Frozen(digest, row.taken_at, addendum(digest.figures, live.figures))


def visitors(work: Work, body_id: int, period: int, number: int, size: int) -> Page[Visitor]:
    """Who visited in the body's subtree, by given name; live."""
    scope = queries.whole(root_of(work, body_id))
    total = lists.count_visitors(work.session, scope, period)
    number, pages = _fit(number, total, size)
    lines = lists.visitors(work.session, scope, period, Slice(number * size, size))
    return Page(number, pages, total, tuple(lines))


def owed(work: Work, body_id: int, period: int) -> OwedCounts:
    """How much is owed in the body's subtree, by kind; live."""
    ended = queries.meeting_ended(work.session, (period,), work.now)
    return lists.owed_counts(work.session, queries.whole(root_of(work, body_id)), period, ended)


def owed_lines(work: Work, body_id: int, period: int, kind: Owed, number: int, size: int) -> Page[OwedLine]:
    """What is owed of one kind, with names and telephone numbers: only for those who may see them."""
    total = owed(work, body_id, period).of(kind)
    number, pages = _fit(number, total, size)
    ended = queries.meeting_ended(work.session, (period,), work.now)
    scope, part = queries.whole(root_of(work, body_id)), Slice(number * size, size)
    rows = lists.owed_rows(work.session, scope, period, kind, ended, part)
    return Page(number, pages, total, tuple(_line(work, body_id, kind, row) for row in rows))


def root_of(work: Work, body_id: int) -> Place:
    """A body's place in the tree; LookupError when there is no such organisation."""
    organisation = work.session.get(Organisation, body_id)
    if organisation is None:
        raise LookupError(f"no organisation {body_id}")
    return people.place(organisation)


def page_of(lines: list[T], number: int, size: int) -> Page[T]:
    """One page of a list at hand."""
    number, pages = _fit(number, len(lines), size)
    return Page(number, pages, len(lines), tuple(lines[number * size : (number + 1) * size]))


def _fit(number: int, total: int, size: int) -> tuple[int, int]:
    pages = max(1, -(-total // size))
    return min(max(number, 0), pages - 1), pages


def _digests(work: Work, root: Place, scope: Any, period: int) -> dict[int, Digest]:
    now = _figures(work, root, scope, period)
    before = queries.measures(work.session, scope, shift(period, -1), work.now)
    none = Figures()
    return {
        unit: _compare(period, now.get(unit, none), before.get(unit, none))
        for unit in now.keys() | before.keys()
    }


def _figures(work: Work, root: Place, scope: Any, period: int) -> dict[int, Figures]:
    found = queries.figures(work.session, scope, period, work.now)
    limit = scoring_policy(work, work.session.get_one(Organisation, root.id)).gap_points
    gaps = digest_scores.gaps(work.session, scope, period, work.now, limit)
    remedies = digest_scores.remedies(work.session, scope, period, work.today)
    none = Figures()
    return {
        unit: replace(
            found.get(unit, none),
            gaps=gaps.get(unit, none.gaps),
            remedies=remedies.get(unit, none.remedies),
        )
        for unit in found.keys() | remedies.keys()
    }


def _compare(period: int, found: Figures, before: Figures) -> Digest:
    return Digest(period, found, before.duties.rate, before.grades.mean)


def _keep(work: Work, found: dict[int, Digest]) -> None:
    rows = [
        {
            "organisation_id": unit,
            "period": digest.period,
            "taken_at": work.now,
            "figures": _DIGEST.dump_python(digest, mode="json"),
        }
        for unit, digest in sorted(found.items())
    ]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        snapshots.keep(work.session, rows[start : start + _ROWS_AT_ONCE])


def _thaw(row: DigestSnapshot) -> Digest:
    return _DIGEST.validate_python(row.figures)


def _line(work: Work, body_id: int, kind: Owed, row: OwedRow) -> OwedLine:
    secretary = people.responsible_for(work, row.cell_id) if kind is Owed.NO_DATE else None
    return OwedLine(
        cell=row.cell,
        parent=row.parent if row.parent_id != body_id else None,
        person=secretary.name if secretary else row.person,
        phone=secretary.phone if secretary else row.phone,
        starts_at=row.starts_at.astimezone(work.ground.zone) if row.starts_at else None,
        decline_reason=row.decline_reason,
        outcome_reason=row.outcome_reason,
    )
