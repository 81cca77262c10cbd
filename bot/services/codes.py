"""A one-time code typed in a chat: what becomes of it, and silence after too many wrong ones."""

from datetime import timedelta
from enum import StrEnum

from sqlmodel import col, update

from bot.clock import real_now
from bot.services import audit, code_conflicts, invitations
from bot.services.work import Work
from db.models import Address, CodeTry, Invitation
from db.queries import chats

_AN_HOUR = timedelta(hours=1)


class CodeOutcome(StrEnum):
    """What became of a typed code."""

    BOUND = "bound"  # the chat is the person's, now or already
    WRONG = "wrong"
    LOCKED = "locked"  # this was the last try; silence from now on
    EXPIRED = "expired"  # too old, replaced by a newer one, or what it bound has left
    USED = "used"  # from another chat: the office decides
    SUSPENDED = "suspended"  # from the very chat that waits for the office's word
    TAKEN = "taken"  # the chat is somebody else's


def is_silenced(work: Work, address: Address) -> bool:
    """Whether this chat typed too many wrong codes within an hour, the last less than an hour ago
    (real time)."""
    most = work.ground.policy.wrong_codes_per_hour
    tries = chats.last_wrong_tries(work.session, address.id or 0, most)
    if len(tries) < most:
        return False
    return tries[0] - tries[-1] < _AN_HOUR and real_now() - tries[0] < _AN_HOUR


def tries_left(work: Work, address: Address) -> int:
    """How many wrong codes this chat may still type within the hour."""
    most = work.ground.policy.wrong_codes_per_hour
    since = real_now() - _AN_HOUR
    return most - sum(at > since for at in chats.last_wrong_tries(work.session, address.id or 0, most))


def enter(work: Work, address: Address, code: str) -> tuple[CodeOutcome, Invitation | None]:
    """Try a code from a chat. The first use binds; a used one from another chat binds nothing and
    suspends what it bound (DESIGN, Identities)."""
    found = chats.invitation_by_hmac(work.session, invitations.code_hmac(work.ground.secret, code))
    if found is None:
        return _wrong(work, address), None
    if found.used_by_id is not None:
        return _used(work, address, found), found
    if found.revoked_at is not None or found.expires_at <= work.now:
        return CodeOutcome.EXPIRED, found
    return _first_use(work, address, found), found


def _wrong(work: Work, address: Address) -> CodeOutcome:
    work.session.add(CodeTry(address_id=address.id or 0, tried_at=real_now()))
    work.session.flush()
    return CodeOutcome.LOCKED if is_silenced(work, address) else CodeOutcome.WRONG


def _used(work: Work, address: Address, invitation: Invitation) -> CodeOutcome:
    bound = work.session.get_one(Address, invitation.used_by_id)
    is_bound = bound.person_id == invitation.person_id
    if bound.id == address.id and is_bound:
        return CodeOutcome.BOUND if bound.suspended_at is None else CodeOutcome.SUSPENDED
    if not is_bound or invitation.revoked_at is not None:
        return CodeOutcome.EXPIRED
    code_conflicts.suspend(work, invitation)
    return CodeOutcome.USED


def _first_use(work: Work, address: Address, invitation: Invitation) -> CodeOutcome:
    if address.person_id not in (None, invitation.person_id):
        return CodeOutcome.TAKEN
    is_needed = address.person_id is None or address.suspended_at is not None
    if not is_needed and not invitation.grants_administrator:
        return CodeOutcome.BOUND  # nothing to bind: the code stays good for another messenger
    if not _use_up(work, address, invitation):
        return _used(work, address, invitation)
    _bind(work, address, invitation)
    return CodeOutcome.BOUND


def _use_up(work: Work, address: Address, invitation: Invitation) -> bool:
    """By compare-and-set: of two chats that type the same code at once, one is the first."""
    done = work.session.exec(
        update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.used_by_id).is_(None))
        .values(used_at=work.now, used_by_id=address.id)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(invitation)
    return done.rowcount == 1


def _bind(work: Work, address: Address, invitation: Invitation) -> None:
    address.person_id, address.bound_at, address.suspended_at = invitation.person_id, work.now, None
    address.is_reachable = True
    audit.note(work, invitation.person_id, "address_bound", f"address:{address.id}")
    work.session.flush()
    # The codes that bound this chat before are of no more use to anybody.
    work.session.exec(
        update(Invitation)
        .where(
            col(Invitation.used_by_id) == address.id,
            col(Invitation.id) != invitation.id,
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=work.now)
        .execution_options(synchronize_session="fetch")
    )


def is_persons_own(work: Work, person_id: int, code: str) -> bool:
    """Whether a code was issued to this very person, used or not."""
    found = chats.invitation_by_hmac(work.session, invitations.code_hmac(work.ground.secret, code))
    return found is not None and found.person_id == person_id
