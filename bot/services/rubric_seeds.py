"""The forms that the program comes with (db/seeds/rubrics), read once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import db
from bot.domain.annual import AnnualForm
from bot.domain.annual_reading import parse_annual
from bot.domain.rubric import Rubric
from bot.domain.rubric_file import load_toml
from bot.domain.rubric_findings import Finding, RubricError
from bot.domain.rubric_reading import parse_rubric

SEEDS = Path(db.__file__).parent / "seeds" / "rubrics"
ANNUAL = SEEDS / "annual"
#: The form by which people are asked to score where no body has brought one.
DEFAULT_FORM = "detailed_42hd"
#: The form by which a cell's year is judged there.
DEFAULT_ANNUAL = "annual_a"


def load_rubrics(folder: Path) -> tuple[Rubric, ...]:
    """Every rubric of a folder, oldest first; RubricError names the file and the key that is wrong."""
    files = sorted(folder.glob("*.toml"))
    rubrics = [_read(file) for file in files]
    seen = [(rubric.name, rubric.version) for rubric in rubrics]
    for file, (name, version) in zip(files, seen, strict=True):
        if seen.count((name, version)) > 1:
            twice = Finding(
                "version", f"Phiên bản {version} của {name} có trong hai tệp.", "Đổi số phiên bản."
            )
            raise RubricError((twice,), file.name)
    return tuple(sorted(rubrics, key=_age))


def default_form(on: date) -> Rubric:
    """The default form's version in force on a meeting's local date, the newest of several; LookupError
    if none."""
    in_force = [one for one in _seeded() if one.name == DEFAULT_FORM and one.in_force.holds_on(on)]
    if not in_force:
        raise LookupError(f"no version of rubric {DEFAULT_FORM} is in force on {on}")
    return in_force[-1]


def seeded(name: str, version: int) -> Rubric:
    """A form that the program comes with, in force or not; LookupError when it does not."""
    for known in _seeded():
        if (known.name, known.version) == (name, version):
            return known
    raise LookupError(f"no version {version} of rubric {name}")


def annual_form(name: str) -> AnnualForm:
    """The newest version of an annual form that the program comes with; LookupError when there is none."""
    named = [form for form in _annual() if form.name == name]
    if not named:
        raise LookupError(f"no annual form {name}")
    return max(named, key=lambda form: form.version)


def text_of(name: str, version: int | None = None) -> str | None:
    """The file of a form that the program comes with, annual ones too, its newest version unless one is
    named; None when there is no such form."""
    files = [*SEEDS.glob("*.toml"), *ANNUAL.glob("*.toml")]
    known = {(data["name"], data["version"]): text for text, data in map(_parsed, files)}
    versions = [one for called, one in known if called == name and version in (None, one)]
    return known[name, max(versions)] if versions else None


def _parsed(file: Path) -> tuple[str, Mapping[str, Any]]:
    text = _text(file)
    return text, load_toml(text, file.name)


def names() -> list[str]:
    """What the forms are called that the program comes with."""
    return sorted({one.name for one in _seeded()} | {one.name for one in _annual()})


@cache
def _seeded() -> tuple[Rubric, ...]:
    return load_rubrics(SEEDS)


@cache
def _annual() -> tuple[AnnualForm, ...]:
    return tuple(parse_annual(load_toml(_text(file), file.name)) for file in sorted(ANNUAL.glob("*.toml")))


def _read(file: Path) -> Rubric:
    data = load_toml(_text(file), file.name)
    try:
        return parse_rubric(data)
    except RubricError as error:
        raise RubricError(error.findings, file.name) from None


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _age(rubric: Rubric) -> tuple[date, int, str]:
    return rubric.in_force.starts_on, rubric.version, rubric.name
