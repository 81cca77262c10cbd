"""However a score sheet is filled in, by whichever form, it is the same sheet; and every card is bearable."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.rubric import ItemKind, Rubric
from bot.domain.rubric_sheet import Line, Origin, open_sheet
from bot.forms.engine import Chosen, Typed
from bot.forms.scoring import ScoringContext, ScoringStep
from bot.forms.scoring_state import sheet_of
from tests.unit.rubrics import FORMS
from tests.unit.scoring_form import Filling, by, deducted

_KEY = re.compile(r"[A-Za-z0-9_-]{1,24}")
_SENDING = ("send", "no_note")
Told = dict[str, Decimal]


def _askable(context: ScoringContext) -> list[Line]:
    lines = open_sheet(context.rubric, context.facts)
    return [line for line in lines if line.origin is not Origin.NOT_APPLICABLE]


def _allowed(rubric: Rubric, line: Line) -> list[Decimal]:
    if line.item.kind is ItemKind.NUMBER:
        return [rubric.step * times for times in range(int(line.item.maximum / rubric.step) + 1)]
    return list(line.item.choices)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_by_deduction_and_by_groups(form: Rubric) -> None:
    """Begin, deduct one line, review, send; and group by group to the same sheet."""
    context = by(form)
    line = next(one for one in _askable(context) if one.origin is Origin.OPEN)
    fewer = max(points for points in _allowed(form, line) if points < line.item.maximum)
    sheet = Filling(context).does("Chấm theo mục trừ", f"{line.item.code}={fewer}")
    assert f"{line.item.code}. {line.item.title}: " in sheet.text()
    assert deducted(sheet.outcome) == {line.item.key: fewer}
    assert sheet.does("Xác nhận và gửi", "Lý do.").result == "submitted"

    walked = Filling(context).does("Chấm từng nhóm", f"{line.item.code}={fewer}")
    while walked.state.step is not ScoringStep.REVIEW:
        walked.does("Nhóm tiếp theo" if "Nhóm tiếp theo" in walked.labels else "max")
    assert walked.outcome.points == sheet.outcome.points


def _move(data: st.DataObject, form: Filling) -> Told:
    """One tap or typed answer, with the points that it means."""
    before = sheet_of(form.state, form.context)
    lines = before.of_group(form.state.group)
    how = data.draw(st.sampled_from(["tap", "tap", "numbers", "marks"]))
    if how == "numbers" and form.state.step is ScoringStep.LINE and form.state.item:
        line = before.lines[form.state.item]
        value = _value(data, form, line)
        form._go(Typed(_written(data, value)))
        return {line.item.key: value}
    if how == "numbers" and form.state.step is ScoringStep.GROUP and lines:
        told = {line.item.key: _value(data, form, line) for line in lines}
        form.does(" ".join(_written(data, value) for value in told.values()) + (";" * (len(told) == 1)))
        return told
    if how == "marks" and form.state.step in (ScoringStep.WAYS, ScoringStep.GROUP, ScoringStep.REVIEW):
        some = data.draw(st.lists(st.sampled_from(before.askable), min_size=1, max_size=3, unique=True))
        told = {line.item.key: _value(data, form, line) for line in some}
        form._go(Typed(" ".join(f"{line.item.code}={_written(data, told[line.item.key])}" for line in some)))
        return told
    option = data.draw(st.sampled_from([one for one in form.card.options if one.key not in _SENDING]))
    told = _meant(form, option.key)
    form._go(Chosen(option.key))
    return told


def _meant(form: Filling, key: str) -> Told:
    before = sheet_of(form.state, form.context)
    if key in ("rest", "deduct"):
        is_all = form.state.step is not ScoringStep.GROUP
        lines = before.open if is_all else before.of_group(form.state.group)
        return {line.item.key: line.item.maximum for line in lines if line.origin is Origin.OPEN}
    if re.fullmatch(r"p\d+(_\d+)?", key) and form.state.item:
        return {form.state.item: Decimal(key[1:].replace("_", "."))}
    if re.fullmatch(r"l\d+", key):
        line = list(before.lines.values())[int(key[1:])]
        if line.item.kind is ItemKind.YES_NO:
            is_none = line.origin is not Origin.OPEN and line.points == 0
            return {line.item.key: line.item.maximum if is_none else Decimal(0)}
    return {}


def _value(data: st.DataObject, form: Filling, line: Line) -> Decimal:
    return data.draw(st.sampled_from(_allowed(form.context.rubric, line)))


def _written(data: st.DataObject, value: Decimal) -> str:
    return data.draw(st.sampled_from([str(value), str(value).replace(".", ",")]))


@pytest.mark.parametrize("rubric", FORMS, ids=lambda form: form.name)
@settings(derandomize=True, deadline=None, max_examples=60)
@given(data=st.data())
def test_however_it_is_filled_in_it_is_the_same_sheet(rubric: Rubric, data: st.DataObject) -> None:
    form, told = Filling(by(rubric)), Told()
    for _ in range(data.draw(st.integers(0, 14))):
        told |= _move(data, form)
        card = form.card  # keys are checked there
        assert all(len(row) <= 4 for row in card.rows)
        assert form.state.answers == told, "nothing else has changed"
    while form.state.step is not ScoringStep.REVIEW:
        form.taps(next(key for key in ("review", "deduct", "back") if key in form.keys))
    form.does(*(["Còn lại đạt tối đa"] if "rest" in form.keys else []))
    points = form.outcome.points
    direct = Filling(by(rubric))
    marks = {line.item.key: line.item.code for line in _askable(form.context)}
    direct.does(" ".join(f"{mark}={points[key]}" for key, mark in marks.items()))
    assert direct.outcome.points == points
    assert direct.outcome.grade is form.outcome.grade
    assert 0 <= form.outcome.total <= rubric.maximum
