"""What the program cannot say or pass must not stop everybody else's."""

from sqlmodel import col, select, update

from bot.domain.completeness import Alarm
from bot.services.work import Work
from db.models import Milestone, Reminder
from db.models.visits import MilestoneKind, ReminderState
from tests.chat import Chat
from tests.flows.conftest import Log


async def test_a_reminder_that_cannot_be_said_is_set_aside(web: Chat, log: Log) -> None:
    await web.join("Lan")
    cuong = await web.join("Cường")
    lan_id = web.cast.people["Lan"]

    def spoil(work: Work) -> None:
        hers = col(Reminder.person_id) == lan_id
        work.session.exec(update(Reminder).where(hers).values(subject="cell:none:202612"))

    await web.work(spoil)
    await web.move_to("18/11/2026", "08:00")
    cuong.sees("Chi bộ Kho", "tháng 12/2026")

    (record,) = log.records("tick_failed")
    assert Alarm.TIME_HELD_UP not in (await web.program.watch.health()).alarms
    assert record["error_id"]
    assert "Nguyễn" not in log.getvalue()
    states = web.look(
        lambda work: set(
            work.session.exec(
                select(Reminder.state).where(Reminder.person_id == lan_id, Reminder.due_at <= work.now)
            )
        )
    )
    assert states == {ReminderState.FAILED}


async def test_a_period_that_cannot_open_is_tried_again(web: Chat, log: Log) -> None:
    cuong = await web.join("Cường")

    def spoil(work: Work) -> None:
        opening = col(Milestone.kind) == MilestoneKind.OPEN
        work.session.exec(
            update(Milestone).where(opening, col(Milestone.period) > 202612).values(period=202699)
        )

    await web.work(spoil)
    await web.move_to("18/12/2026", "00:01")
    assert log.records("tick_failed")
    assert Alarm.TIME_HELD_UP in (await web.program.watch.health()).alarms
    await cuong.says("/trogiup")
    cuong.sees("/viec")
    waiting = web.look(
        lambda work: work.session.exec(
            select(Milestone.due_at).where(Milestone.period == 202699, col(Milestone.done_at).is_(None))
        ).first()
    )
    assert waiting is not None
    assert waiting > web.clock.now()
