"""How far an office's workbook reaches: everything below its own body, and nothing else."""

import pytest

from db.models import Draft, FileFetch
from tests.chat import Chat, Player
from tests.flows.offstage import appoint, rows
from tests.flows.test_roster_upload import GROWN, workbook


async def test_the_office_of_a_grassroots_body_imports_within_it(web: Chat) -> None:
    mai = await grassroots_office(web)
    await mai.offers("bo-sung.xlsx", GROWN)
    mai.sees("thêm 4")
    await mai.taps("Cập nhật danh sách")
    mai.sees("Đã cập nhật")


@pytest.mark.parametrize(
    "sent",
    [
        workbook(organisations=[("38.003", "Chi bộ Bệnh viện", "Chi bộ cơ sở", "38", 9, "Có")]),
        workbook(organisations=[("38.002", "Chi bộ Trường mới", "Chi bộ cơ sở", "38", 24, "Có")]),
        workbook(organisations=[("40", "Đảng bộ khác", "Đảng bộ cấp trên trực tiếp", None, None, "Có")]),
        workbook(
            people=[("CB007", "Hoàng Thị Yến", "0911000911", "Chuyên viên Văn phòng", "38", None, None)]
        ),
        workbook(people=[("CB100", "Đinh Văn Sơn", None, "Chánh Văn phòng", "38", None, None)]),
        workbook(assignments=[("CB006", "Vũ Thị Dung", "38.002", "01/12/2026", None, None)]),
    ],
    ids=["new cell", "renamed", "new root", "telephone", "post", "visit"],
)
async def test_but_nothing_outside_of_it(web: Chat, sent: bytes) -> None:
    mai = await grassroots_office(web)
    await mai.offers("ngoai.xlsx", sent)
    mai.sees("Tệp ngoai.xlsx có thay đổi ngoài phạm vi")
    assert rows(web, FileFetch)[0].parsed is None
    assert "roster" not in [one.form for one in rows(web, Draft)]


async def grassroots_office(chat: Chat) -> Player:
    """Dung becomes the Company's office."""
    await appoint(chat, "Dung", "công ty")
    return await chat.join("Dung")
