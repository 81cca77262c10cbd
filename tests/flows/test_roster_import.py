"""Rosters imported into a database, seen, corrected, completed, exported and imported again."""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.documents import roster as documents
from bot.documents.workbook import parse_in_child
from bot.domain.people import Role
from bot.domain.workbooks import ParsedWorkbook
from bot.services import periods, roster
from bot.services.roster import EndsNotRepeated
from db.models import Assignment, AuditEntry, Duty, Organisation, Person, Post
from tests.flows.importing import do_import, preview, working
from tests.workbooks import BODY, KHOI, KHOI_JSON, STAFF, VISITS, Rows, khoi_workbook, roster_workbook


async def parsed(content: bytes) -> ParsedWorkbook:
    found = await parse_in_child(content)
    assert isinstance(found, ParsedWorkbook)
    return found


async def khoi() -> ParsedWorkbook:
    return await parsed(khoi_workbook())


async def test_khoi_gives_exactly_its_figures(engine: Engine) -> None:
    workbook = await khoi()
    plan = do_import(engine, workbook)
    refused = [{"sheet": row.where.title, "row": row.where.row, "why": row.why.value} for row in plan.refused]
    expected = json.loads(KHOI_JSON.read_text("utf-8"))
    assert {name: (plan.figures | {"rows_to_refuse": refused})[name] for name in expected} == expected
    again = preview(engine, workbook, on=date(2027, 2, 1), complete=True)
    assert (again.has_changes, again.absent.total) == (False, 0)


async def test_khoi_as_it_is_kept(engine: Engine) -> None:
    do_import(engine, await khoi())
    with working(engine) as work:
        paths = {row.code: (row.id, row.path) for row in work.session.exec(select(Organisation))}
        (root, _), (body, _), (cell, path) = (
            paths[code] for code in ("38", "38.168.001", "38.168.001.000.001")
        )
        assert path == f"/{root}/{body}/{cell}/"
        roles = [role for role in work.session.exec(select(Post.role)) if role is not None]
        assert [roles.count(role) for role in (Role.SECRETARY, Role.LEADERSHIP, Role.OFFICE)] == [402, 95, 6]
        dung = work.session.exec(select(Person).where(Person.code == "CB0016")).one()
        assert (dung.name, dung.folded_name, dung.sort_key) == (
            "Dương Thanh Dung",
            "duong thanh dung",
            "dung duong thanh",
        )
        assert work.session.exec(select(AuditEntry.subject)).all() == ["+2117 ~0 -0"]


async def test_khoi_exported_imports_unchanged(engine: Engine) -> None:
    do_import(engine, await khoi())
    with working(engine) as work:
        before = roster.known_roster(work)
        content = documents.export(before, work.today)
    exported = await parsed(content)
    plan = preview(engine, exported, complete=True)
    assert (plan.has_changes, plan.refused, plan.ignored_sheets) == (False, (), ("Hướng dẫn",))


async def test_an_export_rebuilds_the_roster_elsewhere(
    sqlite_engine: Engine, postgres_engine: Engine
) -> None:
    do_import(sqlite_engine, roster_workbook())
    change: Rows = (("CB2", "Hà Mạnh Việt", "9.1.1", "01/12/2026", "31/12/2027", "=1+1"),)
    do_import(sqlite_engine, roster_workbook(None, None, change))
    with working(sqlite_engine) as work:
        content = documents.export(roster.known_roster(work), work.today)
    workbook = await parsed(content)
    do_import(postgres_engine, workbook, on=date(2027, 1, 1))
    for engine in (sqlite_engine, postgres_engine):
        assert not preview(engine, workbook, complete=True).has_changes
    with working(postgres_engine) as work:
        decisions = set(work.session.exec(select(Assignment.decision)))
        assert decisions == {"12-QĐ/ĐUK", "05-QĐ/ĐU", "=1+1"}


