"""Which form a meeting is judged by: the version in force for its cell on its day, and for its kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.annual import AnnualForm
from bot.domain.calendar import last_day
from bot.domain.meetings import Kind
from bot.domain.people import Place
from bot.domain.rubric import Purpose, Rubric
from bot.domain.rubric_choice import any_year, chosen, covers
from bot.services import people
from bot.services.rubric_seeds import DEFAULT_ANNUAL, annual_form, default_form, seeded
from bot.services.rubric_texts import annual_standings, parsed_rubric, rubric_standings
from bot.services.work import Work
from db.models import Organisation
from db.queries import rubrics as queries


@dataclass(frozen=True)
class Continued:
    """The form that an open draft goes on with; `is_changed` says that it is another than the draft has."""

    rubric: Rubric
    is_changed: bool


def rubric_for(work: Work, cell: Organisation, on: date, kind: Kind) -> Rubric:
    """The version in force on a meeting's local date for the nearest body at or above the cell that has one
    for that kind of meeting, else the program's default (DOMAIN 4.6); LookupError if there is none."""
    place = people.place(cell)
    rows = queries.standing_for(work.session, place.steps, Purpose.MEETING, on)
    found = chosen(rubric_standings(work, rows), place, on, covers(kind))
    return found.form if found else default_form(on)


def rubric(work: Work, name: str, version: int) -> Rubric:
    """A rubric by name and version, in force or not, for drafts and sheets that carry them; LookupError.
    What an office brought goes before what the program comes with: a later release must not replace it."""
    digest = queries.digest_of(work.session, name, version)
    return parsed_rubric(work, digest) if digest else seeded(name, version)


def for_draft(work: Work, cell: Organisation, on: date, kind: Kind, name: str, version: int) -> Continued:
    """Which form a draft goes on with that was opened by this version: the same for as long as a meeting's
    bodies have not withdrawn it, whatever newer one is in force by now; after that what is in force instead.
    Then the answers whose keys remain are kept and the draft continues at its first gap, saying so."""
    before, steps = rubric(work, name, version), people.place(cell).steps
    if not queries.was_withdrawn(work.session, steps, name, version, on):
        return Continued(before, is_changed=False)
    now = rubric_for(work, cell, on, kind)
    return Continued(now, is_changed=(now.name, now.version) != (name, version))


def annual_form_for(work: Work, cell: Place, year: int) -> AnnualForm:
    """The form by which a cell's year is judged: the one in force on its last day for the nearest body that
    has one, else the program's default."""
    return annual_forms_for(work, [cell], year)[cell.id]


def annual_forms_for(work: Work, cells: Sequence[Place], year: int) -> dict[int, AnnualForm]:
    """The forms by which the years of several cells are judged, by cell, in one statement."""
    on = last_day(year * 100 + 12)
    bodies = sorted({step for cell in cells for step in cell.steps})
    standings = annual_standings(work, queries.standing_for(work.session, bodies, Purpose.YEAR, on))
    found = {cell.id: chosen(standings, cell, on, any_year) for cell in cells}
    return {id: one.form if one else annual_form(DEFAULT_ANNUAL) for id, one in found.items()}
