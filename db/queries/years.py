"""A year of cells, month by month: an aggregate of one year's rows, whatever the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import CTE, ColumnElement, and_, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from bot.domain.duties import Grade, SheetRole
from bot.domain.meetings import MONTHLY_KINDS, Kind
from bot.domain.people import CELL_LEVELS, Place
from db.models import Organisation
from db.queries.digests import HELD, meeting_ended, meeting_facts, official_sheets


@dataclass(frozen=True)
class MonthRow:
    """One month of a cell in which it met: whether its monthly meeting was held, that one's official points,
    grade and whose they are (None: not scored), and the thematic meetings held, combined ones included."""

    cell_id: int
    period: int
    monthly_held: int
    total: Decimal | None
    grade: Grade | None
    role: SheetRole | None
    thematic_held: int


def cells(session: Session, roots: Sequence[Place], since: date) -> Sequence[Organisation]:
    """The cells of several subtrees that existed on a day or later, in the order of the tree."""
    return session.exec(
        select(Organisation)
        .where(
            col(Organisation.level).in_(CELL_LEVELS),
            _below(roots),
            or_(col(Organisation.ended_on).is_(None), col(Organisation.ended_on) >= since),
        )
        .order_by(Organisation.path)
    ).all()


def months(session: Session, roots: Sequence[Place], periods: Sequence[int], now: datetime) -> list[MonthRow]:
    """The months of the cells of several subtrees, of a year's periods; months without any meeting held are
    absent."""
    scope = _scope(roots)
    facts = meeting_facts(scope, periods, meeting_ended(session, periods, now))
    sheet, is_monthly = official_sheets(scope, periods), facts.c.kind.in_(MONTHLY_KINDS)
    found = (
        select_columns(
            facts.c.cell_id,
            facts.c.period,
            func.count().filter(is_monthly),
            *(func.max(column).filter(is_monthly) for column in (sheet.c.total, sheet.c.grade, sheet.c.role)),
            func.count().filter(facts.c.kind.in_((Kind.THEMATIC, Kind.COMBINED))),
        )
        .join_from(facts, sheet, and_(sheet.c.meeting_id == facts.c.id, sheet.c.place == 1), isouter=True)
        .where(facts.c.status == HELD)
        .group_by(facts.c.cell_id, facts.c.period)
        .order_by(facts.c.cell_id, facts.c.period)
    )
    return [MonthRow(*row) for row in session.exec(cast(Any, found))]


def _scope(roots: Sequence[Place]) -> CTE:
    return (
        select_columns(col(Organisation.id).label("cell_id"))
        .where(col(Organisation.level).in_(CELL_LEVELS), _below(roots))
        .cte("scope")
    )


def _below(roots: Sequence[Place]) -> ColumnElement[bool]:
    return or_(*(col(Organisation.path).startswith(root.path, autoescape=True) for root in roots))
