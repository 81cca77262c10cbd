"""What a cell says of its own meetings: the facts, and what it will remedy before the next one."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from bot.domain.duties import SheetRole
from bot.domain.remedies import LONGEST_POST, LONGEST_TEXT, RemedyState
from db.types import BigId, choice


class CellReport(SQLModel, table=True):
    """A meeting in figures as its cell knows them, whoever of the cell last gave them; `is_held` false:
    the cell did not meet, and there are no figures."""

    __tablename__ = "cell_report"
    __table_args__ = (
        UniqueConstraint("meeting_id"),
        Index("ix_cell_report_period_cell", "period", "cell_id"),
        CheckConstraint(
            "members >= 0 AND exempt >= 0 AND present >= 0 AND excused >= 0 AND unexcused >= 0"
            " AND minutes >= 0 AND speakers >= 0",  # what is not known is NULL, which passes
            name="figures_not_negative",
        ),
        CheckConstraint("NOT is_held OR members IS NOT NULL", name="held_has_figures"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    meeting_id: int = Field(foreign_key="meeting.id", sa_type=BigId)
    cell_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    period: int
    author_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    reported_at: datetime
    is_held: bool = True
    members: int | None = None
    exempt: int | None = None
    present: int | None = None
    excused: int | None = None
    unexcused: int | None = None
    minutes: int | None = None
    speakers: int | None = None


class Remedy(SQLModel, table=True):
    """One shortcoming that a cell found in a meeting of its own: what, whose post (never a name), until
    when. `state` is what was last said of it: by the cell itself, or by whoever visited its next meeting."""

    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        Index("ix_remedy_cell_state", "cell_id", "state"),
        Index("ix_remedy_period_cell", "period", "cell_id"),
        CheckConstraint("number BETWEEN 1 AND 3", name="at_most_three"),
        CheckConstraint("state = 'open' OR checked_at IS NOT NULL", name="checked_says_when"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    meeting_id: int = Field(foreign_key="meeting.id", sa_type=BigId)
    cell_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    period: int
    number: int
    text: str = Field(max_length=LONGEST_TEXT)
    post: str = Field(max_length=LONGEST_POST)
    due_on: date
    author_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    created_at: datetime
    state: RemedyState = Field(default=RemedyState.OPEN, sa_type=choice(RemedyState))
    checked_at: datetime | None = None
    checked_by_id: int | None = Field(default=None, foreign_key="person.id", sa_type=BigId)
    checked_as: SheetRole | None = Field(default=None, sa_type=choice(SheetRole))
    checked_meeting_id: int | None = Field(default=None, foreign_key="meeting.id", sa_type=BigId)
