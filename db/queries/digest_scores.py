"""How far cells judge themselves from their visitors, and what they have still to remedy, as aggregates."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import CTE, and_, func, or_, type_coerce
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from bot.domain.digest_scores import Gaps, RemedyCounts
from bot.domain.duties import SheetRole
from bot.domain.remedies import RemedyState
from db.models import Remedy
from db.queries.digests import HELD, meeting_ended, meeting_facts, official_sheets
from db.types import Points


def gaps(session: Session, scope: CTE, period: int, now: datetime, limit: Decimal) -> dict[int, Gaps]:
    """By unit of the scope; a unit where nothing can be compared is absent."""
    facts = meeting_facts(scope, (period,), meeting_ended(session, (period,), now))
    sheets = official_sheets(scope, (period,), by_role=True)
    own, visitor = aliased(sheets), aliased(sheets)
    apart = type_coerce(own.c.total - visitor.c.total, Points)
    is_far = or_(
        own.c.grade != visitor.c.grade, type_coerce(func.abs(apart), Points) >= type_coerce(limit, Points)
    )
    statement = (
        select_columns(
            scope.c.unit_id,
            func.count(),
            func.sum(apart),
            func.count(func.distinct(facts.c.cell_id)).filter(is_far),
        )
        .join_from(facts, scope, scope.c.cell_id == facts.c.cell_id)
        .join(own, and_(own.c.meeting_id == facts.c.id, own.c.role == SheetRole.SELF, own.c.place == 1))
        .join(
            visitor,
            and_(
                visitor.c.meeting_id == facts.c.id,
                visitor.c.role == SheetRole.VISITOR,
                visitor.c.place == 1,
            ),
        )
        .where(facts.c.status == HELD)
        .group_by(scope.c.unit_id)
    )
    rows = session.exec(cast(Any, statement))
    return {unit: Gaps(compared, points, far, limit) for unit, compared, points, far in rows}


def remedies(session: Session, scope: CTE, period: int, today: date) -> dict[int, RemedyCounts]:
    """What was named up to the period and is not remedied, by unit; a unit without any is absent."""
    statement = (
        select_columns(scope.c.unit_id, func.count(), func.count().filter(col(Remedy.due_on) < today))
        .join_from(Remedy, scope, scope.c.cell_id == Remedy.cell_id)
        .where(col(Remedy.period) <= period, col(Remedy.state) != RemedyState.FIXED)
        .group_by(scope.c.unit_id)
    )
    return {row[0]: RemedyCounts(*row[1:]) for row in session.exec(cast(Any, statement))}
