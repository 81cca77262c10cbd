"""The rubrics that the program comes with, and which one is in force on a day."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import db
from bot.domain.rubric import Rubric
from bot.domain.rubric_reading import RubricError, parse_rubric

SEEDS = Path(db.__file__).parent / "seeds" / "rubrics"


def load_rubrics(folder: Path) -> tuple[Rubric, ...]:
    """Every rubric of a folder, oldest first; RubricError names the file and the key that is wrong."""
    rubrics = [_read(file) for file in sorted(folder.glob("*.toml"))]
    seen = [(rubric.name, rubric.version) for rubric in rubrics]
    for name, version in seen:
        if seen.count((name, version)) > 1:
            raise RubricError(f"{folder.name}: version {version} of {name} must be in one file only.")
    return tuple(sorted(rubrics, key=_age))


def rubric_for(on: date) -> Rubric:
    """The rubric in force on a meeting's local date, the newest of several; LookupError when none is."""
    in_force = [rubric for rubric in _seeded() if rubric.in_force.holds_on(on)]
    if not in_force:
        raise LookupError(f"no rubric is in force on {on}")
    return in_force[-1]


def rubric(name: str, version: int) -> Rubric:
    """A rubric by name and version, in force or not, for drafts and sheets that carry them; LookupError."""
    for known in _seeded():
        if (known.name, known.version) == (name, version):
            return known
    raise LookupError(f"no version {version} of rubric {name}")


@cache
def _seeded() -> tuple[Rubric, ...]:
    return load_rubrics(SEEDS)


def _read(file: Path) -> Rubric:
    try:
        return parse_rubric(tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal))
    except (RubricError, tomllib.TOMLDecodeError) as error:
        raise RubricError(f"{file.name}: {error}") from error


def _age(rubric: Rubric) -> tuple[date, int, str]:
    return rubric.in_force.starts_on, rubric.version, rubric.name
