"""The roster: the tree of organisations, the people, their dated posts and assignments."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.people import Level, Role
from db.types import BigId, choice


class Organisation(SQLModel, table=True):
    """A Party body, grassroots body or cell. `path` is "/1/7/23/": scope is a prefix of it."""

    __table_args__ = (
        CheckConstraint("members IS NULL OR members >= 0", name="members_not_negative"),
        CheckConstraint("exempt >= 0", name="exempt_not_negative"),
        CheckConstraint("planned_minutes IS NULL OR planned_minutes > 0", name="minutes_positive"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    code: str = Field(unique=True, max_length=64)
    name: str = Field(index=True, max_length=200)
    level: Level = Field(sa_type=choice(Level))
    parent_id: int | None = Field(default=None, foreign_key="organisation.id", index=True, sa_type=BigId)
    path: str = Field(default="", index=True, max_length=200)
    members: int | None = None
    exempt: int = 0
    has_cell_committee: bool = True
    planned_minutes: int | None = None
    ended_on: date | None = None


class Person(SQLModel, table=True):
    """Somebody with a post or an assignment; only what reaching and naming them needs is kept."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    code: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=120)
    folded_name: str = Field(index=True, max_length=120)
    sort_key: str = Field(index=True, max_length=120)
    phone: str | None = Field(default=None, max_length=20)


class Post(SQLModel, table=True):
    """A post held from a day to a day; its role is what bot/services derives from the title."""

    __table_args__ = (
        UniqueConstraint("person_id", "folded_title", "organisation_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    organisation_id: int = Field(foreign_key="organisation.id", index=True, sa_type=BigId)
    title: str = Field(max_length=120)
    folded_title: str = Field(max_length=120)
    role: Role | None = Field(default=None, sa_type=choice(Role))
    starts_on: date
    ends_on: date | None = None


class Assignment(SQLModel, table=True):
    """A person assigned to visit a cell from a day to a day; keeps the body that assigned."""

    __table_args__ = (
        UniqueConstraint("person_id", "cell_id", "starts_on"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(
            "ix_assignment_open",
            "cell_id",
            sqlite_where=text("ends_on IS NULL"),
            postgresql_where=text("ends_on IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    person_id: int = Field(foreign_key="person.id", index=True, sa_type=BigId)
    cell_id: int = Field(foreign_key="organisation.id", index=True, sa_type=BigId)
    assigned_by_id: int = Field(foreign_key="organisation.id", index=True, sa_type=BigId)
    starts_on: date
    ends_on: date | None = None
    decision: str | None = Field(default=None, max_length=60)
