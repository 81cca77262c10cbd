"""December 2026 of a Party body, from the roster to the leaders' digest.

At real size in the browser on both databases (`make month`), at the demo's size on either and on Telegram.
"""

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from bot.services.demo.founding import found
from bot.services.demo.story import load_story
from bot.services.work import Work
from db.models import Duty
from tests import month_proofs as proofs
from tests.chat import START, Chat
from tests.fakes.telegram import FakeTelegram
from tests.messengers import Telegram
from tests.province import Habits, Province

CELLS, DUTIES = 402, 458  # khoi.json: cells, assignments in force
SMALL = Habits(unenrolled=7, unregistered=5, declines=4, unreported=3, unscored=3)


@pytest.mark.long
async def test_the_whole_month(bare: Chat) -> None:
    await _december(await Province.of_khoi(bare), CELLS, DUTIES)


async def test_a_month_at_the_demos_size(bare: Chat) -> None:
    await _of_the_demo(bare)


async def test_a_month_at_the_demos_size_on_telegram(sqlite_engine: Engine) -> None:
    async with FakeTelegram() as server:
        chat = Chat(sqlite_engine, lambda clock: Telegram(server), START)
        await _of_the_demo(chat)
        await chat.end()
        assert server.violations == []


async def _of_the_demo(chat: Chat) -> None:
    story = load_story()
    province = await Province.found(chat, lambda work: found(work, story), SMALL)
    cells = sum(one.level.is_cell for one in story.organisations)
    await _december(province, cells, chat.look(_duties))


async def _december(province: Province, cells: int, duties: int) -> None:
    chat = province.chat
    await chat.move_to("18/11/2026", "08:00")
    await province.schedule()
    await province.respond()
    await chat.move_to("03/12/2026", "12:00")
    await province.report()
    await chat.move_to("05/12/2026", "21:00")
    await province.report()
    await chat.move_to("04/01/2027", "08:00")
    chat.look(lambda work: proofs.the_digest_adds_up(work, cells, duties))
    await chat.move_to("06/01/2027", "00:00")
    chat.look(lambda work: proofs.every_duty_has_ended(work, duties))
    chat.look(proofs.nobody_was_reminded_after_doing)
    chat.look(proofs.everything_left_or_says_why)


def _duties(work: Work) -> int:
    return work.session.exec(select(func.count()).where(Duty.period == proofs.PERIOD)).one()
