"""chibo db: the schema of the database named in CHIBO_DATABASE_URL, and a copy of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from bot.commands import opening
from bot.commands.database_faults import PARTS
from bot.commands.usage import reason_of
from bot.settings import variable
from db import backup as backups
from db import migrate
from db.lacks import missing_tables
from db.session import Engine, is_embedded, open_engine


@click.group("db", help="Cấu trúc và bản sao lưu của cơ sở dữ liệu.")
def database() -> None:
    """The group that bot/__main__.py adds."""


@database.command(help="Đưa cấu trúc lên phiên bản mới nhất; chạy lại nhiều lần cũng không sao.")
def upgrade() -> None:
    """Bring the schema up, and say to what."""
    with _opened() as engine:
        migrate.upgrade(engine)
        with engine.connect() as connection:
            missing = missing_tables(connection)
        if missing:
            raise click.ClickException(f"Cơ sở dữ liệu thiếu bảng {', '.join(missing)}: {PARTS}.")
        click.echo(f"Cơ sở dữ liệu đang ở phiên bản {migrate.current(engine)}, là bản mới nhất.")


@database.command(help="Cho biết cấu trúc đang ở phiên bản nào.")
def current() -> None:
    """Say where the schema stands, and what to do when that is not the newest."""
    opening.demand_file(opening.settings())
    with _opened() as engine:
        migrate.refuse_newer(engine)
        found, newest = migrate.current(engine), migrate.newest()
    if found == newest:
        click.echo(f"Cơ sở dữ liệu đang ở phiên bản {found}, là bản mới nhất.")
    else:
        standing = f"đang ở phiên bản {found}" if found else "chưa có cấu trúc"
        raise click.ClickException(
            f"Cơ sở dữ liệu {standing}; bản mới nhất là {newest}. Hãy chạy: chibo db upgrade"
        )


@database.command(help="Ghi một bản sao lưu của tệp SQLite, cả khi chương trình đang chạy.")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a whole copy that only its owner may read; never over another file."""
    url = opening.settings().database_url
    if not is_embedded(url):
        raise click.ClickException(f"{variable('database_url')} là PostgreSQL: hãy sao lưu bằng pg_dump.")
    try:
        backups.copy(url, file)
    except FileExistsError:
        raise click.ClickException(f"Đã có {file}, không ghi đè: hãy chọn tên khác.") from None
    except backups.Uncopied as error:
        why = reason_of(error) if isinstance(error, OSError) else f"cơ sở dữ liệu không đọc được ({error})"
        raise click.ClickException(f"Không sao lưu được ra {file}: {why}.") from None
    click.echo(f"Đã sao lưu ra {file}. Sao lưu cả khóa bí mật (var/secret, hoặc {variable('secret')}).")


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
