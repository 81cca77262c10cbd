"""What somebody's message may change: their own rows, and what follows from the posts they hold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, or_, select

from bot.domain.people import Role
from bot.services import offices, people
from bot.services.work import Work
from db.models import Address, Meeting, Organisation, OutboxMessage, Reminder
from tests.fuzz.watching import Written

#: Rows of one person, with the column that says whose they are.
_OWN = {
    "consent": "person_id",
    "invitation": "person_id",
    "draft": "person_id",
    "visit": "person_id",
    "duty": "person_id",
    "reminder": "person_id",
    "file_fetch": "person_id",
    "score_sheet": "scorer_id",
    "cell_report": "author_id",
}
_LED = (Role.SECRETARY, Role.DEPUTY)
#: What may change of another's rows when the meeting of a led cell is registered, moved or called off:
#: never what they answered in a form, reported or scored.
_OTHERS = {
    "visit": {"response", "decline_reason", "duty_id", "meeting_id"},
    "draft": {"revision", "is_open", "focused_at", "updated_at", "doubt_hmac"},
    "reminder": {"state", "due_at", "expires_at", "round", "outbox_id", "person_id"},
    "duty": {"outcome", "outcome_reason"},
    "meeting": None,
    "remedy": None,
}

#: What a visitor of the cell's next meeting says of a remedy; the cell is then reminded of it no more.
_CHECKED = {"state", "checked_at", "checked_by_id", "checked_as", "checked_meeting_id"}


@dataclass(frozen=True)
class Scope:
    """Who sent something, from which chat, before it was taken in."""

    chat: str
    event_id: str
    address_id: int | None = None
    person_id: int | None = None
    visited: frozenset[int] = frozenset()  # cells that they are assigned to
    led: frozenset[int] = frozenset()  # cells whose secretary or deputy they are
    chased: frozenset[int] = frozenset()  # cells below the bodies whose office they are
    office: frozenset[int] = frozenset()  # who answers for them when they ask about their data

    @classmethod
    def of(cls, work: Work, chat: str, event_id: str) -> "Scope":
        address = work.session.exec(select(Address).where(Address.chat == chat)).first()
        if address is None or address.person_id is None or address.suspended_at is not None:
            return cls(chat, event_id, address.id if address else None)
        actor = people.actor(work, address.person_id)
        led = {cell.id or 0 for cell in people.cells_of(work, actor)}
        return cls(
            chat,
            event_id,
            address.id,
            actor.person_id,
            frozenset(actor.assigned_cells),
            frozenset(led),
            frozenset(_below(work, [body.path for body in people.bodies_of(work, actor, Role.OFFICE)])),
            frozenset(one.id or 0 for one in offices.in_charge_of(work, actor.person_id)),
        )

    def complaints(self, work: Work, written: Iterable[Written]) -> list[str]:
        """What was changed that is none of their business."""
        return [
            f"{self.chat} ({self.person_id}) wrote {one.table} {sorted(one.changed)}: {one.versions[-1]}"
            for one in written
            if not all(self._may(work, one, row) for row in one.versions)
        ]

    def _may(self, work: Work, written: Written, row: dict[str, Any]) -> bool:
        special: dict[str, Callable[[], bool]] = {
            "seen_event": lambda: row["event_id"] == self.event_id,
            "address": lambda: row["chat"] == self.chat,
            "code_try": lambda: row["address_id"] == self.address_id or self.address_id is None,
            "audit_entry": lambda: row["person_id"] in (self.person_id, None),
            "attempt": lambda: self._may_send(work, row["outbox_id"]),
            "ledger": lambda: written.before is None,  # that a row came about: the row itself is looked at
            "outbox": lambda: self._may_send(work, row["id"]),
        }
        if written.table in special:
            return special[written.table]()
        owner = _OWN.get(written.table)
        if owner is not None and self.person_id is not None and row[owner] == self.person_id:
            return True
        return self._follows(work, written, row)

    def _follows(self, work: Work, written: Written, row: dict[str, Any]) -> bool:
        """Whether it follows from a post: of a secretary for their cells, of an office for its duties."""
        if written.table in ("duty", "visit") and row["cell_id"] in self.chased:
            return written.changed <= {"outcome", "outcome_reason"}
        if written.table == "remedy" and (written.after or {}).get("checked_by_id") == self.person_id:
            return written.changed <= _CHECKED
        if self._checks_remedies(work, written, row):
            return written.changed <= {"state", "outbox_id"}
        if written.table not in _OTHERS or _cell_of(work, row) not in self.led:
            return False
        allowed = _OTHERS[written.table]
        return allowed is None or written.before is None or written.changed <= allowed

    def _checks_remedies(self, work: Work, written: Written, row: dict[str, Any]) -> bool:
        if written.table != "reminder" or (row["kind"], row["step"]) != ("prepare", "remedies"):
            return False
        return _cell_of(work, row) in self.visited

    def _may_send(self, work: Work, outbox_id: int) -> bool:
        """An answer here, something for themselves, or what tells others of a meeting of a led cell."""
        row = work.session.get(OutboxMessage, outbox_id)
        if row is None:
            return False
        if row.address_id == self.address_id or self.address_id is None:
            return _chat_of(work, row) == self.chat
        if row.person_id is not None and row.person_id == self.person_id:
            return True
        if row.message == "DataRequest":
            return row.person_id in self.office
        subjects = work.session.exec(select(Reminder.subject).where(Reminder.outbox_id == outbox_id))
        return any(_cell_of(work, {"subject": subject}) in self.led for subject in subjects)


def _chat_of(work: Work, row: OutboxMessage) -> str | None:
    address = work.session.get(Address, row.address_id) if row.address_id else None
    return address.chat if address else None


def _below(work: Work, paths: list[str]) -> list[int]:
    if not paths:
        return []
    under = or_(*(col(Organisation.path).startswith(path) for path in paths))
    return [one or 0 for one in work.session.exec(select(Organisation.id).where(under))]


def _cell_of(work: Work, row: dict[str, Any]) -> int | None:
    """The cell that a row is about, by its own column or the subject that it names."""
    if row.get("cell_id") is not None:
        return int(row["cell_id"])
    kind, _, rest = str(row.get("subject", "")).partition(":")
    number = rest.partition(":")[0]
    if kind == "meeting" and number.isdecimal():
        meeting = work.session.get(Meeting, int(number))
        return meeting.cell_id if meeting else None
    return int(number) if kind == "cell" and number.isdecimal() else None
