"""What is seen of a running program from outside: measures that move, alarms that ring and cease."""

import os
import re
import shutil
from datetime import timedelta

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, text

from bot import measures
from bot.app import Program
from bot.clock import RehearsalClock
from bot.domain.chat import FailureReason, InDoubt, Lane, NotSent, SendResult, Sent
from bot.domain.completeness import Alarm
from bot.services.work import Ground
from db import timing
from tests.channels.telegram_cast import channel_to, running
from tests.chat import ALMANAC, START, Chat
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Refuse
from tests.flows.backstage import register
from tests.flows.conftest import Log


def value(name: str, **labels: str) -> float:
    """A number of the page, 0 when it is not there."""
    for family in text_string_to_metric_families(measures.page().decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return 0.0


async def test_turns_ticks_and_deliveries_are_measured(web: Chat) -> None:
    before = {name: value(name) for name in ("chibo_turn_seconds_count", "chibo_tick_seconds_count")}
    answers = value("chibo_sends_total", lane="reply", outcome="sent")
    notices = value("chibo_delay_seconds_count", lane="reminder")
    lan, _ = await web.join("Lan"), await web.join("Bình")
    await register(lan, "3/12 14h")
    assert all(value(name) > number for name, number in before.items())
    assert value("chibo_sends_total", lane="reply", outcome="sent") >= answers + 8
    assert value("chibo_delay_seconds_count", lane="reminder") == notices + 1


def test_what_came_of_a_try_is_counted_by_reason() -> None:
    outcomes: dict[str, SendResult] = {
        "sent": Sent("1"),
        "blocked": NotSent(FailureReason.BLOCKED),
        "unknown": InDoubt(),
    }
    for outcome, result in outcomes.items():
        before = value("chibo_sends_total", lane="file", outcome=outcome)
        measures.handed_over(Lane.FILE, result, 3.0)
        assert value("chibo_sends_total", lane="file", outcome=outcome) == before + 1


async def test_the_time_in_the_database_is_measured_by_transaction(chat: Chat) -> None:
    took: list[float] = []
    timing.listen(chat.engine, took.append)
    await chat.work(lambda work: work.session.connection().execute(text("SELECT 1")))
    await chat.work(lambda work: work.session.connection().execute(text("SELECT 1")))
    assert len(took) == 2
    assert all(0 < seconds < 60 for seconds in took)


async def test_an_alarm_rings_is_logged_once_and_ceases(web: Chat, log: Log) -> None:
    await web.join("Lan")
    assert (await web.program.watch.health()).is_ready
    web.clock.move_to(web.clock.now() + timedelta(minutes=16))  # past 08:00, and nothing ticks
    await web.program.watch.look()
    await web.program.watch.look()
    health = await web.program.watch.health()
    assert (health.is_ready, health.alarms) == (False, (Alarm.REMINDERS_LATE,))
    assert [one["alarm"] for one in log.records("alarm")] == ["reminders_late"]
    assert value("chibo_alarm", alarm="reminders_late") == 1
    await web.settle()
    await web.program.watch.look()
    assert (await web.program.watch.health()).is_ready
    assert [one["alarm"] for one in log.records("alarm_over")] == ["reminders_late"]
    assert value("chibo_alarm", alarm="reminders_late") == 0


async def test_a_refused_token_is_an_alarm_although_nothing_is_to_be_sent(sqlite_engine: Engine) -> None:
    async with FakeTelegram() as server:
        channel = channel_to(server)
        ground = Ground(ALMANAC, {channel.name: channel.capabilities}, b"k" * 32)
        program = Program(sqlite_engine, ground, RehearsalClock(START), [channel])
        refused = server.fails("getMe", Refuse(401, "Unauthorized"), times=None)
        async with running(channel, program.receive):
            await server.wait_for(lambda: channel.is_refused)
            health = await program.watch.health()
            assert (health.is_ready, health.alarms) == (False, (Alarm.ACCOUNT_REFUSED,))
            assert value("chibo_alarm", alarm="account_refused") == 1
            server.faults.remove(refused)
            await server.wait_for(lambda: not channel.is_refused)
            await program.watch.look()
            assert (await program.watch.health()).is_ready
        await program.close()


async def test_a_data_file_that_is_removed_or_replaced_is_noticed(web: Chat, log: Log) -> None:
    file = web.engine.url.database or ""
    kept = f"{file}-kept"
    os.rename(file, kept)
    await web.program.watch.look()
    assert not (await web.program.watch.health()).is_ready
    shutil.copyfile(kept, file)
    await web.program.watch.look()
    assert not (await web.program.watch.health()).is_reachable
    os.replace(kept, file)
    await web.program.watch.look()
    assert (await web.program.watch.health()).is_ready
    assert len(log.records("database_file_gone")) == 2


async def test_a_program_whose_schema_is_old_is_not_ready(chat: Chat) -> None:
    with chat.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    health = await chat.program.watch.health()
    assert (health.is_reachable, health.is_current, health.is_ready) == (True, False, False)


async def test_the_page_names_nobody(web: Chat) -> None:
    lan = await web.join("Lan")
    await lan.says("Nguyễn Thị Lan, 0900000001")
    await web.program.watch.look()
    page = measures.page().decode()
    assert not re.search("Nguyễn|Lan|0900000001", page)
    assert "chibo_messages_today" in page
