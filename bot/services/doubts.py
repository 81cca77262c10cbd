"""What becomes of a message that may or may not have arrived, by its kind (DESIGN 3)."""

from bot.domain.chat import FailureReason, Lane, OutboxState
from bot.services.work import Work
from db.models import Address, OutboxMessage
from db.queries import outbox as queries


def settle(work: Work, row: OutboxMessage) -> None:
    """The outcome of a try is not known, and is written down as such. A reminder is said again after a
    while, so that whoever acts meanwhile takes it back; an answer, when the person does the next thing; a
    digest is never repeated but announced."""
    row.reason, row.begun_at = FailureReason.UNKNOWN, None
    row.leased_by = row.leased_until = None
    if row.lane is Lane.REMINDER and _may_be_said_again(work, row):
        row.due_at = work.now + work.ground.policy.doubt.again_after
        return
    row.state = OutboxState.UNKNOWN
    if row.lane is Lane.REPLY and row.address_id is not None:
        work.session.get_one(Address, row.address_id).doubtful_id = row.id


def _may_be_said_again(work: Work, row: OutboxMessage) -> bool:
    policy = work.ground.policy.doubt
    if queries.times_in_doubt(work.session, row.id or 0) > policy.most_again:
        return False
    return row.expires_at is None or work.now + policy.again_after < row.expires_at
