"""One person's part in one meeting, read once in a transaction however many ask for it."""

from bot.services import people
from bot.services.work import Work
from db.queries import parts as queries
from db.queries.parts import Part


def of(work: Work, meeting_id: int, person_id: int) -> Part | None:
    """A person's part in a meeting, cancelled or not; None when they have none."""
    known: dict[tuple[int, int], Part] = work.session.info.setdefault("parts", {})
    part = known.get((meeting_id, person_id))
    if part is not None and part.visit in work.session:  # and was not deleted since
        return part
    part = queries.part(work.session, meeting_id, person_id)
    if part is not None:
        known[meeting_id, person_id] = part
        people.learn_name(work, part.cell, has_namesake=part.has_namesake)
    return part


def about(work: Work, subject: str, person_id: int) -> Part | None:
    """A person's part in the meeting of a subject "meeting:ID"."""
    return of(work, int(subject.split(":")[1]), person_id)
