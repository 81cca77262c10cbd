"""A month written straight into a database, for tests of what is counted from it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import TypeVar

from sqlmodel import Session, SQLModel

from bot.domain.duties import DeclineReason, Grade, Outcome, OutcomeReason, Response, SheetRole
from bot.domain.meetings import Kind, MeetingState
from bot.domain.people import Level
from bot.domain.vietnamese import fold, sort_key
from db.models import Assignment, Duty, Meeting, Organisation, Person, ScoreSheet, Visit

Row = TypeVar("Row", bound=SQLModel)
EVENING = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)  # 19:00 in Viet Nam


@dataclass
class Month:
    """Rows of one period, made by short words; every method returns the row with its id."""

    session: Session
    period: int = 202612
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _assignments: dict[tuple[int, int], int] = field(default_factory=dict)

    def organisation(self, level: Level, parent: Organisation | None = None, name: str = "") -> Organisation:
        number = next(self._numbers)
        row = Organisation(code=f"{number:06}", name=name or f"Tổ chức {number}", level=level)
        row.parent_id = parent.id if parent else None
        self._add(row)
        row.path = f"{parent.path if parent else '/'}{row.id}/"
        self.session.flush()
        return row

    def person(self, name: str = "Nguyễn Thị Lan", phone: str | None = None) -> Person:
        row = Person(
            code=f"P{next(self._numbers)}", name=name, folded_name=fold(name), sort_key=sort_key(name)
        )
        row.phone = phone
        return self._add(row)

    def duty(
        self,
        person: Person,
        cell: Organisation,
        by: Organisation,
        outcome: Outcome = Outcome.PENDING,
        reason: OutcomeReason | None = None,
    ) -> Duty:
        row = Duty(
            person_id=person.id or 0,
            cell_id=cell.id or 0,
            period=self.period,
            assignment_id=self._assignment(person.id or 0, cell.id or 0, by.id or 0),
            assigned_by_id=by.id or 0,
            outcome=outcome,
            outcome_reason=reason,
        )
        return self._add(row)

    def meeting(
        self,
        cell: Organisation,
        kind: Kind = Kind.ORDINARY,
        starts_at: datetime = EVENING,
        minutes: int = 90,
        state: MeetingState = MeetingState.SCHEDULED,
    ) -> Meeting:
        row = Meeting(
            cell_id=cell.id or 0,
            period=self.period,
            kind=kind,
            starts_at=starts_at,
            planned_minutes=minutes,
            place="Phòng họp tầng 2",
            state=state,
        )
        return self._add(row)

    def visit(
        self,
        meeting: Meeting,
        person: Person,
        duty: Duty | None = None,
        outcome: Outcome = Outcome.PENDING,
        is_scored: bool = False,
        declined: DeclineReason | None = None,
    ) -> Visit:
        row = Visit(
            meeting_id=meeting.id or 0,
            person_id=person.id or 0,
            duty_id=duty.id if duty else None,
            cell_id=meeting.cell_id,
            period=self.period,
            response=Response.DECLINED if declined else Response.NONE,
            decline_reason=declined,
            outcome=outcome,
            scored_at=EVENING if is_scored else None,
        )
        return self._add(row)

    def sheet(
        self,
        meeting: Meeting,
        scorer: Person,
        role: SheetRole = SheetRole.VISITOR,
        total: str = "91.5",
        grade: Grade = Grade.TOT,
        submitted_at: datetime = EVENING,
        is_current: bool = True,
        version: int = 1,
    ) -> ScoreSheet:
        row = ScoreSheet(
            meeting_id=meeting.id or 0,
            role=role,
            scorer_id=scorer.id or 0,
            version=version,
            is_current=is_current,
            cell_id=meeting.cell_id,
            period=self.period,
            rubric="42-HD-short",
            rubric_version=1,
            answers={},
            total=Decimal(total),
            grade=grade,
            submitted_at=submitted_at,
        )
        return self._add(row)

    def _assignment(self, person_id: int, cell_id: int, by_id: int) -> int:
        key = (person_id, cell_id)
        if key not in self._assignments:
            row = Assignment(
                person_id=person_id, cell_id=cell_id, assigned_by_id=by_id, starts_on=date(2026, 1, 1)
            )
            self._assignments[key] = self._add(row).id or 0
        return self._assignments[key]

    def _add(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row
