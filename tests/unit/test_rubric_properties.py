"""What holds for every sheet of every form, whatever the meeting."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.attendance import Facts
from bot.domain.meetings import Kind
from bot.domain.rubric import NotApplicable, Rubric
from bot.domain.rubric_facts import MeetingFacts, Targets
from bot.domain.rubric_grading import grade
from bot.domain.rubric_sheet import Origin, open_sheet
from bot.services.rubric_seeds import SEEDS, load_rubrics
from tests.unit.rubrics import FORMS, allowed, form_of

OFTEN = settings(derandomize=True, deadline=None, max_examples=150)
COMMITTEE = {"applies_if": {"has_cell_committee": True}}
#: A form of one's own for each policy: a line that needs a chi ủy, and two that do not.
OWN = tuple(
    form_of(
        COMMITTEE | {"not_applicable": policy.value} | ({"transfer_to": "d"} if "transfer" in policy else {}),
        {},
        {"kind": "yes_no", "maximum": 5},
        bands=[{"grade": "tot", "at_least": 15}, {"grade": "kem", "at_least": 0}],
    )
    for policy in NotApplicable
)


@st.composite
def meetings(draw: st.DrawFn) -> MeetingFacts:
    """Any meeting whose figures fit each other; some things not known."""
    members = draw(st.integers(1, 40))
    exempt = draw(st.integers(0, members))
    excused = draw(st.integers(0, members - exempt))
    unexcused = draw(st.integers(0, members - exempt - excused))
    present = members - exempt - excused - unexcused
    figures = Facts(
        members,
        exempt,
        present,
        excused,
        unexcused,
        draw(st.integers(10, 200)),
        draw(st.integers(0, present)),
    )
    of = draw(st.integers(0, 12))
    return MeetingFacts(
        draw(st.sampled_from(Kind)),
        draw(st.sampled_from([figures, None])),
        draw(st.sampled_from([0, 30, 60, 90, 120, None])),
        draw(st.sampled_from([True, False, None])),
        draw(st.sampled_from([members, None])),
        draw(st.sampled_from([Targets(draw(st.integers(0, of)), of), None])),
        draw(st.sampled_from([Fraction(0), Fraction(47, 2), Fraction(24), None])),
    )


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Rubric, MeetingFacts, dict[str, Decimal]]:
    """A form, a meeting and complete answers; what the facts propose is sometimes left to them."""
    form, facts = draw(st.sampled_from([*FORMS, *OWN])), draw(meetings())
    answers = {
        line.item.key: draw(st.sampled_from(allowed(form, line.item)))
        for line in open_sheet(form, facts)
        if line.origin is Origin.OPEN or (line.origin is Origin.PROPOSED and draw(st.booleans()))
    }
    return form, facts, answers


@OFTEN
@given(sheets())
def test_a_total_is_within_the_form_and_the_grade_no_better_than_the_band(
    sheet: tuple[Rubric, MeetingFacts, dict[str, Decimal]],
) -> None:
    form, _, _ = sheet
    result = grade(*sheet)
    assert 0 <= result.total <= form.maximum
    assert all(0 <= line.points <= line.item.maximum for line in result.lines)
    order = [band.grade for band in form.bands]
    assert order.index(result.grade) >= order.index(result.band)
    assert bool(result.failed) or result.grade is result.band


@OFTEN
@given(sheets(), st.data())
def test_more_points_for_a_line_never_lower_total_or_grade(
    sheet: tuple[Rubric, MeetingFacts, dict[str, Decimal]], data: st.DataObject
) -> None:
    form, facts, answers = sheet
    before = grade(form, facts, answers)
    lines = [line for line in before.lines if line.origin is not Origin.NOT_APPLICABLE]
    raised = data.draw(st.sampled_from(lines))
    better = [points for points in allowed(form, raised.item) if points >= raised.points]
    after = grade(form, facts, answers | {raised.item.key: data.draw(st.sampled_from(better))})
    assert after.total >= before.total
    order = [band.grade for band in form.bands]
    assert order.index(after.grade) <= order.index(before.grade)


@OFTEN
@given(st.sampled_from(OWN), st.integers(0, 10), st.booleans())
def test_what_does_not_apply_never_beats_full_marks(form: Rubric, points: int, is_yes: bool) -> None:
    with_committee = MeetingFacts(Kind.ORDINARY, has_cell_committee=True)
    without = replace(with_committee, has_cell_committee=False)
    own = next(line.item for line in open_sheet(form, without) if line.item.key == "d")
    answers = {"c": Decimal(points), "d": own.maximum if is_yes else Decimal(0)}
    applied = {"b": Decimal(10), "c": Decimal(points), "d": Decimal(5) if is_yes else Decimal(0)}
    best, found = grade(form, with_committee, applied).total, grade(form, without, answers).total
    assert found <= best
    if form.items[0].not_applicable is NotApplicable.FULL_MARKS:
        assert found == best


@OFTEN
@given(sheets())
def test_the_same_sheet_and_version_come_to_the_same(
    sheet: tuple[Rubric, MeetingFacts, dict[str, Decimal]],
) -> None:
    form, facts, answers = sheet
    again = {(one.name, one.version): one for one in load_rubrics(SEEDS)}.get((form.name, form.version), form)
    assert grade(again, facts, dict(reversed(answers.items()))) == grade(form, facts, answers)
