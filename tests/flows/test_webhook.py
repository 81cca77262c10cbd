"""Telegram by webhook from end to end: the real program on both databases, the same update has one effect."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from bot.app import Program
from bot.clock import RehearsalClock
from bot.services import invitations
from bot.services.work import Ground
from tests.cast import gather
from tests.channels.telegram_cast import LAN
from tests.channels.telegram_door import Door
from tests.chat import ALMANAC, START
from tests.fakes.telegram import FakeTelegram


class Served:
    """A program that Telegram brings its updates to."""

    def __init__(self, engine: Engine, server: FakeTelegram) -> None:
        self.server, self.door = server, Door(server)
        channel = self.door.channel
        ground = Ground(ALMANAC, {channel.name: channel.capabilities}, b"k" * 32)
        self.program = Program(engine, ground, RehearsalClock(START), [channel])

    async def settle(self) -> None:
        """Until everything is taken in and everything has arrived."""
        await self.server.quiet()
        await self.program.settle()


@pytest.fixture
async def served(engine: Engine) -> AsyncIterator[Served]:
    async with FakeTelegram() as server:
        served = Served(engine, server)
        async with served.door.open(served.program.receive):
            yield served
            await served.program.close()
        assert server.violations == []


async def test_a_person_enrols_and_asks_by_webhook(served: Served) -> None:
    cast = await served.program.run_work(lambda work: gather(work.session))
    code = await served.program.run_work(lambda work: invitations.issue(work, cast.people["Lan"]))
    for act in (f"/start {code}", "Tôi đồng ý", "/lich"):
        if act.startswith("/"):
            served.server.says(LAN, act)
        else:
            served.server.taps(LAN, act)
        await served.settle()
    assert "Đăng ký" in served.server.said(LAN)[-1].text
    assert served.server.polls == []


async def test_the_same_update_side_by_side_and_again_has_one_effect(served: Served) -> None:
    served.server.world.chat(LAN)
    answers = await asyncio.gather(*(served.door.brings(7, "xin chào") for _ in range(3)))
    await served.settle()
    answers.append(await served.door.brings(7, "xin chào"))
    await served.settle()
    assert [one.status_code for one in answers] == [200] * 4
    assert len(served.server.said(LAN)) == 1
