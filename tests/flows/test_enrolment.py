"""How somebody becomes known: codes however they are typed, silence after wrong ones, consent first."""

import asyncio
import unicodedata
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.chat import Unsupported
from bot.services.work import Work
from db.models import Address, CodeTry, Draft, Visit
from tests.chat import Chat, Player
from tests.flows.offstage import (
    also_at,
    an_hour_passes,
    bound_to,
    code_for,
    fresh_code,
    happens,
    register,
    rows,
)

WELCOME = "đề nghị đồng chí gõ mã riêng gồm 8 ký tự"


async def test_a_start_link_then_consent_then_the_work(chat: Chat) -> None:
    lan = await chat.open_chat("Lan")
    await lan.says("/start")
    lan.sees(WELCOME)
    await lan.says(f"/start {await code_for(chat, 'Lan')}")
    lan.sees("Kính gửi đồng chí Nguyễn Thị Lan", "Lưu những gì", "Luật số 91/2025/QH15")
    lan.sees_buttons("Tôi đồng ý", "Tôi không đồng ý")
    await lan.taps("Tôi đồng ý")
    lan.sees("Kính chào đồng chí Nguyễn Thị Lan", "Bí thư chi bộ, Chi bộ Kế toán", "/viec")
    assert len(bound_to(chat, "Lan")) == 1


def _lower(code: str) -> str:
    return code.lower()


def _spaced(code: str) -> str:
    return " ".join(code)


def _dashed(code: str) -> str:
    return f" {code[:4]}-{code[4:].lower()} "


def _decomposed_full_width(code: str) -> str:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
    return unicodedata.normalize("NFD", wide)


@pytest.mark.parametrize("typing", [_lower, _spaced, _dashed, _decomposed_full_width])
async def test_eight_characters_typed_in_any_way(web: Chat, typing: Callable[[str], str]) -> None:
    lan = await web.open_chat("Lan")
    await lan.says(typing(await code_for(web, "Lan")))
    lan.sees("Kính gửi đồng chí Nguyễn Thị Lan")


async def test_an_unknown_chat_is_told_what_this_is_whatever_it_sends(web: Chat) -> None:
    stranger = await web.open_chat("Stranger")
    for text in ("xin chào", "Tôi đồng ý", "/viec", "/tonghop 11/2026", "/start", "/", "CFGH234"):
        await stranger.says(text)
        stranger.sees(WELCOME)
    await stranger.presses("1.1.yes")
    stranger.sees(WELCOME)
    await stranger.presses("nonsense")
    stranger.sees(WELCOME)
    await stranger.offers("roster.xlsx", b"PK")
    stranger.sees(WELCOME)
    await happens(stranger, Unsupported("photo"))
    stranger.sees(WELCOME)
    assert rows(web, CodeTry) == []
    assert rows(web, Draft) == []


async def test_five_wrong_codes_then_one_sentence_then_silence(web: Chat) -> None:
    guesser, neighbour = await web.open_chat("Guesser"), await web.open_chat("Neighbour")
    for left in (4, 3, 2, 1):
        await guesser.says("CFGH234X")
        guesser.sees("chưa đúng", f"còn {left} lần")
    await guesser.says("/start WHATEVER-LONG-THING-9")
    guesser.sees("đã hết số lần thử", "trong một giờ")
    heard, right = len(guesser.messages), await code_for(web, "Lan")
    for text in ("CFGH234X", right, f"/start {right}", "xin chào", "/viec"):
        await guesser.says(text)
    assert len(guesser.messages) == heard
    assert bound_to(web, "Lan") == []
    await neighbour.says("CFGH234X")
    neighbour.sees("còn 4 lần")  # each chat counts for itself

    await web.move_to("18/11/2026", "13:00")
    await guesser.says(right)
    assert len(guesser.messages) == heard, "the business clock does not shorten the silence"
    await an_hour_passes(web)
    await guesser.says(right)
    guesser.sees("Kính gửi đồng chí Nguyễn Thị Lan")


async def test_the_silence_lasts_an_hour_from_the_last_wrong_code(web: Chat) -> None:
    guesser = await web.open_chat("Guesser")
    for _ in range(5):
        await guesser.says("CFGH234X")

    def spread(work: Work) -> None:
        for one, minutes in zip(rows(web, CodeTry), (59, 59, 59, 59, 0), strict=True):
            work.session.merge(one).tried_at -= timedelta(minutes=minutes)

    await web.work(spread)
    heard = len(guesser.messages)
    await guesser.says("CFGH234X")
    assert len(guesser.messages) == heard


