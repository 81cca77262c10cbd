"""What the tests of planning share: the default almanac, instants by local text, a plan as lines."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.days_off import DaysOff
from bot.domain.reminders import Almanac, MeetingView, Planned, VisitView, plan_visit
from bot.services.policy import load_days_off, load_policy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ALMANAC = Almanac(load_policy(), load_days_off(), ZONE)
VISITOR = VisitView(person_id=7)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def meeting(starts: str, period: int = 202612, round: int = 1) -> MeetingView:
    starts_at = instant(starts)
    return MeetingView(1, period, round, starts_at, starts_at + timedelta(minutes=90))


def said(planned: Iterable[Planned]) -> list[str]:
    return [f"{one.step} {one.due_at:%Y-%m-%d %H:%M}" for one in sorted(planned, key=lambda one: one.due_at)]


def lasting(planned: Iterable[Planned]) -> dict[str, str]:
    return {one.step: f"{one.expires_at:%Y-%m-%d %H:%M}" for one in planned}


def visit(view: MeetingView, now: str, visitor: VisitView = VISITOR, almanac: Almanac = ALMANAC) -> list[str]:
    return said(plan_visit(almanac, view, visitor, instant(now)))


def with_days_off(*days: date) -> Almanac:
    return replace(ALMANAC, days_off=DaysOff(dict.fromkeys(days, "Ngày nghỉ")))
