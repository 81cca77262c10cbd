"""A roster workbook sent to the bot: preview, confirmation, import; and every way it may go wrong."""

import asyncio
import io
import json
import zipfile

import pytest
from sqlalchemy import text

from bot.channels.web import WebMessenger
from bot.domain.chat import FileOffered
from bot.services import administrators, files
from db.models import AuditEntry, Duty, FileFetch, Organisation, Person, Reminder
from tests.chat import Chat, Player
from tests.flows.offstage import happens, rows
from tests.workbooks import (
    ASSIGNMENTS,
    BODY,
    KHOI_JSON,
    ORGANISATIONS,
    PEOPLE,
    STAFF,
    VISITS,
    Rows,
    as_bytes,
    khoi_workbook,
)

#: The cast's Party body as an office writes it, with a new cell, its secretary and who visits it.
NEW_CELL = ("38.001.003", "Chi bộ Vườn chè", "Chi bộ trực thuộc", "38.001", 14, "Có")
NEW_SECRETARY = ("CB100", "Đinh Văn Sơn", "0911000100", "Bí thư chi bộ", "38.001.003", None, None)
NEW_VISIT = ("CB006", "Vũ Thị Dung", "38.001.003", "01/12/2026", None, "07-QĐ/ĐU")


def workbook(*, organisations: Rows = (), people: Rows = (), assignments: Rows = ()) -> bytes:
    """The three sheets under their headings, as a file."""
    return as_bytes(
        {
            "Tổ chức đảng": (ORGANISATIONS, *organisations),
            "Cán bộ": (PEOPLE, *people),
            "Phân công": (ASSIGNMENTS, *assignments),
        }
    )


GROWN = workbook(organisations=[NEW_CELL], people=[NEW_SECRETARY], assignments=[NEW_VISIT])


async def first_administrator(chat: Chat) -> Player:
    """`chibo admin invite` on an empty database, and the code typed in a chat."""
    _, code = await chat.work(lambda work: administrators.invite(work, "QT01", "Mạc Thị Tuyết"))
    player = await chat.open_chat("Tuyết")
    await player.says(code)
    await player.taps("Tôi đồng ý")
    player.sees("Mạc Thị Tuyết", "Quản trị hệ thống")
    return player


async def test_the_first_administrator_brings_the_first_roster_into_an_empty_program(bare: Chat) -> None:
    await bare.program.start()
    await bare.settle()
    admin = await first_administrator(bare)
    await admin.says("/trogiup")
    admin.sees("gửi tệp .xlsx vào cuộc trò chuyện này")
    sent = workbook(organisations=BODY, people=STAFF, assignments=VISITS)
    await admin.offers("danh-sach.xlsx", sent)
    admin.has_seen("Đã nhận tệp danh-sach.xlsx")
    admin.sees(
        "Xem trước danh sách",
        "thêm 20, sửa 0, kết thúc 0",
        "5 tổ chức đảng (trong đó 3 chi bộ), 7 cán bộ, 3 phân công",
    )
    admin.sees_buttons("Cập nhật danh sách", "Bỏ qua")
    assert rows(bare, Organisation) == []
    await admin.taps("Cập nhật danh sách")
    admin.sees("Đã cập nhật danh sách: thêm 20")
    assert len(rows(bare, Organisation)) == 5
    assert {one.period for one in rows(bare, Duty)} == {202612}
    assert {one.kind for one in rows(bare, Reminder)} >= {"register", "digest"}
    entry = next(one for one in rows(bare, AuditEntry) if one.action == "roster.import")
    assert entry.person_id == next(one.id for one in rows(bare, Person) if one.code == "QT01")
    assert rows(bare, FileFetch)[0].parsed is None, "nothing of the file is kept"


async def test_nobody_else_imports_into_an_empty_program(bare: Chat) -> None:
    await bare.program.start()
    await first_administrator(bare)
    other = Person(code="CB1", name="Lý Thu Vân", folded_name="ly thu van", sort_key="van ly thu")
    await bare.work(lambda work: work.session.add(other))
    bare.cast.people["Vân"] = next(one.id or 0 for one in rows(bare, Person) if one.code == "CB1")
    van = await bare.join("Vân")
    await van.offers("danh-sach.xlsx", workbook(organisations=BODY))
    van.sees("Hệ thống không nhận ảnh, ghi âm và tệp đính kèm")
    assert rows(bare, FileFetch) == []


