"""Time passes: milestones first, then one message a person that covers all that is due for them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel import col, func, select

from bot.domain.chat import Lane
from bot.domain.duties import Outcome
from bot.forms.menu import MenuItem, MenuState
from bot.services import (
    drafts,
    lists,
    own_reminders,
    own_reviews,
    parts,
    people,
    periods,
    remedies,
    reminders,
    responding,
    wordings,
)
from bot.services.drafts import Gone
from bot.services.outbox import Delivery, Queued
from bot.services.sheets import SHEETS
from bot.services.work import Work
from db.models import Draft, Meeting, Reminder
from db.models.visits import ReminderState
from db.queries import visits as queries
from db.queries.chats import lock_chats_of

_TRY_AGAIN = timedelta(minutes=5)  # on the business clock
#: Which form answers a reminder; kinds that are not here are lists made when they are due.
_FORMS = {
    ("register", None): "schedule",
    ("digest", None): "digest",
    ("office", "declines_25"): "declines",
    ("office", "declines_closing"): "declines",
    ("office", "without_date"): "list",
    ("office", "call_list"): "list",
    ("visit", "notice"): "respond",
    ("visit", "cancelled"): "respond",
    ("visit", "day_before"): "respond",
    ("visit", "two_hours"): "respond",
    ("visit", None): "attendance",
    ("self", None): "cell_report",
    ("prepare", None): "preparation",
}
_OF_SECRETARY = ("register", *own_reminders.KINDS)


def pass_time(work: Work) -> bool:
    """Do one piece of what is due; False when nothing is."""
    return periods.pass_next(work) or _remind_next(work)


def set_aside(work: Work) -> bool:
    """After passing time failed and was rolled back: what stood first waits, so that everybody else's goes
    on. A milestone is tried again (true), a person's reminders are marked as failed."""
    milestone = queries.next_milestone(work.session, work.now)
    if milestone is not None:
        milestone.due_at = work.now + _TRY_AGAIN
        return True
    first = queries.next_reminder(work.session, work.now)
    for row in queries.due_reminders(work.session, first.person_id, work.now) if first else ():
        row.state = ReminderState.FAILED
    return False


def next_due_at(work: Work) -> datetime | None:
    """When the next milestone or reminder later than now is due."""
    instants = (next_reminder_at(work), periods.next_due_at(work, work.now))
    return min((due for due in instants if due is not None), default=None)


def next_reminder_at(work: Work) -> datetime | None:
    """When the next planned reminder later than now is due."""
    return work.session.exec(
        select(func.min(Reminder.due_at)).where(
            col(Reminder.state) == ReminderState.PLANNED, col(Reminder.due_at) > work.now
        )
    ).one()


def _remind_next(work: Work) -> bool:
    first = queries.next_reminder(work.session, work.now)
    if first is None:
        return False
    lock_chats_of(work.session, first.person_id)
    claimed = queries.due_reminders(work.session, first.person_id, work.now)
    live = [row for row in claimed if not _has_expired(work, row) and not _is_passed_on(work, row)]
    message = _announce(work, first.person_id, live) if live else None
    for row in live:
        row.state = ReminderState.ANNOUNCED
        row.outbox_id = message.id if message else None
    return bool(claimed)


def _has_expired(work: Work, row: Reminder) -> bool:
    if row.expires_at > work.now:
        return False
    row.state = ReminderState.EXPIRED
    return True


def _is_passed_on(work: Work, row: Reminder) -> bool:
    """What the secretary owes goes to the deputy while the secretary cannot be reached, and back again;
    it then comes together with whatever else is due for them."""
    if row.kind not in _OF_SECRETARY:
        return False
    answers = people.responsible_for(work, _cell_of(work, row))
    if answers is None or answers.id is None or answers.id == row.person_id:
        return False
    reminders.pass_on(work, row, answers.id)
    return True


def _cell_of(work: Work, row: Reminder) -> int:
    number = _number(row)
    return number if row.kind == "register" else work.session.get_one(Meeting, number).cell_id


def _number(row: Reminder) -> int:
    return int(row.subject.split(":")[1])


