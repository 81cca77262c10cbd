"""Score sheets: what the form has to know, and what is handed in. Nothing is overwritten."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.duties import SheetRole
from bot.domain.honesty import doubt_about
from bot.domain.meetings import Kind
from bot.domain.policy_scoring import ScoringPolicy
from bot.domain.rubric import Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import Result, grade
from bot.domain.score_sheets import Filling, GivenSheet
from bot.forms.menu import MenuItem
from bot.forms.scoring import ScoringContext, ScoringState, ScoringStep
from bot.messages.general import CardClosed
from bot.services import attendance, judging, own_reminders, people, rubrics, score_sheets, visits, wordings
from bot.services.drafts import Gone
from bot.services.judging import Task
from bot.services.score_policy import scoring_policy
from bot.services.visits import Closed
from bot.services.work import Work
from db.models import Organisation, ScoreSheet
from db.queries import scores
from db.queries import visits as queries


def context(work: Work, person_id: int, subject: str, state: ScoringState | None) -> ScoringContext:
    """The scoring form's context; the version fixed when the draft opened stays (DOMAIN 4.6). Gone when the
    meeting or visit is no more, was not attended or has not begun, and when the program asks by itself for a
    sheet that is in."""
    task = judging.task_of(work, person_id, subject)
    if not judging.is_over(work, task):
        raise Gone
    own = score_sheets.own(work, task)
    if own is not None and work.speaks_first:
        raise Gone(CardClosed())
    meeting, cell = task.meeting, work.session.get_one(Organisation, task.meeting.cell_id)
    rubric, policy = _rubric(work, task, cell, state or own), scoring_policy(work, cell)
    known = _known(work, task, state, policy)
    is_followed = task.role is not SheetRole.SELF
    return ScoringContext(
        rubric=rubric,
        role=task.role,
        cell=people.cell_name(work, cell),
        starts_at=meeting.starts_at.astimezone(work.ground.zone),
        facts=judging.facts_for(work, task),
        closes_at=work.ground.policy.closing_at(meeting.period, work.ground.zone),
        today=work.today,
        own=score_sheets.given(work, own) if own else None,
        self_score=known.get(SheetRole.SELF) if is_followed else None,
        others=tuple(sheet for role, sheet in known.items() if role is not task.role),
        gap_points=policy.gap_points,
        last=score_sheets.last_month(work, task, rubric) if _is_reviewed(state) else None,
        firmness=attendance.firmness(work, person_id, subject),
    )


def _is_reviewed(state: ScoringState | None) -> bool:
    """Whether the other sheets matter now; single lines are answered without them, and faster."""
    return state is None or state.step not in (ScoringStep.GROUP, ScoringStep.LINE)


def _known(
    work: Work, task: Task, state: ScoringState | None, policy: ScoringPolicy
) -> Mapping[SheetRole, GivenSheet]:
    """The meeting's counting sheets that this scorer may see."""
    if not _is_reviewed(state):
        return {}
    sheets = score_sheets.counting(work, task.meeting.id or 0)
    hidden = {
        SheetRole.SELF: SheetRole.VISITOR if not policy.cell_sees_visitor_score else None,
        SheetRole.VISITOR: SheetRole.SELF if not policy.visitor_sees_self_score else None,
    }
    return {role: sheet for role, sheet in sheets.items() if role is not hidden.get(task.role)}


def _rubric(work: Work, task: Task, cell: Organisation, fixed: ScoringState | ScoreSheet | None) -> Rubric:
    """The version fixed when the draft opened, as long as it is not withdrawn (then what is in force); of a
    correction that of the sheet."""
    if isinstance(fixed, ScoreSheet):
        return rubrics.rubric(work, fixed.rubric, fixed.rubric_version)
    on, kind = attendance.local_date(work, task.meeting), task.meeting.kind
    if fixed is None:
        return rubrics.rubric_for(work, cell, on, kind)
    known: dict[object, Rubric] = work.session.info.setdefault("forms of drafts", {})
    key = (cell.id, on, kind, fixed.rubric, fixed.version)
    if key not in known:  # asked twice in a turn, before and after the step
        known[key] = _continued(work, cell, on, kind, fixed)
    return known[key]


def _continued(work: Work, cell: Organisation, on: date, kind: Kind, fixed: ScoringState) -> Rubric:
    try:
        return rubrics.for_draft(work, cell, on, kind, fixed.rubric, fixed.version).rubric
    except LookupError:  # a form that the program no longer knows
        return rubrics.rubric_for(work, cell, on, kind)


def submit(work: Work, task: Task, rubric: Rubric, filling: Filling) -> tuple[ScoreSheet, Result]:
    """Keep a sheet as the scorer's next version and the current one; one that says what the current one says
    leaves that as it is. Closed after the period's closing."""
    if not queries.stays_open(work.session, task.meeting.period):
        raise Closed
    facts = judging.facts_for(work, task)
    result = grade(rubric, facts, filling.answers)
    before = score_sheets.own(work, task)
    sheet = _sheet(work, task, rubric, filling, facts, result)
    if before is not None and _says(before) == _says(sheet):
        return before, result
    sheet.doubt = doubt_about(result, score_sheets.last_month(work, task, rubric))
    _keep(work, sheet, before)
    if task.visit is not None:
        visits.mark_scored(work, task.visit)
    if task.role is SheetRole.SELF:
        own_reminders.replan(work, task.meeting)
    return sheet, result


def _sheet(
    work: Work, task: Task, rubric: Rubric, filling: Filling, facts: MeetingFacts, result: Result
) -> ScoreSheet:
    return ScoreSheet(
        meeting_id=task.meeting.id or 0,
        role=task.role,
        scorer_id=task.scorer_id,
        cell_id=task.meeting.cell_id,
        period=task.meeting.period,
        rubric=rubric.name,
        rubric_version=rubric.version,
        answers={key: str(points) for key, points in filling.answers.items()},
        total=result.total,
        grade=result.grade,
        note=filling.note,
        gap_reason=filling.gap_reason,
        facts=score_sheets.FACTS.dump_python(facts, mode="json"),
        submitted_at=work.now,
    )


def _says(sheet: ScoreSheet) -> tuple[object, ...]:
    """All that a scorer says with a sheet."""
    form = (sheet.rubric, sheet.rubric_version)
    return (form, sheet.answers, sheet.facts, sheet.note, sheet.gap_reason)


def _keep(work: Work, sheet: ScoreSheet, before: ScoreSheet | None) -> None:
    if before is not None:
        sheet.version = before.version + 1
        before.is_current = False
        work.session.flush()  # at most one sheet is current, also for a moment
    work.session.add(sheet)
    work.session.flush()
    score_sheets.forget(work)


def sent_by(work: Work, person_id: int, role: SheetRole = SheetRole.VISITOR) -> Sequence[MenuItem]:
    """The sheets of a person in periods still open, to be corrected, the newest meeting first."""
    found = scores.sent_by(work.session, person_id, role)
    return [
        MenuItem(
            "scoring",
            judging.subject_of(meeting.id or 0, role),
            *wordings.correction(work, sheet, meeting, cell),
        )
        for sheet, meeting, cell in found
    ]
