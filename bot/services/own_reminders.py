"""What the secretary is reminded of about a meeting of their own: remedies before it, the own score after."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain import reminders as rules
from bot.domain.reminders import Planned
from bot.services import people, reminders
from bot.services.work import Work
from db.models import Meeting
from db.queries import cells

KINDS = ("self", "prepare")


def replan(work: Work, meeting: Meeting) -> None:
    """Bring the secretary's reminders about a meeting into line with what it is now."""
    person = people.responsible_for(work, meeting.cell_id)
    person_id = person.id if person and person.id else 0
    view, almanac = reminders.view(meeting), work.ground.almanac
    is_done = meeting.starts_at <= work.now and not cells.owes_own_review(work.session, meeting.id or 0)
    has_open = bool(cells.open_remedies(work.session, meeting.cell_id, meeting.starts_at))

    def own_review(now: datetime) -> Sequence[Planned]:
        return rules.plan_own_review(almanac, view, person_id, is_done=is_done, now=now) if person_id else ()

    def preparation(now: datetime) -> Sequence[Planned]:
        planned = rules.plan_preparation(almanac, view, person_id, has_open_remedies=has_open, now=now)
        return planned if person_id else ()

    subject = f"meeting:{meeting.id}"
    reminders.reconcile(work, "self", subject, own_review)
    reminders.reconcile(work, "prepare", subject, preparation)
