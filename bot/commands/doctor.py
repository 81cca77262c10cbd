"""chibo doctor: is everything that the program needs there and in order, and what to do where it is not."""

import asyncio

import click

from bot.channels import telegram_checkup
from bot.channels.telegram_webhook import PublicAddress
from bot.clock import real_now
from bot.commands import checkup as examine
from bot.commands import opening
from bot.commands.files_checkup import files
from bot.domain import checkup
from bot.domain.checkup import Finding, Verdict
from bot.logs import Redaction
from bot.settings import Settings, variable

_TOKEN, _ADDRESS = "Mã của bot", "Máy chủ Bot API"


@click.command(help="Kiểm tra cài đặt, Telegram, cơ sở dữ liệu, đồng hồ, ổ đĩa; hỏng ở đâu, sửa thế nào.")
def doctor() -> None:
    """Examine everything, in an order in which the first broken thing explains the later ones."""
    settings = opening.settings()
    hide = Redaction(settings.confidential).clean
    bad = 0
    here = (*files(settings), *examine.machine(settings), *examine.database(settings))
    for finding in (*here, *asyncio.run(_telegram(settings))):
        bad += finding.verdict is Verdict.BROKEN
        click.echo(hide(f"{finding.verdict:<8} {finding.subject}: {finding.said.removesuffix('.')}."))
        if finding.remedy:
            click.echo(hide(f"{'':8} → {finding.remedy}."))
    if bad:
        raise click.ClickException(f"Có {bad} chỗ hỏng.")
    click.echo("Không có gì hỏng.")


async def _telegram(settings: Settings) -> list[Finding]:
    there = await telegram_checkup.server_time(settings.telegram_api_url)
    if there is None:
        return [_unreachable("không kết nối được")]
    clock = checkup.of_clock("máy chủ Bot API", real_now() - there)
    return [checkup.good(_ADDRESS, settings.telegram_api_url), clock, *await _bot(settings)]


async def _bot(settings: Settings) -> list[Finding]:
    if settings.telegram_token is None:
        return [checkup.broken(_TOKEN, "chưa có", f"đặt {variable('telegram_token')}, mã do BotFather cấp")]
    token = settings.telegram_token.get_secret_value()
    try:
        state = await telegram_checkup.bot_state(token, settings.telegram_api_url)
    except PermissionError:
        remedy = f"lấy lại mã ở BotFather bằng /token, đặt vào {variable('telegram_token')}"
        return [checkup.broken(_TOKEN, "Telegram không chấp nhận", remedy)]
    except ConnectionError as error:
        return [_unreachable(str(error))]
    known = checkup.good(_TOKEN, f"đúng, là bot @{state.username}")
    return [known, checkup.of_webhook(state.webhook, _wanted(settings), real_now())]


def _unreachable(reason: str) -> Finding:
    remedy = f"kiểm tra mạng của máy này và {variable('telegram_api_url')}"
    return checkup.broken(_ADDRESS, f"không trả lời như mong đợi ({reason})", remedy)


def _wanted(settings: Settings) -> str | None:
    """The address as Telegram would be told it; the secret beside it is not compared."""
    return PublicAddress(settings.webhook_url, "").full_url if settings.webhook_url else None
