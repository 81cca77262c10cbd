"""How a chat becomes a person's address, and how it ends: codes, consent, conflicts, leaving."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import col, select, update

from bot.clock import real_now
from bot.domain.people import Place, Role
from bot.domain.policy import Who
from bot.messages.enrolment import DataRequest
from bot.services import audit, invitations, people
from bot.services.work import Work
from db.models import Address, CodeTry, Consent, Draft, Invitation, Organisation, Person, ScoreSheet, Visit
from db.queries import chats
from db.queries import outbox as outbox_queries
from db.queries import people as people_queries

_AN_HOUR = timedelta(hours=1)
_ANSWER_WORKING_DAYS = 2  # Law 91/2025/QH15, Decree 356/2025


class CodeOutcome(StrEnum):
    """What became of a typed code."""

    BOUND = "bound"
    WRONG = "wrong"
    LOCKED = "locked"  # this was the last try; silence from now on
    EXPIRED = "expired"
    USED = "used"  # from another chat: the office decides


def is_silenced(work: Work, address: Address) -> bool:
    """Whether this chat used up its wrong codes within the hour (real time)."""
    return _wrong_tries(work, address) >= work.ground.policy.wrong_codes_per_hour


def tries_left(work: Work, address: Address) -> int:
    """How many wrong codes this chat may still type within the hour."""
    return max(0, work.ground.policy.wrong_codes_per_hour - _wrong_tries(work, address))


def _wrong_tries(work: Work, address: Address) -> int:
    return chats.wrong_tries_since(work.session, address.id or 0, real_now() - _AN_HOUR)


def enter_code(work: Work, address: Address, code: str) -> tuple[CodeOutcome, Invitation | None]:
    """Try a one-time code from a chat. First use binds; a used one from another chat binds nothing and
    suspends what it bound (DESIGN, Identities)."""
    found = chats.invitation_by_hmac(work.session, invitations.code_hmac(work.ground.secret, code))
    if found is None or found.revoked_at is not None:
        return _wrong(work, address), None
    if found.used_by_id is not None and found.used_by_id != address.id:
        _suspend(work, found)
        return CodeOutcome.USED, found
    if found.expires_at <= work.now and found.used_by_id is None:
        return CodeOutcome.EXPIRED, found
    _bind(work, address, found)
    return CodeOutcome.BOUND, found


def _wrong(work: Work, address: Address) -> CodeOutcome:
    work.session.add(CodeTry(address_id=address.id or 0, tried_at=real_now()))
    work.session.flush()
    return CodeOutcome.LOCKED if is_silenced(work, address) else CodeOutcome.WRONG


def _bind(work: Work, address: Address, invitation: Invitation) -> None:
    address.person_id, address.bound_at, address.suspended_at = invitation.person_id, work.now, None
    address.is_reachable = True
    if invitation.used_at is None:
        invitation.used_at, invitation.used_by_id = work.now, address.id
    audit.note(work, invitation.person_id, "address_bound", f"address:{address.id}")
    work.session.flush()


def _suspend(work: Work, invitation: Invitation) -> None:
    bound = work.session.get_one(Address, invitation.used_by_id)
    if bound.person_id == invitation.person_id and bound.suspended_at is None:
        bound.suspended_at = work.now
    audit.note(work, None, "code_used_twice", f"invitation:{invitation.id}")


def consent(work: Work, person_id: int) -> None:
    """The person agrees to what is kept; an administrator's code takes effect now."""
    version = work.ground.policy.consent_version
    if not chats.has_consented(work.session, person_id, version):
        work.session.add(Consent(person_id=person_id, version=version, agreed_at=work.now))
        work.session.flush()


def leave(work: Work, person_id: int) -> None:
    """Unbind every chat, withdraw consent and whatever still waits; the duties stay (DESIGN, Identities)."""
    outbox_queries.withdraw_of_person(work.session, person_id)
    chats.unbind(work.session, person_id)
    work.session.exec(
        update(Consent)
        .where(col(Consent.person_id) == person_id, col(Consent.withdrawn_at).is_(None))
        .values(withdrawn_at=work.now)
        .execution_options(synchronize_session="fetch")
    )
    work.session.exec(
        update(Draft)
        .where(col(Draft.person_id) == person_id)
        .values(is_open=False, focused_at=None, doubt_hmac=None)
        .execution_options(synchronize_session="fetch")
    )
    audit.note(work, person_id, "left", f"person:{person_id}")


