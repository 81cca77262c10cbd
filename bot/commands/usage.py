"""What click and the system say of a mistyped command or a file, and the frame of help: in Vietnamese."""

import errno
import re
import sys
from collections.abc import Iterable
from typing import Any

import click

_SENTENCES = tuple(
    (re.compile(english), vietnamese)
    for english, vietnamese in (
        (r"Invalid value for '\[?(.+?)\]?': ", r"\1 không dùng được: "),
        (r"Invalid value: ", "Giá trị không dùng được: "),
        (r"Missing argument '(.+?)'\.", r"Thiếu \1."),
        (r"Missing option '(.+?)'\.", r"Thiếu lựa chọn \1."),
        (r"Missing command\.", "Thiếu tên lệnh."),
        (r"No such command '(.+?)'\.", r"Không có lệnh \1."),
        (r"No such option '(.+?)'\.", r"Không có lựa chọn \1."),
        (r"\(?Did you mean (?:one of: )?(.+?)\?\)?", r"Có phải là: \1"),
        (r"Option '(.+?)' requires an argument\.", r"Sau \1 cần một giá trị."),
        (r"Option '(.+?)' does not take a value\.", r"Sau \1 không ghi giá trị."),
        (r"Got unexpected extra arguments? \((.+?)\)", r"Thừa: \1."),
        (r"\w+ ('.+?') does not exist\.", r"không có tệp \1."),
        (r"\w+ ('.+?') is a directory\.", r"\1 là một thư mục, không phải tệp."),
        (r"\w+ ('.+?') is a file\.", r"\1 là một tệp, không phải thư mục."),
        (r"\w+ ('.+?') is not readable\.", r"không có quyền đọc \1."),
        (r"\w+ ('.+?') is not writable\.", r"không có quyền ghi \1."),
        (r"('.*?') is not a valid integer\.", r"\1 không phải là số nguyên."),
        (r"('.*?') is not one of (.+)\.", r"\1 không phải là một trong: \2."),
        (r"Could not open file ('.+?'): (.+)", r"Không mở được tệp \1: \2"),
        (r"Show this message and exit\.", "Xem hướng dẫn này."),
        (r"Show the version and exit\.", "Xem phiên bản của chương trình."),
        (r"\[default: (.+)\]", r"[mặc định: \1]"),
    )
)
_HEADINGS = {"Options": "Lựa chọn", "Commands": "Các lệnh"}
_VALUES = {"INTEGER": "SỐ", "TEXT": "CHỮ", "PATH": "TỆP", "FILE": "TỆP"}
_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.ENOTDIR: "không có thư mục này",
    errno.EISDIR: "đây là một thư mục, không phải tệp",
    errno.EEXIST: "đã có tệp này",
    errno.EACCES: "không có quyền",
    errno.EPERM: "không có quyền",
    errno.EROFS: "ổ đĩa chỉ đọc",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EADDRINUSE: "cổng đang có chương trình dùng",
    errno.EADDRNOTAVAIL: "máy này không có địa chỉ đó",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, as a part of a sentence."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def in_vietnamese(said: str) -> str:
    """A sentence of click's; others stay as they are."""
    for english, vietnamese in _SENTENCES:
        said = english.sub(vietnamese, said)
    return said


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, "Cách dùng: " if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        translated = [(_value(first), in_vietnamese(second)) for first, second in rows]
        super().write_dl(translated, col_max, col_spacing)


def _value(option: str) -> str:
    name, _, value = option.rpartition(" ")
    return f"{name} {_VALUES[value]}" if name and value in _VALUES else option


class _Context(click.Context):
    formatter_class = _Formatter


class VietnameseGroup(click.Group):
    """All commands; what click itself says of them is Vietnamese, its exit codes stay."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        _speak(self)

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        """Add a command with all below it."""
        _speak(cmd)
        super().add_command(cmd, name)

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run the command line and end the process: 0, 1 for what was refused, 2 for what was mistyped."""
        try:
            code = super().main(*args, **settings | {"standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            click.echo(_told(error), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("Đã dừng.", err=True)
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)


def _speak(command: click.Command) -> None:
    command.context_class = _Context
    command.options_metavar = "[LỰA CHỌN]"
    if isinstance(command, click.Group):
        command.subcommand_metavar = "LỆNH"
        for below in command.commands.values():
            _speak(below)


def _told(error: click.ClickException) -> str:
    said = f"Lỗi: {in_vietnamese(error.format_message())}"
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return said
    return f"{error.ctx.get_usage()}\nXem hướng dẫn: {error.ctx.command_path} --help\n\n{said}"
