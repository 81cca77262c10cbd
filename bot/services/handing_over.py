"""Answers of a turn on their way to whoever sends: this process, or another one that is told their rows."""

from collections.abc import Sequence

from bot.clock import real_now
from bot.services.outbox import LEASE, Parcel, parcel
from bot.services.work import Work
from db.models import Address, OutboxMessage
from db.queries import outbox as queries


def claim_told(work: Work, rows: Sequence[int]) -> list[Parcel]:
    """The answers that another process put into the outbox, leased to this one. What somebody has taken,
    superseded or withdrawn meanwhile is passed over."""
    held = _taken(work, rows)
    found = [work.session.get_one(OutboxMessage, row) for row in rows if row in held]
    return [parcel(work, one, work.session.get_one(Address, one.address_id)) for one in found]


def _taken(work: Work, rows: Sequence[int]) -> set[int]:
    """Those that are this process's to send from now on; they leave at once, so they are begun."""
    real, owner = real_now(), work.ground.process
    leased = queries.lease(work.session, rows, owner, real, real + LEASE)
    return {row for row in leased if queries.begin(work.session, row, owner, real, real + LEASE)}
