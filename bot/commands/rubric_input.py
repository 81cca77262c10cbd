"""What an office gives to chibo rubric: a file, a date, its consent; what is wrong with it, in a sentence."""

from datetime import date
from pathlib import Path

import click

from bot.domain.roster_cells import day
from bot.domain.roster_reasons import Unfit
from bot.domain.rubric_file import check_text
from bot.domain.vietnamese import fold
from bot.services import rubric_seeds
from bot.services.rubric_texts import Brought, read


def brought_by(file: Path | None, form: str | None) -> Brought:
    """A form from a file or of the program's own, checked; what is wrong with it is listed by line."""
    if (file is None) == (form is None):
        raise click.ClickException("Cần một tệp phiếu, hoặc --form với tên một phiếu có sẵn (không cả hai).")
    text = text_of(file) if file else rubric_seeds.text_of(form or "")
    if text is None:
        names = ", ".join(rubric_seeds.names())
        raise click.ClickException(f"Không có phiếu có sẵn tên {form}. Các phiếu có sẵn: {names}.")
    require_sound(file.name if file else form or "", text)
    return read(text)


def require_sound(name: str, text: str) -> None:
    """All that is wrong, by line, and the end of the command when anything is."""
    found = check_text(text)
    for finding in found:
        click.echo(f"{name}, {finding}")
    if found:
        raise click.ClickException(f"{name} có {len(found)} chỗ phải sửa.")


def text_of(file: Path) -> str:
    """A file's text."""
    try:
        return file.read_text(
            encoding="utf-8-sig"
        )  # Notepad begins a file with a mark that TOML does not know
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(f"Không đọc được {file.name}; tệp phải là văn bản UTF-8.") from None


def day_of(typed: str) -> date:
    """A date as people here write it, or ISO."""
    try:
        found = day(typed)
    except Unfit:
        found = None
    if found is None:
        raise click.ClickException(f"{typed} không phải là ngày; đề nghị ghi như 01/01/2027 hoặc 2027-01-01.")
    return found


def confirm(question: str, *, is_told: bool) -> None:
    """Go on only when somebody agrees, unless the command was told to beforehand."""
    if is_told:
        return
    answer = click.prompt(f"\n{question} Gõ có để đồng ý", default="không", prompt_suffix=": ")
    if fold(answer) not in ("co", "c", "y", "yes"):
        raise click.ClickException("Chưa làm gì.")


def require_as_shown(is_same: bool) -> None:
    """What was agreed to is what was shown."""
    if not is_same:
        raise click.ClickException("Dữ liệu vừa thay đổi so với bản xem trước; đề nghị chạy lại để xem.")
