"""What is deleted or blanked when its time is over (DOMAIN 9)."""

from sqlmodel import col, delete, update

from bot.clock import real_now
from bot.domain.chat import OutboxState
from bot.services.work import Work
from db.models import Attempt, CodeTry, Draft, FileFetch, Invitation, OutboxMessage, SeenEvent


def prune(work: Work) -> None:
    """Forget seen events, blank old texts, delete closed drafts, unused codes and files."""
    keep, session = work.ground.policy.retention, work.session
    session.exec(delete(SeenEvent).where(col(SeenEvent.seen_at) < work.now - keep.seen_events))
    session.exec(delete(CodeTry).where(col(CodeTry.tried_at) < real_now() - keep.seen_events))
    session.exec(delete(Draft).where(col(Draft.updated_at) < work.now - keep.drafts))
    session.exec(delete(FileFetch).where(col(FileFetch.offered_at) < work.now - keep.drafts))
    session.exec(
        delete(Invitation).where(
            col(Invitation.used_at).is_(None), col(Invitation.expires_at) < work.now - keep.codes
        )
    )
    _blank_old_messages(work)


def _blank_old_messages(work: Work) -> None:
    old = col(OutboxMessage.created_at) < work.now - work.ground.policy.retention.outbox
    work.session.exec(
        update(OutboxMessage)
        .where(old, col(OutboxMessage.state) == OutboxState.WAITING)
        .values(state=OutboxState.EXPIRED)
        .execution_options(synchronize_session=False)
    )
    work.session.exec(
        update(OutboxMessage)
        .where(old, col(OutboxMessage.text) != "")
        .values(text="", fields={}, choices=[])
        .execution_options(synchronize_session=False)
    )
    work.session.exec(
        update(Attempt)
        .where(
            col(Attempt.tried_at) < real_now() - work.ground.policy.retention.outbox,
            col(Attempt.detail) != "",
        )
        .values(detail="")
    )
