"""What every start needs: settings, logs, the engine with its schema, the ground to stand on, a socket."""

import socket
from collections.abc import Mapping
from pathlib import Path

import click

from bot.channels.web_gate import WebAddress, listen
from bot.domain.chat import Capabilities
from bot.domain.policy import PolicyError
from bot.domain.reminders import Almanac
from bot.logs import configure_logs
from bot.services.policy import load_days_off, load_policy
from bot.services.work import Ground
from bot.settings import Settings, SettingsError, load_settings, secret_bytes, variable
from db import migrate
from db.session import Engine, is_embedded, open_engine


def settings() -> Settings:
    """The settings, with logs configured by them; a wrong one ends the program with one sentence."""
    try:
        found = load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    configure_logs(found.log_level, found.confidential)
    return found


def engine(url: str) -> Engine:
    """An open database with the newest schema: brought up here when it is a file of ours, demanded
    otherwise."""
    opened = open_engine(url)
    if is_embedded(url):
        migrate.upgrade(opened)
    elif not migrate.is_current(opened):
        raise click.ClickException(
            "Cấu trúc cơ sở dữ liệu chưa phải bản mới nhất. Hãy chạy: chibo db upgrade"
        )
    return opened


def ground(found: Settings, channels: Mapping[str, Capabilities], secret: Path | None = None) -> Ground:
    """Policy, days off, zone, secret and what the channels can do."""
    try:
        almanac = Almanac(load_policy(found.policy_file), load_days_off(), found.timezone)
        key = secret_bytes(found, secret) if secret else secret_bytes(found)
    except (PolicyError, SettingsError) as error:
        raise click.ClickException(str(error)) from None
    return Ground(almanac, channels, key, tone_marks=found.tone_marks)


def listening(address: WebAddress) -> socket.socket:
    """The web server's socket; an address that cannot be opened ends the program with one sentence."""
    try:
        return listen(address)
    except OSError as error:
        raise click.ClickException(
            f"Không mở được {address.netloc}, có thể một chương trình khác đang dùng ({error.strerror}): "
            f"hãy đặt {variable('web_address')} sang cổng khác."
        ) from None
