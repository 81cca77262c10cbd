"""Waves against the enforced limit: pace, refusals, replies meanwhile, and a storm of 429."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from sqlalchemy import Engine

from bot.domain.chat import Lane
from db.models import OutboxMessage
from db.session import unit_of_work
from tests.bench import crowd
from tests.bench.figures import Chapter, Figure, at_least, at_most
from tests.bench.people import Crowd, percentile
from tests.bench.scale import Scale
from tests.bench.stage import Telegram, bot, database
from tests.fakes.telegram_faults import Refuse
from tests.fakes.telegram_limits import Limits, Rates

PACE, WINDOW = 27, 30  # messages a second: what the program allows itself, and what Telegram does
_TAPPING = 20  # people who tap meanwhile, beside those who are written to
_REFUSED, _RETRY_AFTER = 5, 5  # chats in the storm; seconds
_PATIENCE = 600.0  # seconds


async def run(scale: Scale) -> Chapter:
    """At the real pace, at ten times the pace, and in a storm; on SQLite."""
    figures = [
        *await _wave("at the real pace", scale.broadcast, 1, 1.0),
        *await _wave("ten times as much, ten times as fast", scale.broadcast * 10, 10, 1.0),
        *await _storm(scale),
    ]
    about = (
        f"Messages of the lane for reminders wait for as many chats and leave at {PACE}/s, while the server"
        f" refuses more than {WINDOW} in any second; ten times as many leave at {PACE * 10}/s under"
        f" {WINDOW * 10}, since at the real pace they would take 18 minutes. {_TAPPING} people tap in turn,"
        f" one a second, meanwhile. In the storm {_REFUSED} chats of the wave are answered 429 with"
        f" retry_after {_RETRY_AFTER} s, whatever is sent to them. On SQLite."
    )
    return Chapter("Broadcast", about, figures)


async def _wave(name: str, count: int, faster: int, taps: float) -> list[Figure]:
    limits = Limits(Rates(account=WINDOW * faster))
    async with Telegram(limits=limits) as telegram:
        telegram.meet(count + _TAPPING)
        with database("sqlite") as engine:
            crowd.gather(engine, count + _TAPPING, datetime.now(UTC) + timedelta(days=3))
            async with bot("chibo", telegram, engine, PACE * faster):
                people = Crowd(telegram, _TAPPING)
                await people.open_cards()
                wait_for(engine, range(_TAPPING + 1, _TAPPING + count + 1))
                first = len(telegram.world.delivered)
                await people.tap_at(taps, max(2.0, count / (PACE * faster)))
                waves = {crowd.FIRST_CHAT + _TAPPING + number + 1 for number in range(count)}
                await telegram.wait_for(
                    lambda: waves <= {one.chat_id for one in telegram.world.delivered[first:]}, _PATIENCE
                )
    delivered = telegram.world.delivered[first:]
    sent = [one.at for one in delivered if one.chat_id in waves]
    meanwhile = [one.at for one in delivered if sent[0] <= one.at <= sent[-1]]
    return [
        Figure(f"{count} {name}", f"{_rate(sent):.1f}/s, with the answers {_rate(meanwhile):.1f}/s"),
        at_least(
            f"{name}: of the set rate, which the answers share",
            _rate(meanwhile) / (PACE * faster) * 100, "%", 98, digits=1,
        ),
        at_most(f"{name}: refusals", sum(limits.refused.values()), "", 0, digits=0),
        at_most(
            f"{name}: tap to edited card meanwhile, p95", percentile(people.waits, 95), "s", 0.2, digits=3
        ),
    ]  # fmt: skip


def _rate(times: list[float]) -> float:
    return (len(times) - 1) / (times[-1] - times[0]) if len(times) > 1 else 0.0


async def _storm(scale: Scale) -> list[Figure]:
    count = max(20, int(PACE * scale.storm))
    async with Telegram() as telegram:
        telegram.meet(count + _TAPPING)
        with database("sqlite") as engine:
            crowd.gather(engine, count + _TAPPING, datetime.now(UTC) + timedelta(days=3))
            async with bot("chibo", telegram, engine, PACE):
                people = Crowd(telegram, _TAPPING)
                await people.open_cards()
                for number in range(_REFUSED):
                    chat = crowd.FIRST_CHAT + _TAPPING + 1 + number
                    telegram.fails(
                        "sendMessage", Refuse(429, retry_after=_RETRY_AFTER), chat_id=chat, times=None
                    )
                first = len(telegram.world.delivered)
                wait_for(engine, range(_TAPPING + 1, _TAPPING + count + 1))
                await people.tap_at(1, max(2.0, scale.storm))
                await asyncio.sleep(0)
    wave = [one.at for one in telegram.world.delivered[first:] if one.chat_id > crowd.FIRST_CHAT + _TAPPING]
    gaps = [after - before for before, after in pairwise(wave)]
    return [
        Figure("storm: messages to other chats meanwhile", f"{len(wave)}"),
        at_most(
            "storm: longest pause between messages to other chats", max(gaps, default=0.0), "s", 2, digits=2
        ),
        at_most("storm: tap to edited card of others, longest", max(people.waits), "s", 2, digits=2),
    ]


def wait_for(engine: Engine, people: range, each: int = 1) -> None:
    """So many messages wait for each of these people, due now."""
    now = datetime.now(UTC)
    with unit_of_work(engine) as session:
        for number in range(each):
            crowd.write(session, [_waiting(person, number, now) for person in people])


def _waiting(person: int, number: int, now: datetime) -> OutboxMessage:
    return OutboxMessage(
        dedupe_key=f"wave:{person}:{number}",
        person_id=person,
        address_id=person,
        lane=Lane.REMINDER,
        message="NothingToDo",
        fields={},
        text="Kính gửi đồng chí: đây là một tin nhắc thử.",
        choices=[],
        may_disturb=True,  # the benchmark may run at night
        due_at=now,
        expires_at=now + timedelta(days=2),
        created_at=now,
    )
