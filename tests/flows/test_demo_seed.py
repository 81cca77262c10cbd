"""The demo's data: what stands in the database before its clock moves; nothing of the past is said."""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel, col, func, select

from bot.channels.web import LIMITS
from bot.domain.attendance import check
from bot.domain.chat import AddressKey
from bot.domain.digests import Cells, Duties, Visits
from bot.domain.duties import Grade, Outcome, OutcomeReason, Response
from bot.domain.people import CELL_LEVELS, Level, Role
from bot.services import attendance, codes, demo, digests, invitations, people, periods, ticks
from bot.services.codes import CodeOutcome
from bot.services.demo import RoleGroup
from bot.services.work import Ground, Work
from db.models import (
    Address,
    Assignment,
    Duty,
    Milestone,
    Organisation,
    OutboxMessage,
    Person,
    Post,
    Reminder,
    ScoreSheet,
    Visit,
)
from db.models.visits import MilestoneKind, ReminderState
from db.queries import chats
from db.queries import people as people_queries
from db.session import unit_of_work
from tests.chat import ALMANAC, START, ZONE

Row = TypeVar("Row", bound=SQLModel)
GROUND = Ground(ALMANAC, {"web": LIMITS}, b"k" * 32)
PARTY_BODY = 1
NOVEMBER, DECEMBER = 202611, 202612


@pytest.fixture
def work(sqlite_engine: Engine) -> Iterator[Work]:
    """A seeded demo, at the instant at which its clock starts."""
    with unit_of_work(sqlite_engine) as session:
        work = Work(session, demo.START, GROUND)
        demo.seed(work)
        yield work


def rows(work: Work, table: type[Row]) -> list[Row]:
    return list(work.session.exec(select(table)))


def person(work: Work, code: str) -> Person:
    return work.session.exec(select(Person).where(Person.code == code)).one()


def pending(work: Work) -> list[Reminder]:
    planned = select(Reminder).where(Reminder.state == ReminderState.PLANNED)
    return list(work.session.exec(planned.order_by(col(Reminder.due_at), col(Reminder.id))))


def open_december(work: Work) -> None:
    while periods.pass_next(work):
        pass


def test_the_clock_starts_when_the_issue_says() -> None:
    assert demo.START == START


def test_the_party_body_has_the_size_that_the_page_promises(work: Work) -> None:
    levels = Counter(organisation.level for organisation in rows(work, Organisation))
    assert levels == {
        Level.PARTY_BODY: 1,
        Level.GRASSROOTS_BODY: 3,
        Level.DEPENDENT_CELL: 10,
        Level.GRASSROOTS_CELL: 2,
    }
    groups = Counter(player.group for player in demo.people(work))
    assert (groups[RoleGroup.LEADERSHIP], groups[RoleGroup.OFFICE], groups[RoleGroup.VISITOR]) == (3, 2, 8)
    assert groups[RoleGroup.SECRETARY] == 13  # one secretary is listed among the visitors; two deputies
    assert sum(groups.values()) == len(rows(work, Person))


def test_cells_differ_as_real_ones_do(work: Work) -> None:
    cells = [one for one in rows(work, Organisation) if one.level in CELL_LEVELS]
    assert {min(one.members or 0 for one in cells), max(one.members or 0 for one in cells)} == {5, 30}
    assert [one.name for one in cells if not one.has_cell_committee] == ["Chi bộ Hội Chữ thập đỏ tỉnh"]
    unvisited = people_queries.cells_unvisited(work.session, "/1/", work.today)
    assert [one.name for one in unvisited] == ["Chi bộ Liên minh Hợp tác xã tỉnh"]
    held = Counter((post.organisation_id, post.role) for post in rows(work, Post))
    assert all(held[one.id or 0, Role.SECRETARY] == 1 for one in cells)
    assert sum(held[one.id or 0, Role.DEPUTY] for one in cells) == 2


def test_every_post_but_that_of_a_committee_member_has_a_role(work: Work) -> None:
    without = {post.title for post in rows(work, Post) if post.role is None}
    assert without == {"Ủy viên Ban Chấp hành Đảng bộ Khối", "Đảng ủy viên"}


