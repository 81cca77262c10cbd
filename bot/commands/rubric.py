"""chibo rubric: forms brought by an office, looked at before anybody scores by them."""

from pathlib import Path

import click

from bot.domain.rubric_file import check_text

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True, readable=True)


@click.group("rubric", help="Phiếu chấm điểm.")
def rubric() -> None:
    """The group that bot/__main__.py adds."""


@rubric.command(help="Kiểm tra một tệp phiếu chấm điểm hoặc phiếu xếp loại năm; sai ở đâu, sửa thế nào.")
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """List what is wrong with a file, by line; exit code 1 when anything is."""
    found = check_text(_text(file))
    for finding in found:
        click.echo(f"{file.name}, {finding}")
    if found:
        raise click.ClickException(f"{file.name} có {len(found)} chỗ phải sửa.")
    click.echo(f"{file.name}: không phát hiện lỗi.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(f"Không đọc được {file.name}; tệp phải là văn bản UTF-8.") from None
