"""What a rehearsal has to find again after a restart: where its clock stood and what was said."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from bot.domain.chat import OutboxState
from bot.services.work import Work
from db.models import Address, Mark, OutboxMessage

_CLOCK = "rehearsal_clock"


def remember_clock(work: Work) -> None:
    """Keep where the clock stands."""
    mark = work.session.get(Mark, _CLOCK)
    if mark is None:
        work.session.add(Mark(key=_CLOCK, value=work.now.isoformat()))
    else:
        mark.value = work.now.isoformat()


def clock_at(work: Work) -> datetime | None:
    """Where the clock stood; None before it was ever kept."""
    mark = work.session.get(Mark, _CLOCK)
    return datetime.fromisoformat(mark.value) if mark else None


@dataclass(frozen=True)
class Said:
    """A message that left, as it stood in its chat."""

    chat: str
    external_id: str
    text: str
    choices: list[list[list[str]]]
    at: datetime


def said(work: Work, channel: str) -> list[Said]:
    """Everything that left on a channel, oldest first; an edit comes after what it replaced."""
    rows = work.session.exec(
        select(OutboxMessage, Address.chat)
        .join(Address, col(Address.id) == col(OutboxMessage.address_id))
        .where(Address.channel == channel, OutboxMessage.state == OutboxState.SENT)
        .order_by(col(OutboxMessage.id))
    )
    return [
        Said(chat, row.external_id or "", row.text, row.choices, row.sent_at or row.created_at)
        for row, chat in rows
    ]
