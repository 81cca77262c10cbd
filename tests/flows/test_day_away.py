"""A day without the messenger, a clock that is set wrong: what still matters is said, once, in order."""

from datetime import timedelta

from sqlmodel import col, select, update

from bot.clock import RehearsalClock
from bot.domain.chat import OutboxState
from bot.domain.duties import Response
from bot.services.work import Work
from db.models import OutboxMessage, Reminder
from db.models.visits import ReminderState
from tests.chat import Chat
from tests.flows.backstage import heard, register, visit
from tests.flows.offstage import rows, server_of, told
from tests.messengers import Telegram


class WrongClock(RehearsalClock):
    """Somebody, or a time server, sets it."""

    @classmethod
    def of(cls, chat: Chat) -> "WrongClock":
        """The program's clock from now on."""
        clock = cls(chat.clock.now())
        chat.clock = chat.program.clock = clock
        return clock

    def steps(self, by: timedelta) -> None:
        self._now += by


async def a_visit(chat: Chat) -> None:
    """Bình is to visit on 03/12 at 14:00 and knows it."""
    lan, _ = await chat.join("Lan"), await chat.join("Bình")
    await chat.move_to("18/11/2026", "20:00")
    await register(lan, "3/12 14h")


async def try_again(chat: Chat) -> None:
    """Whatever waits to be tried anew is tried now, as when real time had passed too."""
    await chat.work(lambda work: work.session.exec(update(OutboxMessage).values(retry_at=None)))
    await chat.settle()


def said_twice(chat: Chat) -> list[str]:
    """What reminders brought forth more than one message, or were planned twice."""

    def look(work: Work) -> list[str]:
        keys = [
            f"{one.kind} {one.step} {one.subject} {one.person_id} {one.round}"
            for one in work.session.exec(select(Reminder))
        ]
        return sorted({key for key in keys if keys.count(key) > 1})

    return chat.look(look)


def waiting(chat: Chat) -> list[str]:
    return [one.message for one in rows(chat, OutboxMessage) if one.state is OutboxState.WAITING]


async def test_after_a_day_without_the_messenger_what_still_matters_leaves_in_order(telegram: Chat) -> None:
    yen = await telegram.join("Yến")
    await a_visit(telegram)
    assert isinstance(telegram.messenger, Telegram)
    server = server_of(telegram)
    binh, before = telegram.messenger.id_of("Bình"), heard(telegram, "Bình")
    await telegram.move_to("02/12/2026", "07:15")
    await server.stop()
    server.says(binh, "/viec")
    server.taps(binh, "Sẽ dự")
    await telegram.move_to("03/12/2026", "07:45")
    assert heard(telegram, "Bình") == before
    assert waiting(telegram) == ["CallList", "VisitDayBefore", "CallList"]
    await server.start()
    await server.quiet(20)
    await try_again(telegram)
    assert (waiting(telegram), said_twice(telegram)) == ([], [])
    assert told(telegram, "Yến", "CallList")[-2:] == [OutboxState.EXPIRED, OutboxState.SENT]
    yen.sees("Danh sách")
    await telegram.move_to("03/12/2026", "16:00")
    assert heard(telegram, "Bình", "01/12/2026") == [
        "03/12 07:45 VisitDayBefore",
        "03/12 12:00 VisitTwoHours",
        "03/12 16:00 AttendanceDue",
    ]
    assert visit(telegram, "Bình").response is Response.CONFIRMED


async def test_a_clock_that_steps_back_an_hour_says_nothing_twice(web: Chat) -> None:
    await a_visit(web)
    clock = WrongClock.of(web)
    await web.move_to("03/12/2026", "12:10")
    before = heard(web, "Bình")
    clock.steps(-timedelta(hours=1))
    await web.settle()
    assert heard(web, "Bình") == before
    await web.move_to("03/12/2026", "16:00")
    assert (heard(web, "Bình"), said_twice(web)) == ([*before, "03/12 16:00 AttendanceDue"], [])


async def test_a_clock_that_steps_forward_six_hours_and_back_says_what_is_over_to_nobody(web: Chat) -> None:
    await a_visit(web)
    clock = WrongClock.of(web)
    await web.move_to("03/12/2026", "10:00")
    before = heard(web, "Bình")
    clock.steps(timedelta(hours=6))
    await web.settle()
    after = heard(web, "Bình")
    assert after == [*before, "03/12 16:00 AttendanceDue"]
    clock.steps(-timedelta(hours=6))
    await web.move_to("03/12/2026", "23:00")
    assert (heard(web, "Bình"), said_twice(web)) == (after, [])
    over = web.look(
        lambda work: work.session.exec(
            select(Reminder.state).where(Reminder.step == "two_hours").order_by(col(Reminder.id))
        ).all()
    )
    assert set(over) == {ReminderState.EXPIRED}
