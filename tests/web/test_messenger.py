"""The browser as a channel: entries, edits, unread counts, files, order, and what is not recorded."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.channels.web import NotReceiving, WebMessenger
from bot.channels.web_chat import Kept
from bot.channels.web_text import plain, runs
from bot.domain.chat import Button, Channel, FailureReason, FileOffered, Inbound, NotSent, Outgoing, Sent
from tests.web.conftest import running
from tests.web.stage import START, Stage

EVENT = "0b8f6a52-0000-4000-8000-000000000001"


@pytest.fixture
async def messenger(stage: Stage) -> AsyncIterator[WebMessenger]:
    async with running(stage.messenger.run(stage.receive)):
        yield stage.messenger


def texts(messenger: WebMessenger, chat: str = "BT01") -> list[str]:
    return [entry.text for entry in messenger.transcript(chat).entries.values()]


def test_is_a_channel(stage: Stage) -> None:
    channel: Channel = stage.messenger
    assert (channel.name, channel.account, channel.capabilities.has_html) == ("web", "rehearsal", True)
    assert channel.start_link("ABCD") == "http://127.0.0.1:8080/#start=ABCD"


async def test_an_edit_replaces_the_card_where_it_stands(messenger: WebMessenger) -> None:
    first = await messenger.send(Outgoing(1, "BT01", "Chọn ngày", ((Button("1", "7.0.1"),),)))
    await messenger.send(Outgoing(2, "BT01", "Tin khác"))
    assert first == Sent("m1")
    assert await messenger.send(Outgoing(3, "BT01", "Đã chọn", edits="m1")) == Sent("m1")
    assert texts(messenger) == ["Đã chọn", "Tin khác"]
    assert messenger.transcript("BT01").entries["m1"].is_edited


async def test_an_edit_of_an_unknown_card_is_sent_anew(messenger: WebMessenger) -> None:
    assert await messenger.send(Outgoing(9, "BT01", "Đã chọn", edits="m1")) == Sent("m9")
    assert texts(messenger) == ["Đã chọn"]


async def test_the_same_row_sent_again_is_one_entry(messenger: WebMessenger) -> None:
    for _ in range(2):
        assert await messenger.send(Outgoing(1, "BT01", "Nhắc lịch")) == Sent("m1")
    assert texts(messenger) == ["Nhắc lịch"]
    assert messenger.transcript("BT01").unread == 1


@pytest.mark.parametrize("text", ["", "  ", "x" * 4097])
async def test_a_text_that_cannot_be_shown_is_not_sent(messenger: WebMessenger, text: str) -> None:
    result = await messenger.send(Outgoing(1, "BT01", text))
    assert isinstance(result, NotSent)
    assert result.reason is FailureReason.BAD_CONTENT


async def test_the_answer_stands_after_what_was_said(messenger: WebMessenger) -> None:
    await messenger.say("BT01", EVENT, "a < b")
    assert texts(messenger) == ["a < b", "Hệ thống đã nhận: <b>a &lt; b</b>"]


async def test_the_same_event_has_one_effect(messenger: WebMessenger, stage: Stage) -> None:
    await asyncio.gather(*(messenger.say("BT01", EVENT, "chào") for _ in range(5)))
    assert len(texts(messenger)) == 2
    assert len(stage.handled) == 1


async def test_what_was_not_recorded_leaves_no_trace(messenger: WebMessenger, stage: Stage) -> None:
    stage.is_failing = True
    with pytest.raises(RuntimeError):
        await messenger.say("BT01", EVENT, "chào")
    assert texts(messenger) == []
    stage.is_failing = False
    await messenger.say("BT01", EVENT, "chào")
    assert len(texts(messenger)) == 2


async def test_nothing_is_taken_in_before_the_program_runs(stage: Stage) -> None:
    with pytest.raises(NotReceiving):
        await stage.messenger.say("BT01", EVENT, "chào")
    assert texts(stage.messenger) == []


async def test_one_chat_keeps_its_order_and_delays_no_other(stage: Stage) -> None:
    order: list[str] = []
    began, gate = asyncio.Event(), asyncio.Event()

    async def slow_at_first(inbound: Inbound) -> None:
        if inbound.event_id == "first of Lan":
            began.set()
            await gate.wait()
        order.append(inbound.event_id)

    async with running(stage.messenger.run(slow_at_first)), asyncio.TaskGroup() as group:
        for event in ("first of Lan", "second of Lan"):
            group.create_task(stage.messenger.say("BT01", event, "."))
        await began.wait()
        await stage.messenger.say("BT02", "of Tuấn", ".")
        gate.set()
    assert order == ["of Tuấn", "first of Lan", "second of Lan"]


async def test_the_bots_side_comes_back_from_the_outbox(messenger: WebMessenger) -> None:
    messenger.restore(
        [
            Kept("BT01", "m1", "Chọn ngày", (), START),
            Kept("BT01", "m2", "Tin khác", (), START),
            Kept("BT01", "m1", "Đã chọn", (), START),
        ]
    )
    assert texts(messenger) == ["Đã chọn", "Tin khác"]
    assert messenger.transcript("BT01").unread == 0
    await messenger.send(Outgoing(3, "BT01", "Đã lưu", edits="m1"))
    assert texts(messenger) == ["Đã lưu", "Tin khác"]


async def test_a_file_is_offered_by_handle_and_fetched_within_a_limit(
    messenger: WebMessenger, stage: Stage
) -> None:
    await messenger.offer("VP01", EVENT, "khoi.xlsx", b"12345")
    assert stage.handled[0].content == FileOffered("khoi.xlsx", 5, EVENT)
    assert await messenger.fetch(EVENT, 5) == b"12345"
    with pytest.raises(ValueError, match="at most 4"):
        await messenger.fetch(EVENT, 4)


async def test_only_the_last_files_are_kept(messenger: WebMessenger) -> None:
    for number in range(9):
        await messenger.offer("VP01", f"event-{number}", "a.xlsx", b"1")
    with pytest.raises(FileNotFoundError, match="no longer"):
        await messenger.fetch("event-0", 5)
    assert await messenger.fetch("event-8", 5) == b"1"


async def test_a_chat_keeps_its_last_entries(messenger: WebMessenger) -> None:
    for number in range(450):
        await messenger.send(Outgoing(number, "BT01", str(number)))
    assert texts(messenger) == [str(number) for number in range(50, 450)]


def test_only_bold_and_italic_survive() -> None:
    html = 'Kính gửi <b>Lan &amp; <i>Hà</i></b><script>alert("x")</script> &lt;b&gt;<img src=x onerror=y>'
    assert runs(html) == [("", "Kính gửi "), ("b", "Lan & "), ("bi", "Hà"), ("", 'alert("x") <b>')]
    assert plain("<b>Tổng hợp</b>\n\ntháng 10") == "Tổng hợp tháng 10"
