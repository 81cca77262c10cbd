"""What a turn needs of chats and people, offered upwards so that conversations know no SQL."""

from sqlmodel import col, select

from bot.domain.chat import AddressKey
from bot.services.work import Work
from db.models import (
    Address,
    Draft,
    FileFetch,
    Invitation,
    Meeting,
    Organisation,
    OutboxMessage,
    Person,
    Visit,
)
from db.queries.chats import heard_from, known_names, lock_address, record_event

__all__ = [
    "Address",
    "Draft",
    "FileFetch",
    "Invitation",
    "Meeting",
    "Organisation",
    "OutboxMessage",
    "Person",
    "Visit",
    "heard_from",
    "known_names",
    "lock_address",
    "person_at",
    "record_event",
]


def person_at(work: Work, key: AddressKey) -> int | None:
    """Whose chat this is: bound and not suspended."""
    return work.session.exec(
        select(Address.person_id).where(
            Address.channel == key.channel,
            Address.account == key.account,
            Address.chat == key.chat,
            col(Address.suspended_at).is_(None),
        )
    ).first()