def _announce(work: Work, person_id: int, rows: Sequence[Reminder]) -> Queued | None:
    """One message for everything; None when on looking again nothing is left to say."""
    latest = {(row.kind, row.subject): row for row in rows}  # of each ladder only its last step is said
    asking = replace(work, speaks_first=True)
    due = [one for row in latest.values() if (one := _Due.of(asking, person_id, row)) is not None]
    how = Delivery(
        dedupe_key=_key(rows),
        lane=Lane.DIGEST if all(row.kind == "digest" for row in rows) else Lane.REMINDER,
        expires_at=max(row.expires_at for row in rows),
        may_disturb=any(_ignores_quiet(work, row) for row in rows),
    )
    if len(due) == 1:
        return _single(asking, person_id, due[0], how)
    return _menu(asking, person_id, due, how) if due else None


def _key(rows: Sequence[Reminder]) -> str:
    """What is said together, and after which message taken back; a person may owe so many things that
    only a digest of it fits. A number alone may once have been another reminder's."""
    said = ":".join(f"{row.id}.{row.kind}.{row.step}.{row.subject}.{row.outbox_id or 0}" for row in rows)
    return f"remind:{sha256(said.encode()).hexdigest()}"


def _ignores_quiet(work: Work, row: Reminder) -> bool:
    step = work.ground.policy.step(row.kind, row.step)
    return step is not None and step.ignores_quiet


def _single(work: Work, person_id: int, due: "_Due", how: Delivery) -> Queued | None:
    """The form's own card; where it is being filled in, or points stand before the sheet that is asked for, a
    line that leads there."""
    if due.form == "remedy_check":
        return _menu(work, person_id, [due], how)
    sheet = SHEETS[due.form]
    try:
        draft = drafts.begin(work, sheet, person_id, due.subject)
        if drafts.is_under_way(work, sheet, draft):
            return _menu(work, person_id, [due], how)
        return _shown(work, draft, how)
    except Gone:
        return None


def _shown(work: Work, draft: Draft, how: Delivery) -> Queued:
    card = drafts.card_of(work, SHEETS[draft.form], draft)
    if card.rows and _may_have_focus(work, draft):
        drafts.focus(work, draft)
    return drafts.show(work, draft, card, how=how)


def _may_have_focus(work: Work, draft: Draft) -> bool:
    """A reminder never takes the focus from what somebody is filling in. Where nothing holds it, typed text
    answers the newest card that takes text, and only without such a one the newest of buttons."""
    holder = drafts.focused(work, draft.person_id)
    if holder is None or not SHEETS[holder.form].form.is_filled_in:
        return True
    return SHEETS[draft.form].form.is_filled_in and not drafts.is_attended_to(work, holder)


def _menu(work: Work, person_id: int, due: Sequence["_Due"], how: Delivery) -> Queued:
    sheet = SHEETS["menu"]
    items = tuple(MenuItem(one.form, one.subject, one.label, one.line) for one in due)
    return _shown(work, drafts.begin(work, sheet, person_id, "due", state=MenuState(items)), how)


@dataclass(frozen=True)
class _Due:
    """One subject that a person has to be told about now, and the form that answers it."""

    form: str
    subject: str
    label: str
    line: str = ""

    @classmethod
    def of(cls, work: Work, person_id: int, row: Reminder) -> "_Due | None":
        """None when nothing is left to say of it."""
        form = _form_for(work, row)
        if form == "respond":
            return cls._of_visit(work, person_id, row)
        if row.kind in own_reminders.KINDS:
            return cls._of_own_meeting(work, row)
        subject = f"{row.subject}:{row.step}" if form in ("list", "declines") else row.subject
        if not lists.has_something_left(work, form, subject):
            return None
        return cls(form, subject, wordings.due(work, form, row.subject))

    @classmethod
    def _of_own_meeting(cls, work: Work, row: Reminder) -> "_Due | None":
        found = own_reviews.answer_to(work, row.kind, work.session.get_one(Meeting, _number(row)))
        return cls(*found, wordings.due(work, *found)) if found else None

    @classmethod
    def _of_visit(cls, work: Work, person_id: int, row: Reminder) -> "_Due | None":
        try:
            context = responding.context(work, person_id, row.subject, None)
        except Gone:
            return None
        return cls("respond", row.subject, *wordings.news(work, row.subject, context))


def _form_for(work: Work, row: Reminder) -> str:
    form = _FORMS.get((row.kind, row.step)) or _FORMS[(row.kind, None)]
    if form != "attendance":
        return form
    part = parts.about(work, row.subject, row.person_id)
    if part is None or part.visit.outcome is not Outcome.ATTENDED:
        return form
    return remedies.form_to_score(work, row.person_id, row.subject)
