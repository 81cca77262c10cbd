"""Whatever a messenger answers, whenever the process dies: no row is lost, none sent twice but in doubt."""

import asyncio
from collections import Counter
from random import Random

import pytest
from sqlalchemy import Engine
from sqlmodel import update

from bot.domain.chat import FailureReason, InDoubt, Lane, NotSent, OutboxState, SendResult, Sent
from bot.services.work import Work
from db.models import OutboxMessage
from tests.flows.sending_stage import SendingStage
from tests.standing_time import run

ANSWERS: tuple[SendResult | None, ...] = (
    None,
    None,
    None,
    InDoubt("no answer"),
    NotSent(FailureReason.TRANSIENT),
    NotSent(FailureReason.RATE, retry_after=2),
    NotSent(FailureReason.RATE, retry_after=90),
    NotSent(FailureReason.AUTH),
    NotSent(FailureReason.BLOCKED),
    NotSent(FailureReason.BAD_CONTENT),
    NotSent(FailureReason.OTHER, moved_to="another"),
)
ENDS = {OutboxState.SENT, OutboxState.FAILED, OutboxState.UNKNOWN}
CHATS = [f"chat {number}" for number in range(8)]


def try_again_now(work: Work) -> None:
    """As if the real time that retries wait for had passed."""
    work.session.exec(update(OutboxMessage).values(retry_at=None))


async def month(stage: SendingStage, chance: Random, deaths: int) -> None:
    """Messages of all lanes come and go; then everything is quiet until nothing waits."""
    stage.wire.answer = lambda outgoing: chance.choice(ANSWERS)
    for number in range(12):
        await stage.put(chance.sample(CHATS, 3), chance.choice(list(Lane)))
        await stage.answer(chance.choice(CHATS))
        await stage.sender.flush()
        await asyncio.sleep(chance.random())
        if number < deaths:
            await stage.die()
        stage.change(try_again_now)
    stage.wire.answer = lambda outgoing: None
    for _ in range(40):
        await stage.beat(150.0, every=5.0)
        stage.change(try_again_now)
        if all(row.state in ENDS for row in stage.rows()):
            break


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_lost_and_nothing_sent_twice_but_in_doubt(sqlite_engine: Engine, seed: int) -> None:
    stage, chance = SendingStage(sqlite_engine), Random(seed)
    deaths = seed % 3 * 4
    run(month(stage, chance, deaths))
    rows = {row.id: row for row in stage.rows()}
    assert len(rows) == 48
    assert {row.state for row in rows.values()} <= ENDS, "every row has come to an end"
    arrived = Counter(one.outbox_id for one in stage.wire.got if isinstance(one.answer, Sent))
    doubted = Counter(one.outbox_id for one in stage.wire.got if isinstance(one.answer, InDoubt))
    for number, row in rows.items():
        noted = Counter(stage.attempts(number or 0))
        assert noted["sent"] == (row.state is OutboxState.SENT)
        unrecorded = arrived[number or 0] - noted["sent"]
        assert unrecorded <= noted["unknown"] - doubted[number or 0] + (row.lane is Lane.REPLY) * deaths
        if row.lane in (Lane.DIGEST, Lane.FILE):
            assert arrived[number or 0] + doubted[number or 0] <= 1, "never blindly once more"


@pytest.mark.parametrize("seed", range(4))
def test_without_deaths_only_what_is_in_doubt_comes_twice(sqlite_engine: Engine, seed: int) -> None:
    stage, chance = SendingStage(sqlite_engine), Random(100 + seed)
    run(month(stage, chance, deaths=0))
    arrived = Counter(one.outbox_id for one in stage.wire.got if isinstance(one.answer, Sent))
    assert arrived
    assert set(arrived.values()) == {1}
    sent = {row.id for row in stage.rows() if row.state is OutboxState.SENT}
    assert set(arrived) == sent
