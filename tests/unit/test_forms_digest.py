"""Walking through a digest: where each button leads, and that it never leads above the subject's body."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.digests import Digest, Duties, Figures, Owed, OwedCounts, OwedLine, Unit, Visitor
from bot.forms.digest import DigestForm, DigestState, View
from bot.forms.digest_cards import Content, DigestContext, Leaf, OwedPage, Summary, UnitsPage, VisitorsPage
from bot.forms.engine import Chosen, Rejected, Typed, dump_state, load_state
from bot.messages.digests import (
    DigestCard,
    DigestChoiceExpected,
    DigestMonthUnknown,
    DigestOrganisations,
    DigestOwed,
    DigestOwedList,
    DigestVisitors,
)

FORM = DigestForm()
NOW = datetime(2026, 12, 20, 14, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SUMMARY = Summary(Digest(202612, Figures(duties=Duties(2, 1, pending=1))), NOW, is_frozen=False)
UNITS = UnitsPage(Leaf(1, 3, 10, 4), "", tuple(Unit(i, f"Đảng bộ {i}", Figures()) for i in (5, 6, 7, 8)))
VISITORS = VisitorsPage(Leaf(0, 2, 9, 8), (Visitor("Nguyễn Thị Lan", Duties(1, 1), 1, 1),))
COUNTS = OwedCounts(no_date=1, not_due=4, no_report=2, awaiting=1, no_score=3, missed=1)
OWED_LIST = OwedPage(Leaf(0, 1, 1, 8), Owed.MISSED, (OwedLine("Chi bộ 3", None, "Nguyễn Thị Lan"),))


def context(content: Content = SUMMARY) -> DigestContext:
    return DigestContext(
        body_id=1,
        period=202612,
        organisation="Đảng bộ Khối",
        is_cell=False,
        is_below=False,
        shown_period=202612,
        first_period=202610,
        last_period=202701,
        may_see_names=True,
        now=NOW,
        content=content,
    )


ROOT = DigestState((1,), 202612)


def labels(state: DigestState, known: DigestContext) -> list[str]:
    return [option.label for option in FORM.card(state, known).options]


def tap(state: DigestState, key: str, known: DigestContext) -> DigestState:
    return FORM.advance(state, Chosen(key), known)


def test_it_begins_at_the_body_and_month_of_its_subject() -> None:
    assert FORM.begin(context()) == ROOT
    assert FORM.result(ROOT) is None


def test_the_root_card_leads_to_the_lists_and_the_months() -> None:
    card = FORM.card(ROOT, context())
    assert isinstance(card.message, DigestCard)
    expected = ["Theo tổ chức", "Theo người dự", "Việc còn nợ", "Tháng trước", "Tháng sau"]
    assert [option.label for option in card.options] == expected


def test_months_end_where_nothing_is_followed() -> None:
    assert "Tháng trước" not in labels(ROOT, replace(context(), shown_period=202610))
    assert "Tháng sau" not in labels(ROOT, replace(context(), shown_period=202701))


def test_a_cell_has_no_organisations_below() -> None:
    assert "Theo tổ chức" not in labels(ROOT, replace(context(), is_cell=True))


def test_without_the_right_to_names_there_are_only_counts() -> None:
    blind = replace(context(), may_see_names=False)
    assert "Theo người dự" not in labels(ROOT, blind)
    assert labels(ROOT, replace(blind, content=COUNTS)) == ["Quay lại"]
    with pytest.raises(Rejected):
        tap(ROOT, "list-missed", replace(blind, content=COUNTS))


def test_down_to_an_organisation_and_back_to_the_same_page() -> None:
    listed = replace(tap(ROOT, "organisations", context()), page=1)
    assert listed.view is View.ORGANISATIONS
    below = tap(listed, "org-6", context(UNITS))
    assert (below.trail, below.view, below.page) == ((1, 6), View.SUMMARY, 0)
    again = tap(below, "back", replace(context(), is_below=True))
    assert again == listed
    assert tap(again, "back", context(UNITS)) == ROOT


def test_never_above_the_subjects_body() -> None:
    with pytest.raises(Rejected):
        tap(ROOT, "back", context())


def test_only_what_is_on_the_card_can_be_chosen() -> None:
    with pytest.raises(Rejected) as refused:
        tap(replace(ROOT, view=View.ORGANISATIONS), "org-99", context(UNITS))
    assert refused.value.message == DigestChoiceExpected()


def test_pages_are_turned() -> None:
    listed = DigestState((1,), 202612, View.ORGANISATIONS, page=1)
    assert tap(listed, "page-2", context(UNITS)).page == 2
    assert tap(listed, "page-0", context(UNITS)).page == 0
    message = FORM.card(listed, context(UNITS)).message
    assert isinstance(message, DigestOrganisations)
    assert (message.page, message.pages, message.first) == (2, 3, 5)


def test_owed_shows_counts_before_names() -> None:
    owed = tap(ROOT, "owed", context())
    known = context(COUNTS)
    assert isinstance(FORM.card(owed, known).message, DigestOwed)
    expected = [
        "Chi bộ chưa có lịch",
        "Chưa báo cáo",
        "Chờ xem xét",
        "Chưa chấm điểm",
        "Không dự",
        "Quay lại",
    ]
    assert labels(owed, known) == expected
    listed = tap(owed, "list-missed", known)
    assert (listed.view, listed.kind) == (View.OWED_LIST, Owed.MISSED)
    assert isinstance(FORM.card(listed, context(OWED_LIST)).message, DigestOwedList)
    assert tap(listed, "back", context(OWED_LIST)).view is View.OWED


def test_what_is_not_owed_has_no_button() -> None:
    assert labels(ROOT, context(OwedCounts(no_score=2))) == ["Chưa chấm điểm", "Quay lại"]


def test_months_go_back_and_forth_and_forget_the_live_view() -> None:
    live = replace(ROOT, is_live=True)
    assert tap(live, "earlier", context()) == DigestState((1,), 202611)
    assert tap(ROOT, "later", context()) == DigestState((1,), 202701)


def test_frozen_and_live_figures_are_switched() -> None:
    frozen = context(replace(SUMMARY, is_frozen=True, can_switch=True))
    assert "Số liệu hiện nay" in labels(ROOT, frozen)
    live = tap(ROOT, "live", frozen)
    assert live.is_live
    assert tap(live, "frozen", context(replace(SUMMARY, can_switch=True))) == ROOT


def test_a_month_may_be_typed() -> None:
    assert FORM.advance(ROOT, Typed("tháng 10/2026"), context()).period == 202610
    with pytest.raises(Rejected) as refused:
        FORM.advance(ROOT, Typed("9/2026"), context())
    assert refused.value.message == DigestMonthUnknown(202609, 202610, 202701)
    with pytest.raises(Rejected):
        FORM.advance(ROOT, Typed("xin chào"), context())
    with pytest.raises(Rejected):
        FORM.advance(replace(ROOT, view=View.OWED), Typed("10/2026"), context(COUNTS))


def test_part_of_a_name_searches_the_list() -> None:
    listed = DigestState((1,), 202612, View.ORGANISATIONS, page=2)
    found = FORM.advance(listed, Typed("sở y"), context(UNITS))
    assert (found.search, found.page) == ("sở y", 0)
    assert FORM.is_free_text(found)
    assert FORM.may_name_people(found)
    assert tap(found, "back", context(UNITS)) == replace(listed, page=0)
    assert not FORM.is_free_text(ROOT)


FROZEN = replace(SUMMARY, is_frozen=True, can_switch=True)
ALL = [context(content) for content in (SUMMARY, UNITS, VISITORS, COUNTS, OWED_LIST, FROZEN)]


@pytest.mark.parametrize("known", [*ALL, *(replace(one, is_below=True) for one in ALL)])
def test_at_most_seven_choices_with_short_keys(known: DigestContext) -> None:
    options = FORM.card(ROOT, known).options
    assert 1 <= len(options) <= 7
    assert len({option.key for option in options}) == len(options)
    assert all(len(option.key) <= 24 for option in options)


def test_visitors_are_listed() -> None:
    card = FORM.card(ROOT, context(VISITORS))
    assert isinstance(card.message, DigestVisitors)
    assert [option.label for option in card.options] == ["Trang sau", "Quay lại"]


def test_a_state_survives_the_draft() -> None:
    state = DigestState((1, 6), 202612, View.OWED_LIST, 2, (1,), "sở", Owed.MISSED, True)
    assert load_state(FORM, dump_state(FORM, state)) == state
