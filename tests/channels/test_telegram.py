"""Telegram on its way out: cards, errors and what they mean, files, menus, links; no token anywhere."""

import logging

import pytest

from bot.channels.telegram import TelegramChannel
from bot.domain.chat import Button, FailureReason, InDoubt, NotSent, SendResult, Sent
from tests.channels.telegram_cast import GROUP, LAN, MINH, QUICK, Receiver, channel_to, message, running
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Behaviour, Cut, Garble, Hold, Refuse

pytestmark = pytest.mark.usefixtures("met")
CONFIRM = Button("Xác nhận", "7.1.c")
DECLINE = Button("Báo vắng", "7.1.d")

WIRE: list[tuple[str, Behaviour | type[Hold], SendResult]] = [
    (
        "rate",
        Refuse(429, "Too Many Requests: retry after 7", retry_after=7),
        NotSent(FailureReason.RATE, "Flood control exceeded. Retry in 0:00:07", 7.0),
    ),
    (
        "blocked",
        Refuse(403, "Forbidden: bot was blocked by the user"),
        NotSent(FailureReason.BLOCKED, "Forbidden: bot was blocked by the user"),
    ),
    (
        "deactivated",
        Refuse(403, "Forbidden: user is deactivated"),
        NotSent(FailureReason.BLOCKED, "Forbidden: user is deactivated"),
    ),
    (
        "never started",
        Refuse(403, "Forbidden: bot can't initiate conversation with a user"),
        NotSent(FailureReason.NEVER_CONTACTED, "Forbidden: bot can't initiate conversation with a user"),
    ),
    (
        "chat not found",
        Refuse(400, "Bad Request: chat not found"),
        NotSent(FailureReason.NEVER_CONTACTED, "Chat not found"),
    ),
    (
        "no right to write",
        Refuse(400, "Bad Request: not enough rights to send text messages to the chat"),
        NotSent(FailureReason.BLOCKED, "Not enough rights to send text messages to the chat"),
    ),
    (
        "bad content",
        Refuse(400, "Bad Request: can't parse entities"),
        NotSent(FailureReason.BAD_CONTENT, "Can't parse entities"),
    ),
    (
        "migrated",
        Refuse(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to=-1007),
        NotSent(FailureReason.OTHER, "Group migrated to supergroup. New chat id: -1007", moved_to="-1007"),
    ),
    ("unauthorized", Refuse(401, "Unauthorized"), NotSent(FailureReason.AUTH, "Unauthorized")),
    ("server failed", Refuse(500, "Internal Server Error"), NotSent(FailureReason.TRANSIENT, "HTTP 500")),
    ("bad gateway", Garble(502, "<html>502</html>"), NotSent(FailureReason.TRANSIENT, "HTTP 502")),
    ("gateway gave up", Garble(504, "", is_carried_out=True), InDoubt("HTTP 504")),
    ("no answer in time", Hold, InDoubt("SocketTimeoutError")),
    ("cut before", Cut(is_carried_out=False), InDoubt("ServerDisconnectedError")),
    ("cut after", Cut(), InDoubt("ServerDisconnectedError")),
    ("cut short", Garble(200, '{"ok":tr', is_carried_out=True), InDoubt("the answer is not the Bot API's")),
    ("empty", Garble(200, "", is_carried_out=True), InDoubt("the answer is not the Bot API's")),
    ("a proxy forbids", Garble(403, "<html>403</html>"), NotSent(FailureReason.TRANSIENT, "HTTP 403")),
    ("a proxy asks who", Garble(407, ""), NotSent(FailureReason.TRANSIENT, "HTTP 407")),
    (
        "no result",
        Garble(200, '{"ok":true}', is_carried_out=True),
        InDoubt("the answer is not the Bot API's"),
    ),
    ("a list", Garble(200, "[]", is_carried_out=True), InDoubt("the answer is not the Bot API's")),
    ("too deep", Garble(200, "[" * 100_000, is_carried_out=True), InDoubt("the answer is not the Bot API's")),
    ("a result of another kind", Garble(200, '{"ok":true,"result":{"a":1}}'), InDoubt("KeyError")),
    ("a gate in JSON", Garble(403, '{"error":"login"}'), NotSent(FailureReason.TRANSIENT, "HTTP 403")),
    (
        "a gate of another token",
        Garble(401, '{"message":"no"}'),
        NotSent(FailureReason.TRANSIENT, "HTTP 401"),
    ),
    ("a gate elsewhere", Garble(302, "<html>302</html>"), NotSent(FailureReason.TRANSIENT, "HTTP 302")),
]


