"""Files that people send, fetched from Telegram within limits."""

import pytest

from bot.channels.telegram import TelegramChannel
from tests.channels.telegram_cast import LAN
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Behaviour, Garble, Hold, Refuse

pytestmark = pytest.mark.usefixtures("met")


async def test_fetches_a_file(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.offers_file(LAN, "danh sách.xlsx", b"x" * 50_000)
    assert await channel.fetch("file-documents/file_1.xlsx", 50_000) == b"x" * 50_000


async def test_a_file_that_is_too_large_is_not_read(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.offers_file(LAN, "a.xlsx", b"x" * 50_000)
    with pytest.raises(ValueError, match="larger than 49999 bytes"):
        await channel.fetch("file-documents/file_1.xlsx", 49_999)


async def test_a_file_larger_than_said_is_cut_short(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.offers_file(LAN, "a.xlsx", b"x" * 3_000_000, said_size=10)
    with pytest.raises(ValueError, match="larger than 1000 bytes"):
        await channel.fetch("file-documents/file_1.xlsx", 1000)


async def test_a_file_that_telegram_does_not_hand_out(server: FakeTelegram, channel: TelegramChannel) -> None:
    server.fails("getFile", Refuse(400, "Bad Request: file is too big"))
    with pytest.raises(ValueError, match="larger than Telegram hands out"):
        await channel.fetch("file-documents/file_1.xlsx", 1000)


@pytest.mark.parametrize(
    ("method", "behaviour", "expected"),
    [
        ("getFile", Refuse(400, "Bad Request: wrong file_id"), FileNotFoundError),
        ("getFile", Refuse(500), ConnectionError),
        ("getFile", Refuse(401, "Unauthorized"), PermissionError),
        ("download", Garble(404, ""), FileNotFoundError),
        ("download", Garble(502, ""), ConnectionError),
        ("download", Hold(), ConnectionError),
    ],
)
async def test_a_file_that_cannot_be_had(
    server: FakeTelegram, channel: TelegramChannel, method: str, behaviour: Behaviour, expected: type[OSError]
) -> None:
    server.offers_file(LAN, "a.xlsx", b"x")
    server.fails(method, behaviour)
    with pytest.raises(expected) as raised:
        await channel.fetch("file-documents/file_1.xlsx", 1000)
    assert server.token not in str(raised.value)
