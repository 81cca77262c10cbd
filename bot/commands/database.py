"""chibo db: the schema of the database named in CHIBO_DATABASE_URL."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.commands import opening
from db import migrate
from db.session import Engine, open_engine


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
    """The configured database as it stands; whatever keeps it from being used is told in one sentence."""
    settings = opening.settings()
    with opening.usable(settings):
        engine = open_engine(settings.database_url)
        try:
            yield engine
        finally:
            engine.dispose()
