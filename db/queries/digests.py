"""A month's figures as aggregates: a handful of statements whatever the history; scope follows the path."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar, cast

from sqlalchemy import CTE, ColumnElement, Select, Subquery, and_, case, false, func, literal, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.calendar import last_day
from bot.domain.digests import Cells, Duties, Figures, Grades, Visits
from bot.domain.duties import Grade, Outcome, OutcomeReason, SheetRole
from bot.domain.meetings import MONTHLY_KINDS, MeetingState
from bot.domain.official import ASSIGNER_RANK, ROLE_RANK, UNASSIGNED_RANK
from bot.domain.people import CELL_LEVELS, Level, Place
from db.models import Duty, Meeting, Organisation, ScoreSheet, Visit

T = TypeVar("T")
HELD, _PLANNED, _NOT_HELD, _CANCELLED = range(4)  # of several meetings of a cell the lowest tells
#: In the order of bot.domain.digests.Duties.
OUTCOMES = (Outcome.ATTENDED, Outcome.EXCUSED, Outcome.MISSED, Outcome.PENDING)
_ASSIGNER = aliased(Organisation)


def whole(root: Place) -> CTE:
    """The cells of a subtree as one unit: cell_id, unit_id, ended_on."""
    return (
        select_columns(
            col(Organisation.id).label("cell_id"),
            literal(root.id).label("unit_id"),
            col(Organisation.ended_on),
        )
        .where(col(Organisation.path).startswith(root.path, autoescape=True))
        .where(col(Organisation.level).in_(CELL_LEVELS))
        .cte("scope")
    )


def by_child(root: Place) -> CTE:
    """The cells of a subtree by the organisation directly below the root: cell_id, unit_id, ended_on."""
    tree = (
        select_columns(col(Organisation.id).label("id"), col(Organisation.id).label("unit_id"))
        .where(col(Organisation.parent_id) == root.id)
        .cte("tree", recursive=True)
    )
    deeper = select_columns(col(Organisation.id), tree.c.unit_id).join(
        tree, col(Organisation.parent_id) == tree.c.id
    )
    tree = tree.union_all(deeper)
    return (
        select_columns(tree.c.id.label("cell_id"), tree.c.unit_id, col(Organisation.ended_on))
        .join(Organisation, col(Organisation.id) == tree.c.id)
        .where(col(Organisation.level).in_(CELL_LEVELS))
        .cte("scope")
    )


def by_node(root: Place) -> CTE:
    """The cells of a subtree by every organisation above them up to the root, and by themselves."""
    climb = (
        select_columns(
            col(Organisation.id).label("cell_id"),
            col(Organisation.id).label("unit_id"),
            col(Organisation.ended_on),
            col(Organisation.parent_id),
        )
        .where(col(Organisation.path).startswith(root.path, autoescape=True))
        .where(col(Organisation.level).in_(CELL_LEVELS))
        .cte("climb", recursive=True)
    )
    higher = (
        select_columns(climb.c.cell_id, col(Organisation.id), climb.c.ended_on, col(Organisation.parent_id))
        .join(climb, col(Organisation.id) == climb.c.parent_id)
        .where(col(Organisation.path).startswith(root.path, autoescape=True))
    )
    climb = climb.union_all(higher)
    return select_columns(climb.c.cell_id, climb.c.unit_id, climb.c.ended_on).cte("scope")


def inside(scope: CTE, cell_id: Any) -> ColumnElement[bool]:
    """A condition: the cell of this column belongs to the scope."""
    inside: ColumnElement[bool] = col(cell_id).in_(select_columns(scope.c.cell_id))
    return inside


def figures(session: Session, scope: CTE, period: int, now: datetime) -> dict[int, Figures]:
    """Figures by unit of the scope; a unit of which nothing is counted is absent."""
    facts = meeting_facts(scope, (period,), meeting_ended(session, (period,), now))
    cells = _each(session, _cells(scope, facts, period), Cells)
    duties = _each(session, _duties(scope, period), Duties)
    visits = _each(session, _visits(scope, period), Visits)
    grades = _each(session, _grades(scope, facts, period), _make_grades)
    units = cells.keys() | duties.keys() | visits.keys() | grades.keys()
    none = Figures()
    return {
        unit: Figures(
            cells.get(unit, none.cells),
            duties.get(unit, none.duties),
            visits.get(unit, none.visits),
            grades.get(unit, none.grades),
        )
        for unit in units
    }


def measures(session: Session, scope: CTE, period: int, now: datetime) -> dict[int, Figures]:
    """Only duties and grades by unit: what the next month is compared to."""
    facts = meeting_facts(scope, (period,), meeting_ended(session, (period,), now))
    duties = _each(session, _duties(scope, period), Duties)
    grades = _each(session, _grades(scope, facts, period), _make_grades)
    return {
        unit: Figures(duties=duties.get(unit, Duties()), grades=grades.get(unit, Grades()))
        for unit in duties.keys() | grades.keys()
    }


def meeting_ended(session: Session, periods: Sequence[int], now: datetime) -> ColumnElement[bool]:
    """A condition on a Meeting of these periods: its planned end has passed. Written by planned length,
    because adding minutes to an instant is spelt differently by each database."""
    lengths = session.exec(select(Meeting.planned_minutes).where(col(Meeting.period).in_(periods)).distinct())
    return or_(
        false(),
        *(
            and_(
                col(Meeting.planned_minutes) == minutes,
                col(Meeting.starts_at) <= now - timedelta(minutes=minutes),
            )
            for minutes in lengths
        ),
    )


def children(session: Session, root: Place) -> list[Organisation]:
    """The organisations directly below, in the order of the tree, ended ones included."""
    return list(
        session.exec(
            select(Organisation).where(Organisation.parent_id == root.id).order_by(Organisation.code)
        )
    )


def first_period(session: Session) -> int | None:
    """The earliest period anything is known of."""
    return session.exec(select(func.min(Duty.period))).one()


def _each(session: Session, statement: Select[*tuple[Any, ...]], make: Callable[..., T]) -> dict[int, T]:
    return {row[0]: make(*row[1:]) for row in session.exec(cast(Any, statement))}


def _count_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(condition)


def meeting_facts(scope: CTE, periods: Sequence[int], ended: ColumnElement[bool]) -> Subquery:
    """Meetings of some periods with what became of them (bot.domain.digests.MeetingStatus)."""
    told = _told(scope, periods)
    status = case(
        (col(Meeting.state) == MeetingState.CANCELLED, _CANCELLED),
        (told.c.attended > 0, HELD),
        (told.c.not_met > 0, _NOT_HELD),
        (ended, HELD),
        else_=_PLANNED,
    )
    return (
        select_columns(
            col(Meeting.id),
            col(Meeting.cell_id),
            col(Meeting.period),
            col(Meeting.kind),
            status.label("status"),
        )
        .join(told, told.c.meeting_id == Meeting.id, isouter=True)
        .where(col(Meeting.period).in_(periods), inside(scope, Meeting.cell_id))
        .subquery("facts")
    )


def _told(scope: CTE, periods: Sequence[int]) -> Subquery:
    """What visitors said about each meeting: how many attended, how many found that the cell did not meet."""
    did_not_meet = and_(
        col(Visit.outcome) == Outcome.EXCUSED, col(Duty.outcome_reason) == OutcomeReason.CELL_DID_NOT_MEET
    )
    return (
        select_columns(
            col(Visit.meeting_id),
            _count_of(col(Visit.outcome) == Outcome.ATTENDED).label("attended"),
            _count_of(did_not_meet).label("not_met"),
        )
        .join(Duty, col(Duty.id) == col(Visit.duty_id), isouter=True)
        .where(col(Visit.period).in_(periods), inside(scope, Visit.cell_id))
        .group_by(col(Visit.meeting_id))
        .subquery("told")
    )


def _cells(scope: CTE, facts: Subquery, period: int) -> Select[*tuple[Any, ...]]:
    best = (
        select_columns(facts.c.cell_id, func.min(facts.c.status).label("status"))
        .where(facts.c.kind.in_(MONTHLY_KINDS))
        .group_by(facts.c.cell_id)
        .subquery("best")
    )
    status = best.c.status
    exists = or_(scope.c.ended_on.is_(None), scope.c.ended_on >= last_day(period), status.is_not(None))
    kinds = (status == HELD, status == _PLANNED, status == _NOT_HELD, status == _CANCELLED, status.is_(None))
    return (
        select_columns(scope.c.unit_id, *map(_count_of, kinds))
        .join_from(scope, best, best.c.cell_id == scope.c.cell_id, isouter=True)
        .where(exists)
        .group_by(scope.c.unit_id)
    )


def _duties(scope: CTE, period: int) -> Select[*tuple[Any, ...]]:
    counts = (_count_of(col(Duty.outcome) == outcome) for outcome in OUTCOMES)
    return (
        select_columns(scope.c.unit_id, func.count(), *counts)
        .join_from(Duty, scope, scope.c.cell_id == Duty.cell_id)
        .where(col(Duty.period) == period)
        .group_by(scope.c.unit_id)
    )


def _visits(scope: CTE, period: int) -> Select[*tuple[Any, ...]]:
    level, scored = col(_ASSIGNER.level), col(Visit.scored_at).is_not(None)
    by_level = (level == Level.PARTY_BODY, level != Level.PARTY_BODY, level.is_(None))
    return (
        select_columns(scope.c.unit_id, func.count(), *map(_count_of, (*by_level, scored, ~scored)))
        .join_from(Visit, scope, scope.c.cell_id == Visit.cell_id)
        .join(Duty, col(Duty.id) == col(Visit.duty_id), isouter=True)
        .join(_ASSIGNER, col(_ASSIGNER.id) == col(Duty.assigned_by_id), isouter=True)
        .where(col(Visit.period) == period, col(Visit.outcome) == Outcome.ATTENDED)
        .group_by(scope.c.unit_id)
    )


def _grades(scope: CTE, facts: Subquery, period: int) -> Select[*tuple[Any, ...]]:
    sheet = official_sheets(scope, (period,))
    counts = (_count_of(sheet.c.grade == grade) for grade in Grade)
    rest = (
        _count_of(sheet.c.grade.is_(None)),
        _count_of(sheet.c.role == SheetRole.SELF),
        func.sum(sheet.c.total),
    )
    return (
        select_columns(scope.c.unit_id, *counts, *rest)
        .join_from(facts, scope, scope.c.cell_id == facts.c.cell_id)
        .join(sheet, and_(sheet.c.meeting_id == facts.c.id, sheet.c.place == 1), isouter=True)
        .where(facts.c.status == HELD)
        .group_by(scope.c.unit_id)
    )


def _make_grades(
    tot: int, kha: int, trung_binh: int, kem: int, none: int, own: int, points: Decimal | None
) -> Grades:
    return Grades(tot, kha, trung_binh, kem, none, own, points or Decimal(0))


def official_sheets(scope: CTE, periods: Sequence[int], *, by_role: bool = False) -> Subquery:
    """Current sheets; `place` 1 is the one that counts (bot.domain.official), of all or `by_role`."""
    role_rank = case(ROLE_RANK, value=col(ScoreSheet.role))
    level_rank = case(ASSIGNER_RANK, value=col(_ASSIGNER.level), else_=UNASSIGNED_RANK)
    order = (
        role_rank,
        case((col(ScoreSheet.role) == SheetRole.VISITOR, level_rank), else_=0),
        col(ScoreSheet.submitted_at).desc(),
        col(ScoreSheet.id).desc(),
    )
    among = (col(ScoreSheet.meeting_id), *((col(ScoreSheet.role),) if by_role else ()))
    place = func.row_number().over(partition_by=among, order_by=order)
    of_scorer = and_(
        col(Duty.person_id) == col(ScoreSheet.scorer_id),
        col(Duty.cell_id) == col(ScoreSheet.cell_id),
        col(Duty.period) == col(ScoreSheet.period),
    )
    columns = (ScoreSheet.meeting_id, ScoreSheet.role, ScoreSheet.grade, ScoreSheet.total)
    return (
        select_columns(*map(col, columns), place.label("place"))
        .join(Duty, of_scorer, isouter=True)
        .join(_ASSIGNER, col(_ASSIGNER.id) == col(Duty.assigned_by_id), isouter=True)
        .where(
            col(ScoreSheet.is_current),
            col(ScoreSheet.period).in_(periods),
            inside(scope, ScoreSheet.cell_id),
        )
        .subquery("sheets")
    )
