"""chibo roster, invitations and admin, as somebody types them."""

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.enrolling import admin, invite_all
from bot.commands.roster import roster
from tests.workbooks import ASSIGNMENTS, BODY, ORGANISATIONS, PEOPLE, STAFF, VISITS, Rows, as_bytes

Chibo = Callable[..., Result]
COMMANDS = {"roster": roster, "admin": admin, "invitations": invite_all}


@pytest.fixture
def chibo(tmp_path: Path) -> Chibo:
    """Runs a command on an empty database of this test's own."""
    environment = {
        "CHIBO_DATABASE_URL": f"sqlite:///{tmp_path / 'chibo.db'}",
        "CHIBO_SECRET": "s" * 32,
        "CHIBO_LOG_LEVEL": "ERROR",
        "CHIBO_TELEGRAM_TOKEN": "",
    }

    def run(command: str, *arguments: object) -> Result:
        words = [str(argument) for argument in arguments]
        return CliRunner(env=environment).invoke(COMMANDS[command], words)

    return run


def workbook(file: Path, organisations: Rows = BODY, people: Rows = STAFF, visits: Rows = VISITS) -> Path:
    file.write_bytes(
        as_bytes(
            {
                "Tổ chức đảng": [ORGANISATIONS, *organisations],
                "Cán bộ": [PEOPLE, *people],
                "Phân công": [ASSIGNMENTS, *visits],
            }
        )
    )
    return file


def test_preview_apply_and_again(chibo: Chibo, tmp_path: Path) -> None:
    file = workbook(tmp_path / "ds.xlsx", visits=[*VISITS, ("CB9", "Ai đó", "9.2", "31/02/2026")])
    seen = chibo("roster", "import", file, "--on", "24/11/2026")
    assert seen.exit_code == 0
    assert "Trang “Phân công”, dòng 5: ngày không hợp lệ" in seen.output
    assert "Mới xem trước, chưa nhập" in seen.output
    assert "Không có gì thay đổi" not in seen.output
    assert "Đã nhập." in chibo("roster", "import", file, "--apply").output
    assert "Không có gì thay đổi" in chibo("roster", "import", file).output


def test_figures_as_json(chibo: Chibo, tmp_path: Path) -> None:
    found = json.loads(chibo("roster", "import", workbook(tmp_path / "ds.xlsx"), "--json").stdout)
    assert (found["organisations"], found["cells"], found["people"], found["secretaries"]) == (5, 3, 6, 3)
    assert found["rows_to_refuse"] == []
    assert found["added"] == {"organisations": 5, "persons": 6, "posts": 6, "assignments": 3}


def test_the_number_of_ends_has_to_be_repeated(chibo: Chibo, tmp_path: Path) -> None:
    chibo("roster", "import", workbook(tmp_path / "ds.xlsx"), "--apply")
    less = workbook(tmp_path / "it.xlsx", BODY[:4], STAFF[:5], VISITS[:2])
    assert "--apply --ends 3" in chibo("roster", "import", less, "--complete").output
    refused = chibo("roster", "import", less, "--complete", "--apply")
    assert (refused.exit_code, "--ends 3" in refused.output) == (1, True)
    assert chibo("roster", "import", less, "--complete", "--apply", "--ends", 4).exit_code == 1
    assert chibo("roster", "import", less, "--complete", "--apply", "--ends", 3).exit_code == 0
    assert "Không có gì thay đổi" in chibo("roster", "import", less, "--complete").output


def test_a_file_that_is_none(chibo: Chibo, tmp_path: Path) -> None:
    file = tmp_path / "ds.xlsx"
    file.write_bytes(b"xin chao")
    assert "không phải là bảng tính" in chibo("roster", "import", file).output
    file.write_bytes(as_bytes({"Thu chi": [("Ngày", "Số tiền")]}))
    found = chibo("roster", "import", file)
    assert (found.exit_code, "không trang nào có tiêu đề cột" in found.output) == (1, True)


def test_template_and_export_import_unchanged(chibo: Chibo, tmp_path: Path) -> None:
    chibo("roster", "import", workbook(tmp_path / "ds.xlsx"), "--apply")
    for command in ("template", "export"):
        file = tmp_path / f"{command}.xlsx"
        assert chibo("roster", command, file).exit_code == 0
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        seen = chibo("roster", "import", file, "--complete").output
        assert "Không có gì thay đổi" in seen
        assert "Dòng không nhập được" not in seen


def test_invitations_are_private_and_an_administrator_gets_a_code(chibo: Chibo, tmp_path: Path) -> None:
    chibo("roster", "import", workbook(tmp_path / "ds.xlsx"), "--apply")
    file = tmp_path / "loi-moi.xlsx"
    assert "Đã cấp 6 mã" in chibo("invitations", file, "--bot", "thu_bot").output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    invited = chibo("admin", "invite", "CB2", "--bot", "@thu_bot").output
    assert invited.startswith("CB2 Hà Mạnh Việt\nMã: ")
    assert "https://t.me/thu_bot?start=" in invited
    assert chibo("admin", "invite", "QT01").exit_code == 1
    again = chibo("invitations", file, "--bot", "thu_bot").output
    assert "Đã cấp 5 mã" in again
    assert "Không cấp lại cho CB2 Hà Mạnh Việt: mã quản trị đã cấp vẫn còn hiệu lực." in again


def test_codes_are_not_issued_when_the_file_cannot_be_written(chibo: Chibo, tmp_path: Path) -> None:
    chibo("roster", "import", workbook(tmp_path / "ds.xlsx"), "--apply")
    failed = chibo("invitations", tmp_path / "khong-co" / "loi-moi.xlsx", "--bot", "thu_bot")
    assert (failed.exit_code, "Chưa cấp mã nào" in failed.output) == (1, True)


@pytest.mark.parametrize(
    "setting", [{"CHIBO_TIMEZONE": "Hà Nội"}, {"CHIBO_DATABASE_URL": "sqlite:////proc/nowhere/chibo.db"}]
)
@pytest.mark.parametrize("command", ["roster export", "invitations", "admin invite"])
def test_a_wrong_setting_is_told_in_one_sentence(
    command: str, setting: dict[str, str], tmp_path: Path
) -> None:
    name, *words = command.split()
    ordinary = {"CHIBO_SECRET": "s" * 32, "CHIBO_LOG_LEVEL": "ERROR"}
    found = CliRunner(env=ordinary | setting).invoke(
        COMMANDS[name],
        [*words, str(tmp_path / "x.xlsx"), *(["--bot", "thu_bot"] if name != "roster" else [])],
    )
    assert found.exit_code == 1
    assert next(iter(setting)) in found.output
    assert len(found.output.splitlines()) == 1