async def test_a_known_persons_wrong_codes_count_too(web: Chat) -> None:
    lan = await web.join("Lan")
    for _ in range(5):
        await lan.says("/start CFGH234X")
    lan.sees("đã hết số lần thử")
    heard, right = len(lan.messages), await code_for(web, "Bình")
    await lan.says(f"/start {right}")
    assert len(lan.messages) == heard
    await lan.says("/viec")
    assert len(lan.messages) == heard + 1, "only codes are met with silence"


async def test_a_code_is_good_for_a_fortnight(web: Chat) -> None:
    lan, binh = await web.open_chat("Lan"), await web.open_chat("Bình")
    lans, binhs = await code_for(web, "Lan"), await code_for(web, "Bình")
    await web.move_to("02/12/2026", "07:54")
    await lan.says(lans)
    lan.sees("Kính gửi đồng chí Nguyễn Thị Lan")
    await web.move_to("02/12/2026", "07:55")
    await binh.says(binhs)
    binh.sees("Mã này đã hết hạn")
    assert rows(web, CodeTry) == []


async def test_an_older_code_is_dead(web: Chat) -> None:
    lan = await web.open_chat("Lan")
    older, newer = await code_for(web, "Lan"), await code_for(web, "Lan")
    await lan.says(older)
    lan.sees("Mã này đã hết hạn", "mã mới")
    await lan.says(newer)
    lan.sees("Kính gửi đồng chí Nguyễn Thị Lan")


async def test_the_same_code_again_from_the_same_chat_changes_nothing(chat: Chat) -> None:
    lan, code = await chat.open_chat("Lan"), await code_for(chat, "Lan")
    await lan.says(f"/start {code}")
    await lan.says(f"/start {code}")
    lan.sees("Lưu những gì")
    await lan.taps("Tôi đồng ý")
    for again in (f"/start {code}", code.lower()):
        await lan.says(again)
        lan.sees("Kính chào đồng chí Nguyễn Thị Lan")
    assert len(bound_to(chat, "Lan")) == 1
    assert rows(chat, CodeTry) == []


async def test_a_fresh_code_of_ones_own_is_kept_for_another_messenger(web: Chat) -> None:
    lan = await web.join("Lan")
    await lan.says("/themthietbi")
    code = fresh_code(lan)
    lan.sees("Mã chỉ dùng một lần", "7 giờ 55, thứ Tư, ngày 02/12/2026")
    await lan.says(code)
    lan.sees("Kính chào đồng chí Nguyễn Thị Lan")
    tablet = Player(web, "Lan", "Tablet")
    await tablet.says(code)
    tablet.sees("Kính chào đồng chí Nguyễn Thị Lan")  # agreed already
    assert bound_to(web, "Lan") == ["Lan", "Tablet"]


async def test_somebody_elses_code_does_not_take_over_a_chat(web: Chat) -> None:
    lan, code = await web.join("Lan"), await code_for(web, "Bình")
    await lan.says(f"/start {code}")
    lan.sees("đang gắn với đồng chí Nguyễn Thị Lan", "Mã vừa nhập vẫn dùng được")
    assert bound_to(web, "Bình") == []
    binh = await web.open_chat("Bình")
    await binh.says(code)
    binh.sees("Kính gửi đồng chí Trần Văn Bình")


async def test_messages_go_to_the_messenger_used_last_and_never_to_both(web: Chat) -> None:
    lan = await web.join("Lan")
    binh = await web.join("Bình")
    tablet = await also_at(web, binh, "Tablet")
    heard = len(binh.messages)
    await register(lan, "3/12 14h")
    tablet.sees("Chi bộ Kế toán", "đã đăng ký lịch")
    assert len(binh.messages) == heard
    await tablet.taps("Sẽ dự")
    assert [one.response for one in rows(web, Visit) if one.person_id == web.cast.people["Bình"]] == [
        "confirmed"
    ]

    await web.move_to("20/11/2026", "09:00")
    await binh.says("/trogiup")
    heard = len(tablet.messages)
    await web.move_to("02/12/2026", "08:00")
    binh.sees("Nhắc lịch dự")
    assert len(tablet.messages) == heard


async def test_two_chats_type_one_code_at_once(chat: Chat) -> None:
    code = await code_for(chat, "Lan")
    one, two = await chat.open_chat("One"), await chat.open_chat("Two")
    await asyncio.gather(
        chat.messenger.says(one.chat, f"/start {code}"), chat.messenger.says(two.chat, f"/start {code}")
    )
    await chat.settle()
    bound = [address for address in rows(chat, Address) if address.person_id is not None]
    assert len(bound) == 1
    first, second = (one, two) if "Lưu những gì" in one.last.text else (two, one)
    first.sees("Kính gửi đồng chí Nguyễn Thị Lan")
    second.sees("Mã này đã được dùng ở một cuộc trò chuyện khác")
