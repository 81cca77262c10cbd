"""chibo invitations, chibo admin: codes for who has not enrolled, and for the first administrator."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from bot.channels.telegram import TelegramChannel
from bot.commands import opening
from bot.commands.context import open_work
from bot.commands.usage import reason_of
from bot.documents.private_file import write_private
from bot.services import administrators, invitations
from bot.services.administrators import Ambiguous, Unknown
from bot.services.invitations import InvitationSheetRow
from bot.settings import variable

_BOT = click.option(
    "--bot", metavar="TÊN", help="Tên bot Telegram (không có @), khi không hỏi được Telegram."
)


@click.command("invitations", help="Cấp mã cho người chưa đăng ký (mã cũ hết hiệu lực), ghi ra tệp .xlsx.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_BOT
def invite_all(file: Path, bot: str | None) -> None:
    """Issue the codes and write the sheets; either both or neither."""
    link = _links(bot)
    with open_work() as work:
        rows, left_out = invitations.issue_all(work)
        content = _workbook(rows, link, invitations.valid_until(work).date())
        try:
            write_private(file, content)
        except OSError as error:
            raise click.ClickException(
                f"Không ghi được {file}: {reason_of(error)}. Chưa cấp mã nào."
            ) from None
    click.echo(
        f"Đã cấp {len(rows)} mã, ghi ra {file}. Tệp này chỉ chủ tệp đọc được; xin trao riêng từng người."
    )
    for person in left_out:
        click.echo(f"Không cấp lại cho {person}: mã quản trị đã cấp vẫn còn hiệu lực.")


def _workbook(rows: Sequence[InvitationSheetRow], link: Callable[[str], str | None], until: date) -> bytes:
    from bot.documents.invitations import (
        Handout,
        invitations_workbook,
    )  # with what other commands need not load

    handouts = [
        Handout(f"{row.body_code} {row.body}", row.name, row.post, row.code, link(row.code)) for row in rows
    ]
    return invitations_workbook(handouts, until)


def _links(bot: str | None) -> Callable[[str], str | None]:
    """How a code becomes a start link; without the bot's name there are only codes to type."""
    settings = opening.settings()
    token = settings.telegram_token
    if bot is not None:
        return lambda code: f"https://t.me/{bot.lstrip('@')}?start={code}"
    if token is None:
        click.echo(f"{variable('telegram_token')} chưa có nên chỉ có mã để gõ, không có liên kết.", err=True)
        return lambda code: None
    return _asked(TelegramChannel(token.get_secret_value(), settings.telegram_api_url)).start_link


def _asked(channel: TelegramChannel) -> TelegramChannel:
    async def ask() -> None:
        try:
            await channel.connect()
        finally:
            await channel.close()

    try:
        asyncio.run(ask())
    except OSError:
        click.echo("Chưa hỏi được tên bot từ Telegram nên chỉ có mã để gõ; có thể thêm --bot TÊN.", err=True)
    return channel


@click.group(help="Việc của người quản trị.")
def admin() -> None:
    """The group that bot/__main__.py adds."""


@admin.command(help="Cấp mã quản trị cho một người, theo mã cán bộ hoặc họ tên.")
@click.argument("who", metavar="HỌ_TÊN_HOẶC_MÃ")
@click.option("--name", help="Họ tên, để thêm người này với mã trên nếu chưa có trong danh sách.")
@_BOT
def invite(who: str, name: str | None, bot: str | None) -> None:
    """Print a code that makes whoever first uses it an administrator."""
    link = _links(bot)
    with open_work() as work:
        try:
            person, code = administrators.invite(work, who, name)
        except Ambiguous as error:
            found = "\n".join(f"  {one}" for one in error.people)
            raise click.ClickException(f"Có nhiều người tên {who}, hãy dùng mã cán bộ:\n{found}") from None
        except Unknown:
            raise click.ClickException(
                f"Không có ai mang mã hay tên {who}. Để thêm người mới: chibo admin invite MÃ --name 'HỌ TÊN'"
            ) from None
        until = invitations.valid_until(work)
    from bot.documents.invitations import spaced

    click.echo(f"{person}\nMã: {spaced(code)} (dùng một lần, đến hết ngày {until:%d/%m/%Y})")
    if address := link(code):
        click.echo(f"Liên kết: {address}")
