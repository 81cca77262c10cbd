"""Addresses, consent and codes, as the turn needs them; hot statements are built once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, and_, bindparam
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col, select, update

from bot.domain.chat import AddressKey
from db.models import Address, CodeTry, Consent, Draft, Invitation, Person, SeenEvent

_IS_IT = and_(
    col(Address.channel) == bindparam("its_channel"),
    col(Address.account) == bindparam("its_account"),
    col(Address.chat) == bindparam("its_chat"),
)
# Not FOR UPDATE, which would keep others from putting a message for this chat into the outbox.
_ADDRESS = select(Address).where(_IS_IT).with_for_update(key_share=True)
_HEARD_FROM = (
    select(Address)
    .from_statement(
        update(Address)
        .where(_IS_IT)
        .values(is_reachable=True, last_seen_at=bindparam("at"))
        .returning(Address)
    )
    .execution_options(populate_existing=True)
)
_NEW_ADDRESS: dict[str, Insert] = {
    "sqlite": sqlite_insert(Address).on_conflict_do_nothing(),
    "postgresql": postgres_insert(Address).on_conflict_do_nothing(),
}
# What was inserted is asked for: the count of an insert is not told on PostgreSQL.
_NEW_EVENT = {
    "sqlite": sqlite_insert(SeenEvent).on_conflict_do_nothing().returning(col(SeenEvent.id)),
    "postgresql": postgres_insert(SeenEvent).on_conflict_do_nothing().returning(col(SeenEvent.id)),
}


def lock_address(session: Session, key: AddressKey) -> Address:
    """The address row, made when new, locked until the transaction ends."""
    found = session.exec(_ADDRESS, params=_its(key)).first()
    if found is None:
        connection = session.connection()
        values = {"channel": key.channel, "account": key.account, "chat": key.chat, "is_reachable": True}
        connection.execute(_NEW_ADDRESS[connection.dialect.name], values)
        found = session.exec(_ADDRESS, params=_its(key)).one()
    return found


def heard_from(session: Session, key: AddressKey, at: datetime) -> Address:
    """The address row, locked. Whoever writes is reached, from now on where they wrote last (real time)."""
    found: Address | None = session.execute(_HEARD_FROM, _its(key) | {"at": at}).scalar()
    if found is None:
        lock_address(session, key)
        return heard_from(session, key, at)
    return found


def _its(key: AddressKey) -> dict[str, Any]:
    return {"its_channel": key.channel, "its_account": key.account, "its_chat": key.chat}


_CHATS_OF, _DRAFTS_OF = (
    select(col(table.id))
    .where(col(table.person_id) == bindparam("person"))
    .order_by(col(table.id))
    .with_for_update(key_share=True)
    for table in (Address, Draft)
)


def lock_chats_of(session: Session, person_id: int) -> None:
    """Take a person's chats and cards until the transaction ends: a turn of theirs, or somebody's who changes
    what the cards are about, takes them first too, so that nobody waits for each other. SQLite has one
    writer anyway."""
    if session.get_bind().dialect.name != "sqlite":
        session.exec(_CHATS_OF, params={"person": person_id}).all()
        session.exec(_DRAFTS_OF, params={"person": person_id}).all()


def record_event(
    session: Session, key: AddressKey, event_id: str, now: datetime, error_id: str | None = None
) -> bool:
    """Whether this event is new; from now on it is not."""
    values = {
        "channel": key.channel,
        "account": key.account,
        "event_id": event_id,
        "seen_at": now,
        "error_id": error_id,
    }
    connection = session.connection()
    return connection.execute(_NEW_EVENT[connection.dialect.name], values).first() is not None


def has_consented(session: Session, person_id: int, version: int) -> bool:
    """Whether the person agreed to this version of the text and has not withdrawn."""
    return (
        session.exec(
            select(Consent.id).where(
                Consent.person_id == person_id,
                Consent.version == version,
                col(Consent.withdrawn_at).is_(None),
            )
        ).first()
        is not None
    )


def consented_at(session: Session, person_id: int) -> datetime | None:
    """When the person agreed last, withdrawn or not."""
    return session.exec(
        select(Consent.agreed_at)
        .where(Consent.person_id == person_id)
        .order_by(col(Consent.agreed_at).desc())
        .limit(1)
    ).first()


def invitation_by_hmac(session: Session, code_hmac: str) -> Invitation | None:
    """The code with this HMAC, used and revoked ones included."""
    return session.exec(select(Invitation).where(Invitation.code_hmac == code_hmac)).first()


def last_wrong_tries(session: Session, address_id: int, most: int) -> Sequence[datetime]:
    """When a chat typed its last wrong codes (real UTC), the latest first."""
    return session.exec(
        select(CodeTry.tried_at)
        .where(CodeTry.address_id == address_id)
        .order_by(col(CodeTry.tried_at).desc())
        .limit(most)
    ).all()


def addresses_of(session: Session, person_id: int) -> list[Address]:
    """A person's bound addresses, the one used last first."""
    return list(
        session.exec(
            select(Address)
            .where(Address.person_id == person_id)
            .order_by(col(Address.last_seen_at).desc().nulls_last(), col(Address.id))
        )
    )


_REACHABLE = (
    select(Address)
    .join(Consent, col(Consent.person_id) == col(Address.person_id))
    .where(
        col(Address.person_id) == bindparam("person"),
        col(Address.suspended_at).is_(None),
        col(Address.is_reachable),
        col(Consent.withdrawn_at).is_(None),
        col(Consent.version) == bindparam("version"),
    )
    .order_by(col(Address.last_seen_at).desc().nulls_last(), col(Address.id))
)


def reachable_addresses(session: Session, person_id: int, consent_version: int) -> Sequence[Address]:
    """Everywhere a person may be written to, where they wrote last first."""
    return session.exec(_REACHABLE, params={"person": person_id, "version": consent_version}).all()


def reachable_address(session: Session, person_id: int, consent_version: int) -> Address | None:
    """Where to write to a person: consented, reachable, not suspended, used last."""
    return session.exec(_REACHABLE, params={"person": person_id, "version": consent_version}).first()


def unbind(session: Session, person_id: int) -> None:
    """Free every chat of a person."""
    session.exec(
        update(Address)
        .where(col(Address.person_id) == person_id)
        .values(person_id=None, bound_at=None, suspended_at=None)
    )


def withdraw_consent(session: Session, person_id: int, now: datetime) -> None:
    """Whatever a person agreed to does not hold any more."""
    session.exec(
        update(Consent)
        .where(col(Consent.person_id) == person_id, col(Consent.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session="fetch")
    )


def revoke_codes(session: Session, person_id: int, now: datetime) -> None:
    """None of a person's codes, used or not, is good for anything any more."""
    session.exec(
        update(Invitation)
        .where(col(Invitation.person_id) == person_id, col(Invitation.revoked_at).is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session="fetch")
    )


def known_names(session: Session, folded: set[str]) -> set[str]:
    """Which of these folded names belong to somebody on the roster."""
    if not folded:
        return set()
    return set(session.exec(select(Person.folded_name).where(col(Person.folded_name).in_(folded))))
