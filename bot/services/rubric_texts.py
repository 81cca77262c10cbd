"""Forms from their kept text: each parsed once in the life of the process, known by its digest."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.annual import AnnualForm
from bot.domain.annual_reading import ANNUAL, parse_annual
from bot.domain.rubric import Purpose, Rubric
from bot.domain.rubric_choice import Standing
from bot.domain.rubric_file import load_toml
from bot.domain.rubric_reading import parse_rubric
from bot.services.work import Work
from db.queries import rubrics as queries
from db.queries.rubrics import StandingRow

# What a digest stands for never changes, in whichever database it is found.
_RUBRICS: dict[str, Rubric] = {}
_ANNUAL: dict[str, AnnualForm] = {}


@dataclass(frozen=True)
class Brought:
    """A form that passed its check, with its text and the digest of what it says."""

    text: str
    digest: str
    form: Rubric | AnnualForm

    @property
    def purpose(self) -> Purpose:
        return Purpose.MEETING if isinstance(self.form, Rubric) else Purpose.YEAR


def read(text: str) -> Brought:
    """A form from its text; RubricError when anything is wrong with it (bot.domain.rubric_file.check_text
    has all findings with their lines)."""
    data = load_toml(text)
    form = parse_annual(data) if data.get("form") == ANNUAL else parse_rubric(data)
    return Brought(text, digest_of(data), form)


def digest_of(data: Mapping[str, Any]) -> str:
    """The digest of what a form says, whatever its spaces, comments and order of keys."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def parsed_rubric(work: Work, digest: str) -> Rubric:
    """A kept form for meetings; LookupError when there is none."""
    if digest not in _RUBRICS:
        _RUBRICS[digest] = parse_rubric(load_toml(queries.text_of(work.session, digest)))
    return _RUBRICS[digest]


def parsed_annual(work: Work, digest: str) -> AnnualForm:
    """A kept form for years; LookupError when there is none."""
    if digest not in _ANNUAL:
        _ANNUAL[digest] = parse_annual(load_toml(queries.text_of(work.session, digest)))
    return _ANNUAL[digest]


def parsed(work: Work, purpose: Purpose, digest: str) -> Rubric | AnnualForm:
    """A kept form of either purpose."""
    return parsed_rubric(work, digest) if purpose is Purpose.MEETING else parsed_annual(work, digest)


def rubric_standings(work: Work, rows: Iterable[StandingRow]) -> list[Standing[Rubric]]:
    """What stands, with its forms for meetings."""
    return [Standing(row.number, row.body_id, row.starts_on, parsed_rubric(work, row.digest)) for row in rows]


def annual_standings(work: Work, rows: Iterable[StandingRow]) -> list[Standing[AnnualForm]]:
    """What stands, with its forms for years."""
    return [Standing(row.number, row.body_id, row.starts_on, parsed_annual(work, row.digest)) for row in rows]
