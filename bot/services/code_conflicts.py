"""A code used twice: what it bound is suspended, and the office says whose chat is the right one."""

from sqlmodel import col, select, update

from bot.domain.chat import OutboxState
from bot.messages.enrolment import Resumed
from bot.services import audit, invitations, offices, outbox
from bot.services.work import Work
from db.models import Address, Draft, Invitation, OutboxMessage, Person
from db.queries import chats
from db.queries import outbox as outbox_queries


def suspend(work: Work, invitation: Invitation) -> None:
    """Stop the chat that a code bound; it hears nothing until the office has decided."""
    work.session.exec(
        update(Address)
        .where(
            col(Address.id) == invitation.used_by_id,
            col(Address.person_id) == invitation.person_id,
            col(Address.suspended_at).is_(None),
        )
        .values(suspended_at=work.now)
        .execution_options(synchronize_session="fetch")
    )
    audit.note(work, None, "code_used_twice", f"invitation:{invitation.id}")


def who_decides(work: Work, invitation: Invitation) -> list[Person]:
    """Whom to ask: the office of the person, never the person."""
    return offices.in_charge_of(work, invitation.person_id, except_for=invitation.person_id)


def is_asked(work: Work, invitation: Invitation, person_id: int) -> bool:
    """Whether the question has reached this office person, or will, and waits for an answer."""
    asked = work.session.exec(
        select(OutboxMessage.state)
        .join(Draft, col(Draft.card_id) == col(OutboxMessage.id))
        .where(
            Draft.person_id == person_id,
            Draft.form == "conflict",
            Draft.subject == f"invitation:{invitation.id}",
            col(Draft.is_open),
        )
    ).first()
    return asked in (OutboxState.WAITING, OutboxState.SENT, OutboxState.UNKNOWN)


def keep(work: Work, invitation: Invitation, by: int) -> bool:
    """The office's word: the first chat was the right one; False when somebody was faster. The code is
    dead from now on, so that whoever else has it stops nothing any more."""
    if not _settle(work, invitation, by, "binding_kept", person_id=invitation.person_id):
        return False
    invitation.revoked_at = work.now
    outbox.put(work, Resumed(), address=work.session.get_one(Address, invitation.used_by_id))
    return True


def reissue(work: Work, invitation: Invitation, by: int) -> str | None:
    """The office's word: the first chat was a stranger's. It is freed, whatever it agreed to is void, and
    the person gets a new code; None when somebody was faster."""
    if not _settle(work, invitation, by, "binding_revoked", person_id=None):
        return None
    invitation.revoked_at = work.now
    outbox_queries.withdraw_of_address(work.session, invitation.used_by_id or 0)
    chats.withdraw_consent(work.session, invitation.person_id, work.now)
    was_administrators = invitation.grants_administrator
    invitation.grants_administrator = False
    return invitations.issue(work, invitation.person_id, was_administrators)


def _settle(work: Work, invitation: Invitation, by: int, action: str, *, person_id: int | None) -> bool:
    """By compare-and-set: of two office people who decide at once, one does."""
    values = {"suspended_at": None, "person_id": person_id}
    done = work.session.exec(
        update(Address)
        .where(
            col(Address.id) == invitation.used_by_id,
            col(Address.person_id) == invitation.person_id,
            col(Address.suspended_at).is_not(None),
        )
        .values(**values if person_id else values | {"bound_at": None})
        .execution_options(synchronize_session="fetch")
    )
    if done.rowcount != 1:
        return False
    audit.note(work, by, action, f"invitation:{invitation.id}")
    return True
