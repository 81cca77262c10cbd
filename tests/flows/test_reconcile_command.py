"""chibo reconcile, as an administrator types it after a day of messages."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from bot.__main__ import main
from bot.domain.chat import Lane
from bot.messages.general import NothingToDo
from bot.services import outbox
from bot.services.outbox import Delivery
from db.session import unit_of_work
from tests.chat import Chat
from tests.flows.backstage import register


@pytest.fixture
async def lived(web: Chat) -> Chat:
    lan = await web.join("Lan")
    await web.join("Bình")
    await register(lan, "3/12 14h")
    await web.move_to("18/11/2026", "12:00")
    person = web.cast.people["Lan"]
    how = Delivery(lane=Lane.FILE)
    await web.work(lambda work: outbox.put(work, NothingToDo(), person_id=person, how=how))
    return web


def reconcile(engine: Engine, *arguments: str) -> Result:
    environment = {"CHIBO_DATABASE_URL": f"sqlite:///{engine.url.database}", "CHIBO_SECRET": "s" * 32}
    return CliRunner(env=environment).invoke(main, ["reconcile", *arguments])


async def test_a_day_that_agrees(lived: Chat) -> None:
    result = reconcile(lived.engine, "18/11/2026")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "Thứ Tư, ngày 18/11/2026",
        "Tin nhắn: dự kiến 14 = đã gửi 10 + không gửi được 3 + đang chờ gửi 1",
        "  Trả lời trong hội thoại: dự kiến 9 = đã gửi 9",
        "  Đề nghị đăng ký lịch: dự kiến 2 = không gửi được 2",
        "    không gửi được: người nhận chưa dùng hệ thống 2",
        "  Báo lịch, nhắc lịch, hỏi kết quả dự: dự kiến 2 = đã gửi 1 + không gửi được 1",
        "    không gửi được: người nhận chưa dùng hệ thống 1",
        "  Tệp: dự kiến 1 = đang chờ gửi 1",
        "Việc nhắc, theo giờ dự kiến ban đầu:",
        "  Đăng ký lịch: dự kiến 3 = đã xử lý 2 + đã rút lại 1",
        "  Dự sinh hoạt: dự kiến 2 = đã xử lý 2",
        "Khớp.",
    ]


async def test_what_is_lost_is_named_and_what_to_do(lived: Chat) -> None:
    with unit_of_work(lived.engine) as session:
        session.connection().execute(text("DELETE FROM outbox WHERE lane = 'file'"))
    result = reconcile(lived.engine, "2026-11-18")
    assert result.exit_code == 1
    assert "  Tệp: dự kiến 1 = 0; ĐÃ MẤT 1" in result.output.splitlines()
    assert "Có chênh lệch." in result.output
    assert "Lỗi: Có tin đã mất khỏi cơ sở dữ liệu. Tìm trong bản sao lưu" in result.output


@pytest.mark.parametrize(
    ("statement", "line", "alarm"),
    [
        (
            "UPDATE reminder SET state = 'failed' WHERE kind = 'register' AND state = 'withdrawn'",
            "  Đăng ký lịch: dự kiến 3 = đã xử lý 2 + chương trình gặp lỗi 1",
            "Có tin hoặc việc nhắc không đến được người nhận vì chương trình gặp lỗi. Tìm tick_failed",
        ),
        (
            "UPDATE outbox SET state = 'failed', reason = 'other' WHERE lane = 'file'",
            "    không gửi được: lý do khác 1",
            "Có tin hoặc việc nhắc không đến được người nhận vì chương trình gặp lỗi. Tìm tick_failed",
        ),
        (
            "UPDATE outbox SET state = 'failed', reason = 'bad_content' WHERE lane = 'file'",
            "    không gửi được: ứng dụng không nhận nội dung 1",
            "Có tin mà ứng dụng nhắn tin không nhận nội dung. Tìm message_refused",
        ),
    ],
    ids=["a reminder", "a message", "its content"],
)
async def test_an_error_of_the_program_is_no_end_to_be_content_with(
    lived: Chat, statement: str, line: str, alarm: str
) -> None:
    with unit_of_work(lived.engine) as session:
        session.connection().execute(text(statement))
    result = reconcile(lived.engine, "18/11/2026")
    assert result.exit_code == 1
    assert line in result.output.splitlines()
    assert "Khớp, nhưng có chỗ gặp lỗi." in result.output.splitlines()
    assert alarm in result.output


async def test_a_failure_for_a_reason_of_people_is_none(lived: Chat) -> None:
    with unit_of_work(lived.engine) as session:
        session.connection().execute(
            text("UPDATE outbox SET state = 'failed', reason = 'blocked' WHERE lane = 'file'")
        )
    result = reconcile(lived.engine, "18/11/2026")
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "Khớp.")


async def test_a_day_without_anything_agrees(lived: Chat) -> None:
    result = reconcile(lived.engine, "01/02/2026")
    assert (result.exit_code, result.output.splitlines()[1]) == (0, "Tin nhắn: dự kiến 0 = 0")


def test_a_file_that_is_not_there_does_not_agree(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "chibo.db"
    environment = {"CHIBO_DATABASE_URL": f"sqlite:///{file}", "CHIBO_SECRET": "s" * 32}
    result = CliRunner(env=environment).invoke(main, ["reconcile"])
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert f"Không thấy tệp dữ liệu {file}" in result.output
    assert not file.parent.exists()


@pytest.mark.parametrize("typed", ["hôm qua", "99/99/2026"])
def test_a_day_that_is_none(typed: str) -> None:
    result = CliRunner().invoke(main, ["reconcile", typed])
    assert result.exit_code == 2
    assert "cần một ngày, ví dụ 01/12/2026" in result.output