@pytest.mark.parametrize(("behaviour", "result"), [row[1:] for row in WIRE], ids=[row[0] for row in WIRE])
@pytest.mark.parametrize("is_edit", [False, True], ids=["send", "edit"])
async def test_what_an_error_means(
    server: FakeTelegram,
    channel: TelegramChannel,
    behaviour: Behaviour | type[Hold],
    result: SendResult,
    is_edit: bool,
) -> None:
    card = server.world.add_message(LAN, is_from_bot=True, text="cũ")
    scripted = Hold() if isinstance(behaviour, type) else behaviour
    server.fails("editMessageText" if is_edit else "sendMessage", scripted)
    assert await channel.send(message(edits=str(card.message_id) if is_edit else None)) == result


async def test_nothing_listens(server: FakeTelegram, channel: TelegramChannel) -> None:
    await server.stop()
    result = await channel.send(message())
    assert result == NotSent(FailureReason.TRANSIENT, "ConnectionRefusedError")
    assert result.can_pass


async def test_a_stranger_was_never_contacted(channel: TelegramChannel) -> None:
    result = await channel.send(message(chat_id=999))
    assert result == NotSent(FailureReason.NEVER_CONTACTED, "Chat not found")


async def test_a_card_with_buttons(server: FakeTelegram, channel: TelegramChannel) -> None:
    result = await channel.send(message(text="<b>Chi bộ 1</b> &amp; 2", rows=((CONFIRM, DECLINE),)))
    (card,) = server.said(LAN)
    assert result == Sent(str(card.message_id))
    assert card.text == "Chi bộ 1 & 2"
    assert card.buttons == [["Xác nhận", "Báo vắng"]]
    assert not card.is_protected
    assert server.called("sendMessage")[0].values["link_preview_options"] == {"is_disabled": True}


async def test_a_wide_row_is_folded(server: FakeTelegram, channel: TelegramChannel) -> None:
    days = tuple(Button(str(day), f"7.1.{day}") for day in range(1, 8))
    await channel.send(message(rows=(days, (DECLINE,))))
    assert server.said(LAN)[0].buttons == [["1", "2", "3", "4"], ["5", "6", "7"], ["Báo vắng"]]


async def test_scores_may_not_be_forwarded(server: FakeTelegram, channel: TelegramChannel) -> None:
    await channel.send(message(is_protected=True))
    assert server.said(LAN)[0].is_protected


async def test_a_card_is_edited_in_place(server: FakeTelegram, channel: TelegramChannel) -> None:
    sent = await channel.send(message(rows=((CONFIRM,),)))
    assert isinstance(sent, Sent)
    assert await channel.send(message(text="Đã ghi nhận", edits=sent.external_id)) == sent
    (card,) = server.said(LAN)
    assert (card.text, card.buttons, card.is_edited) == ("Đã ghi nhận", [], True)


async def test_an_edit_that_changes_nothing_is_sent(server: FakeTelegram, channel: TelegramChannel) -> None:
    sent = await channel.send(message(rows=((CONFIRM,),)))
    assert isinstance(sent, Sent)
    assert await channel.send(message(rows=((CONFIRM,),), edits=sent.external_id)) == sent
    assert len(server.said(LAN)) == 1


@pytest.mark.parametrize("becomes", ["deleted", "frozen"])
async def test_what_cannot_be_edited_is_sent_anew(
    server: FakeTelegram, channel: TelegramChannel, becomes: str
) -> None:
    sent = await channel.send(message())
    assert isinstance(sent, Sent)
    card = int(sent.external_id)
    (server.deletes if becomes == "deleted" else server.freezes)(LAN, card)
    anew = await channel.send(message(text="Bản mới", edits=sent.external_id))
    assert anew == Sent(str(server.said(LAN)[-1].message_id))
    assert anew != sent


async def test_another_messengers_card_is_sent_anew(server: FakeTelegram, channel: TelegramChannel) -> None:
    assert await channel.send(message(edits="web-7")) == Sent(str(server.said(LAN)[-1].message_id))


