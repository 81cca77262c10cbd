"""From the moment something is due to the moment the messenger has it."""

import time
from datetime import UTC, datetime, timedelta

from bot.domain.calendar import period_of
from db.models import Reminder
from db.session import unit_of_work
from tests.bench import crowd
from tests.bench.broadcast import PACE
from tests.bench.figures import Chapter, Figure, at_most
from tests.bench.people import percentile
from tests.bench.scale import Scale
from tests.bench.stage import DATABASES, Telegram, bot, database
from tests.chat import ZONE

_PER_SECOND = 10
_AHEAD = timedelta(seconds=6)  # the bot starts meanwhile
_PATIENCE = 120.0  # seconds


async def run(scale: Scale) -> Chapter:
    """Reminders two hours before a meeting, due one after the other, on both databases."""
    figures = [await _handed_over(kind, scale) for kind in DATABASES]
    about = (
        f"{scale.due} people are to be reminded, {_PER_SECOND} each second, by a program that runs already."
    )
    return Chapter("Due to handed over", about, figures)


async def _handed_over(kind: str, scale: Scale) -> Figure:
    async with Telegram() as telegram:
        telegram.meet(scale.due)
        with database(kind) as engine:
            first_at = datetime.now(UTC) + _AHEAD
            crowd.gather(engine, scale.due, first_at + timedelta(hours=2))
            due = {
                crowd.FIRST_CHAT + n: first_at + timedelta(seconds=n / _PER_SECOND)
                for n in range(1, scale.due + 1)
            }
            with unit_of_work(engine) as session:
                crowd.write(session, [reminder(chat - crowd.FIRST_CHAT, at) for chat, at in due.items()])
            async with bot("chibo", telegram, engine, PACE):
                await telegram.wait_for(lambda: len(telegram.world.delivered) >= scale.due, _PATIENCE)
    epoch = time.time() - time.monotonic()
    late = [one.at + epoch - due[one.chat_id].timestamp() for one in telegram.world.delivered]
    return at_most(f"{kind}: due to handed over, p99 of {len(late)}", percentile(late, 99), "s", 2, digits=2)


def reminder(person: int, due_at: datetime) -> Reminder:
    """That a person's meeting begins in two hours."""
    period = period_of((due_at + timedelta(hours=2)).astimezone(ZONE).date())
    meeting = 2 + (person - 1) // crowd.VISITORS
    return Reminder(
        kind="visit",
        step="two_hours",
        subject=f"meeting:{meeting}",
        person_id=person,
        period=period,
        due_at=due_at,
        expires_at=due_at + timedelta(hours=2),
    )
