"""What cells will remedy: named after a meeting, gone through before the next, seen by visitors."""

from sqlmodel import col, delete

from bot.domain.calendar import period_of, shift
from bot.domain.duties import SheetRole
from bot.domain.remedies import Point, RemedyState
from bot.forms.remedies import RemediesContext, RemediesState
from bot.forms.remedy_checks import Remedies, Word
from bot.messages.general import CardClosed
from bot.messages.remedies import RemedyLine
from bot.services import attendance, drafts, own_reminders, own_reviews, people
from bot.services.drafts import Gone
from bot.services.visits import Closed
from bot.services.work import Work
from db.models import Meeting, Organisation, Remedy
from db.queries import cells
from db.queries import visits as queries

_MONTHS = 2  # that the cell's own mark stays on the list, to be taken back or confirmed


def context(work: Work, person_id: int, subject: str, _: RemediesState | None) -> RemediesContext:
    """For naming points after a meeting; Gone when it is no more or has not begun."""
    meeting, cell = own_reviews.cell_of(work, subject)
    named = cells.remedies_of(work.session, meeting.id or 0)
    kept = tuple(Point(one.text, one.post, one.due_on) for one in named if one.state is RemedyState.OPEN)
    starts_at = meeting.starts_at.astimezone(work.ground.zone)
    return RemediesContext(people.cell_name(work, cell), starts_at, work.today, kept)


def save(work: Work, meeting: Meeting, author_id: int, points: tuple[Point, ...]) -> None:
    """Keep these points of a meeting in the place of those named before, but for those that somebody has
    spoken about; Closed when the period is."""
    if not queries.stays_open(work.session, meeting.period):
        raise Closed
    is_unspoken = (col(Remedy.meeting_id) == meeting.id, col(Remedy.state) == RemedyState.OPEN)
    work.session.exec(delete(Remedy).where(*is_unspoken))
    taken = {one.number for one in cells.remedies_of(work.session, meeting.id or 0)}
    free = [number for number in range(1, 4) if number not in taken]
    for number, point in zip(free, points, strict=False):
        work.session.add(_row(work, meeting, author_id, number, point))
    _replan(work, meeting.cell_id)


def _row(work: Work, meeting: Meeting, author_id: int, number: int, point: Point) -> Remedy:
    return Remedy(
        meeting_id=meeting.id or 0,
        cell_id=meeting.cell_id,
        period=meeting.period,
        number=number,
        text=point.text,
        post=point.post,
        due_on=point.due_on,
        author_id=author_id,
        created_at=work.now,
    )


def _replan(work: Work, cell_id: int) -> None:
    """The secretary is told of open points before the next meetings, and only then."""
    work.session.flush()
    for meeting in cells.coming_meetings(work.session, cell_id, work.now):
        own_reminders.replan(work, meeting)


def before_next(work: Work, person_id: int, subject: str, _: Word | None) -> Remedies:
    """The secretary's list of "cell:ID"; Gone when the cell ended."""
    cell = work.session.get(Organisation, int(subject.split(":")[1]))
    if cell is None or cell.ended_on is not None:
        raise Gone
    coming = cells.coming_meetings(work.session, cell.id or 0, work.now)
    at = coming[0].starts_at.astimezone(work.ground.zone) if coming else None
    since = shift(period_of(work.today), -_MONTHS)
    found = cells.unsettled_remedies(work.session, cell.id or 0, since)
    lines = ((one.id or 0, _line(work, number, one)) for number, one in enumerate(found, 1))
    # A reminder speaks of what is to be done, not of what the cell has marked.
    shown = (pair for pair in lines if not work.speaks_first or pair[1].state is not RemedyState.FIXED)
    return Remedies(people.cell_name(work, cell), at, tuple(shown), work.speaks_first)


def _line(work: Work, number: int, remedy: Remedy) -> RemedyLine:
    is_open = remedy.state is not RemedyState.FIXED
    return RemedyLine(
        number,
        remedy.text,
        remedy.post,
        remedy.due_on,
        remedy.state,
        is_open and remedy.due_on < work.today,
        remedy.checked_as is SheetRole.VISITOR,
    )


def has_open(work: Work, cell_id: int) -> bool:
    """Whether the cell has something left to remedy."""
    return bool(cells.open_remedies(work.session, cell_id, work.now))


def to_check(work: Work, person_id: int, subject: str, _: Word | None) -> Remedies:
    """What a visitor is asked about before scoring: points of earlier meetings that no visitor
    found fixed and nobody spoke about at this one (none any more when another visitor did);
    Gone once they have scored."""
    meeting, visit = attendance.visit_of(work, person_id, subject)
    if visit.scored_at is not None:
        raise Gone(CardClosed())
    cell = work.session.get_one(Organisation, meeting.cell_id)
    earlier = cells.remedies_to_check(work.session, meeting)
    lines = tuple(
        (one.id or 0, _line(work, number, one))
        for number, one in enumerate(earlier, 1)
        if one.checked_meeting_id != visit.meeting_id
    )
    return Remedies(people.cell_name(work, cell), meeting.starts_at.astimezone(work.ground.zone), lines)


def has_some_to_check(work: Work, person_id: int, subject: str) -> bool:
    """Whether the visitor is asked about anything before scoring."""
    return bool(to_check(work, person_id, subject, None).lines)


def form_to_score(work: Work, person_id: int, subject: str) -> str:
    """The form by which a visitor who has reported goes on: the points of earlier meetings, until they were
    gone through or put off; then the sheet, and where that was begun."""
    if drafts.existing(work, person_id, "scoring", subject) is not None:
        return "scoring"
    return "remedy_check" if has_some_to_check(work, person_id, subject) else "scoring"


def found_at(work: Work, meeting: Meeting) -> tuple[int, int]:
    """How many points a meeting's visitors found fixed, and not fixed."""
    states = [one.state for one in cells.remedies_checked_at(work.session, meeting.id or 0)]
    return states.count(RemedyState.FIXED), states.count(RemedyState.NOT_FIXED)


def say(
    work: Work, word: Word, by: int, role: SheetRole, cell_id: int, meeting: Meeting | None = None
) -> bool:
    """The last word on a point; False when it is not the cell's, or is settled by a visitor already."""
    remedy = cells.lock_remedy(work.session, word.remedy_id or 0)
    if remedy is None or remedy.cell_id != cell_id:
        return False
    is_settled = remedy.state is RemedyState.FIXED and remedy.checked_as is SheetRole.VISITOR
    if is_settled and role is not SheetRole.VISITOR:
        return False
    remedy.state = RemedyState.FIXED if word.is_fixed else RemedyState.NOT_FIXED
    remedy.checked_at, remedy.checked_by_id, remedy.checked_as = work.now, by, role
    remedy.checked_meeting_id = meeting.id if meeting else None
    _replan(work, cell_id)
    return True
