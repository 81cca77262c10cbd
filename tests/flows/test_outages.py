"""A messenger that is away for hours: what still concerns people arrives afterwards, the rest never."""

import asyncio
from datetime import timedelta

from sqlmodel import update

from bot.channels.web import WebMessenger
from bot.clock import real_now
from bot.domain.chat import AddressKey, OutboxState, Outgoing, SendResult
from bot.messages.general import PrivateOnly
from bot.sender import Sender
from bot.services import outbox
from bot.services.work import Work
from db.models import OutboxMessage
from db.queries.chats import lock_address
from tests.chat import START, ZONE, Chat
from tests.fakes.telegram_faults import Fault, Refuse
from tests.flows.backstage import heard, moment, register
from tests.flows.offstage import rows, server_of


def goes_away(telegram: Chat) -> Fault:
    """From now on Telegram takes nothing."""
    return server_of(telegram).fails("sendMessage", Refuse(500), times=None)


async def comes_back(telegram: Chat, fault: Fault, day: str, hour: str) -> None:
    """It takes messages again, and whatever waits to be tried anew is tried now."""

    def try_again(work: Work) -> None:
        work.session.exec(update(OutboxMessage).values(retry_at=None))

    server_of(telegram).faults.remove(fault)
    telegram.clock.move_to(moment(day, hour))
    await telegram.work(try_again)
    await telegram.settle()


def states(telegram: Chat, message: str) -> list[OutboxState]:
    sent = rows(telegram, OutboxMessage)
    return [one.state for one in sent if one.message == message and one.address_id is not None]


async def test_what_comes_back_at_night_waits_for_the_morning(telegram: Chat) -> None:
    lan, _ = await telegram.join("Lan"), await telegram.join("Bình")
    await telegram.move_to("18/11/2026", "20:00")
    await register(lan, "3/12 14h")
    assert heard(telegram, "Bình") == ["18/11 20:00 VisitNotice"]
    await telegram.move_to("01/12/2026", "20:59")
    away = goes_away(telegram)
    await telegram.move_to("02/12/2026", "08:00")
    assert states(telegram, "VisitDayBefore") == [OutboxState.WAITING]
    await comes_back(telegram, away, "02/12/2026", "21:30")
    assert states(telegram, "VisitDayBefore") == [OutboxState.WAITING]
    await telegram.move_to("03/12/2026", "07:00")
    assert heard(telegram, "Bình")[1:] == ["03/12 07:00 VisitDayBefore"]


async def test_what_is_over_is_not_said_any_more(telegram: Chat) -> None:
    lan, _ = await telegram.join("Lan"), await telegram.join("Bình")
    await telegram.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await telegram.move_to("03/12/2026", "11:00")
    away = goes_away(telegram)
    await telegram.move_to("03/12/2026", "12:00")
    assert states(telegram, "VisitTwoHours") == [OutboxState.WAITING]
    await comes_back(telegram, away, "03/12/2026", "14:00")
    assert states(telegram, "VisitTwoHours") == [OutboxState.EXPIRED]
    await telegram.move_to("03/12/2026", "16:00")
    assert heard(telegram, "Bình")[-1] == "03/12 16:00 AttendanceDue"


async def test_a_reply_leaves_at_night_all_the_same(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    away = goes_away(telegram)
    await lan.says("/trogiup")
    lan.has_not_seen("/themthietbi")
    await comes_back(telegram, away, "18/11/2026", "23:00")
    lan.sees("/themthietbi")


async def test_who_asked_again_and_again_gets_the_newest_card_only(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    await telegram.move_to("18/11/2026", "08:00")
    away = goes_away(telegram)
    for _ in range(5):
        await lan.says("/lich")
    await comes_back(telegram, away, "18/11/2026", "08:10")
    sent, over = OutboxState.SENT, OutboxState.SUPERSEDED
    assert states(telegram, "ScheduleStart") == [over, over, over, over, sent]
    await lan.says("3/12 14h")
    lan.sees("03/12/2026")


async def test_a_refused_token_loses_nothing(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    refused = server_of(telegram).fails("sendMessage", Refuse(401, "Unauthorized"), times=None)
    await telegram.move_to("18/11/2026", "08:00")
    assert states(telegram, "ScheduleAsk") == [OutboxState.WAITING]
    await comes_back(telegram, refused, "18/11/2026", "09:00")
    lan.sees("tháng 12/2026")


class Slow(WebMessenger):
    """A messenger that takes nothing until it is told to."""

    def __init__(self) -> None:
        super().__init__(lambda: START, ZONE)
        self.goes_on = asyncio.Event()

    async def send(self, outgoing: Outgoing) -> SendResult:
        await self.goes_on.wait()
        return await super().send(outgoing)


async def test_no_more_is_claimed_than_can_leave_in_time(web: Chat) -> None:
    def put(work: Work) -> None:
        for number in range(200):
            chat = lock_address(work.session, AddressKey("web", "rehearsal", f"chat {number}"))
            outbox.put(work, PrivateOnly(), address=chat)

    await web.work(put)
    slow = Slow()
    sender = Sender(web.program.run_work, {"web": slow})
    claimed = [await sender.flush() for _ in range(4)]
    assert 0 < sum(claimed) < 100
    assert claimed[1:] == [0, 0, 0]
    slow.goes_on.set()
    await sender.drain()
    assert sender.delivered == 200


async def test_what_a_dead_process_held_is_taken_back_once_its_lease_ran_out(telegram: Chat) -> None:
    def held(work: Work, lease: timedelta) -> OutboxMessage:
        address = lock_address(work.session, AddressKey("telegram", "1", "9"))
        queued = outbox.put(work, PrivateOnly(), address=address)
        row = work.session.get_one(OutboxMessage, queued.id)
        row.leased_by, row.leased_until, row.begun_at = "dead", real_now() + lease, real_now()
        return row

    def taken_back(work: Work) -> tuple[bool, bool]:
        gone, alive = held(work, -timedelta(seconds=1)), held(work, timedelta(minutes=1))
        return outbox.withdraw(work, gone), outbox.withdraw(work, alive)

    assert telegram.look(taken_back) == (True, False)
