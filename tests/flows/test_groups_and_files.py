"""What a messenger brings that is not text: groups, photos, voice, other files, blocking."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.chat import Reachability, Unsupported
from bot.services import invitations
from bot.services.work import Work
from db.models import Address, Attempt, Draft, OutboxMessage
from tests.chat import Chat
from tests.flows.offstage import also_at, happens, register, rows, server_of

GROUP = -1001234567890


async def settled(chat: Chat) -> None:
    await server_of(chat).quiet()
    await chat.settle()


def said(chat: Chat) -> list[str]:
    return [one.text for one in server_of(chat).said(GROUP)]


async def test_in_a_group_it_says_so_once_and_leaves(telegram: Chat) -> None:
    server = server_of(telegram)
    server.joins_group(GROUP)
    for text in ("/start", "/viec@chibo_bot", "xin chào"):
        server.says(GROUP, text, person=42)
    await settled(telegram)
    assert said(telegram) == [
        "Hệ thống chỉ trao đổi riêng với từng đồng chí nên xin phép rời nhóm. "
        "Đề nghị đồng chí mở cuộc trò chuyện riêng."
    ]
    assert server.has_left(GROUP)
    assert [one.person_id for one in rows(telegram, Address)] == [None]


async def test_invited_anew_it_says_so_again(telegram: Chat) -> None:
    server = server_of(telegram)
    server.joins_group(GROUP)
    await settled(telegram)

    def date_back(work: Work) -> None:
        for one in work.session.exec(select(Attempt)):
            one.tried_at -= timedelta(minutes=1)

    await telegram.work(date_back)
    server.joins_group(GROUP)
    await settled(telegram)
    assert len(said(telegram)) == 2
    assert server.has_left(GROUP)


async def test_a_code_in_a_group_binds_nothing(telegram: Chat) -> None:
    server = server_of(telegram)
    person_id = telegram.cast.people["Lan"]
    code = await telegram.work(lambda work: invitations.issue(work, person_id))
    server.says(GROUP, code, person=42)
    await settled(telegram)
    assert len(said(telegram)) == 1
    lan = await telegram.open_chat("Lan")
    await lan.says(code)
    lan.sees("Kính gửi đồng chí Nguyễn Thị Lan")


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "sticker", "location", "contact"])
async def test_photos_and_voice_are_refused_with_a_sentence(telegram: Chat, kind: str) -> None:
    lan = await telegram.join("Lan")
    chat_id = int(next(one.chat for one in rows(telegram, Address)))
    server_of(telegram).sends(chat_id, kind)
    await settled(telegram)
    lan.sees("Hệ thống không nhận ảnh, ghi âm và tệp đính kèm", "không được lưu")


async def test_a_refused_photo_leaves_the_open_question_open(web: Chat) -> None:
    lan = await web.join("Lan")
    await lan.says("/lich")
    await lan.says("3/12 14h")
    await happens(lan, Unsupported("photo"))
    lan.sees("Hệ thống không nhận ảnh")
    await lan.says("Phòng họp tầng 2")
    lan.sees("hình thức sinh hoạt")


async def test_who_blocks_the_bot_is_on_the_call_list_until_they_write_again(telegram: Chat) -> None:
    yen, lan = await telegram.join("Yến"), await telegram.join("Lan")
    for name in ("Phúc", "Cường", "Hạnh", "Bình", "Dung", "Thắng", "Mai"):
        await telegram.join(name)
    await yen.says("/danhba")
    assert "Nguyễn Thị Lan" not in yen.last.text
    chat_id = int(
        next(one.chat for one in rows(telegram, Address) if one.person_id == telegram.cast.people["Lan"])
    )
    server_of(telegram).blocks(chat_id)
    await settled(telegram)
    await yen.says("/danhba")
    yen.sees("Nguyễn Thị Lan", "Đã chặn tin của hệ thống")
    server_of(telegram).unblocks(chat_id)
    await settled(telegram)
    await yen.says("/danhba")
    assert "Nguyễn Thị Lan" not in yen.last.text
    await lan.says("/viec")
    lan.sees("Chi bộ Kế toán")


async def test_a_blocked_messenger_gives_way_to_the_other(web: Chat) -> None:
    lan, binh = await web.join("Lan"), await web.join("Bình")
    tablet = await also_at(web, binh, "Tablet")
    await happens(tablet, Reachability(False))
    heard = len(tablet.messages)
    await register(lan, "3/12 14h")
    binh.sees("Chi bộ Kế toán", "đã đăng ký lịch")
    assert len(tablet.messages) == heard


async def test_blocking_says_nothing_and_opens_nothing(web: Chat) -> None:
    stranger = await web.open_chat("Stranger")
    await happens(stranger, Reachability(False))
    await happens(stranger, Reachability(True), "again")
    assert stranger.messages == []
    assert rows(web, OutboxMessage) == []
    assert rows(web, Draft) == []
