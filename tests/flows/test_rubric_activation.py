"""Forms in force by body and day: fixed when a draft opens, never moving a grade, withdrawn under a draft."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot.domain.meetings import Kind
from bot.services import people, rubric_activation, rubrics
from bot.services.rubric_refusals import Refused
from bot.services.rubric_seeds import text_of
from bot.services.rubric_texts import Brought, read
from bot.services.work import Work
from db.models import AuditEntry, Draft, Meeting, Organisation, RubricVersion
from tests.cast import Cast, gather
from tests.chat import ZONE, Chat
from tests.flows.backstage import register
from tests.flows.importing import working
from tests.flows.test_scoring import sheets

DAY = date(2027, 1, 1)


def seed(name: str) -> Brought:
    text = text_of(name)
    assert text is not None
    return read(text)


def activate(
    work: Work, form: str | Brought, code: str = "38", on: date = DAY, by: int | None = None
) -> None:
    brought = seed(form) if isinstance(form, str) else form
    rubric_activation.activate(work, rubric_activation.plan(work, code, brought, on), by)


def withdraw(work: Work, form: str, code: str = "38", on: date = DAY) -> None:
    rubric_activation.withdraw(work, rubric_activation.plan_withdrawal(work, code, form, on))


def form_of(work: Work, cast: Cast, cell: str, on: date, kind: Kind = Kind.ORDINARY) -> str:
    return rubrics.rubric_for(work, work.session.get_one(Organisation, cast.places[cell]), on, kind).name


def meeting(work: Work, cast: Cast, cell: str, starts_at: datetime, kind: Kind = Kind.ORDINARY) -> Meeting:
    period = starts_at.year * 100 + starts_at.month
    row = Meeting(
        cell_id=cast.places[cell],
        period=period,
        kind=kind,
        starts_at=starts_at,
        planned_minutes=90,
        place="P2",
    )
    work.session.add(row)
    work.session.flush()
    return row


def test_the_nearest_body_with_a_form_for_the_kind_decides(engine: Engine) -> None:
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, "provincial_2021_ordinary")
        activate(work, "provincial_2021_thematic")
        activate(work, "short_42hd", "38.001", date(2027, 2, 1))
        seen = {
            (cell, on, kind): form_of(work, cast, cell, on, kind)
            for cell in ("kế toán", "trường")
            for on in (date(2026, 12, 31), DAY, date(2027, 2, 1))
            for kind in (Kind.COMBINED, Kind.THEMATIC)
        }
    old, new, later = date(2026, 12, 31), DAY, date(2027, 2, 1)
    provincial = {Kind.COMBINED: "provincial_2021_ordinary", Kind.THEMATIC: "provincial_2021_thematic"}
    for kind, name in provincial.items():
        assert [seen["kế toán", on, kind] for on in (old, new, later)] == [
            "detailed_42hd",
            name,
            "short_42hd",
        ]
        assert [seen["trường", on, kind] for on in (old, new, later)] == ["detailed_42hd", name, name]


def test_what_was_withdrawn_is_in_force_no_more_and_may_come_back(engine: Engine) -> None:
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, "gated")
        activate(work, "short_42hd", on=date(2027, 2, 1))
        assert form_of(work, cast, "kho", date(2027, 2, 1)) == "short_42hd"
        withdraw(work, "short_42hd", on=date(2027, 2, 1))
        assert form_of(work, cast, "kho", date(2027, 2, 1)) == "gated"
        withdraw(work, "gated")
        assert form_of(work, cast, "kho", date(2027, 2, 1)) == "detailed_42hd"
        activate(work, "gated")
        assert form_of(work, cast, "kho", DAY) == "gated"
        assert len(work.session.exec(select(RubricVersion)).all()) == 2


def test_who_did_it_is_recorded(engine: Engine) -> None:
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, "gated", by=cast.people["Yến"])
        withdraw(work, "gated")
        noted = [
            (one.action, one.subject, one.person_id) for one in work.session.exec(select(AuditEntry)).all()
        ]
    subject = f"gated/1 organisation:{cast.places['khối']} 2027-01-01"
    assert noted == [
        ("rubric.activated", subject, cast.people["Yến"]),
        ("rubric.withdrawn", subject, None),
    ]


OTHER = "Đã có phiếu gated, phiên bản 1, với nội dung khác. Nếu nội dung thay đổi, đề nghị ghi version = 2"


@pytest.mark.parametrize(
    ("form", "code", "on", "reason"),
    [
        ("gated", "99", DAY, "Không có tổ chức nào mang mã 99"),
        ("gated", "38", date(2026, 9, 30), "Sổ tháng 09/2026 đã khóa nên không đổi phiếu từ ngày 30/09/2026"),
        ("gated", "38", date(2026, 9, 30), "từ ngày 01/11/2026 trở đi"),
        ("gated", "38", date(2019, 5, 1), "Sổ tháng 05/2019 đã khóa"),
        (
            "short_42hd",
            "38",
            DAY,
            "Đảng bộ Khối đã có phiếu short_42hd, phiên bản 1, áp dụng từ chính ngày",
        ),
        ("gated", "38", DAY, "Đề nghị thu hồi phiếu đó trước"),
        ("provincial_2021_thematic", "38", DAY, "đã có phiếu short_42hd"),
        (("starts_on = 2025-10-28", "starts_on = 2027-01-02"), "38", DAY, OTHER),
        (("version = 1", "version = 2\nends_on = 2026-12-31"), "38", DAY, "đã hết hiệu lực ngày 31/12/2026"),
        (("version = 1", "version = 2"), "38", date(2026, 11, 1), None),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    sqlite_engine: Engine, form: str | tuple[str, str], code: str, on: date, reason: str | None
) -> None:
    brought = seed(form) if isinstance(form, str) else read(seed("gated").text.replace(*form))
    with working(sqlite_engine) as work:
        gather(work.session)
        activate(work, "short_42hd")
        if reason is None:
            activate(work, brought, code, on)
        else:
            with pytest.raises(Refused, match=re.escape(reason)):
                activate(work, brought, code, on)


def test_a_form_may_not_begin_before_its_own_date(sqlite_engine: Engine) -> None:
    changed = seed("gated").text.replace("version = 1", "version = 2")
    changed = changed.replace("starts_on = 2025-10-28", "starts_on = 2027-01-02")
    with working(sqlite_engine) as work:
        gather(work.session)
        with pytest.raises(Refused, match="có hiệu lực từ ngày 02/01/2027"):
            activate(work, read(changed))
        activate(work, read(changed), on=date(2027, 1, 2))


def test_spaces_and_comments_do_not_make_another_form(sqlite_engine: Engine) -> None:
    with working(sqlite_engine) as work:
        cast = gather(work.session)
        activate(work, read("# Bản của Khối\n" + seed("gated").text.replace(" = ", "  =  ")))
        activate(work, "gated", "38.001", date(2027, 2, 1))
        assert form_of(work, cast, "kho", DAY) == "gated"


def test_the_preview_counts_cells_meetings_and_drafts(engine: Engine) -> None:
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, "gated", "38.002", date(2026, 12, 1))
        on_the_eve = meeting(work, cast, "kho", datetime(2026, 12, 31, 23, 30, tzinfo=ZONE))
        at_half_past = meeting(work, cast, "kế toán", datetime(2027, 1, 1, 0, 30, tzinfo=ZONE))
        for row in (on_the_eve, at_half_past):
            work.session.add(
                Draft(
                    person_id=cast.people["Bình"],
                    form="scoring",
                    subject=f"meeting:{row.id}",
                    state={"rubric": "detailed_42hd", "version": 1},
                    created_at=work.now,
                    updated_at=work.now,
                )
            )
        work.session.flush()
        effect = rubric_activation.plan(work, "38", seed("provincial_2021_ordinary"), DAY).effect
    assert (effect.changed, effect.unchanged, effect.meetings, effect.drafts) == (2, 1, 1, 1)
    assert [
        (one.before.name, one.before.body, one.after.name, one.after.body, one.cells)
        for one in effect.instead
    ] == [("detailed_42hd", None, "provincial_2021_ordinary", "Đảng bộ Khối", 2)]
    assert {(one.kind, one.form.name, one.cells) for one in effect.others} == {
        (Kind.THEMATIC, "detailed_42hd", 2),
        (Kind.THEMATIC, "gated", 1),
    }


def test_the_local_date_decides_at_half_past_midnight(engine: Engine) -> None:
    """00:30 on the 1st in Viet Nam is still the day before in UTC."""
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, "gated")
        row = meeting(work, cast, "kho", datetime(2027, 1, 1, 0, 30, tzinfo=ZONE))
        work.session.refresh(row)
        on = row.starts_at.astimezone(ZONE).date()
        assert form_of(work, cast, "kho", on) == "gated"


def test_a_draft_keeps_its_version_until_it_is_withdrawn(engine: Engine) -> None:
    with working(engine) as work:
        cast = gather(work.session)
        cell = work.session.get_one(Organisation, cast.places["kho"])

        def going_on(name: str) -> tuple[str, bool]:
            found = rubrics.for_draft(work, cell, date(2027, 2, 3), Kind.ORDINARY, name, 1)
            return found.rubric.name, found.is_changed

        assert going_on("detailed_42hd") == ("detailed_42hd", False)
        activate(work, "gated")
        assert going_on("detailed_42hd") == ("detailed_42hd", False), "a newer one moves no open draft"
        assert going_on("gated") == ("gated", False)
        activate(work, "short_42hd", on=date(2027, 2, 1))
        assert going_on("gated") == ("gated", False)
        withdraw(work, "gated")
        assert going_on("gated") == ("short_42hd", True)
        withdraw(work, "short_42hd", on=date(2027, 2, 1))
        assert going_on("gated") == ("detailed_42hd", True)
        activate(work, "gated", on=date(2027, 2, 1))
        assert going_on("gated") == ("gated", False)


def test_a_years_form_is_the_one_in_force_on_its_last_day(engine: Engine) -> None:
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, "annual_b", "38.001", date(2027, 12, 31))
        company = people.place(work.session.get_one(Organisation, cast.places["kho"]))
        school = people.place(work.session.get_one(Organisation, cast.places["trường"]))
        names = [rubrics.annual_form_for(work, company, year).name for year in (2026, 2027, 2028)]
        assert names == ["annual_a", "annual_b", "annual_b"]
        assert rubrics.annual_form_for(work, school, 2028).name == "annual_a"


def test_what_an_office_brought_is_read_from_what_was_kept(engine: Engine) -> None:
    own = seed("detailed_42hd").text.replace('"detailed_42hd"', '"phieu_rieng"')
    with working(engine) as work:
        cast = gather(work.session)
        activate(work, read(own))
    with working(engine) as work:
        assert form_of(work, cast, "kho", DAY) == "phieu_rieng"
        assert rubrics.rubric(work, "phieu_rieng", 1).maximum == Decimal(100)
        with pytest.raises(LookupError):
            rubrics.rubric(work, "phieu_rieng", 2)


async def test_a_new_form_moves_no_grade_and_the_next_meeting_goes_by_it(chat: Chat) -> None:
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await chat.work(lambda work: activate(work, "provincial_2021_ordinary", on=date(2026, 12, 3)))
    await chat.move_to("03/12/2026", "16:00")
    await binh.says("18 1 1 0 95 12")
    await chat.work(lambda work: activate(work, "provincial_2021_thematic", on=date(2026, 12, 2)))
    await binh.says("20 10 45 15 9,5")
    await binh.taps("Xác nhận và gửi")
    await binh.taps("Không ghi chú")
    (sheet,) = sheets(chat)
    assert (sheet.rubric, sheet.rubric_version, sheet.total) == (
        "provincial_2021_ordinary",
        1,
        Decimal("99.5"),
    )
    await chat.work(lambda work: withdraw(work, "provincial_2021_ordinary", on=date(2026, 12, 3)))
    assert sheets(chat) == [sheet]
    await binh.says("/cham")
    binh.sees("Chi bộ Kế toán", "99,5")
