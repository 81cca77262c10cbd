"""A meeting's figures: what fits, what does not and which figure is told; and how numbers are typed."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import numbers
from bot.domain.attendance import (
    Clash,
    Facts,
    Figure,
    Misfit,
    check,
    expected,
    from_line,
    range_of,
    value_of,
    with_figure,
)

FITTING = Facts(members=18, exempt=1, present=16, excused=1, unexcused=0, minutes=95, speakers=12)


@pytest.mark.parametrize(
    ("facts", "misfit"),
    [
        (FITTING, None),
        (Facts(5, 5, 0, 0, 0, 90, 0), None),
        (Facts(18, 1, 17, 1, 0, 95, 12), Misfit(Clash.SUM, Figure.PRESENT, 17, 16, 16)),
        (Facts(18, 1, 15, 1, 0, 95, 12), Misfit(Clash.SUM, Figure.PRESENT, 15, 16, 16)),
        (Facts(18, 19, 0, 0, 0, 95, 0), Misfit(Clash.EXEMPT, Figure.EXEMPT, 19, 0, 18)),
        (Facts(18, 1, 0, 20, 0, 95, 0), Misfit(Clash.ABSENT, Figure.EXCUSED, 20, 0, 17)),
        (Facts(18, 1, 0, 2, 16, 95, 0), Misfit(Clash.ABSENT, Figure.UNEXCUSED, 16, 0, 15)),
        (Facts(18, 1, 0, 30, 20, 95, 0), Misfit(Clash.ABSENT, Figure.EXCUSED, 30, 0, 0)),
        (Facts(18, 1, 16, 1, 0, 95, 17), Misfit(Clash.SPEAKERS, Figure.SPEAKERS, 17, 0, 16)),
        (Facts(18, 1, 16, 1, 0, 9, 12), Misfit(Clash.RANGE, Figure.MINUTES, 9, 10, 600)),
        (Facts(18, 1, 16, 1, 0, 601, 12), Misfit(Clash.RANGE, Figure.MINUTES, 601, 10, 600)),
        (Facts(0, 0, 0, 0, 0, 90, 0), Misfit(Clash.RANGE, Figure.MEMBERS, 0, 1, 999)),
        (Facts(18, -1, 16, 1, 0, 95, 12), Misfit(Clash.RANGE, Figure.EXEMPT, -1, 0, 999)),
        (Facts(18, 1, -1, 1, 0, 95, 12), Misfit(Clash.SUM, Figure.PRESENT, -1, 16, 16)),
    ],
)
def test_the_figure_that_does_not_fit_is_named(facts: Facts, misfit: Misfit | None) -> None:
    assert check(facts) == misfit


def test_six_numbers_tell_who_was_present() -> None:
    assert from_line((18, 1, 1, 0, 95, 12)) == FITTING
    assert from_line((18, 1, 16, 1, 0, 95, 12)) == FITTING
    assert from_line((18, 1, 16, 1, 0)) is None


@st.composite
def fitting(draw: st.DrawFn) -> Facts:
    present, excused, unexcused, exempt = (draw(st.integers(0, 60)) for _ in range(4))
    members = present + excused + unexcused + exempt
    minutes, speakers = draw(st.integers(10, 600)), draw(st.integers(0, present))
    return Facts(max(members, 1), exempt + (members == 0), present, excused, unexcused, minutes, speakers)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(fitting(), st.sampled_from(Figure), st.data())
def test_changing_a_figure_keeps_them_fitting(facts: Facts, figure: Figure, data: st.DataObject) -> None:
    assert check(facts) is None
    lowest, highest = range_of(facts, figure)
    assert lowest <= value_of(facts, figure) <= highest
    value = data.draw(st.integers(lowest, highest))
    changed = with_figure(facts, figure, value)
    assert check(changed) is None
    assert value_of(changed, figure) == value


def test_who_is_present_follows_from_the_absences_and_the_other_way_round() -> None:
    facts = Facts(18, 1, 17, 0, 0, 90, 17)
    assert with_figure(facts, Figure.UNEXCUSED, 2) == Facts(18, 1, 15, 0, 2, 90, 15)
    assert with_figure(facts, Figure.PRESENT, 15) == Facts(18, 1, 15, 2, 0, 90, 15)
    assert with_figure(Facts(18, 1, 12, 2, 3, 90, 9), Figure.PRESENT, 15) == Facts(18, 1, 15, 0, 2, 90, 9)


@pytest.mark.parametrize(
    ("members", "exempt", "last", "proposal"),
    [
        (18, 1, None, Facts(18, 1, 17, 0, 0, 90, 9)),
        (18, 1, FITTING, Facts(18, 1, 17, 0, 0, 90, 12)),
        (10, 0, FITTING, Facts(10, 0, 10, 0, 0, 90, 10)),
        (None, 0, FITTING, Facts(18, 1, 17, 0, 0, 90, 12)),
        (2, 5, None, Facts(2, 2, 0, 0, 0, 90, 0)),
        (None, 0, None, None),
    ],
)
def test_defaults(members: int | None, exempt: int, last: Facts | None, proposal: Facts | None) -> None:
    assert expected(members, exempt, 90, last) == proposal
    assert proposal is None or check(proposal) is None


def test_rate_leaves_out_the_exempt() -> None:
    rate = Facts(20, 1, 18, 1, 0, 90, 9).rate
    assert rate is not None
    assert round(rate, 1) == Decimal("94.7")
    assert Facts(3, 3, 0, 0, 0, 90, 0).rate is None


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("18 1 1 0 95 12", ("18", "1", "1", "0", "95", "12")),
        ("18, 1; 1 ,0 ; 95,12", ("18", "1", "1", "0", "95,12")),
        ("18,1,1,0,95,12", ("18", "1", "1", "0", "95", "12")),
        ("１８；１；１", ("18", "1", "1")),
        ("4,5", ("4,5",)),
        ("4,5 5", ("4,5", "5")),
        ("5.", ("5",)),
        ("", ()),
    ],
)
def test_pieces_of_a_line(text: str, pieces: tuple[str, ...]) -> None:
    assert numbers.tokens(text) == pieces


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("95", 95),
        ("95 phút", 95),
        ("95phút", 95),
        ("１２ đồng chí", 12),
        ("-3", -3),
        ("4,5", None),
        ("4.5 phút", None),
        ("1h30", None),
        ("chín mươi", None),
        ("", None),
    ],
)
def test_one_whole_number(text: str, value: int | None) -> None:
    assert numbers.single(text) == value


@pytest.mark.parametrize(
    ("token", "value"),
    [("4,5", "4.5"), ("4.5", "4.5"), ("5", "5"), ("-1", "-1"), ("1e3", None), ("NaN", None), ("4,5,6", None)],
)
def test_one_exact_number(token: str, value: str | None) -> None:
    assert numbers.decimal(token) == (None if value is None else Decimal(value))
