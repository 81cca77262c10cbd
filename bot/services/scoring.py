"""Score sheets: the rubric in force for a meeting, and what a visitor submits. Nothing is overwritten."""

from collections.abc import Mapping
from decimal import Decimal

from sqlmodel import col, select

from bot.domain.duties import Outcome, SheetRole
from bot.domain.rubric import Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import Result, grade
from bot.forms.scoring import ScoringContext, ScoringState
from bot.messages.general import CardClosed
from bot.messages.scoring import NothingToReport, SentSheet
from bot.services import attendance, people, rubrics, visits
from bot.services.drafts import Gone
from bot.services.work import Work
from db.models import Meeting, Organisation, ScoreSheet, Visit
from db.queries import visits as queries


def context(work: Work, person_id: int, subject: str, state: ScoringState | None) -> ScoringContext:
    """The scoring form's context; the version fixed when the draft opened stays (DOMAIN 4.6). Gone when
    the meeting or visit is no more, was not attended, or has been scored."""
    meeting, visit = attendance.visit_of(work, person_id, subject)
    if visit.outcome is not Outcome.ATTENDED:
        raise Gone
    if visit.scored_at is not None:
        raise Gone(CardClosed())
    return ScoringContext(
        rubric=_rubric(work, meeting, state),
        cell=people.cell_name(work, work.session.get_one(Organisation, meeting.cell_id)),
        starts_at=meeting.starts_at.astimezone(work.ground.zone),
        facts=facts_of(work, meeting, visit),
        closes_at=work.ground.policy.closing_at(meeting.period, work.ground.zone),
        today=work.today,
        firmness=attendance.firmness(work, person_id, subject),
    )


def facts_of(work: Work, meeting: Meeting, visit: Visit) -> MeetingFacts:
    """A meeting as a visitor reported it, for rubrics."""
    cell = work.session.get_one(Organisation, meeting.cell_id)
    return MeetingFacts(
        kind=meeting.kind,
        figures=attendance.facts_of(visit),
        minimum_minutes=meeting.planned_minutes,
        has_cell_committee=cell.has_cell_committee,
        members=cell.members,
    )


def _rubric(work: Work, meeting: Meeting, state: ScoringState | None) -> Rubric:
    if state is not None:
        return rubrics.rubric(work, state.rubric, state.version)
    cell = work.session.get_one(Organisation, meeting.cell_id)
    return rubrics.rubric_for(work, cell, attendance.local_date(work, meeting), meeting.kind)


def submit(
    work: Work, meeting: Meeting, visit: Visit, rubric: Rubric, answers: Mapping[str, Decimal]
) -> Result:
    """Keep a visitor's sheet as the next version and the current one; Closed after the period's closing."""
    visits.require_open(work, visit)
    result = grade(rubric, facts_of(work, meeting, visit), answers)
    before = _current(work, meeting, visit.person_id)
    if before is not None:
        before.is_current = False
        work.session.flush()  # at most one sheet is current, also for a moment
    work.session.add(_sheet(work, meeting, visit, rubric, answers, result, before))
    visits.mark_scored(work, visit)
    return result


def _sheet(
    work: Work,
    meeting: Meeting,
    visit: Visit,
    rubric: Rubric,
    answers: Mapping[str, Decimal],
    result: Result,
    before: ScoreSheet | None,
) -> ScoreSheet:
    return ScoreSheet(
        meeting_id=meeting.id or 0,
        role=SheetRole.VISITOR,
        scorer_id=visit.person_id,
        version=before.version + 1 if before else 1,
        cell_id=meeting.cell_id,
        period=meeting.period,
        rubric=rubric.name,
        rubric_version=rubric.version,
        answers={key: str(points) for key, points in answers.items()},
        total=result.total,
        grade=result.grade,
        submitted_at=work.now,
    )


def _current(work: Work, meeting: Meeting, scorer_id: int) -> ScoreSheet | None:
    return work.session.exec(
        select(ScoreSheet).where(
            ScoreSheet.meeting_id == meeting.id,
            ScoreSheet.role == SheetRole.VISITOR,
            ScoreSheet.scorer_id == scorer_id,
            col(ScoreSheet.is_current),
        )
    ).first()


_SHOWN = 7


def nothing_to_report(work: Work, person_id: int) -> NothingToReport:
    """That nothing is owed, and the newest sheets of this person in periods still open."""
    found = work.session.exec(
        select(ScoreSheet, Meeting, Organisation)
        .join(Meeting, col(Meeting.id) == col(ScoreSheet.meeting_id))
        .join(Organisation, col(Organisation.id) == col(ScoreSheet.cell_id))
        .where(
            ScoreSheet.scorer_id == person_id,
            ScoreSheet.role == SheetRole.VISITOR,
            col(ScoreSheet.is_current),
            col(ScoreSheet.period).in_(queries.open_periods(work.session)),
        )
        .order_by(col(Meeting.starts_at).desc())
        .limit(_SHOWN)
    )
    return NothingToReport(tuple(_sent(work, *row) for row in found))


def _sent(work: Work, sheet: ScoreSheet, meeting: Meeting, cell: Organisation) -> SentSheet:
    maximum = rubrics.rubric(work, sheet.rubric, sheet.rubric_version).maximum
    starts_at = meeting.starts_at.astimezone(work.ground.zone)
    return SentSheet(people.cell_name(work, cell), starts_at, sheet.total, maximum, sheet.grade)
