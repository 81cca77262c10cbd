"""Which sheets are asked about once before they are kept."""

from dataclasses import replace

import pytest

from bot.domain.honesty import Doubt, doubt_about
from bot.domain.rubric import Rubric
from tests.unit.rubrics import DETAILED, FORMS, GOOD, judged

WITHOUT_COMMITTEE = replace(GOOD, has_cell_committee=False)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_everything_at_its_maximum_is_asked_about(form: Rubric) -> None:
    whole = judged(form, replace(GOOD, kind=form.kinds[0]))
    assert doubt_about(whole, None) is Doubt.ALL_MAXIMUM
    assert doubt_about(whole, whole) is Doubt.ALL_MAXIMUM


def test_lines_that_do_not_apply_are_no_reason_for_doubt_nor_against_it() -> None:
    assert doubt_about(judged(DETAILED, WITHOUT_COMMITTEE), None) is Doubt.ALL_MAXIMUM
    assert doubt_about(judged(DETAILED, WITHOUT_COMMITTEE, prepared="0"), None) is None


def test_last_months_points_line_by_line_are_asked_about() -> None:
    one, two = judged(DETAILED, prepared="0"), judged(DETAILED, prepared="0", praise="0")
    assert doubt_about(one, None) is None
    assert doubt_about(one, one) is Doubt.REPEATED
    assert doubt_about(one, two) is None
    assert doubt_about(one, judged(DETAILED)) is None
