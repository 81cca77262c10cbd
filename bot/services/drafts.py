"""Drafts: a form in progress as a row, and the card that shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from bot.domain.chat import Button, Lane
from bot.forms.engine import Card, Form, Rows, dump_state, load_state
from bot.messages import Message
from bot.messages.general import CardGone
from bot.services import outbox
from bot.services.outbox import Delivery, Queued
from bot.services.work import Work
from db.models import Address, Draft, OutboxMessage
from db.queries import drafts as queries


@dataclass(frozen=True)
class Sheet:
    """A form together with how its context is fetched: load(work, person_id, subject, state or None)."""

    form: Form[Any, Any]
    load: Callable[[Work, int, str, Any], Any]


class Gone(Exception):
    """What a draft was about is over or no longer concerns this person; `message` says what happened."""

    def __init__(self, message: Message | None = None) -> None:
        super().__init__(type(message).__name__)
        self.message = message or CardGone()


def find(work: Work, draft_id: int) -> Draft | None:
    """A draft by the id that a button carries."""
    return queries.find(work.session, draft_id)


def focused(work: Work, person_id: int) -> Draft | None:
    """The draft to which typed text belongs: of the open ones, the one touched last."""
    return queries.focused(work.session, person_id)


def open_of(work: Work, person_id: int, forms: tuple[str, ...]) -> Sequence[Draft]:
    """A person's open drafts of these forms, the one touched last first."""
    return queries.open_of(work.session, person_id, forms)


def existing(work: Work, person_id: int, form: str, subject: str) -> Draft | None:
    """The draft of a person for this form and subject, open or closed."""
    return queries.about(work.session, person_id, form, subject)


def begin(work: Work, sheet: Sheet, person_id: int, subject: str, *, state: Any = None) -> Draft:
    """The open draft for this subject: what was begun goes on, what was closed, or what an older program
    wrote and nobody can read any more, starts anew. A given `state` replaces what was there."""
    draft = existing(work, person_id, sheet.form.name, subject)
    if draft is not None and draft.is_open and state is None and _is_readable(sheet, draft):
        return draft
    if state is None:
        state = sheet.form.begin(sheet.load(work, person_id, subject, None))
    values = dump_state(sheet.form, state)
    if draft is None:
        draft = Draft(
            person_id=person_id,
            form=sheet.form.name,
            subject=subject,
            state=values,
            created_at=work.now,
            updated_at=work.now,
        )
        work.session.add(draft)
        work.session.flush()
        return draft
    draft.state, draft.is_open, draft.revision = values, True, draft.revision + 1
    draft.updated_at = work.now
    return draft


def _is_readable(sheet: Sheet, draft: Draft) -> bool:
    try:
        state_of(sheet, draft)
    except ValueError:
        return False
    return True


def state_of(sheet: Sheet, draft: Draft) -> Any:
    """The draft's state as the form's dataclass."""
    return load_state(sheet.form, draft.state)


def context_of(work: Work, sheet: Sheet, draft: Draft, state: Any) -> Any:
    """What the form has to know, fetched now; Gone when its subject is no more."""
    return sheet.load(work, draft.person_id, draft.subject, state)


def card_of(work: Work, sheet: Sheet, draft: Draft) -> Card:
    """The card to show for a draft now."""
    state = state_of(sheet, draft)
    return sheet.form.card(state, context_of(work, sheet, draft, state))


def is_under_way(work: Work, sheet: Sheet, draft: Draft) -> bool:
    """Whether somebody is filling it in, so that a reminder must not start it anew."""
    if not sheet.form.is_filled_in or draft.revision == 1:
        return False
    start = sheet.form.begin(sheet.load(work, draft.person_id, draft.subject, None))
    return draft.state != dump_state(sheet.form, start)


def is_attended_to(work: Work, draft: Draft) -> bool:
    """Whether its card answers something the person did, and is no reminder nobody has touched."""
    card = work.session.get(OutboxMessage, draft.card_id) if draft.card_id else None
    return card is not None and card.lane is Lane.REPLY


def save(work: Work, sheet: Sheet, draft: Draft, state: Any) -> bool:
    """Keep the next state by compare-and-set; False when somebody else was faster. A state that is as
    kept already leaves the buttons on display good."""
    values = dump_state(sheet.form, state)
    return values == draft.state or queries.save(work.session, draft, values, work.now)


def focus(work: Work, draft: Draft) -> None:
    """Typed text belongs to this draft from now on, and to no other of the person."""
    if draft.focused_at is not None:
        return
    draft.focused_at = work.now
    queries.unfocus_others(work.session, draft)


def close(work: Work, draft: Draft) -> None:
    """The form is done with; its buttons get the answer that it is closed."""
    draft.is_open, draft.focused_at, draft.doubt_hmac = False, None, None
    draft.revision += 1
    draft.updated_at = work.now


def buttons(draft: Draft, rows: Rows) -> outbox.Buttons:
    """Options as buttons that carry draft, revision and choice."""
    return tuple(
        tuple(Button(option.label, f"{draft.id}.{draft.revision}.{option.key}") for option in row)
        for row in rows
    )


def show(
    work: Work, draft: Draft, card: Card, *, address: Address | None = None, how: Delivery | None = None
) -> Queued:
    """Put a draft's card into the outbox and remember it as the one on display."""
    row = outbox.put(
        work,
        card.message,
        address=address,
        person_id=draft.person_id,
        buttons=buttons(draft, card.rows),
        how=how,
    )
    queries.shows(work.session, draft, row.id)
    return row


def outdate(work: Work, subject: str, forms: tuple[str, ...]) -> None:
    """What the open drafts are about has changed: buttons shown before get the current card."""
    for draft in _open_about(work, subject, forms):
        draft.revision += 1
        draft.updated_at = work.now


def close_about(work: Work, subject: str, forms: tuple[str, ...], person_id: int | None = None) -> None:
    """Close the open drafts about something that is over, for one person or for all."""
    for draft in _open_about(work, subject, forms):
        if person_id in (None, draft.person_id):
            close(work, draft)


def _open_about(work: Work, subject: str, forms: tuple[str, ...]) -> Sequence[Draft]:
    return work.session.exec(
        select(Draft)
        .where(Draft.subject == subject, col(Draft.form).in_(forms), col(Draft.is_open))
        .order_by(col(Draft.id))  # in one order everywhere, else two who wait for each other wait for ever
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def is_on_display(work: Work, draft: Draft, data: str, under: str = "") -> bool:
    """Whether a button belongs to the message that shows the draft now, however often it was edited; not to
    a copy of it (`under` is the messenger's id of the message tapped), which came because a process died
    before it could note that it had sent the first: whoever taps it looks at the copy."""
    card = work.session.get(OutboxMessage, draft.card_id) if draft.card_id else None
    while card is not None:
        if under and card.external_id and card.external_id != under:
            return False
        if any(data == carried for row in card.choices for _, carried in row):
            return True
        card = work.session.get(OutboxMessage, card.replaces_id) if card.replaces_id else None
    return False
