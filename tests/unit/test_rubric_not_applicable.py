"""What becomes of lines that do not apply to a meeting, and of shares without a denominator."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.duties import Grade
from bot.domain.meetings import Kind
from bot.domain.rubric_facts import MeetingFacts, Targets
from bot.domain.rubric_grading import AnswerError, grade
from bot.domain.rubric_sheet import Origin, open_sheet
from tests.unit.rubrics import DETAILED, GOOD, form_of, judged, line, meeting


@pytest.mark.parametrize(
    ("facts", "key", "reason"),
    [
        (
            replace(GOOD, has_cell_committee=False),
            "committee_met",
            "chi bộ không có chi ủy -> tính đủ 2 điểm",
        ),
        (
            replace(GOOD, figures=meeting(members=3, exempt=3, present=0, speakers=0)),
            "attendance",
            "tất cả đảng viên được miễn sinh hoạt, không có mẫu số để tính tỷ lệ -> tính đủ 4 điểm",
        ),
        (
            replace(GOOD, figures=meeting(present=0, excused=19, speakers=0)),
            "speakers",
            "không có đảng viên có mặt, không có mẫu số để tính tỷ lệ -> tính đủ 5 điểm",
        ),
        (
            replace(GOOD, targets=Targets(0, 0)),
            "last_conclusion",
            "kết luận kỳ trước không giao chỉ tiêu, không có mẫu số để tính tỷ lệ -> tính đủ 30 điểm",
        ),
    ],
)
def test_what_cannot_be_judged_has_full_marks_and_says_why(
    facts: MeetingFacts, key: str, reason: str
) -> None:
    result = judged(DETAILED, facts)
    shown = next(line for line in result.lines if line.item.key == key)
    assert (shown.origin, shown.reason, shown.points) == (Origin.NOT_APPLICABLE, reason, shown.item.maximum)
    assert result.total == 100


def test_a_line_that_does_not_apply_takes_no_answer() -> None:
    with pytest.raises(AnswerError, match="committee_met: does not apply"):
        judged(DETAILED, replace(GOOD, has_cell_committee=False), committee_met="2")


def test_a_cell_whose_committee_is_not_known_is_asked() -> None:
    assert line(DETAILED, replace(GOOD, has_cell_committee=None), "committee_met").origin is Origin.OPEN


@pytest.mark.parametrize(
    ("kind", "ordinary", "thematic"), [(Kind.ORDINARY, 15, 0), (Kind.THEMATIC, 0, 15), (Kind.COMBINED, 10, 5)]
)
def test_content_that_is_not_on_the_agenda_gives_its_points_to_the_other(
    kind: Kind, ordinary: int, thematic: int
) -> None:
    lines = {line.item.key: line for line in open_sheet(DETAILED, replace(GOOD, kind=kind))}
    assert lines["ordinary_content"].item.maximum == ordinary
    assert lines["thematic_content"].item.maximum == thematic


def test_the_raised_line_is_still_yes_or_no() -> None:
    facts = replace(GOOD, kind=Kind.ORDINARY)
    assert judged(DETAILED, facts, ordinary_content="0").total == 85
    with pytest.raises(AnswerError):
        judged(DETAILED, facts, ordinary_content="10")
    shown = line(DETAILED, facts, "thematic_content")
    assert shown.reason == "buổi sinh hoạt thường kỳ -> 5 điểm chuyển sang tiêu chí Nội dung thường kỳ"


ALONE = {"applies_if": {"has_cell_committee": True}}
WITHOUT = MeetingFacts(Kind.ORDINARY, has_cell_committee=False)
POLICIES: list[tuple[dict[str, Any], str, str]] = [
    ({"not_applicable": "full_marks"}, "16", "tính đủ 10 điểm"),
    ({"not_applicable": "zero"}, "6", "0 điểm"),
    ({"not_applicable": "exclude_and_rescale"}, "12", "không tính tiêu chí này, tổng điểm quy về thang 20"),
    ({"not_applicable": "transfer_max_to", "transfer_to": "c"}, "6", "10 điểm chuyển sang tiêu chí Dòng 2"),
]


@pytest.mark.parametrize(("policy", "total", "words"), POLICIES)
def test_each_policy_for_what_does_not_apply(policy: dict[str, Any], total: str, words: str) -> None:
    form = form_of(
        ALONE | policy, {}, bands=[{"grade": "tot", "at_least": 1}, {"grade": "kem", "at_least": 0}]
    )
    result = grade(form, WITHOUT, {"c": Decimal(6)})
    assert result.total == Decimal(total)
    assert result.lines[0].reason == f"chi bộ không có chi ủy -> {words}"


def test_a_rescaled_total_says_its_arithmetic_and_is_never_rounded_up() -> None:
    form = form_of(
        ALONE | {"not_applicable": "exclude_and_rescale", "maximum": 1},
        {"maximum": 3},
        maximum=4,
        step="0.001",
        bands=[{"grade": "tot", "at_least": 2}, {"grade": "kem", "at_least": 0}],
    )
    result = grade(form, WITHOUT, {"c": Decimal("1.499")})
    assert result.total == Decimal("1.998666666666666666666666666")
    assert result.grade is Grade.KEM
    assert result.rescaled == "1,499/3 điểm, quy về thang 4"


def test_a_form_of_which_nothing_applies_has_full_marks() -> None:
    form = form_of(
        ALONE | {"not_applicable": "exclude_and_rescale"},
        bands=[{"grade": "tot", "at_least": 8}, {"grade": "kem", "at_least": 0}],
    )
    result = grade(form, WITHOUT, {})
    assert (result.total, result.rescaled) == (Decimal(10), "không còn tiêu chí nào để tính -> đủ 10 điểm")


@pytest.mark.parametrize(
    ("members", "origin"),
    [
        (2, Origin.NOT_APPLICABLE),
        (3, Origin.OPEN),
        (8, Origin.OPEN),
        (9, Origin.NOT_APPLICABLE),
        (None, Origin.OPEN),
    ],
)
def test_a_line_may_apply_to_cells_of_a_size(members: int | None, origin: Origin) -> None:
    form = form_of({"applies_if": {"members": {"at_least": 3, "below": 9}}})
    assert line(form, MeetingFacts(Kind.ORDINARY, members=members), "b").origin is origin


def test_no_least_length_leaves_its_share_without_a_denominator() -> None:
    steps = [{"points": 10, "when": [{"quantity": "length_share", "above": 50}]}, {"points": 1}]
    form = form_of({"kind": "steps", "steps": steps})
    shown = line(form, replace(GOOD, minimum_minutes=0), "b")
    assert (
        shown.reason
        == "không quy định thời lượng tối thiểu, không có mẫu số để tính tỷ lệ -> tính đủ 10 điểm"
    )
    half = line(form, replace(GOOD, figures=meeting(minutes=45)), "b")
    assert half.points == 1
