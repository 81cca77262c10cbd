"""Telegram brings its updates: refused without the secret, acknowledged after the commit, each once."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_webhook import PublicAddress, Webhook
from bot.domain.chat import Tap, Text
from tests.channels.telegram_cast import LAN, MINH, QUICK, Receiver, running
from tests.channels.telegram_door import MOST, Door
from tests.channels.test_telegram_polling import failing
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Refuse
from tests.fakes.telegram_push import Webhook as Told


@pytest.fixture
async def door(server: FakeTelegram, receiver: Receiver) -> AsyncIterator[Door]:
    async with Door(server).open(receiver) as door:
        yield door


async def test_tells_telegram_where_and_what(door: Door, server: FakeTelegram) -> None:
    (told,) = server.called("setWebhook")
    assert told.values["url"].endswith("/telegram")
    assert told.values["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert len(told.values["secret_token"]) == 64
    assert server.polls == []
    assert told.values["secret_token"] not in repr(door.webhook.public)


async def test_takes_in_what_is_brought_and_what_waited_before(
    server: FakeTelegram, receiver: Receiver
) -> None:
    server.says(LAN, "trước")
    async with Door(server).open(receiver):
        server.says(LAN, "sau")
        server.taps_data(MINH, "7.1.c")
        await server.quiet()
    assert receiver.texts(LAN) == ["trước", "sau"]
    assert [one.content for one in receiver.got if one.address.chat == str(MINH)] == [
        Tap("7.1.c", str(server.chat(MINH)[-1].message_id))
    ]
    assert len(server.called("answerCallbackQuery")) == 1


async def test_is_acknowledged_only_after_the_commit(
    door: Door, server: FakeTelegram, receiver: Receiver
) -> None:
    gate = asyncio.Event()
    receiver.before[str(LAN)] = gate.wait
    slow = server.says(LAN, "chậm")
    server.says(MINH, "nhanh")
    await server.wait_for(lambda: receiver.texts(MINH) and server.unconfirmed == [slow])
    gate.set()
    await server.quiet()
    assert receiver.texts(LAN) == ["chậm"]


@pytest.mark.parametrize("secret", ["", "another", "x" * 64])
async def test_without_the_secret_nothing_is_even_read(door: Door, receiver: Receiver, secret: str) -> None:
    refused = await door.brings(1, "giả mạo", secret)
    unread = await door.client.post("/telegram", content=b"\xff{", headers=door.known(secret))
    bare = await door.client.post("/telegram", content=b"\xff{")
    assert [one.status_code for one in (refused, unread, bare)] == [403, 403, 403]
    assert receiver.tried == []


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"update_id": "x"}', 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b" " * (1024 * 1024 + 1), 413),
        (b'{"update_id": 7}', 200),
        (b'{"update_id": 7, "message": {"message_id": 7}}', 200),
    ],
)
async def test_what_is_no_update_is_refused_and_what_asks_for_nothing_passes(
    door: Door, receiver: Receiver, content: bytes, status: int
) -> None:
    answer = await door.client.post("/telegram", content=content, headers=door.known())
    assert (answer.status_code, receiver.tried) == (status, [])
    assert (await door.client.get("/telegram", headers=door.known())).status_code == 405


async def test_what_could_not_be_recorded_comes_again_before_what_follows(
    door: Door, server: FakeTelegram, receiver: Receiver
) -> None:
    receiver.before[str(LAN)] = failing(3)
    first = server.says(LAN, "một")
    server.says(LAN, "hai")
    await server.quiet()
    assert receiver.texts(LAN) == ["một", "hai"]
    assert [status for number, status in server.pusher.pushes if number == first] == [503, 503, 503, 200]
    assert server.pusher.waits == ["5", "5", "5"]


async def test_too_much_at_once_is_put_off(door: Door, server: FakeTelegram, receiver: Receiver) -> None:
    gate = asyncio.Event()
    chats = [LAN + number for number in range(MOST)]
    receiver.before = {str(chat): gate.wait for chat in chats}
    under_way = [asyncio.create_task(door.brings(chat, "chậm", chat=chat)) for chat in chats]
    await server.wait_for(lambda: len(receiver.tried) == MOST)
    refused = await door.brings(9, "nhanh", chat=MINH + MOST)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    gate.set()
    assert [(await one).status_code for one in under_way] == [200] * MOST
    assert (await door.brings(9, "nhanh", chat=MINH + MOST)).status_code == 200


async def test_a_turn_ends_although_telegram_hung_up(
    door: Door, server: FakeTelegram, receiver: Receiver
) -> None:
    gate = asyncio.Event()
    receiver.before[str(LAN)] = gate.wait
    brought = asyncio.create_task(door.brings(1, "một"))
    await server.wait_for(lambda: receiver.tried)
    brought.cancel()
    gate.set()
    await server.wait_for(lambda: receiver.got)
    assert receiver.got[0].content == Text("một")


async def test_an_outage_at_the_start_is_outlasted(server: FakeTelegram, receiver: Receiver) -> None:
    server.fails("setWebhook", Refuse(500), times=2)
    server.says(LAN, "xin chào")
    async with Door(server).open(receiver):
        await server.quiet()
    assert receiver.texts(LAN) == ["xin chào"]


async def test_knows_that_its_token_is_refused_until_it_is_accepted(
    server: FakeTelegram, receiver: Receiver
) -> None:
    refused = server.fails("setWebhook", Refuse(401, "Unauthorized"), times=None)
    webhook = Webhook(PublicAddress.of("http://127.0.0.1:9", "700000001", b"k" * 32))
    channel = TelegramChannel(server.token, server.url, timing=QUICK, webhook=webhook)
    async with running(channel, receiver):
        await server.wait_for(lambda: channel.is_refused)
        server.faults.remove(refused)
        await server.wait_for(lambda: server.webhook_url and not channel.is_refused)
    server.set_webhook(Told())


@pytest.mark.parametrize(
    ("url", "full"),
    [
        ("https://bot.donvi.vn", "https://bot.donvi.vn/telegram"),
        ("https://bot.donvi.vn:8443/chi-bo/", "https://bot.donvi.vn:8443/chi-bo"),
    ],
)
def test_the_path_is_the_public_addresss_own(url: str, full: str) -> None:
    public = PublicAddress.of(url, "1", b"k" * 32)
    assert public.full_url == full
    assert PublicAddress.of(url, "2", b"k" * 32).secret != public.secret


@pytest.mark.parametrize(("waited", "is_fresh"), [(False, True), (True, False)])
async def test_a_tap_is_as_old_as_its_card_unless_nothing_waited(
    server: FakeTelegram, receiver: Receiver, waited: bool, is_fresh: bool
) -> None:
    server.world.chat(LAN)
    card = server.world.add_message(LAN, is_from_bot=True, text="Đồng chí dự được không?")
    card.date -= 24 * 3600
    if waited:
        server.fails("getWebhookInfo", Refuse(500), times=None)
    async with Door(server).open(receiver):
        await server.wait_for(lambda: server.called("getWebhookInfo") or waited)
        server.says(MINH, "xin chào")
        await server.quiet()
        server.taps_data(LAN, "7.1.c")
        await server.quiet()
    (tap,) = [one for one in receiver.got if isinstance(one.content, Tap)]
    assert tap.sent_at is not None
    assert (tap.sent_at.timestamp() > card.date) is is_fresh