def test_the_cast_has_its_special_cases(work: Work) -> None:
    assert [one.name for one in rows(work, Person) if one.phone is None] == ["Lại Văn Đoàn"]
    in_force = [one for one in rows(work, Assignment) if one.ends_on is None]
    cells = Counter(one.person_id for one in in_force)
    assert len(cells) == 8
    assert cells[person(work, "BA06").id or 0] == 3
    assert {one.assigned_by_id == PARTY_BODY for one in in_force} == {True, False}
    both = people.actor(work, person(work, "BA11").id or 0)
    assert both.assigned_cells
    assert [office.role for office in both.offices] == [Role.SECRETARY]


def test_the_page_lists_people_by_group_and_place(work: Work) -> None:
    listed = demo.people(work)
    assert (listed[0].code, listed[0].post) == ("BA01", "Bí thư Đảng ủy Khối")
    assert [one.group for one in listed] == sorted((one.group for one in listed), key=list(RoleGroup).index)
    both = next(one for one in listed if one.code == "BA11")
    assert both.post == "Đảng ủy viên, Bí thư chi bộ"
    assert both.organisation == "Đảng bộ Công ty Cổ phần Cấp nước Bình An"


def test_all_but_two_are_reached_in_the_browser(work: Work) -> None:
    unreached = {one.code for one in rows(work, Person) if not people.is_reachable(work, one.id or 0)}
    assert unreached == set(demo.invitation_codes()) == {"BA13", "BA17"}
    bound = {address.person_id: address for address in rows(work, Address)}
    assert len(bound) == len(rows(work, Person)) - 2
    lan = bound[person(work, "BA06").id]
    assert (lan.channel, lan.account, lan.chat) == ("web", "rehearsal", "BA06")


def test_the_two_enrol_with_the_codes_that_the_story_names(work: Work) -> None:
    for chat, code in demo.invitation_codes().items():
        assert set(code) <= set(invitations.ALPHABET)
        assert len(code) == invitations.LENGTH
        address = chats.lock_address(work.session, AddressKey("web", "rehearsal", chat))
        outcome, invitation = codes.enter(work, address, code.lower())
        assert outcome is CodeOutcome.BOUND
        assert invitation is not None
        assert invitation.person_id == person(work, chat).id


def test_november_adds_up(work: Work) -> None:
    found = digests.figures(work, PARTY_BODY, NOVEMBER).figures
    assert found.cells == Cells(held=11, cancelled=1)
    assert found.duties == Duties(assigned=13, attended=10, pending=3)
    assert found.visits == Visits(total=10, by_party_body=8, by_grassroots=2, scored=9, not_scored=1)
    assert (found.grades.tot, found.grades.kha, found.grades.trung_binh) == (3, 4, 1)
    below = [unit.figures for unit in digests.breakdown(work, PARTY_BODY, NOVEMBER)]
    assert sum(one.duties.assigned for one in below) == found.duties.assigned
    assert sum(one.cells.total for one in below) == 12
    owed = digests.owed(work, PARTY_BODY, NOVEMBER)
    assert (owed.no_report, owed.awaiting, owed.no_score, owed.not_due) == (1, 1, 1, 1)


def test_of_two_visitors_of_a_cell_the_party_bodys_sheet_counts(work: Work) -> None:
    cell = work.session.exec(
        select(Organisation).where(Organisation.name == "Chi bộ Kế toán - Kinh doanh")
    ).one()
    sheets = [one for one in rows(work, ScoreSheet) if one.cell_id == cell.id]
    assert {one.grade for one in sheets} == {Grade.TOT, Grade.KHA}
    assert digests.figures(work, cell.id or 0, NOVEMBER).figures.grades.kha == 1


def test_reported_figures_fit_the_roster_and_each_other(work: Work) -> None:
    reported = [visit for visit in rows(work, Visit) if visit.reported_at is not None]
    assert len(reported) == 10
    for visit in reported:
        facts = attendance.facts_of(visit)
        cell = work.session.get_one(Organisation, visit.cell_id)
        assert facts is not None
        assert check(facts) is None
        assert (facts.members, facts.exempt) == (cell.members, cell.exempt)


