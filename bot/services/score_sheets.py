"""Score sheets as they were given: read back as values, those that others are held against."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import TypeAdapter

from bot.domain.calendar import shift
from bot.domain.duties import SheetRole
from bot.domain.official import ASSIGNER_RANK, UNASSIGNED_RANK
from bot.domain.people import Level
from bot.domain.rubric import Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import AnswerError, Result, grade
from bot.domain.score_sheets import GivenSheet
from bot.services import rubrics
from bot.services.judging import Task
from bot.services.work import Work
from db.models import Meeting, ScoreSheet
from db.queries import scores

#: A meeting's facts as a sheet keeps them, in JSON.
FACTS: TypeAdapter[MeetingFacts] = TypeAdapter(MeetingFacts)


def given(work: Work, sheet: ScoreSheet) -> GivenSheet:
    """A sheet that is kept, as a value."""
    result = result_of(work, sheet)
    answers = answers_of(sheet)
    return GivenSheet(
        role=sheet.role,
        rubric=sheet.rubric,
        rubric_version=sheet.rubric_version,
        version=sheet.version,
        answers=answers,
        points=result.points if result else answers,
        total=sheet.total,
        grade=sheet.grade,
        submitted_at=sheet.submitted_at.astimezone(work.ground.zone),
        note=sheet.note,
        gap_reason=sheet.gap_reason,
    )


def answers_of(sheet: ScoreSheet) -> dict[str, Decimal]:
    """What was answered, exact, by line's key."""
    return {key: Decimal(points) for key, points in sheet.answers.items()}


def result_of(work: Work, sheet: ScoreSheet) -> Result | None:
    """The sheet judged again by its own version and facts, line by line; None when it kept too little for
    that. Its total and grade stay what they were."""
    facts = FACTS.validate_python(sheet.facts) if sheet.facts else _bare_facts(work, sheet)
    try:
        rubric = rubrics.rubric(work, sheet.rubric, sheet.rubric_version)
        return grade(rubric, facts, answers_of(sheet))
    except (LookupError, AnswerError):
        return None


def _bare_facts(work: Work, sheet: ScoreSheet) -> MeetingFacts:
    return MeetingFacts(work.session.get_one(Meeting, sheet.meeting_id).kind)


def _current(work: Work, meeting_id: int) -> Sequence[tuple[ScoreSheet, Level | None]]:
    """Read once in a transaction, until `forget`."""
    known: dict[int, Sequence[tuple[ScoreSheet, Level | None]]] = work.session.info.setdefault("sheets", {})
    if meeting_id not in known:
        known[meeting_id] = scores.current_sheets(work.session, meeting_id)
    return known[meeting_id]


def forget(work: Work) -> None:
    """A sheet was kept: what was read before holds no more."""
    work.session.info.pop("sheets", None)


def own(work: Work, task: Task) -> ScoreSheet | None:
    """The scorer's own current sheet of the meeting, which a new one would correct."""
    sheets = (sheet for sheet, _ in _current(work, task.meeting.id or 0))
    mine = (task.role, task.scorer_id)
    return next((sheet for sheet in sheets if (sheet.role, sheet.scorer_id) == mine), None)


def last_month(work: Work, task: Task, rubric: Rubric) -> Result | None:
    """The same scorer's sheet of the month before, for the cell and kind of meeting; None when there is none
    or another form or version was used."""
    meeting = task.meeting
    period = shift(meeting.period, -1)
    sheet = scores.of_month(work.session, task.role, task.scorer_id, meeting.cell_id, period, meeting.kind)
    if sheet is None or (sheet.rubric, sheet.rubric_version) != (rubric.name, rubric.version):
        return None
    return result_of(work, sheet)


def counting(work: Work, meeting_id: int) -> dict[SheetRole, GivenSheet]:
    """Of each role the sheet that counts (DOMAIN 3): the visitor's of the higher organisation, of the others
    the latest."""
    found: dict[SheetRole, ScoreSheet] = {}
    for sheet, _ in sorted(_current(work, meeting_id), key=_rank):  # stable: the newest first
        found.setdefault(sheet.role, sheet)
    return {role: given(work, sheet) for role, sheet in found.items()}


def _rank(row: tuple[ScoreSheet, Level | None]) -> int:
    _, assigner = row
    return UNASSIGNED_RANK if assigner is None else ASSIGNER_RANK[assigner]
