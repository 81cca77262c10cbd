"""Several processes that send one after the other, or believe so: every row leaves once."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import update

from bot.clock import real_now
from bot.domain.chat import FailureReason, NotSent
from bot.services import delivery
from bot.services.delivery import Claim
from bot.services.work import Work
from db.models import OutboxMessage
from tests.chat import Chat
from tests.flows.test_processes import PATIENCE, Process, holders, sharing, somebody_is_at_the_helm

pytestmark = pytest.mark.parametrize("chat", ["web-postgres"], indirect=True)


async def test_what_a_dead_sender_held_does_not_wait_for_its_lease(chat: Chat) -> None:
    web, dead, heir = Process(chat, competes=False), Process(chat), Process(chat)
    for event in "12":
        await web.hears("xin chào", event, f"chat {event}")
    _, begun = [one.outbox_id for one in await dead.program.run_work(claimed)]
    assert await dead.program.run_work(lambda work: delivery.begin(work, begun))
    async with sharing(heir):
        await somebody_is_at_the_helm([heir])
        async with asyncio.timeout(PATIENCE):
            while not heir.said("chat 1"):
                await heir.program.sender.drain()
    assert len(heir.said("chat 1")) == 1
    assert heir.said("chat 2") == [], "it may be arriving still"
    assert timedelta(0) < chat.look(lambda work: leased_for(work, begun)) <= timedelta(seconds=10)
    for one in (web, dead):
        await one.program.close()


def claimed(work: Work) -> list[Claim]:
    return delivery.claim(work, ["web"], 0, answers=2)


def leased_for(work: Work, row: int) -> timedelta:
    until = work.session.get_one(OutboxMessage, row).leased_until
    return until - real_now() if until else timedelta(0)


async def test_what_a_former_sender_hears_late_is_not_its_to_say_again(chat: Chat) -> None:
    web, former, new = Process(chat, competes=False), Process(chat), Process(chat)
    await web.hears("xin chào", "1")

    async def begun_by(process: Process) -> int:
        (claim,) = await process.program.run_work(lambda work: delivery.claim(work, ["web"], 0, answers=1))
        assert await process.program.run_work(lambda work: delivery.begin(work, claim.outbox_id))
        return claim.outbox_id

    row = await begun_by(former)
    await new.program.run_work(delivery.take_over)
    await chat.work(lambda work: work.session.exec(update(OutboxMessage).values(leased_until=real_now())))
    assert await begun_by(new) == row
    late = NotSent(FailureReason.RATE, retry_after=1.0)
    assert not await former.program.run_work(lambda work: delivery.record(work, row, late))
    assert await former.program.run_work(lambda work: delivery.begin(work, row)) is None
    assert chat.look(holders) == [new.program.ground.process]
    for one in (web, former, new):
        await one.program.close()


async def test_three_senders_hand_over_every_row_once(chat: Chat) -> None:
    for number in range(3):
        process = Process(chat, competes=False)
        for event in range(10):
            await process.hears("xin chào", f"{number}-{event}", f"chat {event}")
        await process.program.close()
    three = [Process(chat) for _ in range(3)]
    await asyncio.gather(*(one.program.sender.drain() for one in three))
    assert sum(len(one.said(f"chat {event}")) for one in three for event in range(10)) == 30
    for one in three:
        await one.program.close()
