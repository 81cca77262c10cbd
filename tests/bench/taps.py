"""Whole taps: told to the bot, answered, and the card edited, by our program and by bare echoes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.bench import crowd
from tests.bench.figures import Chapter, Figure, at_least, at_most
from tests.bench.people import Crowd, percentile
from tests.bench.scale import Scale
from tests.bench.stage import DATABASES, Bot, Telegram, bot, database

ECHOES = ("ptb", "ptb-aiohttp", "aiogram")
ROUND_TRIP = 0.05  # seconds
_NAMES = {
    "sqlite": "the program, SQLite",
    "postgres": "the program, PostgreSQL",
    "ptb": "echo on python-telegram-bot, default transport",
    "ptb-aiohttp": "echo on python-telegram-bot, httpx-aiohttp",
    "aiogram": "echo on aiogram",
}


@dataclass(frozen=True)
class Rate:
    """Taps a second, and milliseconds of the bot's processor for each."""

    per_second: float
    cpu: float


async def run(scale: Scale) -> Chapter:
    """All bots, with no way between and with 50 ms there and back."""
    near = {name: await _rate(name, 0.0, scale) for name in (*DATABASES, *ECHOES)}
    far = {name: await _rate(name, ROUND_TRIP, scale) for name in (*DATABASES, *ECHOES)}
    figures = [
        figure for name in near for figure in _figures(name, near[name], far[name], near["ptb-aiohttp"])
    ]
    for name in DATABASES:
        figures += await _calm(name, scale)
    about = (
        f"{scale.people} people tap the first button of their card (will come, cannot come, for which"
        " reason) as soon as it has changed. The echoes answer the tap and edit the card, the same two calls,"
        " and remember nothing. CPU is that of the bot's process per tap. A wait is from the tap to the"
        " arrival of the edited card: the time from commit to send is a part of it."
    )
    return Chapter("Whole taps", about, figures)


def _figures(name: str, near: Rate, far: Rate, best: Rate) -> list[Figure]:
    share = near.per_second / max(1.0, best.per_second)
    told = f"{near.per_second:.0f}/s, {near.cpu:.2f} ms CPU, {share:.2f} of the best echo on PTB"
    if name not in DATABASES:
        return [Figure(_NAMES[name], f"{told}; {far.per_second:.0f}/s at 50 ms")]
    return [
        Figure(_NAMES[name], told),
        at_least(f"{_NAMES[name]}: taps a second", near.per_second, "/s", 150, "CPU of one core"),
        at_least(
            f"{_NAMES[name]}: at 50 ms round trip, of the rate at 0 ms",
            far.per_second / max(1.0, near.per_second), "", 0.8, digits=2,
        ),
    ]  # fmt: skip


async def _rate(name: str, delay: float, scale: Scale) -> Rate:
    async with Telegram(delay=delay) as telegram:
        telegram.meet(scale.people)
        if name in DATABASES:
            with database(name) as engine:
                crowd.gather(engine, scale.people, _soon())
                async with bot("chibo", telegram, engine) as running:
                    return await _tapped(telegram, running, scale)
        async with bot(name, telegram) as running:
            return await _tapped(telegram, running, scale)


async def _tapped(telegram: Telegram, running: Bot, scale: Scale) -> Rate:
    people = Crowd(telegram, scale.people)
    await people.open_cards()
    before = running.cpu
    per_second = await people.tap_for(scale.seconds)
    return Rate(per_second, (running.cpu - before) / max(1, len(people.waits)) * 1000)


async def _calm(name: str, scale: Scale) -> list[Figure]:
    """How long one waits when the program is not busy: 5 taps a second, and 30."""
    async with Telegram() as telegram:
        telegram.meet(scale.people)
        with database(name) as engine:
            crowd.gather(engine, scale.people, _soon())
            async with bot("chibo", telegram, engine):
                people = Crowd(telegram, scale.people)
                await people.open_cards()
                await people.tap_at(5, scale.seconds)
                calm = percentile(people.waits, 95) * 1000
                await people.tap_at(30, scale.seconds)
                brisk = percentile(people.waits, 95) * 1000
    return [
        at_most(f"{_NAMES[name]}: tap to edited card, p95 at 5 taps/s", calm, "ms", 25),
        at_most(
            f"{_NAMES[name]}: tap to edited card, p95 at 30 taps/s", brisk,
            "ms", 100,
        ),
    ]  # fmt: skip


def _soon() -> datetime:
    return datetime.now(UTC) + timedelta(days=3)
