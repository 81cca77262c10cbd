"""chibo rubric: forms brought by an office, looked at before anybody scores by them, put in force by body."""

from pathlib import Path

import click

from bot.commands import rubric_listing, rubric_output
from bot.commands.context import open_work
from bot.commands.rubric_input import brought_by, confirm, day_of, require_as_shown, require_sound, text_of
from bot.services import rubric_activation
from bot.services.rubric_refusals import Refused, body_of, person_of

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True, readable=True)
_BODY = click.option("--body", "code", required=True, metavar="MÃ", help="Mã tổ chức đảng.")
_FROM = click.option("--from", "since", required=True, metavar="NGÀY", help="Từ ngày, ví dụ 01/01/2027.")
_BY = click.option("--by", metavar="MÃ", help="Mã cán bộ của người thực hiện, để lưu vết.")
_YES = click.option("--yes", is_flag=True, help="Không hỏi lại.")


@click.group("rubric", help="Phiếu chấm điểm.")
def rubric() -> None:
    """The group that bot/__main__.py adds."""


@rubric.command(help="Kiểm tra một tệp phiếu chấm điểm hoặc phiếu xếp loại năm; sai ở đâu, sửa thế nào.")
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """List what is wrong with a file, by line; exit code 1 when anything is."""
    require_sound(file.name, text_of(file))
    click.echo(f"{file.name}: không phát hiện lỗi.")


@rubric.command(
    help="Xem trước rồi áp dụng một phiếu (tệp, hoặc --form tên phiếu có sẵn) cho một tổ chức đảng."
)
@click.argument("file", type=_FILE, required=False)
@click.option("--form", metavar="TÊN", help="Tên một phiếu có sẵn của chương trình, thay cho tệp.")
@_BODY
@_FROM
@_BY
@_YES
def activate(file: Path | None, form: str | None, code: str, since: str, by: str | None, yes: bool) -> None:
    """Show what the form is and whom it concerns; put it in force when told so."""
    brought, starts_on = brought_by(file, form), day_of(since)
    try:
        with open_work() as work:
            shown = rubric_activation.plan(work, code, brought, starts_on)
            person_of(work, by)
        click.echo(rubric_output.activation(shown))
        confirm("Áp dụng phiếu này?", is_told=yes)
        with open_work() as work:  # whoever answers slowly keeps nobody else from writing
            planned = rubric_activation.plan(work, code, brought, starts_on)
            require_as_shown(planned.effect.instead == shown.effect.instead)
            rubric_activation.activate(work, planned, person_of(work, by))
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"Đã áp dụng từ ngày {starts_on:%d/%m/%Y}.")


@rubric.command(help="Xem trước rồi thu hồi một phiếu đã áp dụng; điểm đã chấm giữ nguyên.")
@click.argument("name", metavar="TÊN")
@_BODY
@_FROM
@click.option("--version", type=int, help="Phiên bản, khi cùng ngày có nhiều.")
@_BY
@_YES
def withdraw(name: str, code: str, since: str, version: int | None, by: str | None, yes: bool) -> None:
    """Show what goes by another form afterwards; withdraw when told so."""
    starts_on = day_of(since)
    try:
        with open_work() as work:
            shown = rubric_activation.plan_withdrawal(work, code, name, starts_on, version)
            person_of(work, by)
        click.echo(rubric_output.withdrawal(shown))
        confirm("Thu hồi phiếu này?", is_told=yes)
        with open_work() as work:
            planned = rubric_activation.plan_withdrawal(work, code, name, starts_on, version)
            require_as_shown(planned.effect.instead == shown.effect.instead)
            rubric_activation.withdraw(work, planned, person_of(work, by))
    except Refused as error:
        raise click.ClickException(str(error)) from None
    click.echo("Đã thu hồi.")


@rubric.command("list", help="Các phiếu một tổ chức đảng đang, sẽ và đã áp dụng; các phiếu có sẵn.")
@_BODY
def list_(code: str) -> None:
    """What is in force for a body's own cells today, what it activated itself, what the program has."""
    try:
        with open_work() as work:
            body = body_of(work, code)
            click.echo(rubric_listing.listing(work, body))
    except Refused as error:
        raise click.ClickException(str(error)) from None
