"""chibo db: up, where it stands, a copy of it, and what it says when the database cannot be used."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, text

from bot.__main__ import main
from bot.commands.database import database
from db.migrate import current, newest
from tests.databases import account


def run(command: str, url: str, *arguments: str) -> Result:
    return CliRunner().invoke(database, [command, *arguments], env={"CHIBO_DATABASE_URL": url})


def test_it_says_where_the_schema_stands_and_brings_it_up(blank: Engine) -> None:
    url = blank.url.render_as_string(hide_password=False)
    before = run("current", url)
    assert before.exit_code == 1
    assert "chưa có cấu trúc" in before.output
    assert run("upgrade", url).output == f"Cơ sở dữ liệu đang ở phiên bản {newest()}, là bản mới nhất.\n"
    assert run("upgrade", url).exit_code == 0
    after = run("current", url)
    assert after.exit_code == 0
    assert "là bản mới nhất" in after.output
    assert current(blank) == newest()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/name", "CHIBO_DATABASE_URL không hợp lệ"),
        (
            "postgresql://chibo:hushed@127.0.0.1:1/name",
            "Không dùng được cơ sở dữ liệu ghi ở CHIBO_DATABASE_URL",
        ),
        ("sqlite:////proc/chibo.db", "Không dùng được cơ sở dữ liệu ghi ở CHIBO_DATABASE_URL"),
        ("sqlite:////proc/nowhere/chibo.db", "Không dùng được cơ sở dữ liệu ghi ở CHIBO_DATABASE_URL"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(url: str, said: str) -> None:
    result = run("upgrade", url)
    assert result.exit_code == 1
    assert said in result.output
    assert len(result.output.splitlines()) == 1
    assert "hushed" not in result.output


def test_a_backup_has_what_a_running_program_wrote_last_and_replaces_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "chibo.db", tmp_path / "sao-luu.db"
    with closing(sqlite3.connect(source)) as running:
        running.executescript(
            "PRAGMA journal_mode=WAL; CREATE TABLE said (text); INSERT INTO said VALUES (1)"
        )
        assert source.with_name("chibo.db-wal").stat().st_size  # a plain copy would not have the row
        first = run("backup", f"sqlite:///{source}", str(target))
        again = run("backup", f"sqlite:///{source}", str(target))
    assert (first.exit_code, again.exit_code) == (0, 1), first.output
    assert "không ghi đè" in again.output
    with closing(sqlite3.connect(target)) as copy:
        assert copy.execute("SELECT count(*) FROM said").fetchall() == [(1,)]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://chibo:hushed@127.0.0.1:1/name", "hãy sao lưu bằng pg_dump"),
        ("sqlite:////proc/nowhere/chibo.db", "Không sao lưu được ra"),
        (f"sqlite:///{__file__}", "Không sao lưu được ra"),
    ],
)
def test_what_cannot_be_copied_is_told_and_leaves_nothing(url: str, said: str, tmp_path: Path) -> None:
    result = run("backup", url, str(tmp_path / "sao-luu.db"))
    assert (result.exit_code, said in result.output) == (1, True), result.output
    assert "hushed" not in result.output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["db", "current"], ["db", "upgrade"], ["reconcile"]])
def test_a_database_of_a_newer_program_wants_that_program(engine: Engine, arguments: list[str]) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    url = engine.url.render_as_string(hide_password=False)
    result = CliRunner().invoke(main, arguments, env={"CHIBO_DATABASE_URL": url, "CHIBO_SECRET": "s" * 32})
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "phiên bản 9999, mới hơn chương trình này" in result.output
    assert "hãy cài bản chương trình mới hơn" in result.output


@pytest.mark.parametrize("arguments", [["db", "upgrade"], ["reconcile"]])
def test_a_missing_table_is_told_in_one_line(engine: Engine, arguments: list[str]) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE ledger"))
    url = engine.url.render_as_string(hide_password=False)
    result = CliRunner().invoke(main, arguments, env={"CHIBO_DATABASE_URL": url, "CHIBO_SECRET": "s" * 32})
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "thiếu bảng" in result.output
    assert "lấy lại cơ sở dữ liệu từ bản sao lưu" in result.output


def test_an_account_without_rights_is_told_in_one_line(postgres_engine: Engine) -> None:
    with account(postgres_engine) as url:
        for arguments in (["db", "current"], ["db", "upgrade"], ["reconcile"]):
            settings = {"CHIBO_DATABASE_URL": url, "CHIBO_SECRET": "s" * 32}
            result = CliRunner().invoke(main, arguments, env=settings)
            assert (result.exit_code, len(result.output.splitlines())) == (1, 1), result.output
            assert "tài khoản không đủ quyền" in result.output
            assert "Cần cấp quyền đọc và ghi mọi bảng" in result.output


def test_where_there_is_no_file_none_is_made_to_be_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "chibo.db"
    result = run("current", f"sqlite:///{file}")
    assert result.exit_code == 1
    assert f"Không thấy tệp dữ liệu {file}" in result.output
    assert not file.parent.exists()
