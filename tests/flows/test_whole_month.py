"""December 2026 of a province's Party body, from the office's workbook to the leaders' digest."""

from collections import Counter

from sqlmodel import col, func, select

from bot.domain.chat import OutboxState
from bot.domain.duties import Outcome
from db.models import Duty, Meeting, OutboxMessage, Reminder, ScoreSheet, Visit
from bot.services.work import Work
from db.models.visits import ReminderState
from tests.chat import Chat
from tests.province import Province


async def test_the_whole_month(bare: Chat) -> None:
    province = await Province.found(bare)
    await bare.move_to("18/11/2026", "08:00")
    await province.schedule()
    await province.respond()
    await bare.move_to("03/12/2026", "12:00")
    await province.report("03/12")
    await bare.move_to("05/12/2026", "21:00")
    await province.report()
    await bare.move_to("31/12/2026", "23:59")
    await bare.move_to("04/01/2027", "08:00")
    await bare.move_to("06/01/2027", "00:00")
    bare.look(_show)
    assert 0


def _show(work: Work) -> None:
    s = work.session
    print(Counter(s.exec(select(Duty.outcome, Duty.outcome_reason).where(Duty.period == 202612)).all()))
    print(Counter(s.exec(select(OutboxMessage.message, OutboxMessage.state)).all()))
    print(Counter(s.exec(select(Reminder.kind, Reminder.step, Reminder.state)).all()))
