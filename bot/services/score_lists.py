"""The choice of one meeting among many: to give the superior committee's score, or to look at its scores."""

from bot.domain import access
from bot.domain.calendar import period_of, shift
from bot.domain.people import Actor, Place, Role
from bot.domain.vietnamese import fold
from bot.forms.score_cards import PER_PAGE, PickContext, Picking
from bot.services import people
from bot.services.drafts import Gone
from bot.services.wordings import named
from bot.services.work import Work
from db.models import Meeting, Organisation
from db.queries import score_cards as queries
from db.queries import visits as visit_queries

_MONTHS = 2  # before this one, that can be looked at
_ABOVE = (Role.OFFICE, Role.LEADERSHIP)


def context(work: Work, person_id: int, subject: str, state: Picking | None) -> PickContext:
    """A page of the meetings that somebody may score as superior ("superior") or look at ("scores")."""
    actor, state = people.actor(work, person_id), state or Picking()
    is_to_score = subject == "superior"
    wanted = fold(state.search)
    found = [
        pair
        for pair in (to_score(work, actor) if is_to_score else to_look_at(work, actor))
        if wanted in fold(people.cell_name(work, pair[1]))
    ]
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(state.page, pages - 1)
    shown = found[page * PER_PAGE : (page + 1) * PER_PAGE]
    return PickContext(
        is_to_score,
        len(found),
        page,
        pages,
        tuple((meeting.id or 0, named(work, meeting, cell)) for meeting, cell in shown),
    )


def place_of(work: Work, subject: str) -> Place:
    """Where the cell of "meeting:ID" stands; Gone when there is no such meeting."""
    meeting = work.session.get(Meeting, int(subject.split(":")[1]))
    if meeting is None:
        raise Gone
    return people.place_of(work, meeting.cell_id)


def to_score(work: Work, actor: Actor) -> list[tuple[Meeting, Organisation]]:
    """Meetings that have begun below this person's bodies, in open periods, and lack a superior's score."""
    paths = [office.place.path for office in actor.offices if office.role in _ABOVE]
    periods = visit_queries.open_periods(work.session)
    found = queries.meetings_to_score(work.session, paths, periods, work.now)
    return [pair for pair in found if access.may_score_as_superior(actor, people.place(pair[1]))]


def to_look_at(work: Work, actor: Actor) -> list[tuple[Meeting, Organisation]]:
    """Meetings with sheets of the last months that this person may look at."""
    paths = [office.place.path for office in actor.offices if office.role in _ABOVE]
    cells = {cell.id or 0 for cell in people.cells_of(work, actor)} | actor.assigned_cells
    this = period_of(work.today)
    periods = [shift(this, months) for months in range(-_MONTHS, 2)]
    return list(queries.meetings_scored(work.session, paths, cells, periods))
