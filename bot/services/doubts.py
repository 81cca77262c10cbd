"""What becomes of a message that may or may not have arrived, by its kind (DESIGN 3)."""

from bot.domain.chat import FailureReason, Lane, OutboxState
from bot.forms.engine import Card
from bot.forms.menu import MenuItem, MenuState
from bot.messages.digests import DigestInDoubt
from bot.services import drafts, outbox, wordings
from bot.services.outbox import Delivery
from bot.services.sheets import SHEETS
from bot.services.work import Work
from db.models import Address, Draft, OutboxMessage
from db.queries import drafts as draft_queries
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
    if row.lane is Lane.DIGEST and row.message != DigestInDoubt.__name__:
        _announce(work, row)


def _may_be_said_again(work: Work, row: OutboxMessage) -> bool:
    policy = work.ground.policy.doubt
    if queries.times_in_doubt(work.session, row.id or 0) > policy.most_again:
        return False
    return row.expires_at is None or work.now + policy.again_after < row.expires_at


def _announce(work: Work, row: OutboxMessage) -> None:
    """One short notice, whose buttons open again what may not have arrived."""
    shown = draft_queries.shown_by(work.session, row.person_id, row.id or 0)
    if shown is None or row.person_id is None:
        return
    items = _items(work, shown)
    sheet = SHEETS["menu"]
    menu = drafts.begin(work, sheet, row.person_id, f"doubt:{row.id}", state=MenuState(items))
    card = Card(DigestInDoubt(tuple(item.label for item in items)), drafts.card_of(work, sheet, menu).rows)
    how = Delivery(dedupe_key=f"doubt:{row.id}", lane=Lane.DIGEST, expires_at=row.expires_at)
    drafts.show(work, menu, card, how=how)


def _items(work: Work, shown: Draft) -> tuple[MenuItem, ...]:
    if shown.form == SHEETS["menu"].form.name:
        items: tuple[MenuItem, ...] = drafts.state_of(SHEETS["menu"], shown).items
        return items
    return (MenuItem(shown.form, shown.subject, wordings.due(work, shown.form, shown.subject)),)


def say_again(work: Work, address: Address) -> OutboxMessage | None:
    """The last answer in a chat that may not have arrived, once more; None when there is none, or what was
    said since then has taken its place."""
    before = work.session.get(OutboxMessage, address.doubtful_id) if address.doubtful_id else None
    address.doubtful_id = None
    if before is None or before.state is not OutboxState.UNKNOWN or not before.text:
        return None
    if queries.successor(work.session, before.id or 0) is not None:
        return None
    shown = draft_queries.shown_by(work.session, before.person_id, before.id or 0)
    if before.choices and (shown is None or not shown.is_open):
        return None  # its buttons belong to a card that has gone on, or is closed
    row = outbox.repeat(work, before)
    if shown is not None:
        shown.card_id = row.id
    return row