def test_nothing_of_the_past_is_said_when_the_clock_starts(work: Work) -> None:
    assert rows(work, OutboxMessage) == []
    assert [one for one in pending(work) if one.due_at <= demo.START] == []
    assert ticks.next_due_at(work) is not None
    open_december(work)
    assert [one for one in pending(work) if one.due_at <= demo.START] == []
    assert not ticks.pass_time(work)
    assert rows(work, OutboxMessage) == []


def test_of_november_only_what_is_still_owed_will_be_asked(work: Work) -> None:
    asked = Counter((one.kind, one.step) for one in pending(work))
    assert asked == {
        ("visit", "before_closing"): 2,
        ("office", "declines_25"): 2,
        ("office", "declines_closing"): 2,
        ("digest", "digest"): 3,
    }
    owing = {one.person_id for one in pending(work) if one.kind == "visit"}
    assert owing == {person(work, "BA06").id, person(work, "BA08").id}


def test_milestones_stand_as_after_a_month_of_running(work: Work) -> None:
    found = {
        (one.kind, one.period): (f"{one.due_at.astimezone(ZONE):%d/%m %H:%M}", one.done_at is not None)
        for one in rows(work, Milestone)
    }
    assert found == {
        (MilestoneKind.OPEN, NOVEMBER): ("18/10 00:00", True),
        (MilestoneKind.CLOSE, NOVEMBER): ("06/12 00:00", False),
        (MilestoneKind.OPEN, DECEMBER): ("18/11 00:00", False),
        (MilestoneKind.DAY, 20261118): ("18/11 00:00", False),
    }


def test_december_opens_with_a_question_to_every_cell(work: Work) -> None:
    open_december(work)
    asked = [one for one in pending(work) if (one.kind, one.period) == ("register", DECEMBER)]
    assert Counter(one.step for one in asked) == {"first": 12, "second": 12, "third": 12}
    eight = datetime(2026, 11, 18, 8, tzinfo=ZONE)
    assert {one.due_at for one in asked if one.step == "first"} == {eight}
    recipients = {one.person_id for one in asked}
    assert person(work, "BA18").id in recipients  # the deputy, as long as the secretary has not enrolled
    assert person(work, "BA17").id not in recipients
    duties = [one for one in rows(work, Duty) if one.period == DECEMBER]
    assert len(duties) == 13
    assert {one.outcome for one in duties} == {Outcome.PENDING}
    assert person(work, "BA13").id in {one.person_id for one in duties}


def test_closing_november_leaves_nothing_pending(work: Work) -> None:
    open_december(work)
    open_december(replace(work, now=datetime(2026, 12, 6, tzinfo=ZONE)))
    reasons = Counter(one.outcome_reason for one in rows(work, Duty) if one.period == NOVEMBER)
    assert reasons == {
        None: 10,
        OutcomeReason.CELL_DID_NOT_MEET: 1,
        OutcomeReason.WITH_REASON: 1,
        OutcomeReason.WITHOUT_REASON: 1,
    }
    declined = [one for one in rows(work, Visit) if one.response is Response.DECLINED]
    assert [one.outcome for one in declined] == [Outcome.MISSED]


def test_a_database_that_is_not_empty_is_refused(work: Work) -> None:
    with pytest.raises(demo.NotEmpty):
        demo.seed(work)


def test_a_database_in_use_is_neither_empty_nor_a_demo(sqlite_engine: Engine) -> None:
    with unit_of_work(sqlite_engine) as session:
        work = Work(session, demo.START, GROUND)
        assert demo.is_empty(work)
        assert not demo.is_demo(work)
        periods.ensure_milestones(work)
        assert not demo.is_empty(work)
        with pytest.raises(demo.NotEmpty):
            demo.seed(work)
        assert not demo.is_demo(work)


def test_seeding_is_quick_and_the_same_on_both_databases(engine: Engine) -> None:
    began = time.process_time()
    with unit_of_work(engine) as session:
        demo.seed(Work(session, demo.START, GROUND))
    assert time.process_time() - began < 2
    with unit_of_work(engine) as session:
        work = Work(session, demo.START, GROUND)
        assert demo.is_demo(work)
        assert digests.figures(work, PARTY_BODY, NOVEMBER).figures.duties.attended == 10
        assert session.exec(select(func.count(col(Reminder.id)))).one() > 100
