"""chibo run: the program with its messengers and /healthz, and a clock that can be moved in a rehearsal."""

import asyncio
import signal
import socket
from collections.abc import Awaitable
from contextlib import ExitStack
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

import click
import structlog
from starlette.applications import Starlette
from starlette.routing import Route

from bot import measures
from bot.app import Program
from bot.channels.telegram import TelegramChannel, account_of
from bot.channels.telegram_webhook import PublicAddress, Webhook
from bot.channels.web_apps import clock_app, health_app
from bot.channels.web_gate import Gate, WebAddress
from bot.channels.web_health import local_metrics, metrics_app
from bot.channels.web_serving import serve_on
from bot.clock import Clock, RehearsalClock, SystemClock
from bot.commands import opening
from bot.settings import Settings, variable
from db import timing
from db.helm import open_helm
from db.session import Engine, is_embedded

_PUBLIC_DOMAIN = "telegram.org"
_log = structlog.get_logger()


class Role(StrEnum):
    """What one of several processes does."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


@click.command(help="Chạy chương trình với Telegram.")
@click.option(
    "--clock", "start", metavar="2026-11-18T07:55", help="Diễn tập: đồng hồ đứng ở giờ này, dời được."
)
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.ALL.value,
    show_default=True,
    help="Phần việc: all là mọi việc, web chỉ nhận tin qua webhook, worker chỉ nhắc việc và gửi tin.",
)
def run(start: str | None, role: str) -> None:
    """Serve until told to stop."""
    settings = opening.settings()
    if settings.telegram_token is None:
        raise click.ClickException(f"{variable('telegram_token')} chưa có: cần mã do BotFather cấp.")
    part = _part(Role(role), settings)
    clock = rehearsal_clock(start, settings) if start else SystemClock()
    gate = opening.gate(settings) if start else None
    webhook = _webhook(settings) if part is not Role.WORKER else None
    with ExitStack() as stack:
        listening = stack.enter_context(opening.listening(WebAddress.parse(settings.web_address)))
        measuring = _measuring(settings, stack)
        stack.enter_context(opening.sole(settings))
        engine = opening.engine(settings)
        timing.listen(engine, measures.database_took)
        program = _program(settings, engine, clock, part, webhook)
        servers = [serve_on(listening, _app(program, settings, gate, webhook))]
        servers += [serve_on(one, metrics_app(program.watch.health)) for one in measuring]
        asyncio.run(until_stopped(program, *servers))
        engine.dispose()


def _measuring(settings: Settings, stack: ExitStack) -> list[socket.socket]:
    """The socket for /metrics, where it has an address of its own."""
    if settings.metrics_address is None:
        return []
    address = WebAddress.parse(settings.metrics_address)
    return [stack.enter_context(opening.listening(address, variable("metrics_address")))]


def _part(role: Role, settings: Settings) -> Role:
    """The role, if this database and these settings allow for several processes."""
    if role is not Role.ALL and is_embedded(settings.database_url):
        raise click.ClickException(
            f"--role {role} cần PostgreSQL ({variable('database_url')}); với SQLite chỉ có một tiến trình."
        )
    if role is Role.WEB and settings.webhook_url is None:
        raise click.ClickException(f"--role web cần địa chỉ webhook: hãy đặt {variable('webhook_url')}.")
    return role


def _program(
    settings: Settings, engine: Engine, clock: Clock, role: Role, webhook: Webhook | None
) -> Program:
    token = settings.telegram_token.get_secret_value() if settings.telegram_token else ""
    helm = open_helm(engine, f"telegram:{account_of(token)}", competes=role is not Role.WEB)
    channel = TelegramChannel(
        token,
        settings.telegram_api_url,
        webhook=webhook,
        may_ask=helm.gained,
        takes_in=role is not Role.WORKER,
        rates=settings.rates,
    )
    ground = opening.ground(settings, {channel.name: channel.capabilities})
    return Program(engine, ground, clock, [channel], helm=helm, ticks=role is not Role.WEB)


def rehearsal_clock(start: str, settings: Settings) -> RehearsalClock:
    """A clock that stands at a local instant; refused with the public Bot API, whose people are real."""
    host = (urlsplit(settings.telegram_api_url).hostname or "").rstrip(".")
    if host.endswith(_PUBLIC_DOMAIN):
        raise click.ClickException(
            f"--clock chỉ dùng để diễn tập với máy chủ thử: hãy đặt {variable('telegram_api_url')}."
        )
    try:
        instant = datetime.fromisoformat(start)
    except ValueError:
        raise click.ClickException("--clock cần dạng 2026-11-18T07:55.") from None
    return RehearsalClock(instant if instant.tzinfo else instant.replace(tzinfo=settings.timezone))


def _webhook(settings: Settings) -> Webhook | None:
    if settings.webhook_url is None or settings.telegram_token is None:
        return None
    account = account_of(settings.telegram_token.get_secret_value())
    return Webhook(PublicAddress.of(settings.webhook_url, account, opening.secret_of(settings)))


def _app(program: Program, settings: Settings, gate: Gate | None, webhook: Webhook | None) -> Starlette:
    if gate is None:
        app = health_app(program.watch.health, *_beside(program, settings, webhook))
    else:
        click.echo(f"Diễn tập: dời đồng hồ tại {gate.page}rehearsal/clock, mã {gate.token}")
        hooks = [webhook.route] if webhook is not None else []
        app = clock_app(program.watch.health, program, gate, settings.timezone, *hooks)
    click.echo(f"Đang chạy; kiểm tra tại http://{settings.web_address}/healthz")
    return app


def _beside(program: Program, settings: Settings, webhook: Webhook | None) -> list[Route]:
    """What is served beside /healthz. A webhook stands behind a public proxy: no measures."""
    if webhook is not None:
        return [webhook.route]
    return [local_metrics(program.watch.health)] if settings.metrics_address is None else []


async def until_stopped(program: Program, *beside: Awaitable[None]) -> None:
    """Serve until SIGINT or SIGTERM; then everything on its way arrives, and it ends."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    tasks = [asyncio.ensure_future(one) for one in (program.serve(), *beside)]
    waiting = asyncio.ensure_future(stop.wait())
    await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in (waiting, *tasks):
        task.cancel()
    for outcome in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome
    _log.info("stopped")
