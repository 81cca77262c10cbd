"""What waits for one person now: meetings to register, visits to answer, reports and scores to give."""

from sqlalchemy import bindparam
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from bot.domain.calendar import period_of
from bot.domain.duties import Outcome, Response
from bot.domain.meetings import MeetingState
from bot.domain.people import Actor
from bot.forms.menu import MenuItem
from bot.services import own_reviews, people, remedies, scheduling
from bot.services.wordings import due
from bot.services.work import Work
from db.models import Meeting, Visit
from db.queries import cells, drafts
from db.queries import visits as queries

_BEGUN = (
    select(Visit.outcome, Visit.meeting_id)
    .join(Meeting, col(Meeting.id) == col(Visit.meeting_id))
    .where(
        col(Visit.person_id) == bindparam("person"),
        Meeting.state == MeetingState.SCHEDULED,
        col(Meeting.starts_at) <= bindparam("now"),
        col(Visit.period).in_(queries.OPEN_PERIODS),
        col(Visit.outcome).in_((Outcome.PENDING, Outcome.ATTENDED)),
        col(Visit.scored_at).is_(None),
    )
    .order_by(col(Meeting.starts_at))
)
_OWED = _BEGUN.where(Visit.response != Response.DECLINED)
_DECLINED = _BEGUN.where(Visit.response == Response.DECLINED)
_COMING = (
    select(Meeting.id)
    .join(Visit, col(Visit.meeting_id) == col(Meeting.id))
    .where(
        col(Visit.person_id) == bindparam("person"),
        Meeting.state == MeetingState.SCHEDULED,
        col(Meeting.starts_at) > bindparam("now"),
    )
    .order_by(col(Meeting.starts_at))
)
_UNANSWERED = _COMING.where(Visit.response == Response.NONE)
_ANSWERED = _COMING.where(Visit.response != Response.NONE)


def of(work: Work, actor: Actor) -> list[MenuItem]:
    """Everything, the most urgent first: reports, the cell's own scores, then registrations, then answers."""
    return [
        *reports_of(work, actor),
        *own_reviews_of(work, actor),
        *registrations_of(work, actor),
        *answers_of(work, actor),
    ]


def _item(work: Work, form: str, subject: str) -> MenuItem:
    return MenuItem(form, subject, due(work, form, subject))


def registrations_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Cells of this person without a meeting in a period that is open and not over."""
    periods = [period for period in queries.open_periods(work.session) if period >= period_of(work.today)]
    return [
        _item(work, "schedule", f"cell:{cell.id}:{period}")
        for cell in people.cells_of(work, actor)
        for period in periods
        if queries.monthly_meeting(work.session, cell.id or 0, period) is None
    ]


def own_reviews_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Meetings of this person's cells that have begun and that the cell has not judged itself, in periods
    still open."""
    ids = [cell.id or 0 for cell in people.cells_of(work, actor)]
    return [
        _item(work, *own_reviews.next_step(work, meeting))
        for meeting in (cells.begun_meetings(work.session, ids, work.now) if ids else ())
        if cells.owes_own_review(work.session, meeting.id or 0)
    ]


def remedies_of(work: Work, actor: Actor, *, even_if_none: bool = True) -> list[MenuItem]:
    """Meetings that this person's cells have judged and named nothing to remedy after, in periods still open;
    `even_if_none`: also where somebody said that there is nothing."""
    ids = [cell.id or 0 for cell in people.cells_of(work, actor)]
    begun = cells.begun_meetings(work.session, ids, work.now) if ids else ()
    judged = (one.id or 0 for one in begun if cells.is_self_scored(work.session, one.id or 0))
    unnamed = (f"meeting:{number}" for number in judged if not cells.remedies_of(work.session, number))
    return [
        _item(work, "remedies", subject)
        for subject in unnamed
        if even_if_none or not drafts.was_closed(work.session, "remedies", subject)
    ]


def coming_meetings_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Registered meetings of this person's cells that have not begun: they can be moved or cancelled."""
    cells = [cell.id for cell in people.cells_of(work, actor)]
    found = work.session.exec(
        select(Meeting.id)
        .where(
            col(Meeting.cell_id).in_(cells),
            Meeting.state == MeetingState.SCHEDULED,
            Meeting.starts_at > work.now,
        )
        .order_by(col(Meeting.starts_at))
    )
    return [_item(work, "schedule", f"meeting:{meeting_id}") for meeting_id in found]


def thematic_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Where the month's meeting is over, a thematic one can still be added."""
    period = period_of(work.today)
    return [
        _item(work, "schedule", scheduling.thematic_subject(cell.id or 0, period))
        for cell in people.cells_of(work, actor)
    ]


def reports_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Meetings that have begun, not declined, not reported or not scored, in periods still open."""
    return _reports(work, actor, _OWED)


def declined_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Meetings that have begun and were declined, while nobody has decided: one may have come after all."""
    return _reports(work, actor, _DECLINED)


def _reports(work: Work, actor: Actor, which: Select[str, int]) -> list[MenuItem]:
    found = work.session.exec(which, params={"person": actor.person_id, "now": work.now})
    return [
        _item(work, _form_to_report(work, actor, Outcome(outcome), subject), subject)
        for outcome, subject in ((outcome, f"meeting:{meeting_id}") for outcome, meeting_id in found)
    ]


def _form_to_report(work: Work, actor: Actor, outcome: Outcome, subject: str) -> str:
    if outcome is not Outcome.ATTENDED:
        return "attendance"
    return remedies.form_to_score(work, actor.person_id, subject)


def answers_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Meetings to come that this person has not answered."""
    return _coming(work, actor, _UNANSWERED)


def answered_of(work: Work, actor: Actor) -> list[MenuItem]:
    """Meetings to come that this person has answered, and may answer otherwise."""
    return _coming(work, actor, _ANSWERED)


def _coming(work: Work, actor: Actor, which: SelectOfScalar[int] | SelectOfScalar[None]) -> list[MenuItem]:
    found = work.session.exec(which, params={"person": actor.person_id, "now": work.now})
    return [_item(work, "respond", f"meeting:{meeting_id}") for meeting_id in found]
