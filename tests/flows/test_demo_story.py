"""The demo as somebody plays it who opens the page for the first time."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine

from bot.channels.web import WebMessenger
from bot.services import demo
from tests.chat import START, ZONE, Chat
from tests.messengers import Browser


@pytest.fixture
async def stage(sqlite_engine: Engine) -> AsyncIterator[Chat]:
    """The demo's database on the page's messenger; chats are named by people's codes."""
    stage = Chat(sqlite_engine, lambda clock: Browser(WebMessenger(clock.now, ZONE)), START)
    await stage.work(demo.seed)
    await stage.program.start()
    await stage.settle()
    yield stage
    await stage.end()


async def test_every_chat_is_empty_before_the_clock_moves(stage: Chat) -> None:
    for player in await stage.work(demo.people):
        assert (await stage.open_chat(player.code)).messages == []


async def test_a_meeting_from_one_tap_to_its_score(stage: Chat) -> None:
    secretary, visitor = await stage.open_chat("BA14"), await stage.open_chat("BA06")
    await stage.move_to("18/11/2026", "08:00")
    await secretary.taps("Như tháng trước: 08:00 T3 01/12")
    await secretary.taps("Xác nhận")
    visitor.sees("Chi bộ Văn phòng", "8 giờ 00, thứ Ba, ngày 01/12/2026")
    await visitor.taps("Sẽ dự")
    await stage.move_to("30/11/2026", "08:00")
    visitor.sees("Nhắc lịch dự", "Chi bộ Văn phòng")
    await stage.move_to("01/12/2026", "10:00")
    visitor.sees("Chi bộ Văn phòng", "đã dự buổi sinh hoạt này hay không")
    await visitor.taps("Đã dự")
    await visitor.says("18 1 1 0 95 12")
    await visitor.says("max 3.2=0 8.3=0")
    visitor.sees("97/100")


async def test_who_owes_november_is_asked_before_it_closes(stage: Chat) -> None:
    forgetful, scorer = await stage.open_chat("BA08"), await stage.open_chat("BA06")
    leader, office = await stage.open_chat("BA01"), await stage.open_chat("BA05")
    await stage.move_to("25/11/2026", "08:00")
    office.sees_buttons("Lý do không dự chờ xem xét", "Chi bộ chưa có lịch, tháng 12/2026")
    office.has_not_seen("Chi bộ Hành chính - Quản trị; Chi bộ Hành chính - Quản trị")
    await stage.move_to("01/12/2026", "08:00")
    leader.sees("Tổng hợp tháng 11/2026", "13 = đã dự 10", "Tốt 3, Khá 4, Trung bình 1")
    await stage.move_to("05/12/2026", "08:00")
    forgetful.sees("Chi bộ Khoa Điện - Điện tử", "chưa nhận được báo cáo")
    scorer.sees("Chi bộ Phòng Đào tạo", "chưa nhận được phiếu chấm điểm")


async def test_the_new_secretary_enrols_with_the_code_and_takes_over(stage: Chat) -> None:
    secretary, deputy = await stage.open_chat("BA17"), await stage.open_chat("BA18")
    await stage.move_to("18/11/2026", "08:00")
    deputy.sees("Chi bộ Phòng Đào tạo")
    await secretary.says(demo.invitation_codes()["BA17"])
    await secretary.taps("Tôi đồng ý")
    await secretary.says("/lich")
    secretary.sees("Chi bộ Phòng Đào tạo", "tháng 12/2026")
