"""One-time codes: who gets one, what is kept of it, what is handed over."""

import io
import re
import stat
import zipfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine
from sqlmodel import col, select

from bot.documents.invitations import Handout, invitations_workbook
from bot.documents.private_file import write_private
from bot.services import administrators, invitations
from bot.services.administrators import Ambiguous, Unknown
from db.models import Address, Invitation, Person
from tests.flows.importing import GROUND, NOW, do_import, working
from tests.workbooks import STAFF, VISITS, roster_workbook

LATER = NOW + timedelta(days=1)


def codes(engine: Engine) -> dict[str, str]:
    with working(engine) as work:
        return {row.name: row.code for row in invitations.issue_all(work)[0]}


def alive_of(engine: Engine, person: str) -> list[tuple[str, bool]]:
    """The HMAC of every code that binds this person now, and whether it makes an administrator."""
    with working(engine) as work:
        mine = select(Person.id).where(Person.code == person).scalar_subquery()
        rows = work.session.exec(
            select(Invitation).where(Invitation.person_id == mine, col(Invitation.revoked_at).is_(None))
        )
        return [(row.code_hmac, row.grants_administrator) for row in rows]


def kept(code: str) -> str:
    return invitations.code_hmac(GROUND.secret, code)


@pytest.mark.parametrize(
    "typed", ["cfgh 2347", "CFGH-2347", " cfgh2347 ", "ｃｆｇｈ２３４７", "c f g h . 2 3 4 7"]
)
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert invitations.code_hmac(b"s", typed) == invitations.code_hmac(b"s", "CFGH2347")
    assert invitations.code_hmac(b"other", typed) != invitations.code_hmac(b"s", typed)


@pytest.mark.parametrize(
    ("text", "is_code"),
    [
        ("CFGH2347", True),
        ("cfgh 2347", True),
        ("cfgh-2347", True),
        ("ABCD0000", True),
        ("CFGH234", False),
        ("xin chào", False),
        ("Tôi đồng ý", False),
        ("c f g h . 2 3 4 7", True),
        ("đồng chí cho hỏi mã ở đâu", False),
        ("", False),
    ],
)
def test_what_looks_like_a_code(text: str, is_code: bool) -> None:
    assert invitations.looks_like_code(text) is is_code


def test_everybody_in_force_and_not_enrolled_gets_one(engine: Engine) -> None:
    past = ("CB8", "Lê Thị Hoa", None, "Chuyên viên", "9", "01/01/2020", "31/12/2025")
    visitor = ("CB7", "Ma Văn Lâm", None, None, None)
    visit = ("CB7", None, "9.1.2", "01/01/2026")
    do_import(engine, roster_workbook(people=[*STAFF, visitor, past], assignments=[*VISITS, visit]))
    with working(engine) as work:
        bound = work.session.exec(select(Person.id).where(Person.code == "CB3")).one()
        work.session.add(Address(channel="telegram", account="1", chat="5", person_id=bound, bound_at=NOW))
    with working(engine) as work:
        rows = [(row.body_code, row.name, row.post) for row in invitations.issue_all(work)[0]]
    assert rows == [
        ("9", "Lý Thu Vân", "Bí thư Đảng ủy, Đảng bộ Khối"),
        ("9", "Hà Mạnh Việt", "Ủy viên Ban Chấp hành, Đảng bộ Khối"),
        ("9.1", "Ma Văn Lâm", "Người được phân công dự sinh hoạt"),
        ("9.1", "Bàn Kim Trang", "Bí thư chi bộ, Chi bộ Văn phòng"),
        ("9.1", "Nông Xuân Việt", "Bí thư chi bộ, Chi bộ Kế toán"),
        ("9.2", "Phạm Lan Quyên", "Bí thư chi bộ, Chi bộ Trung tâm Dịch vụ"),
    ]


