"""What stands behind a digest's figures: who visited, and what is owed by whom; page by page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, case, exists, func, literal, or_, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.calendar import last_day
from bot.domain.digests import Duties, Owed, OwedCounts, Visitor
from bot.domain.duties import DeclineReason, Outcome, OutcomeReason, Response, SheetRole
from bot.domain.meetings import MONTHLY_KINDS, MeetingState
from db.models import Duty, Meeting, Organisation, Person, ScoreSheet, Visit
from db.queries.digests import OUTCOMES, inside

_PARENT = aliased(Organisation)
_CELL = (col(Organisation.id), col(Organisation.name), col(_PARENT.id), col(_PARENT.name))
_ATTENDED = col(Visit.outcome) == Outcome.ATTENDED
_PERSON = (col(Person.name), col(Person.phone))


@dataclass(frozen=True)
class OwedRow:
    """One thing owed as the database knows it; the person is unknown where it is the secretary's."""

    cell_id: int
    cell: str
    parent_id: int | None
    parent: str | None
    person: str | None = None
    phone: str | None = None
    starts_at: datetime | None = None  # UTC
    decline_reason: DeclineReason | None = None
    outcome_reason: OutcomeReason | None = None


@dataclass(frozen=True)
class Slice:
    """Which part of a list: so many rows from an offset."""

    offset: int
    limit: int


def visitors(session: Session, scope: CTE, period: int, part: Slice) -> list[Visitor]:
    """Everybody with a duty or an attended visit in the scope, by given name."""
    work = _work_by_person(scope, period)
    sums = [func.sum(column) for column in list(work.c)[1:]]
    statement = (
        select_columns(col(Person.name), *sums)
        .join_from(work, Person, col(Person.id) == work.c.person_id)
        .group_by(col(Person.id), col(Person.name), col(Person.sort_key))
        .order_by(col(Person.sort_key), col(Person.id))
        .offset(part.offset)
        .limit(part.limit)
    )
    return [_visitor(row[0], *map(int, row[1:])) for row in session.exec(cast(Any, statement))]


def count_visitors(session: Session, scope: CTE, period: int) -> int:
    """How many people `visitors` lists."""
    work = _work_by_person(scope, period)
    return session.exec(select(func.count(func.distinct(work.c.person_id)))).one()


def owed_counts(session: Session, scope: CTE, period: int, ended: ColumnElement[bool]) -> OwedCounts:
    """How much is owed of each kind; `ended` is db.queries.digests.meeting_ended."""
    by_kind = dict(session.exec(cast(Any, _pending_by_kind(scope, period, ended))).all())
    return OwedCounts(
        no_date=_total(session, _cells_without_date(scope, period)),
        not_due=by_kind.get("not_due", 0),
        no_report=by_kind.get(Owed.NO_REPORT.value, 0),
        awaiting=by_kind.get(Owed.AWAITING.value, 0),
        no_score=_total(session, _unscored(scope, period)),
        missed=_total(session, _duty_rows(scope, period, col(Duty.outcome) == Outcome.MISSED)),
    )


def owed_rows(
    session: Session, scope: CTE, period: int, kind: Owed, ended: ColumnElement[bool], part: Slice
) -> list[OwedRow]:
    """What is owed of one kind, by cell and given name."""
    statement = _owed(scope, period, kind, ended).offset(part.offset).limit(part.limit)
    return [OwedRow(*row) for row in session.exec(cast(Any, statement))]


def _visitor(name: str, assigned: int, *rest: int) -> Visitor:
    *outcomes, visits, scored, doubtful = rest
    return Visitor(name, Duties(assigned, *outcomes), visits, scored, doubtful)


def _work_by_person(scope: CTE, period: int) -> Subquery:
    """Person, duties assigned and by outcome, visits attended and scored, doubtful sheets; up to three rows a
    person."""
    scored = func.count().filter(col(Visit.scored_at).is_not(None))
    nothing = [literal(0) for _ in range(len(OUTCOMES) + 1)]
    outcomes = [func.count().filter(col(Duty.outcome) == outcome) for outcome in OUTCOMES]
    columns = (
        func.count().label("assigned"),
        *outcomes,
        literal(0).label("visits"),
        literal(0).label("scored"),
        literal(0).label("doubtful"),
    )
    duties: Select[*tuple[Any, ...]] = (
        select_columns(col(Duty.person_id).label("person_id"), *columns)
        .where(col(Duty.period) == period, inside(scope, Duty.cell_id))
        .group_by(col(Duty.person_id))
    )
    visits = (
        select_columns(col(Visit.person_id), *nothing, func.count(), scored, literal(0))
        .where(col(Visit.period) == period, inside(scope, Visit.cell_id), _ATTENDED)
        .group_by(col(Visit.person_id))
    )
    return union_all(duties, visits, _doubtful(scope, period)).subquery("work")


