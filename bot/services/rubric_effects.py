"""What putting a form in force or withdrawing it changes: for which cells, meetings and open drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.annual import AnnualForm
from bot.domain.calendar import last_day
from bot.domain.rubric import Purpose, Rubric
from bot.domain.rubric_choice import Standing, any_year, covers
from bot.services import rubric_comparison as comparison
from bot.services.rubric_comparison import Change, Instead, Other
from bot.services.rubric_seeds import DEFAULT_ANNUAL, annual_form, default_form
from bot.services.rubric_texts import annual_standings, rubric_standings
from bot.services.work import Work
from db.models import Organisation, RubricActivation
from db.queries import rubrics as queries

_NEWEST = 2**62  # counts after every activation there is


@dataclass(frozen=True)
class Effect:
    """Cells that change (and those below that do not: they have a nearer form), what replaces what, what
    meetings of other kinds go by, and how many registered meetings and open drafts are concerned."""

    changed: int
    unchanged: int
    instead: tuple[Instead, ...]
    others: tuple[Other, ...] = ()
    meetings: int = 0
    drafts: int = 0


def activating(work: Work, body: Organisation, form: Rubric | AnnualForm, on: date) -> Effect:
    """What changes when a body judges by a form from a day on."""
    if isinstance(form, Rubric):
        rubrics = _rubrics(work, body)
        more = [*rubrics, Standing(_NEWEST, body.id or 0, on, form)]
        return _of_rubrics(work, Change(body, on, on, rubrics, more, default_form(on)), form)
    forms = _annual(work, body)
    return _of_annual(work, body, on, forms, [*forms, Standing(_NEWEST, body.id or 0, on, form)])


def withdrawing(work: Work, body: Organisation, form: Rubric | AnnualForm, row: RubricActivation) -> Effect:
    """What changes, from today on or from its start, when an activation of a body is withdrawn."""
    on = max(row.starts_on, work.today)
    if isinstance(form, Rubric):
        rubrics = _rubrics(work, body)
        fewer = [one for one in rubrics if one.number != row.id]
        return _of_rubrics(work, Change(body, on, row.starts_on, rubrics, fewer, default_form(on)), form)
    forms = _annual(work, body)
    return _of_annual(work, body, on, forms, [one for one in forms if one.number != row.id])


def _rubrics(work: Work, body: Organisation) -> list[Standing[Rubric]]:
    return rubric_standings(work, queries.standing_around(work.session, body, Purpose.MEETING))


def _annual(work: Work, body: Organisation) -> list[Standing[AnnualForm]]:
    return annual_standings(work, queries.standing_around(work.session, body, Purpose.YEAR))


def _of_rubrics(work: Work, change: Change[Rubric], form: Rubric) -> Effect:
    tests = [covers(kind) for kind in form.kinds]
    instead, changed, unchanged = comparison.replacements(work, change, tests)
    meetings = {f"meeting:{id}" for id in comparison.meetings(work, change)}
    drafts = sum(subject in meetings for subject in queries.subjects_being_scored(work.session))
    others = comparison.others(work, change, form.kinds)
    return Effect(changed, unchanged, instead, others, len(meetings), drafts)


def _of_annual(
    work: Work,
    body: Organisation,
    on: date,
    before: Sequence[Standing[AnnualForm]],
    after: Sequence[Standing[AnnualForm]],
) -> Effect:
    end = last_day(on.year * 100 + 12)  # the day whose form judges the year
    change = Change(body, end, end, before, after, annual_form(DEFAULT_ANNUAL))
    instead, changed, unchanged = comparison.replacements(work, change, [any_year])
    return Effect(changed, unchanged, instead)
