"""Groups: what is said once before the bot leaves, however much is written meanwhile."""

from datetime import datetime

from sqlmodel import col, select

from bot.domain.chat import OutboxState
from bot.services.work import Work
from db.models import Address, Attempt, OutboxMessage


def is_being_left(work: Work, address: Address, happened_at: datetime | None) -> bool:
    """Whether the parting words are on their way to a chat, or left it after something happened there
    (real time): they are said again only where the bot was invited anew."""
    last = work.session.exec(
        select(OutboxMessage)
        .where(OutboxMessage.address_id == address.id, col(OutboxMessage.leaves_chat))
        .order_by(col(OutboxMessage.id).desc())
    ).first()
    if last is None:
        return False
    if last.state is OutboxState.WAITING:
        return True
    left_at = work.session.exec(
        select(Attempt.tried_at).where(Attempt.outbox_id == last.id).order_by(col(Attempt.id).desc())
    ).first()
    return left_at is not None and happened_at is not None and happened_at <= left_at
