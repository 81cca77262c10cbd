"""A rehearsal's clock goes to what is said next, says whether it moved, and stays where nobody listens."""

from datetime import timedelta

from tests.chat import START, Chat


async def test_with_nobody_enrolled_the_clock_stays(telegram: Chat) -> None:
    assert await telegram.program.next_due() is not None
    assert await telegram.program.step() is False
    assert telegram.clock.now() == START


async def test_it_goes_to_what_is_said_next(telegram: Chat) -> None:
    lan = await telegram.join("Lan")
    assert await telegram.program.step() is True
    assert telegram.clock.now() == START + timedelta(minutes=5)
    lan.sees("Đề nghị đồng chí đăng ký lịch sinh hoạt")


async def test_where_nothing_is_said_for_long_it_says_that_it_moved(telegram: Chat) -> None:
    binh = await telegram.join("Bình")
    seen = len(binh.messages)
    assert await telegram.program.step() is True
    assert START < telegram.clock.now() <= START + timedelta(days=62)
    assert len(binh.messages) == seen
