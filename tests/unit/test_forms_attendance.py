"""The report on a meeting, step by step: taps, typed lines, what is refused."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.attendance import Facts, Figure, Firmness, check
from bot.domain.duties import DeclineReason
from bot.domain.meetings import Kind
from bot.forms.attendance import AttendanceAnswer, AttendanceContext, AttendanceForm, AttendanceState
from bot.forms.attendance_cards import AttendanceStep
from bot.forms.engine import Card, Chosen, Intent, Rejected, Typed, dump_state, load_state
from bot.messages import visits

FORM = AttendanceForm()
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEFAULTS = Facts(18, 1, 17, 0, 0, 90, 9)
CONTEXT = AttendanceContext(
    "Chi bộ Phòng Tổng hợp",
    datetime(2026, 12, 3, 14, tzinfo=ZONE),
    Kind.ORDINARY,
    90,
    DEFAULTS,
    datetime(2027, 1, 6, tzinfo=ZONE),
    date(2026, 12, 6),
)
ATTENDED = AttendanceAnswer.ATTENDED


def after(*answers: str | Intent, context: AttendanceContext = CONTEXT) -> AttendanceState:
    state = FORM.begin(context)
    for answer in answers:
        intent = Chosen(answer) if isinstance(answer, str) else answer
        state = FORM.advance(state, intent, context)
    return state


def refused(*answers: str | Intent) -> Any:
    before = after(*answers[:-1])
    with pytest.raises(Rejected) as refusal:
        FORM.advance(
            before, answers[-1] if not isinstance(answers[-1], str) else Chosen(answers[-1]), CONTEXT
        )
    return refusal.value.message


def keys(card: Card) -> list[str]:
    return [option.key for option in card.options]


def test_two_taps_accept_the_defaults() -> None:
    state = after("attended", "accept")
    assert FORM.result(state) == "attended"
    assert state.facts == DEFAULTS


@pytest.mark.parametrize(
    "line", ["18 1 1 0 95 12", "18 1 16 1 0 95 12", "18, 1, 1, 0, 95, 12", "１８ 1;1;0 95 12"]
)
@pytest.mark.parametrize("way", [(), ("attended",), ("attended", "other")])
def test_one_typed_line_reports(way: tuple[str, ...], line: str) -> None:
    state = after(*way, Typed(line))
    assert FORM.result(state) == "attended"
    assert state.facts == Facts(18, 1, 16, 1, 0, 95, 12)


def test_absence_takes_a_reason_from_the_list() -> None:
    state = after("absent", "illness")
    assert FORM.result(state) == "absent"
    assert state.reason is DeclineReason.ILLNESS


def test_the_cell_may_not_have_met() -> None:
    assert FORM.result(after("absent", "not_held")) == "not_held"


def test_back_returns_to_the_question_before() -> None:
    assert after("absent", "back").step is AttendanceStep.ASK
    assert after("attended", "back").step is AttendanceStep.ASK
    assert after("attended", "minutes", "back").step is AttendanceStep.FACTS
    assert after("attended", "other", "members", "back").step is AttendanceStep.OTHER
    assert after("attended", "other", "back").step is AttendanceStep.FACTS


def test_what_was_changed_outlives_going_back() -> None:
    state = after("attended", "excused", "n2", "back", "attended")
    assert state.facts == Facts(18, 1, 15, 2, 0, 90, 9)


def test_one_figure_by_button_or_typed() -> None:
    assert after("attended", "minutes", "n105", "accept").facts == replace(DEFAULTS, minutes=105)
    assert after("attended", "minutes", Typed("95 phút"), "accept").facts == replace(DEFAULTS, minutes=95)
    assert after("attended", "other", "members", Typed("20")).facts == Facts(20, 1, 19, 0, 0, 90, 9)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("4,5", visits.FigureRefused(Figure.SPEAKERS, None, 0, 17)),
        ("nhiều", visits.FigureRefused(Figure.SPEAKERS, None, 0, 17)),
        ("18", visits.FigureRefused(Figure.SPEAKERS, 18, 0, 17)),
        ("-1", visits.FigureRefused(Figure.SPEAKERS, -1, 0, 17)),
    ],
)
def test_a_figure_out_of_range_says_what_fits(typed: str, message: visits.FigureRefused) -> None:
    assert refused("attended", "speakers", Typed(typed)) == message


def test_a_line_that_does_not_fit_says_which_figure() -> None:
    message = refused("attended", Typed("18 1 17 1 0 95 12"))
    assert isinstance(message, visits.FactsDoNotFit)
    assert (message.misfit.figure, message.misfit.lowest) == (Figure.PRESENT, 16)


def test_a_line_of_the_wrong_length_or_with_fractions() -> None:
    assert refused("attended", Typed("18 1 1 0 95")) == visits.FactsMiscounted(5)
    assert refused("attended", Typed("18 1 1 0 95,5 12")) == visits.FactsNotRead(5)
    assert refused("attended", Typed("vâng")) == visits.FactsNotRead(1)


def test_words_and_strange_buttons_get_the_choices_again() -> None:
    expected = visits.AttendanceChoiceExpected(CONTEXT.cell)
    assert refused(Typed("để tôi xem")) == expected
    assert refused("absent", Typed("bận")) == expected
    assert refused("accept") == expected
    assert refused("attended", "accept", "accept") == expected


def test_without_defaults_the_line_is_typed() -> None:
    context = replace(CONTEXT, defaults=None)
    state = after("attended", context=context)
    card = FORM.card(state, context)
    assert keys(card) == ["back"]
    assert FORM.advance(state, Typed("18 1 1 0 95 12"), context).answer is ATTENDED


@pytest.mark.parametrize("firmness", Firmness)
def test_a_reminder_asks_the_same_with_the_same_buttons(firmness: Firmness) -> None:
    plain = FORM.card(after(), CONTEXT)
    asked = FORM.card(after(), replace(CONTEXT, firmness=firmness))
    assert isinstance(plain.message, visits.AttendanceAsked)
    assert isinstance(asked.message, visits.AttendanceDue)
    assert asked.message.days == 3
    assert asked.rows == plain.rows


def test_digits_answer_only_where_figures_are_asked_for() -> None:
    takes = [after(), after("absent"), after("attended"), after("attended", "minutes")]
    assert [FORM.takes_numbers(state) for state in takes] == [False, False, True, True]


def _moves(state: AttendanceState) -> st.SearchStrategy[Intent]:
    taps = [Chosen(option.key) for option in FORM.card(state, CONTEXT).options]
    typed = st.one_of(st.integers(-2, 200).map(str), st.text("0123456789 ,;.x", max_size=24))
    return st.one_of(*([st.sampled_from(taps)] if taps else []), typed.map(Typed))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.data())
def test_any_way_keeps_the_figures_fitting_and_the_cards_small(data: st.DataObject) -> None:
    state = FORM.begin(CONTEXT)
    for _ in range(data.draw(st.integers(0, 12))):
        intent = data.draw(_moves(state))
        try:
            state = FORM.advance(state, intent, CONTEXT)
        except Rejected:
            continue
        card = FORM.card(state, CONTEXT)
        assert len(card.options) <= 7
        assert len(set(keys(card))) == len(card.options)
        assert all(len(row) <= 4 for row in card.rows)
        assert state.facts is None or check(state.facts) is None
        assert load_state(FORM, dump_state(FORM, state)) == state
        assert (FORM.result(state) is None) == (state.step is not AttendanceStep.DECIDED)
