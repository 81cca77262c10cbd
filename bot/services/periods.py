"""Periods open and close, days begin: the milestones that the program itself has to pass."""

from datetime import date, datetime, time, timedelta

from sqlmodel import col, func, select

from bot.domain import reminders as rules
from bot.domain.calendar import at, last_day, period_of, shift
from bot.domain.people import Role
from bot.services import closing, duties, morning, own_reminders, people, reminders
from bot.services.work import Work
from db.models import Milestone
from db.models.visits import MilestoneKind
from db.queries import people as people_queries
from db.queries import visits as queries


def ensure_milestones(work: Work) -> None:
    """At start: the period now running and today have their milestones; later ones follow by themselves.
    On the very first start only the newest period opens: what lay before was not followed."""
    if work.session.exec(select(Milestone.id).where(Milestone.kind == MilestoneKind.OPEN)).first() is None:
        period = _newest_open(work)
        _plan(work, MilestoneKind.OPEN, period, work.ground.policy.opening_at(period, work.ground.zone))
    if work.session.exec(select(Milestone.id).where(Milestone.kind == MilestoneKind.DAY)).first() is None:
        _plan_day(work, work.today)


def _newest_open(work: Work) -> int:
    period = shift(period_of(work.today), 3)
    while work.ground.policy.opening_at(period, work.ground.zone) > work.now:
        period = shift(period, -1)
    return period


def _plan(work: Work, kind: MilestoneKind, period: int, due_at: datetime) -> None:
    exists = select(Milestone.id).where(Milestone.kind == kind, Milestone.period == period)
    if work.session.exec(exists).first() is None:
        work.session.add(Milestone(kind=kind, period=period, due_at=due_at))
        work.session.flush()


def _plan_day(work: Work, day: date) -> None:
    due_at = at(day, time(0), work.ground.zone)
    _plan(work, MilestoneKind.DAY, day.year * 10_000 + day.month * 100 + day.day, due_at)


def pass_next(work: Work) -> bool:
    """Pass the earliest milestone that is due; False when there is none."""
    milestone = queries.next_milestone(work.session, work.now)
    if milestone is None:
        return False
    milestone.done_at = work.now
    work.session.flush()
    {MilestoneKind.OPEN: _open, MilestoneKind.CLOSE: closing.close, MilestoneKind.DAY: _begin_day}[
        milestone.kind
    ](work, milestone.period)
    return True


def _open(work: Work, period: int) -> None:
    policy, zone = work.ground.policy, work.ground.zone
    _plan(work, MilestoneKind.CLOSE, period, policy.closing_at(period, zone))
    _plan(work, MilestoneKind.OPEN, shift(period, 1), policy.opening_at(shift(period, 1), zone))
    _reconcile(work, period)


def _begin_day(work: Work, number: int) -> None:
    day = date(number // 10_000, number // 100 % 100, number % 100)
    _plan_day(work, max(day + timedelta(days=1), work.today))
    if people_queries.somebody_changes(work.session, day, work.today):
        reconcile_open_periods(work)
    plan_call_lists(work, day)
    morning.warn_administrators(work, day)


def plan_call_lists(work: Work, day: date) -> None:
    """The office's list of a day, for every body that has an office."""
    for body in people.staffed_bodies(work):
        office = [person.id or 0 for person in people.holders(work, body.id or 0, Role.OFFICE)]
        planned = rules.plan_call_list(work.ground.almanac, body_id=body.id or 0, person_ids=office, day=day)
        due = [one for one in planned if one.due_at > work.now]
        reminders.keep(work, "office", f"day:{body.id}:{day:%Y%m%d}", due)


def reconcile_open_periods(work: Work) -> None:
    """After a change of the roster: duties, visits and reminders of every open period follow it."""
    for period in queries.open_periods(work.session):
        _reconcile(work, period)
    plan_call_lists(work, work.today)


def _reconcile(work: Work, period: int) -> None:
    for cell in queries.cells(work.session, last_day(period)):
        duties.reconcile_cell(work, cell.id or 0, period)
        for meeting in queries.live_meetings(work.session, cell.id or 0, period):
            reminders.replan_meeting(work, meeting)
            own_reminders.replan(work, meeting)
        reminders.replan_registration(work, cell.id or 0, period)
    for body in people.staffed_bodies(work):
        reminders.replan_body(work, body, period)


def next_due_at(work: Work, after: datetime) -> datetime | None:
    """When the next milestone later than `after` is due."""
    return work.session.exec(
        select(func.min(Milestone.due_at)).where(col(Milestone.done_at).is_(None), Milestone.due_at > after)
    ).one()