async def test_the_office_previews_confirms_and_it_is_done(chat: Chat) -> None:
    yen = await chat.join("Yến")
    await yen.offers("bo-sung.xlsx", GROWN)
    yen.sees("từ tệp bo-sung.xlsx", "thêm 4, sửa 0, kết thúc 0", "6 tổ chức đảng (trong đó 4 chi bộ)")
    button = yen.button("Cập nhật danh sách")
    await yen.taps("Cập nhật danh sách")
    yen.sees("Đã cập nhật danh sách: thêm 4")
    assert "38.001.003" in [one.code for one in rows(chat, Organisation)]
    await yen.presses(button)  # confirmed twice
    yen.sees("đã hoàn thành hoặc đã được bỏ")
    assert [one.action for one in rows(chat, AuditEntry)].count("roster.import") == 1
    await yen.offers("bo-sung.xlsx", GROWN)
    yen.sees("không có gì thay đổi")
    yen.sees_buttons()


async def test_set_aside_nothing_changes_and_nothing_is_kept(web: Chat) -> None:
    yen = await web.join("Yến")
    await yen.offers("bo-sung.xlsx", GROWN)
    assert rows(web, FileFetch)[0].parsed is not None
    await yen.taps("Bỏ qua")
    yen.sees("Đã bỏ qua tệp vừa gửi")
    assert rows(web, FileFetch)[0].parsed is None
    assert len(rows(web, Organisation)) == 5


async def test_a_preview_names_the_rows_that_are_refused(web: Chat) -> None:
    yen = await web.join("Yến")
    wrong = ("38.001.004", "Chi bộ Xưởng", "Chi bộ trực thuộc", "38.999", 5, "Có")
    again = ("CB100", "Đinh Văn Sơn", None, "Bí thư chi bộ", "38.404", None, None)
    await yen.offers("sai.xlsx", workbook(organisations=[NEW_CELL, wrong], people=[NEW_SECRETARY, again]))
    yen.sees(
        "Dòng không nhận: 2",
        "Trang “Tổ chức đảng”, dòng 3: không có tổ chức cấp trên mang mã này",
        "Trang “Cán bộ”, dòng 3: không có tổ chức mang mã này",
        "Lưu ý",
        "chi bộ chưa có người được phân công dự",
    )
    await yen.taps("Cập nhật danh sách")
    yen.sees("Không nhận 2 dòng")


async def test_what_was_shown_is_what_is_done_or_nothing(web: Chat) -> None:
    """Between preview and confirmation the roster changed: another office person was faster."""
    yen, admin = await web.join("Yến"), await first_administrator(web)
    for player in (yen, admin):
        await player.offers("bo-sung.xlsx", GROWN)
        player.sees("thêm 4")
    await admin.taps("Cập nhật danh sách")
    admin.sees("Đã cập nhật")
    await yen.taps("Cập nhật danh sách")
    yen.sees("dữ liệu đã có thay đổi khác nên tệp chưa được cập nhật")
    assert [one.action for one in rows(web, AuditEntry)].count("roster.import") == 1


async def test_a_preview_of_yesterday_is_not_done_today(web: Chat) -> None:
    """Undated posts would start on another day than was shown."""
    yen = await web.join("Yến")
    await yen.offers("bo-sung.xlsx", GROWN)
    card = yen.button("Cập nhật danh sách")
    await web.move_to("19/11/2026", "06:00")
    await yen.presses(card)
    yen.sees("dữ liệu đã có thay đổi khác")


def _no_roster() -> bytes:
    return as_bytes({"Chi tiêu": [("Khoản", "Số tiền"), ("Điện", 100)]})


def _damaged() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("thu.xlsx", b"xin ch\xc3\xa0o", "tệp không phải là bảng tính .xlsx"),
        ("trong.xlsx", b"", "tệp không phải là bảng tính .xlsx"),
        ("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel"),
        ("chi-tieu.xlsx", _no_roster(), "không trang nào có tiêu đề cột"),
        ("hong.xlsx", _damaged(), "tệp"),
    ],
)
async def test_a_broken_file_is_refused_with_the_reason(
    web: Chat, name: str, content: bytes, why: str
) -> None:
    yen = await web.join("Yến")
    await yen.offers(name, content)
    yen.sees(f"Tệp {name} chưa đọc được", why, "Dữ liệu hiện có không thay đổi")
    assert rows(web, FileFetch)[0].parsed is None
    await yen.says("/viec")
    yen.has_not_seen("sự cố")


