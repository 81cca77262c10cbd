"""A form's file as text: parsed exactly, checked whole, everything found with its line."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.domain.annual_reading import ANNUAL, parse_annual
from bot.domain.rubric_findings import Finding, RubricError
from bot.domain.rubric_reading import parse_rubric

_HEADING = re.compile(r"\[\[?\s*([\w.\-]+)\s*\]\]?")
_KEY = re.compile(r"([\w\-]+)\s*=\s*(.*)")
_AT_LINE = re.compile(r"line (\d+)")


def load_toml(text: str, file: str = "") -> Mapping[str, Any]:
    """Parsed TOML whose fractions are exact; RubricError with the line when it is not TOML."""
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else max(1, len(text.splitlines()))
        problem = "Tệp không đúng cú pháp TOML."
        remedy = "Xem lại dấu nháy, dấu ngoặc và dấu bằng ở dòng này và dòng trước."
        raise RubricError((Finding("", problem, remedy, line),), file) from None


def check_text(text: str) -> tuple[Finding, ...]:
    """All that is wrong with a rubric or an annual form, by line; nothing when it may be used."""
    try:
        data = load_toml(text)
        parse: Callable[[Mapping[str, Any]], object] = (
            parse_annual if data.get("form") == ANNUAL else parse_rubric
        )
        parse(data)
    except RubricError as error:
        lines = lines_of(text)
        found = (replace(one, line=one.line or _line(one.path, lines)) for one in error.findings)
        return tuple(sorted(found, key=lambda one: one.line or 0))
    return ()


def lines_of(text: str) -> Mapping[str, int]:
    """The line of each table, key and inline table of a list, by its path ("groups[1].items[2].steps[1]")."""
    lines: dict[str, int] = {}
    for path, line in _paths(text.splitlines()):
        lines.setdefault(path, line)
    return lines


def _line(path: str, lines: Mapping[str, int]) -> int:
    """The line of a path, or of the nearest table around it."""
    while path and path not in lines:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    return lines.get(path, 1)


def _paths(lines: list[str]) -> Iterator[tuple[str, int]]:
    table, listed, counts = "", "", dict[str, int]()
    for number, line in enumerate(lines, 1):
        bare = line.strip()
        heading, key = _HEADING.match(bare), _KEY.match(bare)
        if listed:
            if bare.startswith("{"):
                counts[listed] = counts.get(listed, 0) + 1
                yield f"{listed}[{counts[listed]}]", number
            listed = "" if bare.startswith("]") else listed
        elif heading:
            table = _numbered(heading[1], bare.startswith("[["), counts)
            yield table, number
        elif key:
            path = f"{table}.{key[1]}" if table else key[1]
            yield path, number
            listed = path if key[2].partition("#")[0].strip() == "[" else ""


def _numbered(name: str, is_one_of_many: bool, counts: dict[str, int]) -> str:
    """The path of a heading: [[groups.items]] is the next item of the last group."""
    path = ""
    *outer, last = name.split(".")
    for part in outer:
        path = f"{path}.{part}" if path else part
        path = f"{path}[{counts[path]}]" if path in counts else path
    path = f"{path}.{last}" if path else last
    if not is_one_of_many:
        return path
    counts[path] = counts.get(path, 0) + 1
    return f"{path}[{counts[path]}]"
