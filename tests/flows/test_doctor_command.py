"""chibo doctor, against the Bot API server of the tests and both databases: every fault with its remedy."""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from bot.__main__ import main
from bot.clock import real_now
from bot.domain.chat import Lane
from bot.settings import Settings, secret_bytes
from db import triggers
from db.models import Address, OutboxMessage, Reminder
from db.models.visits import ReminderState
from db.session import unit_of_work
from db.sole import sole_use
from tests.databases import account
from tests.db.rows import NOW, PERSON, row
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_faults import Refuse
from tests.fakes.telegram_push import Webhook

Doctor = Callable[..., Awaitable[Result]]


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
def doctor(telegram: FakeTelegram, engine: Engine) -> Doctor:
    """Runs the command beside the server, with settings that are right unless a test says otherwise."""
    right = {
        "CHIBO_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "CHIBO_TELEGRAM_API_URL": telegram.url,
        "CHIBO_TELEGRAM_TOKEN": TOKEN,
        "CHIBO_SECRET": "s" * 32,
        "CHIBO_POLICY_FILE": "",
        "CHIBO_WEBHOOK_URL": "",
    }

    async def run(**settings: str) -> Result:
        environment = {**right, **settings}
        result = await asyncio.to_thread(CliRunner(env=environment).invoke, main, ["doctor"])
        assert TOKEN not in result.output
        assert TOKEN.partition(":")[2] not in result.output
        assert "s" * 32 not in result.output
        return result

    return run


def says(result: Result, *parts: str, broken: int = 1) -> None:
    for part in parts:
        assert part in result.output, result.output
    assert result.output.count("hỏng     ") == broken, result.output
    assert result.exit_code == (1 if broken else 0)


async def test_all_is_well(doctor: Doctor, engine: Engine, telegram: FakeTelegram) -> None:
    result = await doctor()
    says(
        result,
        "tốt      Mã của bot: đúng, là bot @chibo_bot.",
        "tốt      Webhook: không dùng",
        "tốt      Đồng hồ, so với máy chủ Bot API: khớp.",
        "tốt      Cấu trúc cơ sở dữ liệu: bản mới nhất.",
        "tốt      Hàng chờ gửi",
        "tốt      Phông chữ",
        "Không có gì hỏng.",
        broken=0,
    )
    name = "SQLite" if engine.dialect.name == "sqlite" else "PostgreSQL"
    assert f"tốt      Cơ sở dữ liệu: {name} " in result.output
    assert {call.method for call in telegram.calls} == {"getMe", "getWebhookInfo"}, "it changes nothing"


async def test_a_refused_token(doctor: Doctor) -> None:
    wrong = "700000001:WrongTokenThatNobodyGave"
    result = await doctor(CHIBO_TELEGRAM_TOKEN=wrong)
    says(result, "hỏng     Mã của bot: Telegram không chấp nhận", "→ lấy lại mã ở BotFather")
    assert wrong not in result.output


async def test_no_token(doctor: Doctor) -> None:
    says(await doctor(CHIBO_TELEGRAM_TOKEN=""), "hỏng     Mã của bot: chưa có", "CHIBO_TELEGRAM_TOKEN")


async def test_an_address_where_nobody_answers(doctor: Doctor, telegram: FakeTelegram) -> None:
    await telegram.stop()
    says(await doctor(), "hỏng     Máy chủ Bot API", "→ kiểm tra mạng của máy này và CHIBO_TELEGRAM_API_URL")


async def test_an_address_that_answers_with_errors(doctor: Doctor, telegram: FakeTelegram) -> None:
    telegram.fails("getMe", Refuse(502), times=None)
    says(await doctor(), "hỏng     Máy chủ Bot API: không trả lời như mong đợi (Telegram: HTTP 502)")


async def test_a_webhook_that_leads_elsewhere(doctor: Doctor, telegram: FakeTelegram) -> None:
    telegram.set_webhook(Webhook("https://cu.donvi.example/telegram"))
    says(await doctor(), "cần xem  Webhook: bot đang gửi tin tới một địa chỉ webhook", broken=0)
    result = await doctor(CHIBO_WEBHOOK_URL="https://bot.donvi.example/telegram")
    says(result, "hỏng     Webhook: bot đang gửi tin tới một địa chỉ khác", "→ kiểm tra CHIBO_WEBHOOK_URL")
    result = await doctor(CHIBO_WEBHOOK_URL="https://cu.donvi.example/telegram")
    says(result, "tốt      Webhook: đúng như cài đặt", broken=0)


