"""Two people at the same instant: the second waits for the first, and then sees what was done."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting

import pytest

from bot.domain.chat import AddressKey, Inbound, Tap
from bot.domain.duties import Response
from bot.domain.meetings import Slot
from bot.services import meetings
from bot.services.meetings import Refused
from bot.services.work import Work
from db.models import Meeting
from db.session import unit_of_work
from handlers import router, turn
from tests.chat import Chat
from tests.flows import backstage
from tests.flows.backstage import moment, register, visit

pytestmark = pytest.mark.parametrize("chat", ["web-sqlite", "web-postgres"], indirect=True)


def at_once(chat: Chat, first: Callable[[Work], object], second: Callable[[Work], object]) -> Future[object]:
    """The second begins when the first is done but not committed, and ends after it."""

    def work(job: Callable[[Work], object]) -> object:
        with unit_of_work(chat.engine) as session:
            return job(Work(session, chat.clock.now(), chat.program.ground))

    with ThreadPoolExecutor(1) as thread, unit_of_work(chat.engine) as session:
        first(Work(session, chat.clock.now(), chat.program.ground))
        session.flush()
        later = thread.submit(work, second)
        with pytest.raises(StillWaiting):
            later.result(timeout=0.3)
    return later


async def test_two_register_the_months_meeting(chat: Chat) -> None:
    cell = chat.cast.places["kế toán"]

    def registering(day: str) -> Callable[[Work], object]:
        slot = Slot(moment(day, "14:00"), "Phòng họp")
        return lambda work: meetings.schedule(work, cell, 202612, slot)

    later = at_once(chat, registering("03/12/2026"), registering("04/12/2026"))
    with pytest.raises(Refused) as refused:
        later.result()
    assert refused.value.reason == "already_registered"
    assert [one.starts_at for one in backstage.meetings(chat, "kế toán")] == [moment("03/12/2026", "14:00")]


async def test_the_visitor_confirms_while_the_secretary_moves_the_meeting(chat: Chat) -> None:
    lan, binh = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    (meeting,) = backstage.meetings(chat, "kế toán")
    channel = chat.messenger.channel
    tap = Inbound(AddressKey(channel.name, channel.account, "Bình"), "at-once", Tap(binh.button("Sẽ dự")))
    slot = Slot(moment("10/12/2026", "08:00"), meeting.place)

    def moving(work: Work) -> object:
        return meetings.move(work, work.session.get_one(Meeting, meeting.id), slot)

    at_once(chat, moving, lambda work: turn.take(work, tap, router.converse)).result()
    assert visit(chat, "Bình").response is Response.NONE
    await chat.settle()
    binh.sees("8 giờ 00, thứ Năm, ngày 10/12/2026")
