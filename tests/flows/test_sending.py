"""The sender at its pace: waves, answers, refusals, what waits; on a clock that jumps."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.domain.chat import FailureReason, InDoubt, Lane, NotSent, OutboxState
from bot.services import outbox
from bot.services.work import Work
from db.models import OutboxMessage
from tests.chat import START
from tests.flows.sending_stage import SendingStage
from tests.standing_time import run


def busy(name: str, count: int) -> list[str]:
    return [f"{name} {number}" for number in range(count)]


def refused(seconds: float) -> NotSent:
    return NotSent(FailureReason.RATE, retry_after=seconds)


def test_a_wave_leaves_evenly_and_answers_pass_it(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> list[float]:
        await stage.put(busy("wave", 400))
        beats, waits = asyncio.create_task(stage.beat(17.0)), list[float]()
        for number in range(10):
            await asyncio.sleep(0.7)
            asked = asyncio.get_running_loop().time()
            await stage.answer(f"tap {number}")
            await asyncio.sleep(0.6)
            waits += [one.at - asked for one in stage.wire.got if one.chat == f"tap {number}"]
        await beats
        return waits

    waits = run(main())
    times = [one.at for one in stage.wire.got]
    assert len(waits) == 10
    assert max(waits) < 0.01
    assert len(times) == 410
    assert times[-1] - times[0] == pytest.approx(409 / 27, rel=0.01)
    assert max(sum(begin <= one < begin + 1 for one in times) for begin in times) <= 30


def test_a_refused_chat_waits_exactly_and_nobody_else(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)
    stage.wire.script["wave 3"].append(refused(7))

    async def main() -> list[int]:
        rows = await stage.put(busy("wave", 20))
        await stage.beat(12.0)
        return rows

    rows = run(main())
    first, second = stage.wire.times("wave 3")
    assert second - first == pytest.approx(7 + 0.02, abs=0.011)
    assert max(one.at for one in stage.wire.got if one.chat != "wave 3") < 2.0
    assert all(row.state is OutboxState.SENT for row in stage.rows())
    assert stage.attempts(rows[3]) == ["rate", "sent"]
    assert stage.rows()[3].tries == 1, "a refusal is no try"


def test_one_chats_backlog_holds_nobody_back(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> None:
        await stage.put(["lan"] * 70 + busy("other", 40))
        await stage.beat(5.0)

    run(main())
    assert max(one.at for one in stage.wire.got if one.chat != "lan") < 4.0
    assert sum(one.chat != "lan" for one in stage.wire.got) == 40
    assert 3 <= len(stage.wire.times("lan")) <= 8


def test_a_long_refusal_gives_the_rows_back_and_is_kept_to(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)
    stage.wire.script["lan"].append(refused(3000))

    async def main() -> list[OutboxMessage]:
        await stage.put(["lan"] * 3)
        await stage.answer("lan")
        await stage.beat(300.0)
        return stage.rows()

    rows = run(main())
    assert [row.state for row in rows] == [OutboxState.WAITING] * 4
    assert [row.leased_by for row in rows] == [None] * 4
    assert len(stage.wire.got) == 1


def test_cards_that_wait_in_the_bucket_are_superseded_by_the_newest(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> None:
        card = await stage.answer("lan")
        for _ in range(7):
            await asyncio.sleep(0.1)
            card = await stage.answer("lan", replaces=card)
        await stage.sender.drain()

    run(main())
    sent, over = OutboxState.SENT, OutboxState.SUPERSEDED
    assert [row.state for row in stage.rows()] == [sent, sent, sent, over, over, over, over, sent]
    assert stage.wire.times("lan") == pytest.approx([0.0, 0.1, 0.2, 1.0], abs=0.05)
    assert [one.edits for one in stage.wire.got] == [None, "m1", "m1", "m1"]


def test_an_answer_passes_the_reminder_of_its_own_chat(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> int:
        await stage.put([*busy("wave", 54), "lan"])
        await stage.sender.flush()
        await asyncio.sleep(0.3)
        row = await stage.answer("lan")
        await stage.sender.drain()
        return row

    answer = run(main())
    assert stage.wire.times("lan")[0] == pytest.approx(0.3, abs=0.01)
    rows = stage.rows()
    assert (rows[-1].id, rows[-1].state, rows[54].state) == (answer, OutboxState.SENT, OutboxState.SENT)


def test_what_expires_while_it_waits_for_its_turn_never_leaves(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> None:
        await stage.put(busy("wave", 54), expires_at=START + timedelta(seconds=1))
        await stage.beat(3.0)

    run(main())
    states = [row.state for row in stage.rows()]
    assert states.count(OutboxState.SENT) == len(stage.wire.got)
    assert 26 <= len(stage.wire.got) <= 29
    assert states.count(OutboxState.EXPIRED) == 54 - len(stage.wire.got)
    assert all(one.at < 1.0 for one in stage.wire.got)


def test_what_waits_for_its_turn_when_quiet_hours_begin_waits_for_their_end(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine, start=START.replace(hour=20, minute=59, second=59))

    async def main() -> None:
        await stage.put(busy("wave", 40))
        await stage.put(["urgent"], may_disturb=True)
        await stage.beat(600.0, every=1.0)

    run(main())
    late = [row for row in stage.rows() if row.state is OutboxState.WAITING]
    assert 10 <= len(late) <= 14
    assert {row.due_at for row in late} == {START.replace(day=START.day + 1, hour=7, minute=0)}
    assert all(one.at < 1.01 for one in stage.wire.got if one.chat != "urgent")
    assert stage.wire.times("urgent")


def test_what_is_taken_back_while_it_waits_for_its_turn_never_leaves(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> bool:
        rows = await stage.put([*busy("wave", 50), "lan"])
        await stage.sender.flush()
        await asyncio.sleep(0.5)

        def withdraw(work: Work) -> bool:
            return outbox.withdraw(work, work.session.get_one(OutboxMessage, rows[-1]))

        is_taken_back = stage.change(withdraw)
        await stage.sender.drain()
        return is_taken_back

    assert run(main())
    assert stage.wire.times("lan") == []
    assert stage.rows()[-1].state is OutboxState.WITHDRAWN


def test_lanes_leave_in_their_order(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> None:
        for lane in reversed(Lane):
            await stage.put(busy(lane.value, 5), lane)
        await stage.sender.drain()

    run(main())
    order = [one.chat.partition(" ")[0] for one in stage.wire.got]
    assert order == [lane.value for lane in Lane for _ in range(5)]


def test_a_refused_token_is_tried_by_one_message_and_loses_none(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)
    stage.wire.answer = lambda outgoing: NotSent(FailureReason.AUTH, "Unauthorized")

    async def main() -> None:
        await stage.put(busy("wave", 200))
        await stage.beat(300.0)
        assert stage.sender.refused_accounts == ("web",)
        assert {(row.state, row.tries) for row in stage.rows()} == {(OutboxState.WAITING, 0)}
        assert len(stage.wire.got) <= 12
        stage.wire.answer = lambda outgoing: None
        await stage.answer("lan")
        await stage.beat(40.0)

    run(main())
    assert stage.sender.refused_accounts == ()
    assert stage.wire.times("lan")
    assert len(stage.wire.got) > 150


def test_stopping_gives_back_what_only_waits(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)

    async def main() -> float:
        await stage.put(busy("wave", 50))
        for _ in range(5):
            await stage.answer("lan")
        await stage.sender.flush()
        await asyncio.sleep(0.2)
        await stage.sender.close()
        return asyncio.get_running_loop().time()

    assert run(main()) < 0.5
    rows = stage.rows()
    assert {row.state for row in rows} == {OutboxState.SENT, OutboxState.WAITING}
    assert all(row.leased_by is None for row in rows)
    assert sum(row.state is OutboxState.SENT for row in rows) == len(stage.wire.got)


def test_a_reminder_in_doubt_is_said_again_after_a_while_but_not_for_ever(sqlite_engine: Engine) -> None:
    stage = SendingStage(sqlite_engine)
    stage.wire.answer = lambda outgoing: InDoubt("no answer")

    async def main() -> None:
        await stage.put(["lan"])
        await stage.beat(5000.0, every=10.0)

    run(main())
    assert stage.wire.times("lan") == pytest.approx([0, 901, 1802, 2703], abs=40)
    (row,) = stage.rows()
    assert (row.state, row.reason) == (OutboxState.UNKNOWN, FailureReason.UNKNOWN)