def is_settled(work: Work, invitation: Invitation) -> bool:
    """Whether nothing bound by this code waits for the office's word any more."""
    bound = work.session.get(Address, invitation.used_by_id) if invitation.used_by_id else None
    return bound is None or bound.suspended_at is None


def keep_binding(work: Work, invitation: Invitation, by: int) -> None:
    """The office's word: the first chat was the right one."""
    work.session.get_one(Address, invitation.used_by_id).suspended_at = None
    audit.note(work, by, "binding_kept", f"invitation:{invitation.id}")


def reissue(work: Work, invitation: Invitation, by: int) -> str:
    """The office's word: the first chat was a stranger's. It is freed, the person gets a new code."""
    bound = work.session.get_one(Address, invitation.used_by_id)
    bound.person_id = bound.bound_at = bound.suspended_at = None
    invitation.revoked_at = work.now
    audit.note(work, by, "binding_revoked", f"invitation:{invitation.id}")
    return invitations.issue(work, invitation.person_id)


def is_own_code(work: Work, address: Address, code: str) -> bool:
    """Whether this is the code that bound this very chat."""
    found = chats.invitation_by_hmac(work.session, invitations.code_hmac(work.ground.secret, code))
    return found is not None and found.person_id == address.person_id and found.used_by_id == address.id


def places_of(work: Work, person_id: int) -> list[Place]:
    """Where a person stands: the organisations of their posts and the cells they visit."""
    posts = [organisation for _, organisation in people_queries.posts_of(work.session, person_id, work.today)]
    cells = people.actor(work, person_id).assigned_cells
    visited = work.session.exec(select(Organisation).where(col(Organisation.id).in_(cells)))
    return [people.place(organisation) for organisation in (*posts, *visited)]


def offices_for(work: Work, person_id: int) -> list[Person]:
    """The office people in whose subtree a person stands: of the nearest body that has an office."""
    for place in places_of(work, person_id):
        for organisation_id in reversed([int(one) for one in place.path.strip("/").split("/")]):
            found = people.holders(work, organisation_id, Role.OFFICE)
            if found:
                return found
    return []


def data_request(work: Work, person_id: int, kind: str) -> DataRequest:
    """What the office is told when somebody asks about the data kept: answer within 2 working days."""
    person = work.session.get_one(Person, person_id)
    answer_by = work.local_now
    for _ in range(_ANSWER_WORKING_DAYS):
        answer_by += timedelta(days=1)
        while work.ground.almanac.days_off.is_off(answer_by.date(), Who.OFFICE):
            answer_by += timedelta(days=1)
    audit.note(work, person_id, f"data_{kind}", f"person:{person_id}")
    return DataRequest(
        person.name, people_queries.main_post(work.session, person_id, work.today), kind, answer_by
    )


@dataclass(frozen=True)
class Kept:
    """What the program keeps about a person, in numbers."""

    posts: tuple[str, ...]
    chats: int
    visits: int
    sheets: int


def posts_in_words(work: Work, person_id: int) -> tuple[str, ...]:
    """A person's posts today: "Bí thư chi bộ, Chi bộ Kế toán"."""
    posts = people_queries.posts_of(work.session, person_id, work.today)
    return tuple(f"{post.title}, {organisation.name}" for post, organisation in posts)


def kept_about(work: Work, person_id: int) -> Kept:
    """A copy of what is kept, for the person's own request (DOMAIN 9)."""
    session = work.session
    return Kept(
        posts_in_words(work, person_id),
        len(chats.addresses_of(session, person_id)),
        len(session.exec(select(Visit.id).where(Visit.person_id == person_id)).all()),
        len(session.exec(select(ScoreSheet.id).where(ScoreSheet.scorer_id == person_id)).all()),
    )