def test_only_an_hmac_is_kept_and_it_is_valid_for_a_fortnight(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    issued = codes(engine)
    assert all(re.fullmatch(r"[CFGHJKMNPQRTX34679]{8}", code) for code in issued.values())
    assert len(set(issued.values())) == 6
    with working(engine) as work:
        kept = work.session.exec(select(Invitation)).all()
        hashes = {invitations.code_hmac(work.ground.secret, code) for code in issued.values()}
        assert {one.code_hmac for one in kept} == hashes
        assert {one.expires_at for one in kept} == {datetime(2026, 12, 8, 3, 0, tzinfo=UTC)}
        assert not any(code in str(one.model_dump()) for one in kept for code in issued.values())


def test_older_codes_die(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    first, second = codes(engine), codes(engine)
    assert not set(first.values()) & set(second.values())
    with working(engine, LATER) as work:
        alive = work.session.exec(
            select(Invitation.code_hmac).where(col(Invitation.revoked_at).is_(None))
        ).all()
        assert set(alive) == {invitations.code_hmac(work.ground.secret, code) for code in second.values()}


def test_an_administrators_code_in_hand_stays_good(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    with working(engine) as work:
        _, code = administrators.invite(work, "CB2")
    with working(engine) as work:
        rows, left_out = invitations.issue_all(work)
        assert (len(rows), left_out) == (5, ["CB2 Hà Mạnh Việt"])
    assert alive_of(engine, "CB2") == [(kept(code), True)]


def test_an_administrators_code_stays_one_when_it_is_replaced(engine: Engine) -> None:
    do_import(engine, roster_workbook())
    with working(engine) as work:
        administrators.invite(work, "CB2")
    with working(engine) as work:
        person = work.session.exec(select(Person.id).where(Person.code == "CB2")).one()
        code = invitations.issue(work, person or 0)
    assert alive_of(engine, "CB2") == [(kept(code), True)]


def test_the_first_administrator_by_code_by_name_or_new(engine: Engine) -> None:
    twin = ("CB9", "Lý Thu Vân", None, None, None)
    do_import(engine, roster_workbook(people=[*STAFF, twin]))
    with working(engine) as work:
        assert administrators.invite(work, "cb1")[0] == "CB1 Lý Thu Vân"
        assert administrators.invite(work, "hà mạnh việt")[0] == "CB2 Hà Mạnh Việt"
        assert administrators.invite(work, "QT01", "NGUYỄN THỊ LAN")[0] == "QT01 Nguyễn Thị Lan"
        with pytest.raises(Ambiguous) as error:
            administrators.invite(work, "Lý Thu Vân")
        assert error.value.people == ("CB1 Lý Thu Vân", "CB9 Lý Thu Vân")
        with pytest.raises(Unknown):
            administrators.invite(work, "QT02")


def test_the_workbook_has_a_sheet_for_each_organisation_and_a_picture_for_each_person() -> None:
    long = "38.168.001 Đảng bộ Trung tâm Dịch vụ: khoa học / công nghệ"
    handouts = [
        Handout(long, "Lý Thu Vân", "=HYPERLINK(1)", "CFGH2347", "https://t.me/thu_bot?start=CFGH2347"),
        Handout(long, "Hà Mạnh Việt", "Bí thư", "KMNP4679", None),
        Handout(long + " hai", "Đỗ Mai Tâm", "Bí thư", "QRTX3467", None),
    ]
    content = invitations_workbook(handouts, date(2026, 12, 8))
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["38.168.001 Đảng bộ Trung tâm Dị", "38.168.001 Đảng bộ Trung t (2)"]
    first = book.worksheets[0]
    assert [cell.value for cell in first[4]][:5] == [
        1,
        "Lý Thu Vân",
        "=HYPERLINK(1)",
        handouts[0].link,
        "CFGH 2347",
    ]
    assert first["C4"].data_type == "s"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("xl/media/")]
        drawings = [name for name in archive.namelist() if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * 3
    assert len(drawings) == 2


def test_nobody_invited_is_a_workbook_too() -> None:
    assert load_workbook(io.BytesIO(invitations_workbook([], date(2026, 12, 8)))).worksheets[0]["A1"].value


def test_the_file_is_its_owners_even_where_an_open_one_was(tmp_path: Path) -> None:
    file = tmp_path / "loi-moi.xlsx"
    file.write_bytes(b"old")
    file.chmod(0o644)
    write_private(file, b"new")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o600)
    assert [one.name for one in tmp_path.iterdir()] == ["loi-moi.xlsx"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "loi-moi.xlsx"
    folder.mkdir()
    with pytest.raises(OSError):
        write_private(folder, b"new")
    assert list(tmp_path.iterdir()) == [folder]
