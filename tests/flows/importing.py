"""What the tests of rosters on a database share: units of work on an invented ground."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from bot.domain.workbooks import ParsedWorkbook
from bot.services import roster
from bot.services.roster import RosterPlan
from bot.services.work import Ground, Work
from db.session import unit_of_work
from tests.unit.planning import ALMANAC

GROUND = Ground(ALMANAC, {}, b"s" * 32)
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # 10:00 in Viet Nam


@contextmanager
def working(engine: Engine, now: datetime = NOW) -> Iterator[Work]:
    with unit_of_work(engine) as session:
        yield Work(session, now, GROUND)


def do_import(
    engine: Engine,
    workbook: ParsedWorkbook,
    on: date | None = None,
    complete: bool = False,
    ends: int | None = None,
) -> RosterPlan:
    """Plan and apply in one transaction."""
    with working(engine) as work:
        plan = roster.plan(work, workbook, complete=complete, on=on)
        roster.apply(work, plan, ends=ends)
        return plan


def preview(
    engine: Engine, workbook: ParsedWorkbook, on: date | None = None, complete: bool = False
) -> RosterPlan:
    with working(engine) as work:
        return roster.plan(work, workbook, complete=complete, on=on)
