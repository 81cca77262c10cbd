"""Who agrees to what is kept, and who leaves."""

from sqlmodel import col, update

from bot.domain.people import Role
from bot.services import audit, people
from bot.services.work import Work
from db.models import Consent, Draft
from db.queries import chats
from db.queries import outbox as outbox_queries
from db.queries import people as people_queries

_ADMINISTRATOR = "Quản trị hệ thống"


def consent(work: Work, person_id: int) -> None:
    """The person agrees to what is kept, in the text's present version."""
    version = work.ground.policy.consent_version
    if not chats.has_consented(work.session, person_id, version):
        work.session.add(Consent(person_id=person_id, version=version, agreed_at=work.now))
        audit.note(work, person_id, "consented", f"version:{version}")
        work.session.flush()


def leave(work: Work, person_id: int) -> None:
    """Unbind every chat, withdraw consent, codes and whatever still waits; the duties stay (DESIGN,
    Identities)."""
    outbox_queries.withdraw_of_person(work.session, person_id)
    chats.unbind(work.session, person_id)
    chats.withdraw_consent(work.session, person_id, work.now)
    chats.revoke_codes(work.session, person_id, work.now)
    work.session.exec(
        update(Draft)
        .where(col(Draft.person_id) == person_id)
        .values(is_open=False, focused_at=None, doubt_hmac=None)
        .execution_options(synchronize_session="fetch")
    )
    audit.note(work, person_id, "left", f"person:{person_id}")


def posts_in_words(work: Work, person_id: int) -> tuple[str, ...]:
    """A person's posts today: "Bí thư chi bộ, Chi bộ Kế toán"; an administrator's place last."""
    posts = people_queries.posts_of(work.session, person_id, work.today)
    actor = people.actor(work, person_id)
    is_administrator = any(office.role is Role.ADMINISTRATOR for office in actor.offices)
    named = (f"{post.title}, {organisation.name}" for post, organisation in posts)
    return (*named, *((_ADMINISTRATOR,) if is_administrator else ()))
