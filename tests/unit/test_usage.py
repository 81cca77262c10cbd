"""A mistyped command is refused in Vietnamese, with click's exit codes; so is the frame of every help."""

import errno

import click
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.commands.usage import VietnameseGroup, reason_of


def chibo(line: str) -> Result:
    return CliRunner().invoke(main, line.split(), prog_name="chibo")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("roster import", "Thiếu FILE."),
        ("roster import /nowhere.xlsx", "FILE không dùng được: không có tệp '/nowhere.xlsx'."),
        ("roster import /", "FILE không dùng được: '/' là một thư mục, không phải tệp."),
        ("roster import /nowhere.xlsx --ends x", "--ends không dùng được: 'x' không phải là số nguyên."),
        ("roster impot", "Không có lệnh impot. Có phải là: 'import'"),
        ("rooster", "Không có lệnh rooster. Có phải là: 'roster'"),
        (
            "run --role boss",
            "--role không dùng được: 'boss' không phải là một trong: 'all', 'web', 'worker'.",
        ),
        ("run --rol web", "Không có lựa chọn --rol. Có phải là: '--role'"),
        ("run --role", "Sau --role cần một giá trị."),
        ("demo --fresh=yes", "Sau --fresh không ghi giá trị."),
        ("doctor now", "Thừa: now."),
        ("doctor right now", "Thừa: right now."),
        ("reconcile 99/99/2026", "NGÀY không dùng được: cần một ngày, ví dụ 01/12/2026"),
    ],
)
def test_what_is_mistyped_is_told_in_vietnamese(line: str, sentence: str) -> None:
    result = chibo(line)
    assert result.exit_code == 2
    assert result.output.splitlines()[-1] == f"Lỗi: {sentence}"


def test_how_it_is_typed_rightly_comes_first() -> None:
    assert chibo("roster import").output.splitlines()[:2] == [
        "Cách dùng: chibo roster import [LỰA CHỌN] FILE",
        "Xem hướng dẫn: chibo roster import --help",
    ]


def commands(command: click.Command, path: str = "") -> list[str]:
    below = command.commands.items() if isinstance(command, click.Group) else ()
    return [path, *(line for name, one in below for line in commands(one, f"{path} {name}"))]


@pytest.mark.parametrize("path", commands(main))
def test_no_help_has_clicks_english(path: str) -> None:
    result = chibo(f"{path} --help")
    assert result.exit_code == 0
    for english in ("Usage", "Options", "OPTIONS", "Commands", "Show ", "default:", "INTEGER", "TEXT"):
        assert english not in result.output


@pytest.mark.parametrize(
    ("problem", "said", "code"),
    [
        (click.Abort(), "Đã dừng.", 1),
        (click.FileError("a.toml", "không có quyền"), "Lỗi: Không mở được tệp 'a.toml': không có quyền", 1),
        (click.ClickException("Chưa làm gì."), "Lỗi: Chưa làm gì.", 1),
    ],
)
def test_what_ends_a_command(problem: Exception, said: str, code: int) -> None:
    group = VietnameseGroup("x")

    @group.command()
    def fail() -> None:
        raise problem

    result = CliRunner().invoke(group, ["fail"])
    assert (result.output.strip(), result.exit_code) == (said, code)


def test_the_system_is_quoted_in_vietnamese() -> None:
    assert reason_of(OSError(errno.ENOENT, "No such file or directory")) == "không có tệp hoặc thư mục này"
    assert reason_of(OSError(errno.EIO, "Input/output error")) == "Input/output error"
