"""The month: meetings, duties, visits, score sheets, what will be reminded and when periods turn."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.duties import DeclineReason, Grade, Outcome, OutcomeReason, Response, SheetRole
from bot.domain.honesty import Doubt
from bot.domain.meetings import Kind, MeetingState
from db.types import BigId, Points, choice

_LIVE_MONTHLY = text("state <> 'cancelled' AND kind IN ('ordinary', 'combined')")
_CURRENT = text("is_current")


class Meeting(SQLModel, table=True):
    """A cell's meeting. `period` (202612) is fixed at registration; `round` is its schedule revision."""

    __table_args__ = (
        Index(
            "uq_meeting_live_monthly",
            "cell_id",
            "period",
            unique=True,
            sqlite_where=_LIVE_MONTHLY,
            postgresql_where=_LIVE_MONTHLY,
        ),
        Index("ix_meeting_period_cell", "period", "cell_id"),
        CheckConstraint("period BETWEEN 200001 AND 299912", name="period"),
        CheckConstraint("planned_minutes > 0", name="minutes_positive"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    cell_id: int = Field(foreign_key="organisation.id", index=True, sa_type=BigId)
    period: int
    kind: Kind = Field(sa_type=choice(Kind))
    starts_at: datetime
    planned_minutes: int
    place: str = Field(max_length=500)
    topic: str | None = Field(default=None, max_length=500)
    state: MeetingState = Field(default=MeetingState.SCHEDULED, sa_type=choice(MeetingState))
    round: int = 1
    moved_from: datetime | None = None  # its start before the last move, for those who are told
    moved_from_place: str | None = Field(default=None, max_length=500)
    revision: int = 1


class Duty(SQLModel, table=True):
    """The obligation of one person to visit one cell in one period."""

    __table_args__ = (
        UniqueConstraint("person_id", "cell_id", "period"),
        Index("ix_duty_period_cell", "period", "cell_id"),
        CheckConstraint("period BETWEEN 200001 AND 299912", name="period"),
        CheckConstraint(
            "(outcome IN ('pending', 'attended') AND outcome_reason IS NULL)"
            " OR (outcome IN ('excused', 'missed') AND outcome_reason IS NOT NULL)",
            name="reason_fits_outcome",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    cell_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    period: int
    assignment_id: int = Field(foreign_key="assignment.id", index=True, sa_type=BigId)
    assigned_by_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=choice(Outcome))
    outcome_reason: OutcomeReason | None = Field(default=None, sa_type=choice(OutcomeReason))


class Visit(SQLModel, table=True):
    """One person's part in one meeting: response, outcome, facts reported, scored; independent facts."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        Index("ix_visit_period_cell", "period", "cell_id"),
        CheckConstraint("response <> 'declined' OR decline_reason IS NOT NULL", name="declined_has_reason"),
        CheckConstraint(
            "members >= 0 AND exempt >= 0 AND present >= 0 AND excused >= 0 AND unexcused >= 0"
            " AND minutes >= 0 AND speakers >= 0",  # what is not known is NULL, which passes
            name="figures_not_negative",
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    meeting_id: int = Field(foreign_key="meeting.id", index=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    duty_id: int | None = Field(default=None, foreign_key="duty.id", index=True, sa_type=BigId)
    cell_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    period: int
    response: Response = Field(default=Response.NONE, sa_type=choice(Response))
    decline_reason: DeclineReason | None = Field(default=None, sa_type=choice(DeclineReason))
    outcome: Outcome = Field(default=Outcome.PENDING, sa_type=choice(Outcome))
    reported_at: datetime | None = None
    scored_at: datetime | None = None
    members: int | None = None
    exempt: int | None = None
    present: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    minutes: int | None = None
    speakers: int | None = None


class ScoreSheet(SQLModel, table=True):
    """One scorer's judgement of one meeting; a correction is a new version, older ones stay. `answers` are
    what was answered, `facts` (bot.domain.rubric_facts.MeetingFacts) what was known of the meeting: together
    with the version of the rubric they explain the grade for ever. `gap_reason` is the later scorer's, where
    another's sheet is far from this one."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "role", "scorer_id", "version"),
        Index(
            "uq_score_sheet_current",
            "meeting_id",
            "role",
            "scorer_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_score_sheet_period_cell", "period", "cell_id"),
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    __tablename__ = "score_sheet"
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    meeting_id: int = Field(foreign_key="meeting.id", sa_type=BigId)
    role: SheetRole = Field(sa_type=choice(SheetRole))
    scorer_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    version: int = 1
    is_current: bool = True
    cell_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    period: int
    rubric: str = Field(max_length=60)
    rubric_version: int
    answers: dict[str, Any] = Field(sa_type=JSON)
    total: Decimal = Field(sa_type=Points)
    grade: Grade = Field(sa_type=choice(Grade))
    submitted_at: datetime
    facts: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    note: str | None = Field(default=None, max_length=500)
    gap_reason: str | None = Field(default=None, max_length=500)
    doubt: Doubt | None = Field(default=None, sa_type=choice(Doubt))


class ReminderState(StrEnum):
    PLANNED = "planned"
    ANNOUNCED = "announced"  # put into the outbox
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    FAILED = "failed"  # could not be said because of an error of the program, which the log tells


class Reminder(SQLModel, table=True):
    """One thing to remind one person of, once: unique by kind, step, subject, person and round."""

    __table_args__ = (
        UniqueConstraint("kind", "step", "subject", "person_id", "round"),
        Index(
            "ix_reminder_due",
            "due_at",
            "person_id",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index(
            "ix_reminder_due_person",
            "person_id",
            "due_at",
            sqlite_where=text("state = 'planned'"),
            postgresql_where=text("state = 'planned'"),
        ),
        Index("ix_reminder_subject", "subject", "person_id"),
        {"sqlite_autoincrement": True},  # the ledger and what was announced name its numbers
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    kind: str = Field(max_length=32)
    step: str = Field(max_length=32)
    subject: str = Field(max_length=64)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    round: int = 1
    period: int
    due_at: datetime
    expires_at: datetime
    state: ReminderState = Field(default=ReminderState.PLANNED, sa_type=choice(ReminderState))
    outbox_id: int | None = Field(default=None, foreign_key="outbox.id", index=True, sa_type=BigId)


class MilestoneKind(StrEnum):
    OPEN = "open"  # a period's duties and reminders come into being
    CLOSE = "close"  # what is pending becomes missed
    DAY = "day"  # a day begins (its "period" is 20261203): the day's call lists are planned


class Milestone(SQLModel, table=True):
    """When a period opens and closes: work of the program itself, not of a person."""

    __table_args__ = (UniqueConstraint("kind", "period"),)
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    kind: MilestoneKind = Field(sa_type=choice(MilestoneKind))
    period: int
    due_at: datetime
    done_at: datetime | None = None


class DigestSnapshot(SQLModel, table=True):
    """A month's figures of one organisation as they were first told to its leaders; never changed."""

    __tablename__ = "digest_snapshot"
    __table_args__ = (
        UniqueConstraint("organisation_id", "period"),
        CheckConstraint("period BETWEEN 200001 AND 299912", name="period"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    period: int = Field(index=True)
    taken_at: datetime
    figures: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
