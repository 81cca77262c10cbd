"""Something unexpected in a turn: said, logged once, rolled back, not repeated; the next message works."""

import json
import re

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.domain.chat import Tap, Text
from bot.services.work import Work
from db.models import Draft, Meeting, SeenEvent
from tests.chat import Chat, Player
from tests.fakes.telegram import TOKEN
from tests.flows.conftest import Log
from tests.flows.offstage import happens, register, rows

SECRET_PLACE = "Phòng họp bí mật tầng 7"


pytestmark = pytest.mark.usefixtures("log")


async def spoil(chat: Chat, form: str) -> None:
    """What an older program wrote, or a hand in the database: the draft's state is no state any more."""

    def scribble(work: Work) -> None:
        for draft in work.session.exec(select(Draft).where(Draft.form == form)):
            draft.state = {"step": ["nonsense", SECRET_PLACE]}

    await chat.work(scribble)


async def half_registered(chat: Chat) -> Player:
    lan = await chat.join("Lan")
    await lan.says("/lich")
    await lan.says("3/12 14h")
    return lan


def error_id(player: Player) -> str:
    player.sees("Hệ thống gặp sự cố", "chưa được lưu", "gửi lại sau ít phút", "báo Văn phòng số hiệu")
    found = re.search(r"số hiệu ([0-9A-F]{8})", player.last.text)
    assert found is not None
    return found[1]


async def test_the_person_is_told_with_an_id_that_the_log_has_once(chat: Chat, log: Log) -> None:
    lan = await half_registered(chat)
    await spoil(chat, "schedule")
    await lan.says(SECRET_PLACE)
    said = error_id(lan)
    (record,) = log.records("turn_failed")
    assert record["error_id"] == said
    assert log.getvalue().count(said) == 1
    for confidential in (
        SECRET_PLACE,
        "nonsense",
        "Nguyễn Thị Lan",
        "Chi bộ Kế toán",
        TOKEN,
        TOKEN.partition(":")[2],
    ):
        assert confidential not in log.getvalue()
        assert confidential not in json.dumps(json.loads(log.getvalue().splitlines()[-1]), ensure_ascii=False)
    (frame,) = [one for one in record["exception"] if "ValidationError" in one["type"]]
    assert frame["text"] is None
    assert [one.error_id for one in rows(chat, SeenEvent) if one.error_id] == [said]


async def test_the_next_message_works_and_the_form_starts_anew(chat: Chat) -> None:
    lan, binh = await half_registered(chat), await chat.join("Bình")
    await spoil(chat, "schedule")
    await lan.says(SECRET_PLACE)
    error_id(lan)
    await binh.says("/viec")
    binh.sees("không còn việc nào đang chờ")
    await lan.says("/trogiup")
    lan.sees("/lich")
    await register(lan, "3/12 14h")
    assert len(rows(chat, Meeting)) == 1


async def test_a_failed_turn_leaves_nothing_behind(web: Chat) -> None:
    """It fails late, after the meeting was written: the visitors' reminders cannot be planned."""
    lan, binh = await half_registered(web), await web.join("Bình")
    await lan.says("Phòng họp tầng 2")
    await lan.taps("Thường kỳ")
    break_it = text("ALTER TABLE reminder RENAME TO lost")
    await web.work(lambda work: work.session.connection().execute(break_it))
    before = [(one.revision, one.is_open) for one in rows(web, Draft)]
    confirm, heard = lan.button("Xác nhận"), len(binh.messages)
    await web.messenger.taps_data(lan.chat, confirm)
    await web.arrive()
    error_id(lan)
    assert rows(web, Meeting) == []
    assert [(one.revision, one.is_open) for one in rows(web, Draft)] == before
    mend = text("ALTER TABLE lost RENAME TO reminder")
    await web.work(lambda work: work.session.connection().execute(mend))
    await lan.presses(confirm)  # as the person was asked: once more
    lan.has_seen("Đã đăng ký")  # in the place of the card
    assert len(rows(web, Meeting)) == 1
    assert len(binh.messages) == heard + 1


