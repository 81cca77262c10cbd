"""What the tests of rubrics share: the seeded forms, meetings in figures, full answers, small forms."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.domain.attendance import Facts
from bot.domain.meetings import Kind
from bot.domain.rubric import Item, ItemKind, Rubric
from bot.domain.rubric_facts import MeetingFacts, Targets
from bot.domain.rubric_grading import Result, grade
from bot.domain.rubric_reading import parse_rubric
from bot.domain.rubric_sheet import Line, Origin, open_sheet
from bot.services.rubric_seeds import seeded

DETAILED = seeded("detailed_42hd", 1)
SHORT = seeded("short_42hd", 1)
GATED = seeded("gated", 1)
PROVINCIAL = seeded("provincial_2021_ordinary", 1)
THEMATIC = seeded("provincial_2021_thematic", 1)
FORMS = (DETAILED, SHORT, GATED, PROVINCIAL, THEMATIC)

#: Everything as it should be: 20 members, one exempt, all others present for 90 minutes, ten spoke.
GOOD = MeetingFacts(
    Kind.COMBINED,
    Facts(20, 1, 19, 0, 0, 90, 10),
    minimum_minutes=90,
    has_cell_committee=True,
    targets=Targets(10, 10),
    documents_hours_before=Fraction(24),
)


def meeting(**figures: int) -> Facts:
    """The good meeting's figures with some changed."""
    known = {"members": 20, "exempt": 1, "present": 19, "excused": 0, "unexcused": 0, "minutes": 90}
    return Facts(**{**known, "speakers": 10, **figures})


def full(form: Rubric, facts: MeetingFacts) -> dict[str, Decimal]:
    """Every line that applies at its maximum."""
    lines = open_sheet(form, facts)
    return {line.item.key: line.item.maximum for line in lines if line.origin is not Origin.NOT_APPLICABLE}


def judged(form: Rubric, facts: MeetingFacts = GOOD, **changed: str) -> Result:
    """The form at its maximum but for these lines."""
    return grade(form, facts, full(form, facts) | {key: Decimal(value) for key, value in changed.items()})


def allowed(form: Rubric, item: Item) -> list[Decimal]:
    """All points that a line may be given, fewest first."""
    if item.kind is not ItemKind.NUMBER:
        return sorted(item.choices)
    return [form.step * times for times in range(int(item.maximum / form.step) + 1)]


def form_of(*items: dict[str, Any], **changed: Any) -> Rubric:
    """A form of one group with these lines: "b", "c", ..., ten points each, unless they say so."""
    lines = [
        {"key": "abcdefgh"[place], "code": str(place), "title": f"Dòng {place}", "text": "Chữ", "maximum": 10}
        | item
        for place, item in enumerate(items, 1)
    ]
    return parse_rubric(data_of(lines, **changed))


def data_of(lines: list[dict[str, Any]], **changed: Any) -> dict[str, Any]:
    """Such a form as parsed TOML."""
    whole = sum(Decimal(line["maximum"]) for line in lines)
    group = {"key": "group", "title": "Nhóm", "maximum": str(whole), "items": lines}
    return {
        "name": "own",
        "version": 1,
        "title": "Phiếu",
        "legal_basis": "Hướng dẫn nội bộ",
        "starts_on": date(2026, 1, 1),
        "step": 1,
        "maximum": str(whole),
        "bands": [{"grade": "tot", "at_least": 8}, {"grade": "kem", "at_least": 0}],
        "groups": [group],
    } | changed


def line(form: Rubric, facts: MeetingFacts, key: str) -> Line:
    """One line of the sheet before anybody answers."""
    return next(line for line in open_sheet(form, facts) if line.item.key == key)
