"""The sender when something is wrong: answers that come late, no database, one chat's backlog."""

import asyncio
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from bot.beat import Beat
from bot.clock import real_now
from bot.domain.chat import FailureReason, Lane, NotSent, OutboxState
from bot.services.work import Work
from db.helm import Alone
from db.models import OutboxMessage
from tests.chat import START
from tests.flows.sending_stage import SendingStage
from tests.flows.test_sending import busy
from tests.standing_time import run


async def asked_meanwhile(stage: SendingStage, seconds: float, every: float = 1.5) -> list[float]:
    """How long people wait who tap during a wave, one after the other."""
    beats, asked = asyncio.create_task(stage.beat(seconds)), dict[str, float]()
    for number in range(int(seconds / every) - 2):
        await asyncio.sleep(every)
        asked[f"tap {number}"] = asyncio.get_running_loop().time()
        await stage.answer(f"tap {number}")
    await beats
    first = {one.chat: one.at for one in reversed(stage.wire.got)}
    return [first[chat] - at for chat, at in asked.items()]


@pytest.mark.parametrize(("quickest", "slowest"), [(0.02, 0.02), (0.05, 0.1), (0.04, 0.2), (0.05, 0.4)])
def test_answers_pass_a_wave_however_uneven_the_way_is(
    sqlite_engine: Engine, quickest: float, slowest: float
) -> None:
    stage, chance = SendingStage(sqlite_engine), Random(3)
    stage.wire.trip = lambda: chance.uniform(quickest, slowest)

    async def main() -> list[float]:
        await stage.put(busy("wave", 500))
        return await asked_meanwhile(stage, 18.0)

    assert max(run(main())) <= 0.2
    left = sum(one.at < 15 for one in stage.wire.got)
    late = (slowest - quickest) / 2
    assert left >= 15 * 27 / (1 + late) * 0.98, "what may have come late counts as late, no more"


@pytest.mark.parametrize("trip", [0.3, 1.0, 2.0])
def test_answers_pass_a_wave_when_the_way_becomes_long(sqlite_engine: Engine, trip: float) -> None:
    stage = SendingStage(sqlite_engine)
    stage.wire.trip = lambda: trip if asyncio.get_running_loop().time() > 3 else 0.02

    async def main() -> list[float]:
        await stage.put(busy("wave", 600))
        return await asked_meanwhile(stage, 24.0)

    waits = run(main())
    assert max(waits) <= trip
    assert sum(wait > 0.2 for wait in waits) <= 2, "while nobody can tell what the messenger has got"


def test_what_was_held_while_the_database_was_away_leaves_when_it_is_back(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine, away=(2.0, 5.0))

    async def main() -> None:
        await stage.put(busy("wave", 200))
        beats = asyncio.create_task(stage.beat(40.0))
        await asyncio.sleep(1.8)
        for _ in range(8):
            await stage.answer("lan")  # three leave, the bucket keeps the others back
        await beats

    run(main())
    assert max(stage.wire.times("lan")) <= 11
    assert max(one.at for one in stage.wire.got) <= 15
    assert set(Counter(one.outbox_id for one in stage.wire.got).values()) == {1}
    assert {row.state for row in stage.rows()} == {OutboxState.SENT}


def test_it_can_be_closed_while_there_is_no_database(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine, away=(0.5, 9.0))

    async def main() -> None:
        for _ in range(5):
            await stage.answer("lan")
        await asyncio.sleep(0.6)
        await stage.sender.close()

    run(main())
    assert len(stage.wire.got) == 3


def test_one_chats_backlog_hides_nobody_else(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> None:
        await stage.put(["talks a lot"] * 200, Lane.REPLY)
        await stage.put(busy("asks", 10), Lane.REPLY)
        await stage.put(["a group"] * 150)
        await stage.put(busy("owes", 10))
        await stage.beat(8.0)

    run(main())
    assert max(stage.wire.times(f"asks {number}")[0] for number in range(10)) < 2
    assert max(stage.wire.times(f"owes {number}")[0] for number in range(10)) < 3


def test_what_has_expired_hides_nothing_that_has_not(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> None:
        await stage.put(busy("old", 1_000), expires_at=START - timedelta(hours=1))
        await stage.put(busy("live", 10))
        await stage.beat(5.0)

    run(main())
    assert max(stage.wire.times(f"live {number}")[0] for number in range(10)) < 3
    assert Counter(row.state for row in stage.rows())[OutboxState.EXPIRED] == 1_000


def test_many_refused_chats_leave_room_for_the_others(sqlite_engine: Engine) -> None:
    stage, late = SendingStage(sqlite_engine), NotSent(FailureReason.RATE, retry_after=15)
    stage.wire.answer = lambda outgoing: late if outgoing.chat.startswith("bad") else None

    async def main() -> None:
        await stage.put([chat for number in range(100) for chat in (f"bad {number}", f"good {number}")])
        await stage.beat(100.0)

    run(main())
    assert all(stage.wire.times(f"good {number}") for number in range(100))


def test_what_waits_is_not_late_because_the_machines_clock_is_set_back(sqlite_engine: Engine) -> None:
    stage, ahead = SendingStage(sqlite_engine), [timedelta(hours=1)]
    stage.wire.script["lan"].append(NotSent(FailureReason.TRANSIENT))
    beat = Beat(stage.run, stage.sender, Alone(), ticks=False, wall=lambda: real_now() + ahead[0])

    async def main() -> None:
        await stage.put(["lan"])
        await stage.sender.drain()
        await stage.run(set_ahead)
        await beat.once()
        assert len(stage.wire.got) == 1
        ahead[0] = timedelta()
        await beat.once()
        await stage.sender.drain()

    def set_ahead(work: Work) -> None:
        (row,) = work.session.exec(select(OutboxMessage))
        row.retry_at = real_now() + timedelta(minutes=59, seconds=59)  # a moment ago, by the clock until now

    run(main())
    assert len(stage.wire.got) == 2
    assert stage.rows()[0].state is OutboxState.SENT