async def test_an_old_schema(doctor: Doctor, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    says(
        await doctor(), "hỏng     Cấu trúc cơ sở dữ liệu: chưa phải bản mới nhất", "→ chạy: chibo db upgrade"
    )


async def test_a_database_of_a_newer_program(doctor: Doctor, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    says(
        await doctor(),
        "hỏng     Cấu trúc cơ sở dữ liệu: phiên bản 9999, mới hơn chương trình này",
        "→ cài bản chương trình mới hơn; không chạy chibo db upgrade",
    )


async def test_a_missing_table(doctor: Doctor, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE ledger"))
    says(
        await doctor(),
        "hỏng     Cấu trúc cơ sở dữ liệu: thiếu bảng ledger",
        "→ dừng chương trình, lấy lại cơ sở dữ liệu từ bản sao lưu",
    )


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
async def test_an_account_without_rights(doctor: Doctor, engine: Engine) -> None:
    with account(engine) as url:
        without = "hỏng     Cơ sở dữ liệu: không dùng được: tài khoản không đủ quyền (permission denied"
        says(await doctor(CHIBO_DATABASE_URL=url), without, "→ cấp quyền đọc và ghi mọi bảng")
    with account(engine, "SELECT", "INSERT") as url:
        part = "hỏng     Cấu trúc cơ sở dữ liệu: tài khoản không đủ quyền với bảng "
        says(await doctor(CHIBO_DATABASE_URL=url), part, "address", "→ cấp quyền đọc và ghi mọi bảng")


async def test_a_ledger_that_is_not_kept(doctor: Doctor, engine: Engine) -> None:
    with engine.begin() as connection:
        triggers.drop(connection)
    says(await doctor(), "hỏng     Sổ theo dõi tin: không được ghi", "chạy: chibo db upgrade")


async def test_rows_that_refer_to_lost_ones_and_what_helps(doctor: Doctor, sqlite_engine: Engine) -> None:
    """As somebody with the sqlite3 shell leaves them, which checks no reference; the remedy is tried too."""
    url = str(sqlite_engine.url)
    with unit_of_work(sqlite_engine) as session:
        session.connection().execute(text(PERSON))
        session.add(row(OutboxMessage, id=5, created_at=NOW - timedelta(days=365)))
        session.flush()
        session.add(row(Reminder, outbox_id=5, state=ReminderState.ANNOUNCED))
    with closing(sqlite3.connect(str(sqlite_engine.url.database))) as shell, shell:
        shell.execute("DELETE FROM outbox")
        shell.execute("DROP TRIGGER enter_outbox")
    said = (
        "hỏng     Liên kết giữa các dòng dữ liệu: có 1 dòng trỏ tới dòng đã mất (bảng có dòng mất: outbox 1)."
    )
    says(await doctor(CHIBO_DATABASE_URL=url), said, "lấy lại các dòng", "chạy: chibo db upgrade", broken=2)
    repaired = CliRunner(env={"CHIBO_DATABASE_URL": url}).invoke(main, ["db", "upgrade"])
    assert (repaired.exit_code, repaired.exception) == (0, None), repaired.output
    says(await doctor(CHIBO_DATABASE_URL=url), said, broken=1)


async def test_a_message_that_waits_too_long(doctor: Doctor, engine: Engine) -> None:
    long_ago = real_now() - timedelta(minutes=25)
    with unit_of_work(engine) as session:
        address = row(Address)
        session.add(address)
        session.flush()
        session.add(row(OutboxMessage, lane=Lane.REMINDER, address_id=address.id, due_at=long_ago))
    says(
        await doctor(),
        "hỏng     Hàng chờ gửi: có tin đến giờ đã chờ 25 phút",
        "hỏng     Cảnh báo: có tin đến giờ mà không tin nào gửi đi",
        "→ kiểm tra chibo run có đang chạy không",
        broken=2,
    )


async def test_a_database_that_cannot_be_reached(doctor: Doctor) -> None:
    url = "postgresql://chibo:hush-hush-hush@127.0.0.1:1/chibo"
    result = await doctor(CHIBO_DATABASE_URL=url)
    says(result, "hỏng     Cơ sở dữ liệu: không dùng được", "CHIBO_DATABASE_URL")
    assert "hush" not in result.output


async def test_a_file_that_is_not_there_is_not_made(doctor: Doctor, tmp_path: Path) -> None:
    file = tmp_path / "var" / "chibo.db"
    says(
        await doctor(CHIBO_DATABASE_URL=f"sqlite:///{file}"), "cần xem  Cơ sở dữ liệu: chưa có tệp", broken=0
    )
    assert not file.parent.exists()


async def test_a_file_that_is_gone_is_told_from_one_that_was_never_there(
    doctor: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "data" / "chibo.db"
    with sole_use(f"sqlite:///{file}"):
        pass
    gone = "hỏng     Cơ sở dữ liệu: không thấy tệp"
    result = await doctor(CHIBO_DATABASE_URL=f"sqlite:///{file}")
    says(result, f"{gone} {file}", "→ dừng chương trình, lấy lại tệp từ bản sao lưu")
    monkeypatch.chdir(tmp_path)
    secret_bytes(Settings())
    says(await doctor(CHIBO_DATABASE_URL="sqlite:///other.db", CHIBO_SECRET=""), gone, "other.db")
    assert "other.db" not in os.listdir(tmp_path)


async def test_a_file_that_is_no_database(doctor: Doctor, tmp_path: Path) -> None:
    file = tmp_path / "chibo.db"
    file.write_text("not a database, but long enough to be taken for one" * 100)
    says(await doctor(CHIBO_DATABASE_URL=f"sqlite:///{file}"), "hỏng     Cơ sở dữ liệu: không dùng được")


async def test_a_wrong_policy(doctor: Doctor, tmp_path: Path) -> None:
    file = tmp_path / "quy-dinh.toml"
    file.write_text("consent_version = 0")
    says(await doctor(CHIBO_POLICY_FILE=str(file)), "hỏng     Quy định nhắc việc", "CHIBO_POLICY_FILE")
