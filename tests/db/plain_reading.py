"""The definitions of bot.domain.digests once more, row by row: what the aggregates have to agree with."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from sqlmodel import Session, col, select

from bot.domain.digest_scores import Gaps
from bot.domain.digests import Cells, Duties, Figures, Grades, Visits
from bot.domain.duties import Outcome, OutcomeReason, SheetRole
from bot.domain.meetings import MONTHLY_KINDS, MeetingState
from bot.domain.official import Judgement, official
from bot.domain.people import Level
from db.models import Duty, Meeting, Organisation, ScoreSheet, Visit

_BEST_FIRST = ("held", "planned", "not_held", "cancelled", "without_date")
_OUTCOMES = (Outcome.ATTENDED, Outcome.EXCUSED, Outcome.MISSED, Outcome.PENDING)


@dataclass(frozen=True)
class PlainReading:
    """One subtree's rows of one period, counted in Python."""

    session: Session
    root: Organisation
    period: int
    now: datetime

    @property
    def figures(self) -> Figures:
        return Figures(self.cells, self.counted_duties, self.counted_visits, self.grades)

    @cached_property
    def organisations(self) -> dict[int, Organisation]:
        return {one.id or 0: one for one in self.session.exec(select(Organisation))}

    @cached_property
    def cell_ids(self) -> set[int]:
        inside = (one for one in self.organisations.values() if one.path.startswith(self.root.path))
        return {one.id or 0 for one in inside if one.level.is_cell}

    @cached_property
    def duties(self) -> list[Duty]:
        return [one for one in self.session.exec(select(Duty)) if self._concerns(one)]

    @cached_property
    def visits(self) -> list[Visit]:
        return [one for one in self.session.exec(select(Visit)) if self._concerns(one)]

    @cached_property
    def meetings(self) -> list[Meeting]:
        return [one for one in self.session.exec(select(Meeting)) if self._concerns(one)]

    @cached_property
    def sheets(self) -> list[ScoreSheet]:
        current = self.session.exec(select(ScoreSheet).where(col(ScoreSheet.is_current)))
        return [one for one in current if self._concerns(one)]

    def _concerns(self, row: Duty | Visit | Meeting | ScoreSheet) -> bool:
        return row.period == self.period and row.cell_id in self.cell_ids

    @property
    def cells(self) -> Cells:
        return Cells(**Counter(self._status_of_cell(cell_id) for cell_id in self.cell_ids))

    def _status_of_cell(self, cell_id: int) -> str:
        monthly = (one for one in self.meetings if one.cell_id == cell_id and one.kind in MONTHLY_KINDS)
        return min(map(self.status, monthly), key=_BEST_FIRST.index, default="without_date")

    def status(self, meeting: Meeting) -> str:
        """What became of a meeting."""
        visits = [one for one in self.visits if one.meeting_id == meeting.id]
        if meeting.state is MeetingState.CANCELLED:
            return "cancelled"
        if any(one.outcome is Outcome.ATTENDED for one in visits):
            return "held"
        if any(one.outcome is Outcome.EXCUSED and self._did_not_meet(one) for one in visits):
            return "not_held"
        return (
            "held"
            if meeting.starts_at + timedelta(minutes=meeting.planned_minutes) <= self.now
            else "planned"
        )

    def _did_not_meet(self, visit: Visit) -> bool:
        duty = self._duty_of(visit)
        return duty is not None and duty.outcome_reason is OutcomeReason.CELL_DID_NOT_MEET

    def _duty_of(self, visit: Visit) -> Duty | None:
        return next((one for one in self.duties if one.id == visit.duty_id), None)

    def _level(self, duty: Duty | None) -> Level | None:
        return self.organisations[duty.assigned_by_id].level if duty else None

    @property
    def counted_duties(self) -> Duties:
        outcomes = [one.outcome for one in self.duties]
        return Duties(len(outcomes), *map(outcomes.count, _OUTCOMES))

    @property
    def counted_visits(self) -> Visits:
        attended = [one for one in self.visits if one.outcome is Outcome.ATTENDED]
        levels = [self._level(self._duty_of(one)) for one in attended]
        high, none = levels.count(Level.PARTY_BODY), levels.count(None)
        scored = sum(one.scored_at is not None for one in attended)
        return Visits(len(attended), high, len(attended) - high - none, none, scored, len(attended) - scored)

    @property
    def grades(self) -> Grades:
        held = [one for one in self.meetings if self.status(one) == "held"]
        judged = [official(self._judgements(one)) for one in held]
        graded = [one for one in judged if one is not None]
        return Grades(
            **Counter(one.grade.value for one in graded),
            ungraded=judged.count(None),
            provisional=sum(one.role is SheetRole.SELF for one in graded),
            points=sum((one.total for one in graded), Decimal(0)),
        )

    def gaps(self, limit: Decimal) -> Gaps:
        """The cell's own score against the visitor's that counts."""
        compared, far, points = 0, set(), Decimal(0)
        for meeting in self.meetings:
            own, visitor = (self._of_role(meeting, role) for role in (SheetRole.SELF, SheetRole.VISITOR))
            if self.status(meeting) == "held" and own and visitor:
                compared, points = compared + 1, points + own.total - visitor.total
                if own.grade is not visitor.grade or abs(own.total - visitor.total) >= limit:
                    far.add(meeting.cell_id)
        return Gaps(compared, points, len(far), limit)

    def _of_role(self, meeting: Meeting, role: SheetRole) -> Judgement | None:
        return official(one for one in self._judgements(meeting) if one.role is role)

    def _judgements(self, meeting: Meeting) -> Iterable[Judgement]:
        for one in self.sheets:
            if one.meeting_id == meeting.id:
                yield Judgement(
                    one.role, one.grade, one.total, one.submitted_at, self._level(self._scorer_duty(one))
                )

    def _scorer_duty(self, sheet: ScoreSheet) -> Duty | None:
        mine = (
            one for one in self.duties if (one.person_id, one.cell_id) == (sheet.scorer_id, sheet.cell_id)
        )
        return next(mine, None)
