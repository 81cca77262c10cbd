"""What meetings come to by the seeded forms: bands, steps from facts, gates, what does not apply."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.domain.duties import Grade
from bot.domain.meetings import Kind
from bot.domain.rubric import Rubric, grade_of
from bot.domain.rubric_facts import MeetingFacts, Targets
from bot.domain.rubric_grading import AnswerError, grade
from bot.domain.rubric_sheet import Origin
from tests.unit.rubrics import (
    DETAILED,
    FORMS,
    GATED,
    GOOD,
    PROVINCIAL,
    SHORT,
    THEMATIC,
    full,
    judged,
    line,
    meeting,
)

# ---- Bands -----------------------------------------------------------------------------------------------

OF_100 = [
    ("100", Grade.TOT),
    ("90", Grade.TOT),
    ("89.99", Grade.KHA),
    ("89.5", Grade.KHA),
    ("70", Grade.KHA),
    ("69.99", Grade.TRUNG_BINH),
    ("50", Grade.TRUNG_BINH),
    ("49.99", Grade.KEM),
    ("49.5", Grade.KEM),
    ("0", Grade.KEM),
]
OF_2021 = [
    ("100", Grade.TOT),
    ("80", Grade.TOT),
    ("79.99", Grade.KHA),
    ("79.5", Grade.KHA),
    ("70", Grade.KHA),
    ("69.5", Grade.TRUNG_BINH),
    ("50", Grade.TRUNG_BINH),
    ("49.5", Grade.KEM),
    ("0", Grade.KEM),
]
EDGES = [
    *((form, *row) for form in (DETAILED, SHORT, GATED) for row in OF_100),
    *((form, *row) for form in (PROVINCIAL, THEMATIC) for row in OF_2021),
]


@pytest.mark.parametrize(("form", "total", "expected"), EDGES, ids=lambda one: getattr(one, "name", str(one)))
def test_a_band_begins_at_its_edge(form: Rubric, total: str, expected: Grade) -> None:
    assert grade_of(form, Decimal(total)) is expected


@pytest.mark.parametrize(
    ("conduct", "total", "expected"),
    [("25", "80", Grade.TOT), ("24.5", "79.5", Grade.KHA), ("15", "70", Grade.KHA)],
)
def test_the_form_of_2021_is_added_up(conduct: str, total: str, expected: Grade) -> None:
    result = judged(PROVINCIAL, conduct=conduct)
    assert (result.total, result.grade, result.band) == (Decimal(total), expected, expected)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
@pytest.mark.parametrize("kind", list(Kind))
def test_everything_at_maximum_is_100_and_tot_at_every_kind_of_meeting(form: Rubric, kind: Kind) -> None:
    result = judged(form, replace(GOOD, kind=kind))
    assert (result.total, result.grade, result.rescaled) == (Decimal(100), Grade.TOT, None)


# ---- Steps from facts ------------------------------------------------------------------------------------

STEPS: list[tuple[str, dict[str, int], str, str]] = [
    ("attendance", {"present": 18, "excused": 1}, "4", "18/19 = 94,7 % -> 4 điểm"),
    ("attendance", {"present": 18, "unexcused": 1}, "1", "1 đồng chí vắng không lý do -> 1 điểm"),
    ("attendance", {"members": 11, "present": 9, "excused": 1}, "4", "9/10 = 90 % -> 4 điểm"),
    ("attendance", {"members": 250, "present": 224, "excused": 25}, "3", "224/249 = 89,96 % -> 3 điểm"),
    ("attendance", {"members": 5, "present": 3, "excused": 1}, "3", "3/4 = 75 % -> 3 điểm"),
    ("attendance", {"members": 101, "present": 74, "excused": 26}, "2", "74/100 = 74 % -> 2 điểm"),
    ("attendance", {"members": 21, "present": 13, "excused": 7}, "2", "13/20 = 65 % -> 2 điểm"),
    ("attendance", {"members": 101, "present": 64, "excused": 36}, "1", "64/100 = 64 % -> 1 điểm"),
    ("attendance", {"present": 0, "excused": 19}, "1", "0/19 = 0 % -> 1 điểm"),
    ("length", {"minutes": 120}, "5", "120/90 phút, đủ thời lượng -> 5 điểm"),
    ("length", {"minutes": 90}, "5", "90/90 phút, đủ thời lượng -> 5 điểm"),
    ("length", {"minutes": 89}, "4", "89/90 phút, thiếu 1 phút -> 4 điểm"),
    ("length", {"minutes": 75}, "4", "75/90 phút, thiếu 15 phút -> 4 điểm"),
    ("length", {"minutes": 74}, "3", "74/90 phút, thiếu 16 phút -> 3 điểm"),
    ("length", {"minutes": 60}, "3", "60/90 phút, thiếu 30 phút -> 3 điểm"),
    ("length", {"minutes": 59}, "2", "59/90 phút = 65,6 % -> 2 điểm"),
    ("length", {"minutes": 45}, "2", "45/90 phút = 50 % -> 2 điểm"),
    ("length", {"minutes": 44}, "1", "44/90 phút = 48,9 % -> 1 điểm"),
    ("speakers", {"members": 21, "present": 20, "speakers": 10}, "5", "10/20 = 50 % -> 5 điểm"),
    ("speakers", {"members": 101, "present": 100, "speakers": 49}, "4", "49/100 = 49 % -> 4 điểm"),
    ("speakers", {"members": 101, "present": 100, "speakers": 40}, "4", "40/100 = 40 % -> 4 điểm"),
    ("speakers", {"members": 101, "present": 100, "speakers": 39}, "3", "39/100 = 39 % -> 3 điểm"),
    ("speakers", {"members": 101, "present": 100, "speakers": 30}, "3", "30/100 = 30 % -> 3 điểm"),
    ("speakers", {"members": 101, "present": 100, "speakers": 29}, "2", "29/100 = 29 % -> 2 điểm"),
    ("speakers", {"speakers": 0}, "2", "0/19 = 0 % -> 2 điểm"),
]


@pytest.mark.parametrize(("key", "figures", "points", "sentence"), STEPS)
def test_figures_propose_a_step(key: str, figures: dict[str, int], points: str, sentence: str) -> None:
    shown = line(DETAILED, replace(GOOD, figures=meeting(**figures)), key)
    assert shown.proposal
    assert (shown.points, shown.proposal.sentence) == (Decimal(points), sentence)
    assert shown.origin is Origin.PROPOSED


@pytest.mark.parametrize(
    ("met", "of", "points", "share"),
    [
        (10, 10, "30", "100"),
        (9, 10, "30", "90"),
        (89, 100, "27", "89"),
        (8, 10, "27", "80"),
        (79, 100, "24", "79"),
        (7, 10, "24", "70"),
        (69, 100, "20", "69"),
        (6, 10, "20", "60"),
        (59, 100, "15", "59"),
        (5, 10, "15", "50"),
        (49, 100, "10", "49"),
        (0, 3, "10", "0"),
        (8999, 10000, "27", "89,99"),
    ],
)
def test_targets_propose_a_step(met: int, of: int, points: str, share: str) -> None:
    shown = line(DETAILED, replace(GOOD, targets=Targets(met, of)), "last_conclusion")
    assert shown.proposal
    assert shown.proposal.sentence == f"{met}/{of} = {share} % -> {points} điểm"


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (Fraction(24), "tài liệu gửi trước 24 giờ -> 2 điểm"),
        (Fraction(47, 2), "tài liệu gửi trước 23,5 giờ -> 0 điểm"),
        (Fraction(0), "tài liệu gửi trước 0 giờ -> 0 điểm"),
    ],
)
def test_documents_propose_yes_or_no(hours: Fraction, sentence: str) -> None:
    shown = line(DETAILED, replace(GOOD, documents_hours_before=hours), "documents_before")
    assert shown.proposal
    assert shown.proposal.sentence == sentence


@pytest.mark.parametrize("key", ["attendance", "length", "speakers", "last_conclusion", "documents_before"])
def test_nothing_is_proposed_from_what_is_not_known(key: str) -> None:
    unknown = MeetingFacts(Kind.COMBINED)
    assert line(DETAILED, unknown, key).origin is Origin.OPEN
    with pytest.raises(AnswerError, match=f"{key}: not answered"):
        grade(DETAILED, unknown, {one: most for one, most in full(DETAILED, unknown).items() if one != key})


def test_a_proposed_line_counts_until_it_is_answered() -> None:
    facts = replace(GOOD, figures=meeting(minutes=75))
    answers = full(DETAILED, facts)
    del answers["length"]
    proposed = grade(DETAILED, facts, answers)
    assert (proposed.total, proposed.points["length"]) == (Decimal(99), Decimal(4))
    changed = grade(DETAILED, facts, answers | {"length": Decimal(5)})
    assert (changed.total, changed.lines[0].origin) == (Decimal(100), Origin.ANSWERED)
    assert changed.lines[0].proposal == proposed.lines[0].proposal


@pytest.mark.parametrize(
    ("key", "points"),
    [
        ("length", "4.5"),
        ("length", "6"),
        ("length", "0"),
        ("process", "3"),
        ("process", "NaN"),
        ("lenght", "5"),
    ],
)
def test_points_that_a_line_cannot_have_are_refused(key: str, points: str) -> None:
    with pytest.raises(AnswerError) as error:
        judged(DETAILED, GOOD, **{key: points})
    assert error.value.key == key


# ---- Gates -----------------------------------------------------------------------------------------------


def test_a_failed_gate_holds_the_grade_down_and_says_why() -> None:
    result = judged(GATED, length="4", orients="0")
    assert (result.total, result.band, result.grade) == (Decimal(95), Grade.TOT, Grade.KHA)
    assert [gate.reason for gate in result.failed] == [
        "Xếp loại cao nhất là Khá: để xếp loại Tốt, bốn tiêu chí này phải đạt điểm tối đa; "
        "Thời lượng 4/5 điểm"
    ]
    assert result.passed == ()


@pytest.mark.parametrize(
    ("changed", "total", "band", "expected"),
    [
        ({}, 100, Grade.TOT, Grade.TOT),
        ({"orients": "0", "draws_out": "0", "flexible": "0", "sums_up": "0"}, 90, Grade.TOT, Grade.TOT),
        ({"attendance": "3"}, 99, Grade.TOT, Grade.KHA),
        ({"speakers": "4"}, 99, Grade.TOT, Grade.KHA),
        ({"minutes_book": "0"}, 99, Grade.TOT, Grade.KHA),
        ({"attendance": "1", "last_conclusion": "24"}, 91, Grade.TOT, Grade.KHA),
        ({"length": "1", "last_conclusion": "24"}, 90, Grade.TOT, Grade.KHA),
        ({"length": "1", "last_conclusion": "10"}, 76, Grade.KHA, Grade.KHA),
        (
            {"length": "1", "last_conclusion": "10", "ordinary_content": "0"},
            66,
            Grade.TRUNG_BINH,
            Grade.TRUNG_BINH,
        ),
    ],
)
def test_a_gate_lowers_to_kha_and_no_further(
    changed: dict[str, str], total: int, band: Grade, expected: Grade
) -> None:
    result = judged(GATED, GOOD, **changed)
    assert (result.total, result.band, result.grade) == (Decimal(total), band, expected)


def test_a_gate_is_passed_by_a_line_without_a_denominator() -> None:
    nobody_obliged = replace(GOOD, figures=meeting(members=3, exempt=3, present=0, speakers=0))
    assert judged(GATED, nobody_obliged).grade is Grade.TOT