async def test_the_same_update_again_has_no_effect(web: Chat, log: Log) -> None:
    lan = await half_registered(web)
    await spoil(web, "schedule")
    await happens(lan, Text("Phòng họp"), "update-1")
    said, heard = error_id(lan), len(lan.messages)
    await happens(lan, Text("Phòng họp"), "update-1")
    await happens(lan, Text("Phòng họp"), "update-1")
    assert len(lan.messages) == heard
    assert error_id(lan) == said
    assert len(log.records("turn_failed")) == 1


async def test_an_update_that_worked_has_no_second_effect_either(web: Chat) -> None:
    lan = await web.join("Lan")
    await happens(lan, Text("/lich"), "update-1")
    heard = len(lan.messages)
    await happens(lan, Text("/lich"), "update-1")
    assert len(lan.messages) == heard
    button = lan.button("Chọn ngày")
    await happens(lan, Tap(button), "update-2")
    shown = lan.last
    await happens(lan, Tap(button), "update-2")
    assert lan.last == shown


async def test_a_poisonous_card_can_be_set_aside(web: Chat) -> None:
    lan = await half_registered(web)
    await spoil(web, "schedule")
    await lan.says("Phòng họp")
    error_id(lan)
    await lan.says("/huy")
    lan.sees("Đồng chí muốn bỏ phần đang điền")
    await lan.taps("Bỏ phần đang điền")
    lan.sees("Đã bỏ phần đang điền")
    await lan.says("/lich")
    lan.sees("Đăng ký lịch sinh hoạt tháng 12/2026")


async def test_forged_buttons_are_no_errors(web: Chat, log: Log) -> None:
    lan = await half_registered(web)
    forged = (
        "", ".", "..", "1", "1.1", "1.1.", "1.1.x", "-1.1.x", "1.-1.x", "x.y.z", "1.1.x.y",
        "99999999999999999999.1.x",
        "1.99999999999999999999.x", "0.0.", "١.١.x", "1.1." + "x" * 61, "1" * 64, "²." + "1.x",
    )  # fmt: skip
    for data in forged:
        await lan.presses(data)
        lan.has_not_seen("sự cố")
    assert log.records("turn_failed") == []


async def test_forged_keys_of_every_open_form_are_no_errors(web: Chat, log: Log) -> None:
    yen = await web.join("Yến")
    for command in ("/danhba", "/chuacolich", "/lydo", "/tonghop", "/dulieu", "/ngung", "/viec", "/huy"):
        await yen.says(command)
    for draft in rows(web, Draft):
        for key in (
            "",
            "x",
            "yes",
            "no-",
            "yes-x",
            "yes-99999999999999999999",
            "page--1",
            "page-x",
            "org-x",
            "list-x",
            "²",
        ):
            if draft.is_open and key != "yes":
                await yen.presses(f"{draft.id}.{draft.revision}.{key}")
                yen.has_not_seen("sự cố")
    assert log.records("turn_failed") == []


async def test_odd_texts_are_no_errors(chat: Chat, log: Log) -> None:
    lan, stranger = await chat.join("Lan"), await chat.open_chat("Stranger")
    odd = (
        "\u200b",
        "\u0000x",
        "🙂",
        "<b>&amp;</b>",
        "{{ 7*7 }}",
        "%s %d",
        "'; DROP TABLE person; --",
        "א" * 4000,
        "/",
        "//",
        "/@",
        "/ viec",
        "/viec@" + "x" * 60,
    )
    for player in (lan, stranger):
        for one in odd:
            await player.says(one)
            player.has_not_seen("sự cố")
    await lan.says("/lich")
    for one in odd:
        await lan.says(one)
        lan.has_not_seen("sự cố")
    await lan.says("3/12 14h")
    await lan.says("Phòng\u0000 họp\u202e tầng\t2\ud800")
    await lan.taps("Thường kỳ")
    lan.sees("Phòng họp tầng 2")
    assert log.records("turn_failed") == []


async def test_text_that_the_person_wrote_comes_back_as_text(chat: Chat) -> None:
    lan = await half_registered(chat)
    await lan.says("Phòng <b>A</b> & B")
    await lan.taps("Thường kỳ")
    lan.sees("Phòng <b>A</b> & B")
