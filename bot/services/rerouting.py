"""Another way to the same person: their other address, or the new id of a chat that has moved."""

from sqlmodel import select

from bot.domain.chat import Lane
from bot.messages.base import from_fields
from bot.services import outbox
from bot.services.work import Work
from db.models import Address, OutboxMessage
from db.queries import chats


def reroute(work: Work, row: OutboxMessage) -> bool:
    """Send it to another of the person's addresses, rendered again for what that one can do; False where
    there is none, it went elsewhere before, or it answers what was said in that chat."""
    if row.lane is Lane.REPLY or row.person_id is None or row.is_rerouted:
        return False
    other = _other_address(work, row)
    if other is None:
        return False
    on = work.ground.channels[other.channel]
    row.text = outbox.rendered(work, from_fields(row.message, row.fields), on)
    row.address_id, row.replaces_id, row.is_rerouted, row.tries = other.id, None, True, 0
    row.retry_at = row.leased_by = row.leased_until = None
    return True


def _other_address(work: Work, row: OutboxMessage) -> Address | None:
    version = work.ground.policy.consent_version
    found = chats.reachable_addresses(work.session, row.person_id or 0, version)
    return next(
        (one for one in found if one.id != row.address_id and one.channel in work.ground.channels), None
    )


def move_chat(work: Work, row: OutboxMessage, chat: str) -> None:
    """The messenger has given the chat a new id: the address gets it, and whatever waits goes there."""
    address = work.session.get_one(Address, row.address_id)
    known = work.session.exec(
        select(Address).where(
            Address.channel == address.channel, Address.account == address.account, Address.chat == chat
        )
    ).first()
    if known is None:
        address.chat = chat
    else:
        row.address_id = known.id
