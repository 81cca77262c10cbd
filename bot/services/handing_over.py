"""Answers of a turn on their way to whoever sends: this process, or another one that is told their rows."""

from collections.abc import Sequence

from bot.clock import real_now
from bot.domain.chat import OutboxState
from bot.services.outbox import LEASE, Parcel, parcel
from bot.services.work import Work
from db.models import Address, OutboxMessage
from db.queries import outbox as queries


def claim_told(work: Work, rows: Sequence[int]) -> list[Parcel]:
    """The answers that another process put into the outbox, leased to this one. What somebody has taken,
    superseded or withdrawn meanwhile is passed over."""
    real = real_now()
    found = [work.session.get(OutboxMessage, row) for row in rows]
    waiting = [one for one in found if one is not None and one.state is OutboxState.WAITING]
    return [
        parcel(work, one, work.session.get_one(Address, one.address_id))
        for one in waiting
        if queries.lease(work.session, one.id or 0, work.ground.process, real, real + LEASE)
    ]