@pytest.mark.parametrize(
    ("button", "detail"),
    [
        (Button("Chấm", "đ" * 33), "a button carries 66 bytes, at most 64"),
        (Button("Chấm", ""), "a button carries 0 bytes, at most 64"),
        (Button(" ", "7.1.c"), "a button without a label"),
    ],
)
async def test_a_button_that_telegram_would_not_take(
    server: FakeTelegram, channel: TelegramChannel, button: Button, detail: str
) -> None:
    result = await channel.send(message(rows=((button,),)))
    assert result == NotSent(FailureReason.BAD_CONTENT, detail)
    assert server.calls == []


async def test_more_buttons_than_telegram_takes(channel: TelegramChannel) -> None:
    rows = tuple((Button(str(n), str(n)),) for n in range(101))
    assert await channel.send(message(rows=rows)) == NotSent(
        FailureReason.BAD_CONTENT, "101 buttons, at most 100"
    )


async def test_says_so_and_leaves_a_group(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.joins_group(GROUP)
    assert isinstance(await channel.send(message(GROUP, leaves_chat=True)), Sent)
    assert server.said(GROUP)
    assert server.has_left(GROUP)


async def test_leaves_a_group_where_it_may_not_write(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.joins_group(GROUP)
    server.fails(
        "sendMessage", Refuse(400, "Bad Request: not enough rights to send text messages to the chat")
    )
    await channel.send(message(GROUP, leaves_chat=True))
    assert server.has_left(GROUP)


async def test_stays_until_it_could_say_why_it_leaves(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.joins_group(GROUP)
    server.fails("sendMessage", Refuse(500))
    await channel.send(message(GROUP, leaves_chat=True))
    assert not server.has_left(GROUP)
    server.fails("leaveChat", Refuse(500))
    assert isinstance(await channel.send(message(GROUP, leaves_chat=True)), Sent)


async def test_offers_commands_to_one_chat_once(server: FakeTelegram, channel: TelegramChannel) -> None:
    menu = [("cham", "Chấm điểm"), ("huy", "Hủy việc đang làm")]
    await channel.offer_commands(str(LAN), menu)
    await channel.offer_commands(str(LAN), menu)
    assert server.commands(LAN) == menu
    assert server.commands(MINH) == []
    assert len(server.called("setMyCommands")) == 1


async def test_a_menu_that_was_not_set_is_set_later(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.fails("setMyCommands", Refuse(429, retry_after=3))
    await channel.offer_commands(str(LAN), [("cham", "Chấm điểm")])
    await channel.offer_commands(str(LAN), [("cham", "Chấm điểm")])
    assert server.commands(LAN) == [("cham", "Chấm điểm")]


async def test_a_start_link_carries_the_code(channel: TelegramChannel) -> None:
    assert channel.start_link("ABCD2345") is None
    await channel.connect()
    assert channel.start_link("ABCD2345") == "https://t.me/chibo_bot?start=ABCD2345"
    with pytest.raises(ValueError, match="start code"):
        channel.start_link("mã số")


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (Refuse(401, "Unauthorized"), PermissionError),
        (Cut(), ConnectionError),
        (Refuse(502), ConnectionError),
    ],
)
async def test_connect_says_what_is_wrong(
    server: FakeTelegram, channel: TelegramChannel, behaviour: Behaviour, expected: type[OSError]
) -> None:
    server.fails("getMe", behaviour)
    with pytest.raises(expected) as raised:
        await channel.connect()
    assert server.token not in str(raised.value)


async def test_works_again_after_closing(server: FakeTelegram, channel: TelegramChannel) -> None:
    assert isinstance(await channel.send(message()), Sent)
    await channel.close()
    assert isinstance(await channel.send(message()), Sent)


def test_knows_its_account_before_it_connects() -> None:
    channel = TelegramChannel("700000001:secret")
    assert (channel.name, channel.account) == ("telegram", "700000001")
    assert channel.capabilities.buttons_per_row == 4


async def test_the_token_shows_nowhere(
    server: FakeTelegram, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    channel = channel_to(server)
    for behaviour in (
        Refuse(500),
        Cut(),
        Hold(),
        Refuse(409, "Conflict"),
        Refuse(401, "Unauthorized"),
        Refuse(404),
    ):
        server.fails("*", behaviour, times=2)
    said = [repr(channel), repr(QUICK)]
    async with running(channel, receiver):
        server.says(LAN, "xin chào")
        await server.wait_for(lambda: receiver.got)
        said += [repr(await channel.send(message())) for _ in range(3)]
    await server.stop()
    said += [repr(await channel.send(message())), caplog.text]
    await channel.close()
    secret = server.token.partition(":")[2]
    assert all(secret not in text for text in said)
