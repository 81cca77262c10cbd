"""Forms that an office brought, as they were checked, and for which bodies they are in force since when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.domain.rubric import Purpose
from db.types import BigId, choice

_STANDING = text("withdrawn_at IS NULL")


class RubricVersion(SQLModel, table=True):
    """One version of a form: its TOML as it was checked, never changed. `digest` is of what it says, not of
    its spaces and comments."""

    __tablename__ = "rubric_version"
    __table_args__ = (
        UniqueConstraint("name", "version"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    purpose: Purpose = Field(sa_type=choice(Purpose))
    name: str = Field(max_length=60)
    version: int
    text: str = Field(sa_type=Text)
    digest: str = Field(max_length=64)
    checked_at: datetime
    checked_by_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=BigId)


class RubricActivation(SQLModel, table=True):
    """A body judges by a version from a day on, until a newer one starts or this one is withdrawn. Without a
    person it was done on the command line."""

    __tablename__ = "rubric_activation"
    __table_args__ = (
        Index(
            "uq_rubric_activation_standing",
            "body_id",
            "starts_on",
            "rubric_version_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
        Index("ix_rubric_activation_body_starts", "body_id", "starts_on"),
        CheckConstraint(
            "withdrawn_at IS NOT NULL OR withdrawn_by_id IS NULL", name="withdrawn_by_has_withdrawn_at"
        ),
    )
    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    body_id: int = Field(foreign_key="organisation.id", sa_type=BigId)
    rubric_version_id: int = Field(foreign_key="rubric_version.id", index=True, sa_type=BigId)
    starts_on: date
    activated_at: datetime
    activated_by_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=BigId)
    withdrawn_at: datetime | None = None
    withdrawn_by_id: int | None = Field(default=None, foreign_key="person.id", index=True, sa_type=BigId)
