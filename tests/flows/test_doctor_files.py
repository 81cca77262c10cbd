"""chibo doctor and the files that the program comes with or makes: broken, missing, cut short."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from bot.__main__ import main
from bot.commands.checkup import database
from bot.commands.files_checkup import SEEDS, files
from bot.domain.checkup import Finding, Verdict
from bot.domain.policy import PolicyError
from bot.services.roster.post_table import load_post_table
from bot.settings import Settings
from db.models import Address, OutboxMessage
from db.session import unit_of_work
from tests.db.rows import row

KEY = "Khóa bí mật"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The files as they come, to be broken."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def broken(seeds: Path, settings: Settings) -> list[Finding]:
    return [one for one in files(settings, seeds) if one.verdict is Verdict.BROKEN]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("policy.toml", "Quy định nhắc việc"),
        ("holidays.toml", "Ngày nghỉ"),
        ("posts.toml", "Bảng chức vụ"),
    ],
)
@pytest.mark.parametrize("content", ["[[", 'unknown = "x"', None])
def test_a_broken_file_is_named_with_what_to_do(
    seeds: Path, sqlite_engine: Engine, name: str, subject: str, content: str | None
) -> None:
    file = seeds / name
    file.unlink()
    if content is not None:
        file.write_text(content)
    settings = Settings.model_validate({"database_url": str(sqlite_engine.url), "secret": "s" * 32})
    (found,) = broken(seeds, settings)
    assert found.subject == subject
    assert str(file) in found.said
    assert found.remedy == "sửa tệp này, hoặc cài lại chương trình"
    assert [one.verdict for one in database(settings, seeds) if one.verdict is Verdict.BROKEN] == []


def test_files_as_they_come_are_good(seeds: Path) -> None:
    assert broken(seeds, Settings.model_validate({"secret": "s" * 32})) == []


def test_an_offices_own_policy_is_named_by_its_setting(seeds: Path, tmp_path: Path) -> None:
    own = tmp_path / "quy-dinh.toml"
    own.write_text("[[")
    (found,) = broken(seeds, Settings.model_validate({"secret": "s" * 32, "policy_file": own}))
    assert str(own) in found.said
    assert found.remedy == "sửa tệp, xem CHIBO_POLICY_FILE"


def test_a_table_of_posts_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "posts.toml"
    for content, said in (("posts = [", "TOML"), ("", "posts: Chưa có dòng nào. Ghi ít nhất một [[posts]].")):
        file.write_text(content)
        with pytest.raises(PolicyError) as refusal:
            load_post_table(file)
        assert str(refusal.value).startswith(f"{file}: ")
        assert said in str(refusal.value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program is started, with var in it."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "var"
    made.mkdir()
    return made


def doctor(engine: Engine) -> Result:
    """Without a bot, which is broken too and not looked at here."""
    url = engine.url.render_as_string(hide_password=False)
    environment = {
        "CHIBO_DATABASE_URL": url,
        "CHIBO_TELEGRAM_API_URL": "http://127.0.0.1:9",
        "CHIBO_SECRET": "",
    }
    return CliRunner(env=environment).invoke(main, ["doctor"])


def test_a_key_that_is_cut_short(folder: Path, sqlite_engine: Engine) -> None:
    (folder / "secret").write_bytes(b"short")
    said = doctor(sqlite_engine).output
    assert f"hỏng     {KEY}: var/secret không đủ 32 byte.\n" in said
    assert "→ cần khôi phục tệp này hoặc đặt CHIBO_SECRET." in said


def test_a_key_that_is_gone_is_told_from_one_that_was_never_made(folder: Path, engine: Engine) -> None:
    assert f"cần xem  {KEY}: chưa có tệp var/secret" in doctor(engine).output
    with unit_of_work(engine) as session:
        address = row(Address)
        session.add(address)
        session.flush()
        session.add(row(OutboxMessage, address_id=address.id))
    said = doctor(engine).output
    assert f"hỏng     {KEY}: không thấy tệp {folder / 'secret'}, dù chương trình đã từng chạy" in said
    assert "→ lấy lại tệp từ bản sao lưu trước khi chạy" in said
    assert list(folder.iterdir()) == []