async def test_the_template_imports_unchanged(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    plan = preview(engine, await parsed(documents.template()), complete=True)
    assert (plan.has_changes, plan.refused) == (False, ())
    assert plan.ignored_sheets == ("Hướng dẫn",)


def test_a_preview_writes_nothing(engine: Engine) -> None:
    assert preview(engine, roster_workbook()).added == 20
    assert preview(engine, roster_workbook()).added == 20


def test_a_corrected_file_shows_what_it_would_do_first(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    corrected = roster_workbook(
        [*BODY[:4], ("9.2", "Chi bộ Trung tâm Dịch vụ việc làm", "Chi bộ cơ sở", "9.1", 21, "Có")],
        [
            ("CB1", "Lý Thu Vân", "0911111111", "Bí thư Đảng ủy", "9"),
            *STAFF[1:],
            ("CB7", "Ma Văn Lâm", None, None, None),
        ],
        [*VISITS[:2], (*VISITS[2][:4], "31/12/2026", "12-QĐ/ĐUK"), ("CB7", None, "9.1.2", "01/12/2026")],
    )
    plan = preview(engine, corrected)
    assert (plan.added, plan.changed, plan.ended) == (2, 2, 1)
    differences = {
        change.about: {one.field: one.new for one in change.differences} for change in plan.changes
    }
    assert differences["9.2 Chi bộ Trung tâm Dịch vụ việc làm"] == {
        "name": "Chi bộ Trung tâm Dịch vụ việc làm",
        "parent": "9.1",
        "members": 21,
    }
    do_import(engine, corrected)
    with working(engine) as work:
        moved = work.session.exec(select(Organisation).where(Organisation.code == "9.2")).one()
        above = work.session.exec(select(Organisation).where(Organisation.code == "9.1")).one()
        assert (moved.parent_id, moved.path) == (above.id, f"{above.path}{moved.id}/")
        assert work.session.exec(select(Person.phone).where(Person.code == "CB1")).one() == "0911111111"
    assert not preview(engine, corrected).has_changes


def test_moving_a_body_moves_what_lies_below_it(engine: Engine) -> None:
    do_import(engine, roster_workbook([*BODY, ("9.3", "Đảng bộ Sở Tài chính", "Đảng bộ cơ sở", "9")]))
    do_import(engine, roster_workbook([("9.1", "Đảng bộ Sở Tư pháp", "Đảng bộ bộ phận", "9.3")], None, None))
    with working(engine) as work:
        by_code = {row.code: row for row in work.session.exec(select(Organisation))}
        ids = [by_code[code].id for code in ("9", "9.3", "9.1", "9.1.1")]
        assert by_code["9.1.1"].path == "/" + "".join(f"{one}/" for one in ids)


def test_dated_changes_end_the_old_and_keep_history(engine: Engine) -> None:
    do_import(
        engine,
        roster_workbook(people=[*STAFF[:4], ("CB5", "Nông Xuân Việt", None, "Phó Bí thư chi bộ", "9.1.2")]),
    )
    do_import(
        engine,
        roster_workbook(None, [("CB5", "Nông Xuân Việt", None, "Bí thư", "9.1.2", "01/12/2026")], None),
    )
    do_import(engine, roster_workbook(None, None, [("CB2", None, "9.1.1", date(2027, 1, 1))]))
    with working(engine) as work:
        person = col(Person.code) == "CB5"
        posts = work.session.exec(select(Post).join(Person).where(person).order_by(col(Post.starts_on))).all()
        assert [(post.title, post.role, post.starts_on, post.ends_on) for post in posts] == [
            ("Phó Bí thư chi bộ", Role.DEPUTY, date(2026, 11, 24), date(2026, 11, 30)),
            ("Bí thư", Role.SECRETARY, date(2026, 12, 1), None),
        ]
        visits = work.session.exec(
            select(Assignment).join(Person).where(Person.code == "CB2").order_by(col(Assignment.starts_on))
        ).all()
        assert [(visit.starts_on, visit.ends_on) for visit in visits] == [
            (date(2026, 1, 1), date(2026, 12, 31)),
            (date(2027, 1, 1), None),
        ]


def test_complete_ends_the_absent_only_where_the_file_speaks(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    part = roster_workbook(BODY[1:3], STAFF[2:4], VISITS[:1])
    assert not preview(engine, part).has_changes
    with pytest.raises(EndsNotRepeated) as error:
        do_import(engine, part, complete=True)
    assert error.value.ends == 3
    assert preview(engine, part, complete=True).ended == 3
    do_import(engine, part, complete=True, ends=3)
    assert not preview(engine, part, complete=True).has_changes
    with working(engine) as work:
        ended = work.session.exec(
            select(Organisation.code).where(col(Organisation.ended_on).is_not(None))
        ).all()
        assert list(ended) == ["9.1.2"]
        left = work.session.exec(select(Assignment).where(col(Assignment.ends_on).is_(None))).all()
        assert len(left) == 2


def test_open_months_follow_the_roster(engine: Engine) -> None:
    with working(engine) as work:
        periods.ensure_milestones(work)
        while periods.pass_next(work):
            pass
    do_import(engine, roster_workbook())
    with working(engine) as work:
        cells = select(Organisation.code).join(Duty, col(Duty.cell_id) == col(Organisation.id))
        found = work.session.exec(cells.where(Duty.period == 202612)).all()
        assert sorted(found) == ["9.1.1", "9.1.2", "9.2"]


def test_khoi_by_the_command_line_in_ten_seconds_and_200_megabytes(tmp_path: Path) -> None:
    khoi_workbook()  # or skipped
    address = f"sqlite:///{tmp_path / 'chibo.db'}"
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, "import", str(KHOI), "--apply", "--json"],
        env={"CHIBO_DATABASE_URL": address, "CHIBO_SECRET": "s" * 32, "CHIBO_LOG_LEVEL": "ERROR"},
        capture_output=True,
        check=True,
    )
    assert time.monotonic() - started < 10
    expected = json.loads(KHOI_JSON.read_text("utf-8"))
    found = json.loads(done.stdout)
    assert {name: found[name] for name in expected} == expected
    assert int(done.stderr.split()[-1]) < 200 * 1024


#: The command, followed by the most memory (kB) that its process held.
_MEASURED = """
import sys
from bot.commands.roster import roster
roster(standalone_mode=False)
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
sys.stderr.write(status["VmHWM"].split()[0])
"""
