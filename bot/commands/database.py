"""chibo db: the schema of the database named in CHIBO_DATABASE_URL."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Engine

from bot.logs import Redaction
from bot.settings import Settings, SettingsError, load_settings, variable
from db import migrate
from db.session import Unreachable, open_engine


@click.group("db", help="Cấu trúc của cơ sở dữ liệu.")
def database() -> None:
    """The group that bot/__main__.py adds."""


@database.command(help="Đưa cấu trúc lên phiên bản mới nhất; chạy lại nhiều lần cũng không sao.")
def upgrade() -> None:
    """Bring the schema up, and say to what."""
    with _opened() as engine:
        migrate.upgrade(engine)
        click.echo(f"Cơ sở dữ liệu đang ở phiên bản {migrate.current(engine)}, là bản mới nhất.")


@database.command(help="Cho biết cấu trúc đang ở phiên bản nào.")
def current() -> None:
    """Say where the schema stands, and what to do when that is not the newest."""
    with _opened() as engine:
        found, newest = migrate.current(engine), migrate.newest()
    if found == newest:
        click.echo(f"Cơ sở dữ liệu đang ở phiên bản {found}, là bản mới nhất.")
    else:
        standing = f"đang ở phiên bản {found}" if found else "chưa có cấu trúc"
        click.echo(f"Cơ sở dữ liệu {standing}; bản mới nhất là {newest}. Hãy chạy: chibo db upgrade")


@contextmanager
def _opened() -> Iterator[Engine]:
    """The configured database; whatever keeps it from being used is told in one sentence."""
    try:
        settings = load_settings()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
    try:
        with _engine(settings.database_url) as engine:
            yield engine
    except (Unreachable, OSError) as error:
        raise click.ClickException(_unreachable(settings, error)) from None


def _unreachable(settings: Settings, error: Exception) -> str:
    reason = str(getattr(error, "orig", error)).strip().partition("\n")[0]
    sentence = f"Không dùng được cơ sở dữ liệu ghi ở {variable('database_url')}: {reason}"
    return Redaction(settings.confidential).clean(sentence)


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
