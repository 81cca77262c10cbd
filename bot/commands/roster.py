"""chibo roster: import, template, export."""

import asyncio
from datetime import date
from pathlib import Path

import click

from bot.commands import roster_output
from bot.commands.context import open_work
from bot.commands.days import Day
from bot.commands.usage import reason_of
from bot.documents.private_file import write_private
from bot.documents.workbook import LIMIT, parse_in_child
from bot.domain.policy import PolicyError
from bot.domain.workbooks import FILE_REASONS, FileReason, ParsedWorkbook, Refusal
from bot.services import roster as services
from bot.services.roster import EndsNotRepeated, NoRoster, RosterPlan
from bot.services.work import Work

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("roster", help="Danh sách tổ chức đảng, cán bộ và phân công.")
def roster() -> None:
    """The group that bot/__main__.py adds."""


@roster.command("import", help="Xem trước, và với --apply thì nhập, một tệp danh sách .xlsx.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True, readable=True))
@click.option("--apply", "applies", is_flag=True, help="Nhập thật, trong một giao dịch.")
@click.option("--complete", is_flag=True, help="Tệp đầy đủ: mục vắng trong tệp sẽ kết thúc.")
@click.option("--ends", type=int, help="Nhắc lại số mục sẽ kết thúc do vắng trong tệp.")
@click.option("--json", "prints_json", is_flag=True, help="In số liệu dạng JSON.")
@click.option("--on", type=Day(), help="Ngày nhập; mặc định là hôm nay.")
def import_(
    file: Path, applies: bool, complete: bool, ends: int | None, prints_json: bool, on: date | None
) -> None:
    """Show what the file would do; do it when told to."""
    parsed = _parsed(file)
    with open_work() as work:
        plan = _plan(work, parsed, complete, on)
        click.echo(roster_output.as_json(plan) if prints_json else roster_output.as_text(plan))
        if applies:
            _apply(work, plan, ends)
    if not prints_json:
        click.echo(_conclusion(plan, applies))


def _parsed(file: Path) -> ParsedWorkbook:
    too_large = file.stat().st_size > LIMIT
    found = Refusal(FileReason.TOO_LARGE) if too_large else asyncio.run(parse_in_child(file.read_bytes()))
    if isinstance(found, Refusal):
        raise click.ClickException(f"Không nhập được {file.name}: {found.words}.")
    return found


def _plan(work: Work, parsed: ParsedWorkbook, complete: bool, on: date | None) -> RosterPlan:
    try:
        return services.plan(work, parsed, complete=complete, on=on)
    except NoRoster:
        raise click.ClickException(f"Không nhập được: {FILE_REASONS[FileReason.NO_ROSTER]}.") from None
    except PolicyError as error:
        raise click.ClickException(
            f"Không nhập được vì bảng chức vụ hỏng: {error} Hãy sửa tệp này, hoặc cài lại chương trình."
        ) from None


def _apply(work: Work, plan: RosterPlan, ends: int | None) -> None:
    try:
        services.apply(work, plan, ends=ends)
    except EndsNotRepeated as error:
        raise click.ClickException(
            f"Chưa nhập. Có {error.ends} mục sẽ kết thúc do vắng trong tệp; "
            f"nếu đúng như vậy, hãy chạy lại với --ends {error.ends}."
        ) from None


def _conclusion(plan: RosterPlan, applies: bool) -> str:
    if applies:
        return "\nĐã nhập."
    ends = f" --ends {plan.absent.total}" if plan.absent.must_be_repeated else ""
    return f"\nMới xem trước, chưa nhập. Để nhập, hãy chạy lại với --apply{ends}."


@roster.command(help="Ghi một tệp mẫu trống để điền.")
@click.argument("file", type=_FILE)
def template(file: Path) -> None:
    """Write the empty form."""
    from bot.documents import roster as documents  # with openpyxl, which other commands need not load

    _write(file, documents.template())


@roster.command(help="Ghi danh sách đang có ra một tệp .xlsx, nhập lại được.")
@click.argument("file", type=_FILE)
def export(file: Path) -> None:
    """Write what is known; it holds names and numbers, so only its owner may read it."""
    from bot.documents import roster as documents

    with open_work() as work:
        content = documents.export(services.known_roster(work), work.today)
    _write(file, content)


def _write(file: Path, content: bytes) -> None:
    try:
        write_private(file, content)
    except OSError as error:
        raise click.ClickException(f"Không ghi được {file}: {reason_of(error)}.") from None
    click.echo(f"Đã ghi {file}")
