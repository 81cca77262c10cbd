"""The record of who did what to what; never the content of a message."""

from bot.services.work import Work
from db.models import AuditEntry


def note(work: Work, person_id: int | None, action: str, subject: str) -> None:
    """Write down one act."""
    work.session.add(AuditEntry(at=work.now, person_id=person_id, action=action, subject=subject))
