"""The schema: brought up and down, and asked where it stands; alembic configured in code."""

from sqlalchemy import Engine
from sqlmodel import SQLModel

import db.models  # noqa: F401


def upgrade(engine: Engine) -> None:
    """Temporary."""
    SQLModel.metadata.create_all(engine)
