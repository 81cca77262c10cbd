"""What a command that works on the database needs: settings, one unit of work, errors as sentences."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.clock import SystemClock
from bot.commands import opening
from bot.services.work import Work
from db.session import unit_of_work


@contextmanager
def open_work(*, makes_file: bool = True) -> Iterator[Work]:
    """A unit of work on the configured database: committed when the block ends, rolled back if it raises.
    Unless it `makes_file`, a data file that is not there is refused instead of made empty."""
    settings = opening.settings()
    if not makes_file:
        opening.demand_file(settings)
    ground = opening.ground(settings, {})
    engine = opening.engine(settings)
    try:
        with opening.usable(settings), unit_of_work(engine) as session:
            yield Work(session, SystemClock().now(), ground)
    finally:
        engine.dispose()
