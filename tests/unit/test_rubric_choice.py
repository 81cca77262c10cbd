"""Which form judges a cell: the nearest body's newest one that is in force that day for that kind."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.meetings import Kind
from bot.domain.people import Place, Span
from bot.domain.rubric import Rubric
from bot.domain.rubric_choice import Standing, any_year, chosen, covers
from bot.services.rubric_seeds import annual_form
from tests.unit.rubrics import DETAILED, GATED, PROVINCIAL, SHORT, THEMATIC

BODY, COMPANY, SCHOOL, CELL = 1, 2, 3, 4
PLACE = Place(CELL, "/1/2/4/")
DAY = date(2027, 1, 1)
EVE = date(2026, 12, 31)
LATER = date(2027, 1, 2)
ENDING = replace(SHORT, in_force=Span(date(2025, 1, 1), EVE))
BEGINNING = replace(SHORT, in_force=Span(DAY))

Row = tuple[int, date, Rubric]


def standings(*rows: Row) -> list[Standing[Rubric]]:
    return [Standing(number, body, starts_on, form) for number, (body, starts_on, form) in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("rows", "on", "kind", "expected"),
    [
        ([], DAY, Kind.ORDINARY, None),
        ([(BODY, DAY, DETAILED)], EVE, Kind.ORDINARY, None),
        ([(BODY, DAY, DETAILED)], DAY, Kind.ORDINARY, DETAILED),
        ([(BODY, DAY, DETAILED)], LATER, Kind.THEMATIC, DETAILED),
        ([(SCHOOL, DAY, DETAILED)], DAY, Kind.ORDINARY, None),
        ([(CELL, DAY, DETAILED)], DAY, Kind.ORDINARY, DETAILED),
        # The nearest body goes before a newer start further up.
        ([(COMPANY, EVE, GATED), (BODY, DAY, DETAILED)], DAY, Kind.ORDINARY, GATED),
        ([(BODY, EVE, DETAILED), (COMPANY, DAY, GATED)], EVE, Kind.ORDINARY, DETAILED),
        ([(BODY, EVE, DETAILED), (COMPANY, DAY, GATED)], DAY, Kind.ORDINARY, GATED),
        ([(CELL, EVE, SHORT), (COMPANY, DAY, GATED), (BODY, DAY, DETAILED)], DAY, Kind.COMBINED, SHORT),
        # Of one body the newest start, whatever was activated first; of one day what was activated last.
        ([(BODY, EVE, DETAILED), (BODY, DAY, GATED)], EVE, Kind.ORDINARY, DETAILED),
        ([(BODY, EVE, DETAILED), (BODY, DAY, GATED)], DAY, Kind.ORDINARY, GATED),
        ([(BODY, DAY, GATED), (BODY, EVE, DETAILED)], DAY, Kind.ORDINARY, GATED),
        ([(BODY, DAY, GATED), (BODY, DAY, DETAILED)], DAY, Kind.ORDINARY, DETAILED),
        # Two forms side by side; the combined meeting goes with the one that names it.
        ([(BODY, DAY, PROVINCIAL), (BODY, DAY, THEMATIC)], DAY, Kind.ORDINARY, PROVINCIAL),
        ([(BODY, DAY, PROVINCIAL), (BODY, DAY, THEMATIC)], DAY, Kind.THEMATIC, THEMATIC),
        ([(BODY, DAY, PROVINCIAL), (BODY, DAY, THEMATIC)], DAY, Kind.COMBINED, PROVINCIAL),
        ([(BODY, DAY, THEMATIC)], DAY, Kind.ORDINARY, None),
        ([(BODY, DAY, THEMATIC)], DAY, Kind.COMBINED, None),
        # A kind that the nearest body has no form for is judged by the next one up.
        ([(COMPANY, DAY, THEMATIC), (BODY, EVE, DETAILED)], DAY, Kind.ORDINARY, DETAILED),
        ([(COMPANY, DAY, THEMATIC), (BODY, EVE, DETAILED)], DAY, Kind.THEMATIC, THEMATIC),
        ([(BODY, EVE, DETAILED), (BODY, DAY, THEMATIC)], DAY, Kind.ORDINARY, DETAILED),
        # A form's own dates bind as well.
        ([(BODY, date(2026, 1, 1), ENDING)], EVE, Kind.ORDINARY, ENDING),
        ([(BODY, date(2026, 1, 1), ENDING)], DAY, Kind.ORDINARY, None),
        (
            [(BODY, date(2025, 1, 1), DETAILED), (BODY, date(2026, 1, 1), ENDING)],
            DAY,
            Kind.ORDINARY,
            DETAILED,
        ),
        ([(BODY, date(2026, 1, 1), BEGINNING)], EVE, Kind.ORDINARY, None),
        ([(BODY, date(2026, 1, 1), BEGINNING)], DAY, Kind.ORDINARY, BEGINNING),
    ],
)
def test_the_form_in_force(rows: list[Row], on: date, kind: Kind, expected: Rubric | None) -> None:
    found = chosen(standings(*rows), PLACE, on, covers(kind))
    assert (found.form if found else None) == expected


ROWS = st.lists(
    st.tuples(
        st.sampled_from([BODY, COMPANY, SCHOOL, CELL]),
        st.sampled_from([EVE, DAY, LATER]),
        st.sampled_from([DETAILED, PROVINCIAL, THEMATIC, ENDING, BEGINNING]),
    ),
    max_size=8,
)


@given(ROWS, st.sampled_from([EVE, DAY, LATER]), st.sampled_from(list(Kind)), st.randoms())
def test_whatever_stands_the_form_fits_and_the_order_does_not_matter(
    rows: list[Row], on: date, kind: Kind, chance: Random
) -> None:
    known = standings(*rows)
    found = chosen(known, PLACE, on, covers(kind))
    fitting = [
        one
        for one in known
        if one.body_id in PLACE.steps
        and one.starts_on <= on
        and one.form.in_force.holds_on(on)
        and kind in one.form.kinds
    ]
    assert (found is None) == (not fitting)
    if found is not None:
        assert found in fitting
        assert all(PLACE.steps.index(one.body_id) <= PLACE.steps.index(found.body_id) for one in fitting)
    chance.shuffle(known)
    assert chosen(known, PLACE, on, covers(kind)) == found


def test_a_form_for_years_covers_every_cell_of_its_body() -> None:
    a, b = annual_form("annual_a"), annual_form("annual_b")
    known = [Standing(1, BODY, EVE, a), Standing(2, COMPANY, DAY, b)]
    assert chosen(known, PLACE, EVE, any_year) == known[0]
    assert chosen(known, PLACE, DAY, any_year) == known[1]
    assert chosen(known, Place(SCHOOL, "/1/3/"), DAY, any_year) == known[0]
