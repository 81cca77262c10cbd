"""Consent before anything else: asked whatever is sent, given, refused, asked again for a new text."""

from dataclasses import replace

import pytest

from bot.domain.chat import AddressKey, FileOffered, Unsupported
from db.models import Consent, Draft
from handlers.menus import commands_for
from tests.chat import Chat
from tests.flows.offstage import bound_to, code_for, happens, newcomer, register, rows

WELCOME = "đề nghị đồng chí gõ mã riêng gồm 8 ký tự"


async def test_before_consent_everything_leads_to_consent(web: Chat) -> None:
    binh = await web.join("Bình")
    await binh.says("/viec")
    mai = await newcomer(web, "Mai")
    old_card = mai.button("Tôi đồng ý")
    for text in ("/tonghop", "/viec", "/ngung", "/dulieu", "/huy", "/khongcolenhnay", "3/12 14h", "/start"):
        await mai.says(text)
        mai.sees("Trước khi bắt đầu", "Đồng chí có đồng ý không?")
        mai.sees_buttons("Tôi đồng ý", "Tôi không đồng ý")
    for data in ("1.1.yes", "99999.1.summary", "nonsense", "1.1." + "x" * 70):
        await mai.presses(data)
        mai.sees("Đồng chí có đồng ý không?")
    await mai.offers("khoi.xlsx", b"PK")
    mai.sees("Đồng chí có đồng ý không?")
    await happens(mai, Unsupported("voice"))
    mai.sees("Đồng chí có đồng ý không?")
    assert [draft.form for draft in rows(web, Draft) if draft.person_id == web.cast.people["Mai"]] == [
        "consent"
    ]
    await mai.presses(old_card)  # the first card is as good as the last
    mai.sees("Kính chào đồng chí Bùi Thị Mai")


async def test_nothing_reaches_who_has_not_agreed(web: Chat) -> None:
    lan, binh = await web.join("Lan"), await newcomer(web, "Bình")
    await register(lan, "3/12 14h")
    heard = len(binh.messages)
    await web.move_to("25/11/2026", "09:00")
    assert len(binh.messages) == heard


async def test_refusing_unbinds(chat: Chat) -> None:
    code, lan = await code_for(chat, "Lan"), await chat.open_chat("Lan")
    await lan.says(f"/start {code}")
    await lan.taps("Tôi không đồng ý")
    lan.sees("không đồng ý", "mã mới")
    assert bound_to(chat, "Lan") == []
    assert rows(chat, Consent) == []
    await lan.says("/viec")
    lan.sees(WELCOME)
    await lan.says(code)
    lan.sees("Mã này đã hết hạn")  # a new one is needed, as was said
    await lan.says(await code_for(chat, "Lan"))
    lan.sees("Đồng chí có đồng ý không?")


async def test_a_new_text_of_consent_is_asked_again(web: Chat) -> None:
    lan, binh = await web.join("Lan"), await newcomer(web, "Bình")
    old_yes = binh.button("Tôi đồng ý")
    ground = web.program.ground
    policy = replace(ground.policy, consent_version=2)
    web.program.ground = replace(ground, almanac=replace(ground.almanac, policy=policy))
    await lan.says("/viec")
    lan.sees("Đồng chí có đồng ý không?")
    await binh.presses(old_yes)  # what he read was the old text
    binh.sees("Đồng chí có đồng ý không?")
    await lan.taps("Tôi đồng ý")
    lan.sees("Kính chào đồng chí Nguyễn Thị Lan")
    assert [(one.person_id, one.version) for one in rows(web, Consent)] == [
        (web.cast.people["Lan"], 1),
        (web.cast.people["Lan"], 2),
    ]


async def test_a_file_of_who_has_not_agreed_is_not_even_fetched(web: Chat) -> None:
    yen = await newcomer(web, "Yến")
    await happens(yen, FileOffered("danh-sach.xlsx", 100, "handle"))
    yen.sees("Đồng chí có đồng ý không?")
    yen.has_not_seen("Đã nhận tệp")


@pytest.mark.parametrize("yes", ["Tôi đồng ý", "tôi đồng ý.", "TOI DONG Y", "1"])
async def test_consent_may_be_typed(web: Chat, yes: str) -> None:
    """As on a messenger without buttons."""
    lan = await newcomer(web, "Lan")
    await lan.says("đồng ý thì sao")
    lan.sees("Đồng chí có đồng ý không?")
    await lan.says(yes)
    lan.sees("Kính chào đồng chí Nguyễn Thị Lan")


async def test_refusal_may_be_typed(web: Chat) -> None:
    lan = await newcomer(web, "Lan")
    await lan.says("tôi không đồng ý")
    lan.sees("Hệ thống ghi nhận đồng chí không đồng ý")
    assert bound_to(web, "Lan") == []


async def test_the_command_menu_comes_with_consent(web: Chat) -> None:
    lan = await newcomer(web, "Lan")
    channel = web.messenger.channel
    key = AddressKey(channel.name, channel.account, lan.chat)
    assert web.look(lambda work: commands_for(work, key)) == ()
    await lan.taps("Tôi đồng ý")
    names = [name for name, _ in web.look(lambda work: commands_for(work, key))]
    assert "lich" in names
    assert "danhba" not in names
