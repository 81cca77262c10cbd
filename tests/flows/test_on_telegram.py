"""What only Telegram shows: cards edited in place, what may not be forwarded."""

from tests.chat import Chat, Player
from tests.fakes.telegram_chats import Seen
from tests.flows.backstage import register
from tests.flows.offstage import server_of
from tests.messengers import Telegram

REST = ("Chấm theo mục trừ", "Xác nhận và gửi", "Xác nhận và gửi")


def seen(player: Player) -> list[Seen]:
    """Everything the bot said, as it stands in the chat now."""
    assert isinstance(player.stage.messenger, Telegram)
    return server_of(player.stage).said(player.stage.messenger.id_of(player.chat))


async def visited(telegram: Chat) -> Player:
    """The visitor of 3/12 has reported; the ways to score are offered."""
    lan, binh = await telegram.join("Lan"), await telegram.join("Bình")
    await telegram.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await telegram.move_to("03/12/2026", "16:00")
    await binh.says("18 1 1 0 95 12")
    return binh


async def test_a_sheet_is_one_message_from_the_first_tap_to_the_total(telegram: Chat) -> None:
    binh = await visited(telegram)
    cards = len(seen(binh))
    for label in ("Chấm từng nhóm", "2.2", "2.2", "Quay lại", "Quay lại", *REST):
        await binh.taps(label)
    assert len(seen(binh)) == cards
    assert seen(binh)[-1].is_edited
    binh.sees("100")


async def test_scores_and_digests_may_not_be_forwarded(telegram: Chat) -> None:
    thang = await telegram.join("Thắng")
    binh = await visited(telegram)
    for label in REST:
        await binh.taps(label)
    await binh.says("/cham")
    await telegram.move_to("04/01/2027", "08:00")
    for label in ("Theo tổ chức", "Quay lại", "Việc còn nợ"):
        await thang.taps(label)
    await thang.says("/tonghop 12/2026")
    scores = [
        one for one in seen(binh) if "Tiêu chí" in one.text or "100/100" in one.text or "100 điểm" in one.text
    ]
    digests = [one for one in seen(thang) if "tháng 12/2026" in one.text]
    assert (len(scores), len(digests)) == (2, 2)
    assert all(one.is_protected for one in (*scores, *digests))


async def test_whoever_taps_a_copy_of_a_card_is_answered_below_it(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    await telegram.move_to("18/11/2026", "08:00")
    copy = _arrives_twice(lan)
    for _ in range(2):
        below = len(seen(lan))
        server_of(telegram).taps(copy.chat_id, "Chọn ngày", copy.message_id)
        await server_of(telegram).quiet()
        await telegram.settle()
        assert len(seen(lan)) == below + 1
        assert lan.last.buttons[:2] == ("01/12 - 06/12", "07/12 - 13/12")


def _arrives_twice(player: Player) -> Seen:
    """As when a process dies before it could note that its message had arrived."""
    first = seen(player)[-1]
    copy = server_of(player.stage).world.add_message(first.chat_id, is_from_bot=True, text=first.text)
    copy.keys = first.keys
    return copy
