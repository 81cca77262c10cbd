"""Frozen figures: kept once for an organisation and a period, whoever is first."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from bot.domain.people import Place
from db.models import DigestSnapshot, Organisation

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def snapshot(session: Session, organisation_id: int, period: int) -> DigestSnapshot | None:
    """The frozen figures of one organisation."""
    return session.exec(
        select(DigestSnapshot).where(
            DigestSnapshot.organisation_id == organisation_id, DigestSnapshot.period == period
        )
    ).first()


def snapshots_below(session: Session, root: Place, period: int) -> dict[int, DigestSnapshot]:
    """The frozen figures of the organisations directly below, by organisation."""
    rows = session.exec(
        select(DigestSnapshot)
        .join(Organisation, col(Organisation.id) == col(DigestSnapshot.organisation_id))
        .where(Organisation.parent_id == root.id, DigestSnapshot.period == period)
    )
    return {row.organisation_id: row for row in rows}


def keep(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert what is not there yet; what somebody kept before stays as it is."""
    insert: Any = _INSERT[
        session.get_bind().dialect.name
    ]  # both spell "do nothing" alike, without a common type
    session.exec(insert(DigestSnapshot).values(list(rows)).on_conflict_do_nothing())