def _doubtful(scope: CTE, period: int) -> Select[*tuple[Any, ...]]:
    """How many of a visitor's current sheets are to be asked about, in the columns of `_work_by_person`."""
    nothing = [literal(0) for _ in range(len(OUTCOMES) + 3)]
    return (
        select_columns(col(ScoreSheet.scorer_id), *nothing, func.count())
        .where(
            col(ScoreSheet.period) == period,
            inside(scope, ScoreSheet.cell_id),
            col(ScoreSheet.is_current),
            col(ScoreSheet.role) == SheetRole.VISITOR,
            col(ScoreSheet.doubt).is_not(None),
        )
        .group_by(col(ScoreSheet.scorer_id))
    )


def _pending_by_kind(scope: CTE, period: int, ended: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    kind = case(
        (_is_overdue(ended), Owed.NO_REPORT.value), (_is_declined(), Owed.AWAITING.value), else_="not_due"
    ).label("kind")
    pending = (
        select_columns(kind)
        .where(col(Duty.period) == period, col(Duty.outcome) == Outcome.PENDING, inside(scope, Duty.cell_id))
        .subquery("pending")
    )
    return select_columns(pending.c.kind, func.count()).group_by(pending.c.kind)


def _is_overdue(ended: ColumnElement[bool]) -> ColumnElement[bool]:
    """A meeting that the duty's visitor did not decline is over."""
    return _visit_where(col(Visit.response) != Response.DECLINED, ended)


def _is_declined() -> ColumnElement[bool]:
    return _visit_where(col(Visit.response) == Response.DECLINED)


def _visit_where(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    of_duty = (col(Visit.duty_id) == col(Duty.id), col(Meeting.state) == MeetingState.SCHEDULED)
    return exists().where(*of_duty, col(Meeting.id) == col(Visit.meeting_id), *conditions).correlate(Duty)


def _owed(scope: CTE, period: int, kind: Owed, ended: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    pending = col(Duty.outcome) == Outcome.PENDING
    if kind is Owed.NO_DATE:
        return _cells_without_date(scope, period)
    if kind is Owed.NO_SCORE:
        return _unscored(scope, period)
    if kind is Owed.NO_REPORT:
        return _duty_rows(scope, period, and_(pending, _is_overdue(ended)))
    if kind is Owed.AWAITING:
        return _duty_rows(scope, period, and_(pending, ~_is_overdue(ended), _is_declined()))
    return _duty_rows(scope, period, col(Duty.outcome) == Outcome.MISSED)


def _duty_rows(scope: CTE, period: int, condition: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Duties with the latest meeting they could have been fulfilled at, and why it was declined."""
    of_duty = (
        col(Visit.duty_id) == col(Duty.id),
        col(Meeting.id) == col(Visit.meeting_id),
        col(Meeting.state) == MeetingState.SCHEDULED,
    )
    starts_at = (
        select_columns(func.max(col(Meeting.starts_at))).where(*of_duty).correlate(Duty).scalar_subquery()
    )
    reason = (
        select_columns(func.max(col(Visit.decline_reason))).where(*of_duty).correlate(Duty).scalar_subquery()
    )
    return (
        select_columns(*_CELL, *_PERSON, starts_at, reason, col(Duty.outcome_reason))
        .join_from(Duty, Organisation, col(Organisation.id) == col(Duty.cell_id))
        .join(_PARENT, col(_PARENT.id) == col(Organisation.parent_id), isouter=True)
        .join(Person, col(Person.id) == col(Duty.person_id))
        .where(col(Duty.period) == period, inside(scope, Duty.cell_id), condition)
        .order_by(col(Organisation.code), col(Person.sort_key), col(Duty.id))
    )


def _unscored(scope: CTE, period: int) -> Select[*tuple[Any, ...]]:
    return (
        select_columns(*_CELL, *_PERSON, col(Meeting.starts_at))
        .join_from(Visit, Organisation, col(Organisation.id) == col(Visit.cell_id))
        .join(_PARENT, col(_PARENT.id) == col(Organisation.parent_id), isouter=True)
        .join(Person, col(Person.id) == col(Visit.person_id))
        .join(Meeting, col(Meeting.id) == col(Visit.meeting_id))
        .where(col(Visit.period) == period, inside(scope, Visit.cell_id), _ATTENDED)
        .where(col(Visit.scored_at).is_(None))
        .order_by(col(Organisation.code), col(Person.sort_key), col(Visit.id))
    )


def _cells_without_date(scope: CTE, period: int) -> Select[*tuple[Any, ...]]:
    registered = exists().where(
        col(Meeting.cell_id) == col(Organisation.id),
        col(Meeting.period) == period,
        col(Meeting.kind).in_(MONTHLY_KINDS),
    )
    goes_on = or_(col(Organisation.ended_on).is_(None), col(Organisation.ended_on) >= last_day(period))
    return (
        select_columns(*_CELL)
        .join_from(Organisation, _PARENT, col(_PARENT.id) == col(Organisation.parent_id), isouter=True)
        .where(inside(scope, Organisation.id), goes_on, ~registered)
        .order_by(col(Organisation.code))
    )


def _total(session: Session, rows: Select[*tuple[Any, ...]]) -> int:
    counted = select_columns(func.count()).select_from(rows.order_by(None).subquery())
    total: int = session.exec(cast(Any, counted)).one()[0]
    return total
