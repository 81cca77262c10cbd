"""The score sheet: taps, typed numbers, back, review; however it is filled in, the same sheet."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.attendance import Facts, Firmness
from bot.domain.chat import Capabilities
from bot.domain.duties import Grade
from bot.domain.meetings import Kind
from bot.domain.rubric import Group, Item, Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_grading import grade
from bot.forms.engine import Card, Chosen, Intent, Rejected, Typed, dump_state, load_state
from bot.forms.scoring import ScoringContext, ScoringForm, ScoringState, ScoringStep, answers_as_text
from bot.messages import scoring
from bot.render import render
from bot.services.rubric_seeds import seeded

FORM = ScoringForm()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SHORT = seeded("short_42hd", 1)
FACTS = MeetingFacts(Kind.ORDINARY, Facts(18, 1, 16, 1, 0, 95, 12))
CONTEXT = ScoringContext(
    SHORT,
    "Chi bộ Phòng Tổng hợp",
    datetime(2026, 12, 3, 14, tzinfo=ZONE),
    FACTS,
    datetime(2027, 1, 6, tzinfo=ZONE),
    date(2026, 12, 6),
)


def _long(count: int) -> Rubric:
    items = tuple(
        Item(f"k{n}", f"{n // 10}.{n % 10}", f"Dòng {n}", "Nội dung", Decimal("2.5")) for n in range(count)
    )
    maximum = Decimal("2.5") * count
    bands = tuple(replace(band, at_least=band.at_least * maximum / 100) for band in SHORT.bands)
    return replace(
        SHORT, name="long", maximum=maximum, bands=bands, groups=(Group("g", "Nhóm", maximum, items),)
    )


LONG = replace(CONTEXT, rubric=_long(30))


def run(
    state: ScoringState, answers: Sequence[str | Intent], context: ScoringContext = CONTEXT
) -> ScoringState:
    for answer in answers:
        intent = Chosen(answer) if isinstance(answer, str) else answer
        state = FORM.advance(state, intent, context)
    return state


def after(*answers: str | Intent, context: ScoringContext = CONTEXT) -> ScoringState:
    return run(FORM.begin(context), answers, context)


def refused(state: ScoringState, answer: Intent, context: ScoringContext = CONTEXT) -> Any:
    kept = dump_state(FORM, state)
    with pytest.raises(Rejected) as refusal:
        FORM.advance(state, answer, context)
    assert dump_state(FORM, state) == kept
    return refusal.value.message


def said(state: ScoringState, context: ScoringContext = CONTEXT) -> str:
    return render(FORM.card(state, context).message, Capabilities(has_html=False))


def keys(card: Card) -> list[str]:
    return [option.key for option in card.options]


def test_line_by_line_to_the_review_and_off() -> None:
    taps = ["p5", "p4", "p5", "p5", "p5", "p23", "p9", "p5", "p27", "p5"]
    state = after(*taps)
    assert "Tổng điểm: 93/100. Xếp loại: Tốt." in said(state)
    state = run(state, ["send"])
    assert FORM.result(state) == "submitted"
    assert answers_as_text(state)["content"] == "23"
    assert grade(SHORT, FACTS, state.answers).grade is Grade.TOT


def test_progress_survives_the_draft() -> None:
    state = after(Typed("5 4,5 5 5 4"))
    kept = load_state(FORM, dump_state(FORM, state))
    assert kept == state
    assert dump_state(FORM, state)["answers"]["attendance"] == "4.5"
    assert "Tiêu chí 6/10" in said(kept)


@pytest.mark.parametrize("typed", ["4,5", "4.5", "４，５", "4,50", "4.5;"])
def test_one_number_however_it_is_typed(typed: str) -> None:
    assert answers_as_text(after(Typed(typed))) == {"time": "4.5"}


def test_whole_sheet_in_one_line() -> None:
    state = after(Typed("5 max 5; 5, 5 25 10 5 30 4,5"))
    assert state.step is ScoringStep.REVIEW
    assert grade(SHORT, FACTS, state.answers).total == Decimal("99.5")


def test_back_keeps_what_was_given_and_shows_it() -> None:
    state = after("p5", "p4", "back")
    assert "Tiêu chí 2/10" in said(state)
    assert "Đang ghi: 4 điểm." in said(state)
    assert FORM.card(state, CONTEXT).options[0].label == "Giữ 4"
    assert "Tiêu chí 3/10" in said(run(state, ["p3"]))
    assert "back" not in keys(FORM.card(after(), CONTEXT))


def test_going_back_twice_returns_to_the_first_open_line() -> None:
    assert after("p5", "p5", "p5", "back", "back", "p4").line == 3


def test_skipping_to_the_review_lists_what_is_open() -> None:
    state = after("p5", "p4", "review")
    assert "Còn 8 tiêu chí chưa chấm: 3, 4, 5, 6, 7, 8, 9, 10." in said(state)
    assert "send" not in keys(FORM.card(state, CONTEXT))
    assert refused(state, Chosen("send")) == scoring.SheetIncomplete(tuple(range(3, 11)))
    assert run(state, ["next"]).line == 2
    assert run(state, ["back"]).line == 2


def test_the_rest_at_its_maximum_is_marked_until_somebody_changes_it() -> None:
    state = after("p5", "p4", "review", "rest")
    assert "3. Chuẩn bị nội dung 5/5 (đề xuất)" in said(state)
    assert "1. Thời gian 5/5\n" in said(state)
    assert "3. Chuẩn bị nội dung 4/5\n" in said(run(state, ["l2", "p4"]))
    assert FORM.result(run(state, ["send"])) == "submitted"


def test_any_line_is_changed_from_the_review() -> None:
    full = after(Typed("5 5 5 5 5 25 10 5 30 5"))
    for change in (["l5", "p20"], [Typed("6"), Typed("20")], [Typed("6=20")], [Typed("4.2 = 20")]):
        state = run(full, change)
        assert state.step is ScoringStep.REVIEW
        assert state.answers["content"] == 20
    assert run(full, [Typed("6=20, 9=27,5")]).answers["last_conclusion"] == Decimal("27.5")
    assert run(full, ["l5", "back"]) == replace(full, line=5)


def test_a_line_typed_ahead_does_not_skip_the_present_one() -> None:
    state = after("p5", Typed("8=4"))
    assert state.line == 1
    assert state.answers["principles"] == 4


@pytest.mark.parametrize(
    ("way", "typed", "number", "given"),
    [
        (["p5"], "6", 2, "6"),
        (["p5"], "-1", 2, "-1"),
        (["p5"], "4,25", 2, "4.25"),
        (["p5"], "bốn", 2, None),
        (["p5"], "", 2, None),
        (["p5"], "5 5 7", 4, "7"),
        (["p5"], "5 5 x", 4, None),
        (["review"], "6=26", 6, "26"),
        (["review"], "6=x", 6, None),
        (["review", "l8"], "31", 9, "31"),
    ],
)
def test_points_out_of_range_name_the_line(
    way: list[str], typed: str, number: int, given: str | None
) -> None:
    message = refused(after(*way), Typed(typed))
    assert isinstance(message, scoring.PointsRefused)
    assert message.line.number == number
    assert message.given == (None if given is None else Decimal(given))


def test_too_many_numbers_and_unknown_lines() -> None:
    assert refused(after("p5"), Typed(" ".join("5" * 10))) == scoring.PointsMiscounted(10, 2, 10)
    review = after("review")
    assert refused(review, Typed("11")) == scoring.LineUnknown(10)
    assert refused(review, Typed("0=4")) == scoring.LineUnknown(10)
    assert refused(review, Typed("9.9=4")) == scoring.LineUnknown(10)
    assert refused(review, Typed("xong rồi")) == scoring.ReviewNotRead(10)
    assert refused(review, Typed("5 4")) == scoring.ReviewNotRead(10)
    assert refused(after(), Chosen("p7")) == scoring.ScoringChoiceExpected(CONTEXT.cell)


def test_reported_facts_stand_beside_their_lines() -> None:
    assert "Đã báo cáo: 95 phút." in said(after())
    assert "có mặt 16 trên 17 đảng viên phải dự (94,1 %)" in said(after("p5"))
    assert "Đã báo cáo" not in said(after(), replace(CONTEXT, facts=MeetingFacts(Kind.ORDINARY)))


@pytest.mark.parametrize("way", [[], ["p5", "p4"], ["review"], ["review", "rest"]])
def test_a_reminder_has_the_same_choices(way: list[str]) -> None:
    state = after(*way)
    asked = FORM.card(state, replace(CONTEXT, firmness=Firmness.BEFORE_CLOSING))
    assert isinstance(asked.message, scoring.ScoringDue)
    assert asked.rows == FORM.card(state, CONTEXT).rows
    assert "06/01/2027" in render(asked.message, Capabilities(has_html=False))


def test_a_long_form_is_reviewed_by_pages() -> None:
    state = after("review", context=LONG)
    assert keys(FORM.card(state, LONG))[2:] == [f"l{n}" for n in range(12)] + ["more", "back"]
    state = run(state, ["more", "more"], LONG)
    assert keys(FORM.card(state, LONG))[2:] == [f"l{n}" for n in range(24, 30)] + ["more", "back"]
    assert "Tiêu chí 30/30" in said(run(state, ["l29"], LONG), LONG)
    state = run(state, ["l29", "p0_5", "rest", "send"], LONG)
    assert grade(LONG.rubric, FACTS, state.answers).total == Decimal(73)
    assert run(after("review", context=LONG), ["more"] * 3, LONG).page == 0


def test_a_submitted_sheet_takes_no_more() -> None:
    state = after("review", "rest", "send")
    assert FORM.card(state, CONTEXT).rows == ()
    assert refused(state, Typed("4=3")) == scoring.ScoringChoiceExpected(CONTEXT.cell)


Told = dict[str, Decimal]


def _move(data: st.DataObject, state: ScoringState, context: ScoringContext) -> tuple[Intent, Told]:
    """A tap or a typed answer, with the points that it means."""
    items = context.rubric.items
    tapped = data.draw(
        st.sampled_from([Chosen(key) for key in keys(FORM.card(state, context)) if key != "send"])
    )
    how = data.draw(st.sampled_from(["tap", "numbers", "line"]))
    if how == "numbers" and state.step is ScoringStep.LINE:
        places = range(state.line, data.draw(st.integers(state.line + 1, len(items))))
        values = [_value(data, items[place]) for place in places]
        told = {items[place].key: value for place, value in zip(places, values, strict=True)}
        return Typed(" ".join(_written(data, value) for value in values)), told
    if how == "line":
        place = data.draw(st.integers(0, len(items) - 1))
        value = _value(data, items[place])
        return Typed(f"{place + 1}={_written(data, value)}"), {items[place].key: value}
    if tapped.key == "rest":
        return tapped, {item.key: item.maximum for item in items if item.key not in state.answers}
    if tapped.key.startswith("p"):
        return tapped, {items[state.line].key: Decimal(tapped.key[1:].replace("_", "."))}
    return tapped, {}


def _value(data: st.DataObject, item: Item) -> Decimal:
    return Decimal(data.draw(st.integers(0, int(item.maximum * 10)))) / 10


def _written(data: st.DataObject, value: Decimal) -> str:
    return data.draw(st.sampled_from([str(value), str(value).replace(".", ",")]))


@pytest.mark.parametrize("context", [CONTEXT, LONG], ids=["short", "long"])
@settings(derandomize=True, deadline=None, max_examples=150)
@given(data=st.data())
def test_however_it_is_filled_in_it_is_the_same_sheet(context: ScoringContext, data: st.DataObject) -> None:
    state, told = FORM.begin(context), Told()
    for _ in range(data.draw(st.integers(0, 15))):
        intent, points = _move(data, state, context)
        state, told = FORM.advance(state, intent, context), told | points
        assert load_state(FORM, dump_state(FORM, state)) == state
        card = FORM.card(state, context)
        assert len(set(keys(card))) == len(keys(card))
        assert all(len(row) <= 4 for row in card.rows)
        assert state.step is ScoringStep.REVIEW or len(card.options) <= 7
    assert state.answers == told
    items = context.rubric.items
    told = {item.key: told.get(item.key, item.maximum) for item in items}
    finish: list[str | Intent] = (
        [] if state.step is ScoringStep.REVIEW else ["back" if state.from_review else "review"]
    )
    state = run(state, finish, context)
    state = run(state, ["rest", "send"] if len(state.answers) < len(items) else ["send"], context)
    direct = after(Typed(" ".join(str(told[item.key]) for item in items)), "send", context=context)
    assert answers_as_text(state) == {key: answers_as_text(direct)[key] for key in state.answers}
    assert 0 <= grade(context.rubric, FACTS, state.answers).total <= context.rubric.maximum
