"""Whether a chat has been told already that what it sent came in too late."""

from datetime import timedelta

from sqlmodel import col, func, select

from bot.messages.general import ReceivedLate
from bot.services.work import Work
from db.models import Address, OutboxMessage

_ONCE = timedelta(hours=1)  # what waited during an absence is worked off well within it


def told_in(work: Work, address: Address) -> int | None:
    """The outbox row that told this chat so in this backlog, if one did."""
    return work.session.exec(
        select(func.max(OutboxMessage.id)).where(
            OutboxMessage.address_id == address.id,
            OutboxMessage.message == ReceivedLate.__name__,
            col(OutboxMessage.created_at) > work.now - _ONCE,
        )
    ).one()
