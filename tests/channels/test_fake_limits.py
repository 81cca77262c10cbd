"""The fake Telegram's limits and faults: as strict as the real one, by a clock of the test's."""

import asyncio
import json
import sys
from typing import Any

import httpx
import pytest

from bot.domain.chat import FailureReason, InDoubt, NotSent, Sent
from tests.channels.telegram_cast import GROUP, LAN, MINH, channel_to, message
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Slow
from tests.fakes.telegram_limits import Limits, Rates
from tests.fakes.telegram_schema import ApiError, Call


class Counter:
    """A limited account and a clock that stands until moved."""

    def __init__(self, rates: Rates | None = None) -> None:
        self.now = 1000.0
        self.limits = Limits(rates, lambda: self.now)

    def sends(self, chat_id: int = LAN, method: str = "sendMessage") -> int:
        """Seconds after which to come again; 0 when it was taken."""
        try:
            self.limits.admit(Call(method, {"chat_id": chat_id}))
        except ApiError as error:
            return (error.parameters or {})["retry_after"]
        return 0


def test_a_chat_takes_a_few_at_once_and_then_one_a_second() -> None:
    account = Counter(Rates(chat_burst=3))
    assert [account.sends() for _ in range(4)] == [0, 0, 0, 1]
    assert account.sends(MINH) == 0
    account.now += 0.5
    assert account.sends() == 1, "the half second that is left is told as a whole one"
    account.now += 0.5
    assert [account.sends(), account.sends(method="editMessageText")] == [0, 1]
    assert account.limits.refused == {"chat": 2, "held": 1}


def test_an_account_takes_thirty_in_any_second() -> None:
    account = Counter()
    assert [account.sends(LAN + one) for one in range(31)] == [0] * 30 + [1]
    account.now += 0.9
    assert account.sends(MINH + 99) == 1
    account.now += 0.1
    assert account.sends(MINH + 98) == 0
    assert account.limits.taken == 31


def test_a_group_takes_twenty_in_any_minute() -> None:
    account = Counter(Rates(account=99))
    assert [account.sends(GROUP) for _ in range(21)] == [0] * 20 + [60]
    account.now += 59.9
    assert account.sends(GROUP) == 1
    account.now += 0.1
    assert account.sends(GROUP) == 0


def test_answers_to_taps_are_free() -> None:
    account = Counter(Rates(account=1))
    assert [account.sends(method="answerCallbackQuery") for _ in range(99)] == [0] * 99


async def test_the_program_is_told_how_long_to_wait() -> None:
    async with FakeTelegram(limits=Limits(Rates(chat_burst=1))) as server:
        server.world.chat(LAN)
        channel = channel_to(server)
        assert isinstance(await channel.send(message()), Sent)
        refused = await channel.send(message())
        assert isinstance(refused, NotSent)
        assert (refused.reason, refused.retry_after) == (FailureReason.RATE, 1.0)
        assert [one.chat_id for one in server.world.delivered] == [LAN]
        await channel.close()


@pytest.mark.usefixtures("met")
async def test_an_answer_after_the_timeout_leaves_a_doubt(server: FakeTelegram) -> None:
    server.fails("sendMessage", Slow(5.0))
    channel = channel_to(server)
    assert isinstance(await channel.send(message()), InDoubt)
    assert len(server.said(LAN)) == 1
    await channel.close()


async def test_a_group_that_moved_is_refused_with_its_new_id(server: FakeTelegram) -> None:
    server.upgrades_group(GROUP, GROUP - 1)
    async with httpx.AsyncClient() as client:
        given = {"chat_id": GROUP, "text": "x"}
        answer = await client.post(f"{server.url}/bot{server.token}/sendMessage", data=given)
    assert answer.json()["parameters"] == {"migrate_to_chat_id": GROUP - 1}
    told = [update["message"] for update in server.world.updates]
    assert [one.get("migrate_to_chat_id", one.get("migrate_from_chat_id")) for one in told] == [
        GROUP - 1,
        GROUP,
    ]


async def test_a_process_of_its_own_is_run_from_outside() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes", "--limits", "--group", "1", stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    told: dict[str, str] = json.loads(await process.stdout.readline())
    async with httpx.AsyncClient() as client:
        await _use(client, told["control"], f"{told['url']}/bot{told['token']}")
    process.terminate()
    assert await process.wait() == 0


async def _use(client: httpx.AsyncClient, control: str, api: str) -> None:
    async def send(chat_id: int) -> int:
        return (await client.post(f"{api}/sendMessage", data={"chat_id": chat_id, "text": "x"})).status_code

    async def tell(path: str, what: Any) -> Any:
        return (await client.post(f"{control}/{path}", json=what)).json()

    await tell("chats", {"first": -9, "count": 19})
    acts = [{"chat": 1, "says": "xin chào"}, {"chat": 1, "data": "7.1.yes"}]
    assert len(await tell("acts", acts)) == 2
    await tell("faults", {"method": "sendMessage", "kind": "refuse", "with": {"code": 500}, "chat": 3})
    assert [await send(chat_id) for chat_id in (1, 3, -2, -2)] == [200, 500, 200, 429]
    report = (await client.get(f"{control}/report")).json()
    assert [one["chat_id"] for one in report["delivered"]] == [1, -2]
    assert (report["unconfirmed"], report["refused"]) == (2, {"group": 1})
    shown = (await client.get(f"{control}/chats/1")).json()
    assert [one["text"] for one in shown] == ["xin chào", "…", "x"]
