"""Digests from real rows: live, frozen, by organisation, by person, and what is owed; on both databases."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from bot.domain.almanac import Almanac
from bot.domain.chat import Capabilities
from bot.domain.digests import Addendum, Duties, Figures, Owed, OwedCounts
from bot.domain.duties import DeclineReason, Outcome, OutcomeReason
from bot.domain.meetings import MeetingState
from bot.domain.people import Level, Place, Role
from bot.forms.digest import DigestState, View
from bot.forms.digest_cards import DigestContext, OwedPage, Summary, UnitsPage, VisitorsPage
from bot.messages import to_fields
from bot.render import render
from bot.services import digest_cards, digests
from bot.services.digest_cards import SHEET, Sight
from bot.services.drafts import Gone
from bot.services.policy import load_days_off, load_policy
from bot.services.work import Ground, Work
from db.models import Organisation
from tests.db.digest_cast import Cast
from tests.db.random_month import write_at_random
from tests.month import EVENING, Month

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
GROUND = Ground(Almanac(load_policy(), load_days_off(), ZONE), {}, b"secret")
PERIOD = 202612
ALL = Sight(names=True, phones=True)


@pytest.fixture
def work(engine: Engine) -> Iterator[Work]:
    with Session(engine, expire_on_commit=False) as session:
        yield Work(session, EVENING + timedelta(hours=3), GROUND)


@pytest.fixture
def month(work: Work) -> Month:
    return Month(work.session)


@pytest.fixture
def cast(month: Month) -> Cast:
    return Cast(month, GROUND.policy.consent_version)


def place(organisation: Organisation) -> Place:
    return Place(organisation.id or 0, organisation.path)


def shown(work: Work, body: Organisation, state: DigestState, sight: Sight = ALL) -> DigestContext:
    return digest_cards.context(work, place(body), PERIOD, state, sight)


def at(*trail: Organisation, view: View = View.SUMMARY) -> DigestState:
    return DigestState(tuple(one.id or 0 for one in trail), PERIOD, view)


def test_compared_to_the_month_before(work: Work, month: Month, cast: Cast) -> None:
    month.sheet(cast.attended(cast.lan, cast.first), cast.lan, total="92")
    month.period = 202611
    month.sheet(cast.attended(cast.lan, cast.first), cast.lan, total="90.5")
    month.duty(cast.hung, cast.first, cast.body, Outcome.MISSED, OutcomeReason.WITHOUT_REASON)
    digest = digests.figures(work, cast.body.id or 0, PERIOD)
    assert (str(digest.rate_before), str(digest.rate_change)) == ("50.0", "50.0")
    assert (str(digest.mean_before), str(digest.mean_change)) == ("90.5", "1.5")


def test_a_month_without_duties_still_knows_the_month_before(work: Work, month: Month, cast: Cast) -> None:
    month.period = 202611
    cast.attended(cast.lan, cast.first)
    digest = digests.figures(work, cast.first.id or 0, PERIOD)
    assert (digest.figures.duties, str(digest.rate_before), digest.rate_change) == (Duties(), "100.0", None)


def test_an_unknown_organisation(work: Work) -> None:
    with pytest.raises(LookupError):
        digests.figures(work, 99, PERIOD)


@pytest.mark.parametrize("is_frozen", [False, True])
def test_organisations_below_add_up_to_the_body(work: Work, month: Month, is_frozen: bool) -> None:
    tree = write_at_random(month, random.Random(3))
    if is_frozen:
        digests.freeze(work, tree[0].id or 0, PERIOD)
    for root in (tree[0], tree[1]):
        units = digests.breakdown(work, root.id or 0, PERIOD)
        whole = digests.figures(work, root.id or 0, PERIOD).figures
        assert sum(unit.figures.cells.total for unit in units) == whole.cells.total
        assert sum(unit.figures.duties.assigned for unit in units) == whole.duties.assigned
        assert sum(unit.figures.visits.total for unit in units) == whole.visits.total
        assert sum(unit.figures.grades.points for unit in units) == whole.grades.points


def test_an_organisation_that_ended_is_listed_while_it_has_figures(work: Work, cast: Cast) -> None:
    cast.second.ended_on = date(2026, 11, 30)
    cast.first.ended_on = date(2026, 12, 10)
    cast.attended(cast.lan, cast.first)
    units = digests.breakdown(work, cast.grassroots.id or 0, PERIOD)
    assert [unit.name for unit in units] == ["Chi bộ 1"]


def test_what_is_frozen_never_changes(work: Work, month: Month, cast: Cast) -> None:
    cast.attended(cast.lan, cast.first, is_scored=False)
    body_id = cast.body.id or 0
    kept = digests.freeze(work, body_id, PERIOD)
    assert kept.later is None
    cast.attended(cast.hung, cast.alone)
    later = Work(work.session, work.now + timedelta(days=2), GROUND)
    again = digests.freeze(later, body_id, PERIOD)
    assert (again.digest, again.taken_at) == (kept.digest, work.now)
    assert again.later == Addendum(held=1, visits=1, attended=1, scored=1)


def test_a_frozen_card_is_the_same_bytes_until_something_arrives(work: Work, cast: Cast) -> None:
    cast.attended(cast.lan, cast.first)
    digests.freeze(work, cast.body.id or 0, PERIOD)
    later = Work(work.session, work.now + timedelta(days=2), GROUND)
    first, second = (_said(one, cast) for one in (work, later))
    assert first == second
    assert "Số liệu chốt lúc 22 giờ 00, thứ Năm, ngày 03/12/2026." in first[1]
    cast.attended(cast.hung, cast.alone)
    third = _said(later, cast)
    assert third[1].endswith(
        "Phát sinh sau đó: chi bộ đã tổ chức +1, lượt dự +1, nhiệm vụ đã dự +1, lượt đã chấm +1."
    )


def _said(work: Work, cast: Cast) -> tuple[object, str]:
    state = at(cast.body)
    message = SHEET.form.card(state, shown(work, cast.body, state)).message
    return to_fields(message), render(message, Capabilities(has_html=False))


def test_everything_below_is_frozen_with_the_body(work: Work, cast: Cast) -> None:
    digests.freeze(work, cast.body.id or 0, PERIOD)
    cast.attended(cast.lan, cast.first)
    for one in (cast.body, cast.grassroots, cast.first, cast.second, cast.alone):
        kept = digests.frozen(work, one.id or 0, PERIOD)
        assert kept is not None
        assert kept.digest.figures.duties == Duties()
    assert all(unit.figures.duties == Duties() for unit in digests.breakdown(work, cast.body.id or 0, PERIOD))
    live = digests.breakdown(work, cast.body.id or 0, PERIOD, is_live=True)
    assert [unit.figures.duties.assigned for unit in live] == [1, 0]
    assert digests.frozen(work, cast.body.id or 0, 202611) is None


def test_a_body_without_cells_can_be_frozen(work: Work, month: Month) -> None:
    body = month.organisation(Level.PARTY_BODY)
    assert digests.freeze(work, body.id or 0, PERIOD).digest.figures == Figures()


def test_frozen_earlier_below_stays(work: Work, cast: Cast) -> None:
    digests.freeze(work, cast.first.id or 0, PERIOD)
    cast.attended(cast.lan, cast.first)
    kept = digests.freeze(work, cast.body.id or 0, PERIOD)
    assert kept.digest.figures.duties == Duties(1, 1)
    below = digests.frozen(work, cast.first.id or 0, PERIOD)
    assert below is not None
    assert below.digest.figures.duties == Duties()


def test_the_live_view_of_a_frozen_month(work: Work, cast: Cast) -> None:
    digests.freeze(work, cast.body.id or 0, PERIOD)
    cast.attended(cast.lan, cast.first)
    frozen = shown(work, cast.body, at(cast.body)).content
    live = shown(work, cast.body, DigestState((cast.body.id or 0,), PERIOD, is_live=True)).content
    assert isinstance(frozen, Summary)
    assert isinstance(live, Summary)
    assert (frozen.is_frozen, frozen.can_switch, frozen.digest.figures.visits.total) == (True, True, 0)
    assert (live.is_frozen, live.can_switch, live.digest.figures.visits.total) == (False, True, 1)


def test_visitors_by_given_name(work: Work, month: Month, cast: Cast) -> None:
    meeting = cast.attended(cast.lan, cast.first)
    cast.attended(cast.lan, cast.alone, is_scored=False)
    month.duty(cast.hung, cast.second, cast.grassroots, Outcome.MISSED, OutcomeReason.UNREACHABLE)
    month.visit(meeting, month.person("Đỗ Văn Minh"), None, Outcome.ATTENDED, is_scored=True)
    page = digests.visitors(work, cast.body.id or 0, PERIOD, 0, 2)
    rest = digests.visitors(work, cast.body.id or 0, PERIOD, 9, 2)
    assert [(one.name, one.duties, one.visits, one.scored) for one in page.lines + rest.lines] == [
        ("Trần Văn Hùng", Duties(1, missed=1), 0, 0),
        ("Nguyễn Thị Lan", Duties(2, 2), 2, 1),
        ("Đỗ Văn Minh", Duties(), 1, 1),
    ]
    assert (page.pages, page.total, rest.number) == (2, 3, 1)


def owe_everything(month: Month, cast: Cast) -> None:
    cast.attended(cast.lan, cast.first, is_scored=False)
    held = month.meeting(cast.second)
    month.visit(held, cast.lan, month.duty(cast.lan, cast.second, cast.body))
    declined = month.duty(cast.hung, cast.second, cast.body)
    month.visit(held, cast.hung, declined, declined=DeclineReason.ILLNESS)
    month.duty(cast.hung, cast.alone, cast.body)
    month.duty(cast.hung, cast.first, cast.body, Outcome.MISSED, OutcomeReason.WITHOUT_REASON)


def test_what_is_owed_adds_up(work: Work, month: Month, cast: Cast) -> None:
    owe_everything(month, cast)
    counts = digests.owed(work, cast.body.id or 0, PERIOD)
    assert counts == OwedCounts(no_date=1, not_due=1, no_report=1, awaiting=1, no_score=1, missed=1)
    assert counts.pending == digests.figures(work, cast.body.id or 0, PERIOD).figures.duties.pending
    early = Work(work.session, EVENING, GROUND)
    assert digests.owed(early, cast.body.id or 0, PERIOD).not_due == 2


def test_a_meeting_that_was_cancelled_owes_no_report(work: Work, month: Month, cast: Cast) -> None:
    meeting = month.meeting(cast.first, state=MeetingState.CANCELLED)
    month.visit(meeting, cast.lan, month.duty(cast.lan, cast.first, cast.body))
    assert digests.owed(work, cast.first.id or 0, PERIOD) == OwedCounts(not_due=1)


def test_who_owes_what(work: Work, month: Month, cast: Cast) -> None:
    owe_everything(month, cast)
    cast.lead(month.person("Lý Thu Vân", "0900000014"), cast.alone, Role.SECRETARY)
    found = {kind: digests.owed_lines(work, cast.body.id or 0, PERIOD, kind, 0, 8).lines for kind in Owed}
    assert {kind: (one.cell, one.parent, one.person, one.phone) for kind, (one,) in found.items()} == {
        Owed.NO_DATE: ("Chi bộ Hội Nhà nông", None, "Lý Thu Vân", "0900000014"),
        Owed.NO_REPORT: ("Chi bộ 2", "Đảng bộ Sở Y", "Nguyễn Thị Lan", "0900000013"),
        Owed.AWAITING: ("Chi bộ 2", "Đảng bộ Sở Y", "Trần Văn Hùng", None),
        Owed.NO_SCORE: ("Chi bộ 1", "Đảng bộ Sở Y", "Nguyễn Thị Lan", "0900000013"),
        Owed.MISSED: ("Chi bộ 1", "Đảng bộ Sở Y", "Trần Văn Hùng", None),
    }
    assert found[Owed.NO_REPORT][0].starts_at == EVENING.astimezone(ZONE)
    assert found[Owed.AWAITING][0].decline_reason is DeclineReason.ILLNESS
    assert found[Owed.MISSED][0].outcome_reason is OutcomeReason.WITHOUT_REASON


def test_names_and_telephone_numbers_only_for_those_who_may(work: Work, month: Month, cast: Cast) -> None:
    owe_everything(month, cast)
    state = DigestState((cast.body.id or 0,), PERIOD, View.OWED_LIST, kind=Owed.NO_REPORT)
    full = shown(work, cast.body, state).content
    named = shown(work, cast.body, state, Sight(names=True, phones=False)).content
    counted = shown(work, cast.body, state, Sight(names=False, phones=False)).content
    assert isinstance(full, OwedPage)
    assert isinstance(named, OwedPage)
    assert (full.lines[0].phone, named.lines[0].phone) == ("0900000013", None)
    assert isinstance(counted, OwedCounts)
    visitors = at(cast.body, view=View.VISITORS)
    assert isinstance(shown(work, cast.body, visitors).content, VisitorsPage)
    assert isinstance(shown(work, cast.body, visitors, Sight(names=False, phones=False)).content, Summary)


def test_organisations_are_found_by_part_of_their_name(work: Work, cast: Cast) -> None:
    state = DigestState((cast.body.id or 0,), PERIOD, View.ORGANISATIONS, search="nha NÔNG")
    content = shown(work, cast.body, state).content
    assert isinstance(content, UnitsPage)
    assert [unit.name for unit in content.lines] == ["Chi bộ Hội Nhà nông"]


def test_a_draft_shows_only_what_lies_inside_its_body(work: Work, cast: Cast) -> None:
    assert shown(work, cast.body, at(cast.body, cast.grassroots)).organisation == "Đảng bộ Sở Y"
    with pytest.raises(Gone):
        shown(work, cast.grassroots, at(cast.grassroots, cast.alone))
    with pytest.raises(Gone):
        shown(work, cast.grassroots, at(cast.body))


def test_loading_a_draft_asks_who_may(work: Work, cast: Cast) -> None:
    cast.lead(cast.lan, cast.grassroots, Role.LEADERSHIP)
    subject = digest_cards.subject(cast.grassroots.id or 0, PERIOD)
    loaded = SHEET.load(work, cast.lan.id or 0, subject, None)
    assert (loaded.organisation, loaded.may_see_names, loaded.is_below) == ("Đảng bộ Sở Y", True, False)
    with pytest.raises(Gone):
        SHEET.load(work, cast.hung.id or 0, subject, None)
    with pytest.raises(Gone):
        SHEET.load(work, cast.lan.id or 0, digest_cards.subject(cast.body.id or 0, PERIOD), None)
    with pytest.raises(Gone):
        SHEET.load(work, cast.lan.id or 0, digest_cards.subject(99, PERIOD), None)


def test_months_reach_from_the_first_duty_to_next_month(work: Work, month: Month, cast: Cast) -> None:
    month.period = 202609
    month.duty(cast.lan, cast.first, cast.body)
    loaded = shown(work, cast.body, at(cast.body))
    assert (loaded.first_period, loaded.last_period) == (202609, 202701)
