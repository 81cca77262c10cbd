"""Drafts as every turn needs them; the statements are built once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, bindparam
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select, update

from db.models import Draft

_FIND = select(Draft).where(col(Draft.id) == bindparam("draft"))
_FOCUSED = (
    select(Draft)
    .where(
        col(Draft.person_id) == bindparam("person"), col(Draft.is_open), col(Draft.focused_at).is_not(None)
    )
    .order_by(col(Draft.focused_at).desc(), col(Draft.revision).desc())
    .limit(1)
)
_ABOUT = select(Draft).where(
    col(Draft.person_id) == bindparam("person"),
    col(Draft.form) == bindparam("form"),
    col(Draft.subject) == bindparam("subject"),
)
_OPEN_OF = (
    select(Draft)
    .where(
        col(Draft.person_id) == bindparam("person"),
        col(Draft.form).in_(bindparam("forms", expanding=True)),
        col(Draft.is_open),
    )
    .order_by(col(Draft.focused_at).desc().nulls_last(), col(Draft.updated_at).desc())
)
_SAVE = (
    update(Draft)
    .where(col(Draft.id) == bindparam("draft"), col(Draft.revision) == bindparam("was"))
    .values(state=bindparam("state", type_=JSON), revision=bindparam("revision"), updated_at=bindparam("now"))
)
_SHOWS = update(Draft).where(col(Draft.id) == bindparam("draft")).values(card_id=bindparam("card"))
_UNFOCUS_OTHERS = (
    update(Draft)
    .where(
        col(Draft.person_id) == bindparam("person"),
        col(Draft.id) != bindparam("draft"),
        col(Draft.focused_at).is_not(None),
    )
    .values(focused_at=None)
    .execution_options(synchronize_session=False)
)


def find(session: Session, draft_id: int) -> Draft | None:
    """A draft by its id."""
    return session.exec(_FIND, params={"draft": draft_id}).first()


def focused(session: Session, person_id: int) -> Draft | None:
    """Of a person's open drafts the one touched last, if any has the focus."""
    return session.exec(_FOCUSED, params={"person": person_id}).first()


def open_of(session: Session, person_id: int, forms: Sequence[str]) -> Sequence[Draft]:
    """A person's open drafts of these forms, the one touched last first."""
    return session.exec(_OPEN_OF, params={"person": person_id, "forms": list(forms)}).all()


def about(session: Session, person_id: int, form: str, subject: str) -> Draft | None:
    """A person's draft of a form and subject, open or closed."""
    return session.exec(_ABOUT, params={"person": person_id, "form": form, "subject": subject}).first()


def was_closed(session: Session, form: str, subject: str) -> bool:
    """Whether somebody has done with a form about a subject."""
    closed = select(Draft.id).where(
        Draft.form == form, Draft.subject == subject, col(Draft.is_open).is_(False)
    )
    return session.exec(closed.limit(1)).first() is not None


def save(session: Session, draft: Draft, state: dict[str, Any], now: datetime) -> bool:
    """Keep the next state by compare-and-set; False when somebody else was faster, whose draft it is then."""
    session.flush()
    kept: dict[str, Any] = {"state": state, "revision": draft.revision + 1}
    values = {"draft": draft.id, "was": draft.revision, "now": now, **kept}
    if session.connection().execute(_SAVE, values).rowcount != 1:
        session.refresh(draft)
        return False
    for name, value in {**kept, "updated_at": now}.items():
        set_committed_value(draft, name, value)  # as if read again
    return True


def shows(session: Session, draft: Draft, outbox_id: int) -> None:
    """This message is the draft's card from now on."""
    session.connection().execute(_SHOWS, {"draft": draft.id, "card": outbox_id})
    set_committed_value(draft, "card_id", outbox_id)


def unfocus_others(session: Session, draft: Draft) -> None:
    """None of the person's other drafts has the focus any more."""
    session.flush()
    session.connection().execute(_UNFOCUS_OTHERS, {"person": draft.person_id, "draft": draft.id})
    for known in session.identity_map.values():
        if isinstance(known, Draft) and known.person_id == draft.person_id and known is not draft:
            set_committed_value(known, "focused_at", None)


def shown_by(session: Session, person_id: int | None, outbox_id: int) -> Draft | None:
    """The draft whose card a message is, as it stands."""
    return session.exec(select(Draft).where(Draft.person_id == person_id, Draft.card_id == outbox_id)).first()
