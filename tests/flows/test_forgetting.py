"""What is forgotten when its time is over, and what stays (DOMAIN 9)."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.chat import OutboxState
from bot.services import administrators, retention
from bot.services.work import Work
from db.models import (
    Address,
    Attempt,
    CodeTry,
    Consent,
    Draft,
    FileFetch,
    Invitation,
    Meeting,
    OutboxMessage,
    SeenEvent,
)
from tests.chat import Chat
from tests.flows.offstage import code_for, register, rows
from tests.flows.test_roster_upload import GROWN


async def after(chat: Chat, days: int) -> None:
    """The program prunes, so many days later."""
    await chat.work(lambda work: retention.prune(replace(work, now=work.now + timedelta(days=days))))


async def busy(chat: Chat) -> None:
    yen, lan = await chat.join("Yến"), await chat.join("Lan")
    await chat.join("Bình")
    await register(lan, "3/12 14h")
    await yen.offers("bo-sung.xlsx", GROWN)
    await code_for(chat, "Mai")


async def test_each_thing_has_its_own_time(chat: Chat) -> None:
    await busy(chat)
    await after(chat, 7)
    assert rows(chat, SeenEvent)
    await after(chat, 8)
    assert rows(chat, SeenEvent) == []
    assert any(one.parsed for one in rows(chat, FileFetch))
    assert rows(chat, Draft)
    await after(chat, 31)
    assert rows(chat, FileFetch) == []
    assert rows(chat, Draft) == []
    assert all(one.text for one in rows(chat, OutboxMessage))
    assert all(one.used_at for one in rows(chat, Invitation)), "unused codes are gone"
    await after(chat, 91)
    for row in rows(chat, OutboxMessage):
        assert (row.text, row.fields, row.choices) == ("", {}, [])
    assert not any(one.detail for one in rows(chat, Attempt))
    for kept in (Address, Consent, Meeting, Invitation):
        assert rows(chat, kept)


async def test_nothing_blank_is_sent(web: Chat) -> None:
    await web.join("Lan")
    row = rows(web, OutboxMessage)[0]

    def wait(work: Work) -> None:
        work.session.merge(row).state = OutboxState.WAITING

    await web.work(wait)
    await after(web, 91)
    assert rows(web, OutboxMessage)[0].state is OutboxState.EXPIRED


async def test_wrong_codes_follow_real_time(web: Chat) -> None:
    guesser = await web.open_chat("Guesser")
    await guesser.says("CFGH234X")
    await after(web, 365)
    assert len(rows(web, CodeTry)) == 1


async def test_an_administrator_stays_one(web: Chat) -> None:
    _, code = await web.work(lambda work: administrators.invite(work, "QT01", "Mạc Thị Tuyết"))
    admin = await web.open_chat("Tuyết")
    await admin.says(code)
    await admin.taps("Tôi đồng ý")
    await after(web, 400)
    await admin.says(code)
    admin.sees("Quản trị hệ thống")


async def test_the_chat_goes_on_after_forgetting(chat: Chat) -> None:
    lan = await chat.join("Lan")
    await lan.says("/lich")
    old = lan.button("Chọn ngày")
    await after(chat, 91)
    await lan.presses(old)
    lan.sees("Mục này không còn nữa")
    await register(lan, "3/12 14h")


async def test_a_program_that_starts_forgets(web: Chat) -> None:
    await web.join("Lan")
    web.clock.move_to(web.clock.now() + timedelta(days=8))
    assert rows(web, SeenEvent)
    await web.program.start()
    assert rows(web, SeenEvent) == []