async def test_too_large_a_file_is_not_fetched(web: Chat) -> None:
    yen = await web.join("Yến")
    await yen.offers("lon.xlsx", b"PK" + b"\0" * files.LIMIT)
    yen.sees("Tệp lớn hơn 5 MB nên không nhận")
    assert rows(web, FileFetch) == []


async def test_a_file_that_is_larger_than_it_says_is_refused_as_too_large(web: Chat) -> None:
    yen = await web.join("Yến")
    page = web.messenger.channel
    assert isinstance(page, WebMessenger)
    await page.offer(yen.chat, "a-large-file", "lon.xlsx", b"PK" + b"\0" * files.LIMIT)
    await happens(yen, FileOffered("lon.xlsx", 100, "a-large-file"))
    yen.sees("Tệp lon.xlsx chưa đọc được", "tệp quá lớn")


async def test_a_file_that_the_messenger_has_lost_is_asked_for_again(web: Chat) -> None:
    yen = await web.join("Yến")
    await happens(yen, FileOffered("danh-sach.xlsx", 100, "lost"))
    yen.sees("Tệp danh-sach.xlsx chưa đọc được", "đề nghị gửi lại sau ít phút")
    assert all(one.read_at for one in rows(web, FileFetch))


async def test_other_files_and_other_people(web: Chat) -> None:
    yen, lan = await web.join("Yến"), await web.join("Lan")
    await yen.offers("bien-ban.docx", b"PK")
    yen.sees("Hệ thống chỉ nhận danh sách tổ chức đảng, cán bộ, phân công dưới dạng tệp .xlsx")
    await lan.offers("danh-sach.xlsx", GROWN)
    lan.sees("Hệ thống không nhận ảnh, ghi âm và tệp đính kèm", "không được lưu")
    await lan.says("/trogiup")
    assert ".xlsx" not in lan.last.text
    assert rows(web, FileFetch) == []


async def test_meanwhile_everybody_elses_chat_goes_on(web: Chat) -> None:
    yen, lan = await web.join("Yến"), await web.join("Lan")
    await web.messenger.offers(yen.chat, "bo-sung.xlsx", GROWN)
    reading = asyncio.ensure_future(web.program.read_files())
    await asyncio.sleep(0)
    await web.messenger.says(lan.chat, "/lich")
    await web.arrive()
    lan.sees("Chi bộ Kế toán")
    assert not reading.done(), "the answer did not wait for the file"
    await reading
    await web.settle()
    yen.sees("Xem trước danh sách")


async def test_who_left_before_the_file_was_read_hears_nothing(web: Chat) -> None:
    yen = await web.join("Yến")
    await web.messenger.offers(yen.chat, "bo-sung.xlsx", GROWN)
    await web.messenger.says(yen.chat, "/ngung")
    await web.arrive()
    await web.messenger.taps(yen.chat, "Ngừng sử dụng")
    await web.settle()
    yen.sees("đã ngừng gửi tin cho đồng chí")
    fetch = rows(web, FileFetch)[0]
    assert fetch.read_at is not None
    assert fetch.parsed is None


@pytest.mark.usefixtures("log")
async def test_a_file_that_upsets_the_program_is_not_read_for_ever(web: Chat) -> None:
    yen = await web.join("Yến")
    spoilt = text("UPDATE assignment SET starts_on = 'nonsense' WHERE id = 1")
    await web.work(lambda work: work.session.connection().execute(spoilt))
    await yen.offers("bo-sung.xlsx", GROWN)
    yen.sees("Hệ thống gặp sự cố", "chưa được lưu")
    assert [one.read_at is not None for one in rows(web, FileFetch)] == [True]
    heard = len(yen.messages)
    await web.settle()
    assert len(yen.messages) == heard


async def test_the_whole_provinces_workbook(web: Chat) -> None:
    yen = await web.join("Yến")
    await yen.offers("khoi.xlsx", khoi_workbook())
    figures = json.loads(KHOI_JSON.read_text("utf-8"))
    yen.sees("Xem trước danh sách", f"Dòng không nhận: {len(figures['rows_to_refuse'])}")


async def test_a_forged_answer_about_somebody_elses_file_is_refused(web: Chat) -> None:
    yen, lan = await web.join("Yến"), await web.join("Lan")
    await yen.offers("bo-sung.xlsx", GROWN)
    await lan.presses(yen.button("Cập nhật danh sách"))
    lan.sees("không còn thuộc việc của đồng chí")
    assert len(rows(web, Organisation)) == 5
