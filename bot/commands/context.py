"""What a command that works on the database needs: settings, one unit of work, errors as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.clock import SystemClock
from bot.commands import opening
from bot.services.work import Work
from bot.settings import variable
from db.session import Unreachable, unit_of_work


@contextmanager
def open_work() -> Iterator[Work]:
    """A unit of work on the configured database: committed when the block ends, rolled back if it raises."""
    settings = opening.settings()
    ground = opening.ground(settings, {})
    try:
        engine = opening.engine(settings.database_url)
        try:
            with unit_of_work(engine) as session:
                yield Work(session, SystemClock().now(), ground)
        finally:
            engine.dispose()
    except Unreachable as error:
        raise click.ClickException(
            f"Không dùng được cơ sở dữ liệu ghi ở {variable('database_url')} ({type(error).__name__})."
        ) from None
