"""The house's spelling of tones is one setting: messages, buttons and the command menu follow it."""

from dataclasses import replace

from bot.domain.chat import AddressKey
from handlers.menus import commands_for
from tests.chat import Chat
from tests.flows.backstage import register


async def test_a_house_that_writes_uỷ_reads_it_everywhere(web: Chat) -> None:
    web.program.ground = replace(web.program.ground, tone_marks="uỷ")
    mai, lan = await web.join("Mai"), await web.join("Lan")
    mai.sees("Bí thư Đảng uỷ")
    mai.has_not_seen("Đảng ủy")
    await web.move_to("18/11/2026", "08:00")
    await register(lan, "3/12 14h")
    await lan.says("/lich")
    assert "Huỷ buổi sinh hoạt" in lan.last.buttons
    await lan.says("hủy buổi sinh hoạt")
    lan.sees("huỷ")
    channel = web.messenger.channel
    menu = dict(web.look(lambda work: commands_for(work, AddressKey(channel.name, channel.account, "Lan"))))
    assert menu["lich"] == "Đăng ký, chuyển hoặc huỷ lịch sinh hoạt chi bộ"
