"""The pace of an account: even rows, buckets, what a refusal means. Time is a number."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import Account, Bucket, Pace, Rates, backoff

RATES = Rates()
START = 1_000.0


def wave(account: Account, seconds: float, late: float = 0.0) -> list[float]:
    """When the messages of a wave leave, each `late` seconds after it might."""
    times, now = [], START
    while (now := max(now, account.ready_at(now, is_reply=False))) < START + seconds:
        times.append(now)
        account = account.passed(now + late).sent(now + late).answered(now + late, now + late)
    return times


def most_within(times: list[float], seconds: float) -> int:
    return max(sum(begin <= one < begin + seconds for one in times) for begin in times)


@pytest.mark.parametrize("late", [0.0, 0.001, 0.03])
def test_a_wave_is_even_and_no_slower_for_being_woken_late(late: float) -> None:
    times = wave(Account(RATES), 100.0, late)
    assert 2_700 <= len(times) <= 2_702
    assert most_within(times, 1.0) <= 29
    assert all(after - before < 2 / 27 for before, after in pairwise(times))


def test_a_reply_leaves_at_once_in_the_middle_of_a_wave_and_the_wave_makes_room() -> None:
    account, now = Account(RATES), START
    for _ in range(20):
        now = account.ready_at(now, is_reply=False) if account.window.arrived else now
        account = account.passed(now).sent(now).answered(now, now)
    assert account.ready_at(now, is_reply=False) > now
    assert account.ready_at(now, is_reply=True) <= now
    before = account.ready_at(now, is_reply=False)
    assert account.passed(now).ready_at(now, is_reply=False) == pytest.approx(before + 1 / 27)


@given(st.lists(st.tuples(st.floats(0, 0.2), st.booleans()), min_size=40, max_size=200))
def test_no_second_has_more_than_a_messenger_takes(asked: list[tuple[float, bool]]) -> None:
    account, now, times = Account(RATES), START, list[float]()
    for pause, is_reply in asked:
        now += pause
        now = max(now, account.ready_at(now, is_reply=is_reply), account.fits_at(now))
        account = account.passed(now).sent(now).answered(now, now)
        times.append(now)
    assert most_within(times, 1.0) <= 29


@given(st.lists(st.tuples(st.floats(0, 0.1), st.floats(0, 0.6)), min_size=60, max_size=150))
def test_what_is_held_up_on_its_way_comes_to_no_crowd_with_what_follows(
    sent: list[tuple[float, float]],
) -> None:
    account, now, arrivals = Account(RATES), START, list[float]()
    answers: list[tuple[float, float]] = []
    for place, (pause, late) in enumerate(sent):
        now += pause
        while (account := heard(account, answers, now)).fits_at(now) > now:
            now = min([account.fits_at(now), *(at for at, _ in answers)])
        account = account.sent(now)
        arrivals.append(now + late * (place % 2))
        answers.append((arrivals[-1] + 0.01, now))
    assert most_within(arrivals, 1.0) <= 30


def heard(account: Account, answers: list[tuple[float, float]], now: float) -> Account:
    """After all answers that have come."""
    for one in sorted(answers):
        if one[0] <= now:
            account = account.answered(one[1], one[0])
            answers.remove(one)
    return account


@pytest.mark.parametrize("stall", [0.05, 0.15, 0.3, 0.6])
def test_what_a_messenger_leaves_lying_comes_to_no_crowd(stall: float) -> None:
    account, now, arrivals = Account(Rates(per_second=270)), START, list[float]()
    answers: list[tuple[float, float]] = []
    while now < START + 4:
        account = heard(account, answers, now)
        if max(account.ready_at(now, is_reply=False), account.fits_at(now)) <= now:
            account = account.passed(now).sent(now)
            taken_in = START + 1.5 + stall if START + 1.5 <= now < START + 1.5 + stall else now
            arrivals.append(taken_in + 0.001)
            answers.append((taken_in + 0.002, now))
        now += 0.001
    assert len(arrivals) > (4 - stall) * 270 * 0.9
    assert most_within(arrivals, 1.0) <= 300


@pytest.mark.parametrize("way", [0.0, 0.05, 1.5])
def test_a_long_way_makes_a_wave_no_slower(way: float) -> None:
    account, now, answers, count = Account(RATES), START, list[tuple[float, float]](), 0
    while now < START + 20:
        account = heard(account, answers, now)
        if max(account.ready_at(now, is_reply=False), account.fits_at(now)) <= now:
            account, count = account.passed(now).sent(now), count + 1
            answers.append((now + way, now))
        now += 0.001
    assert count >= 0.98 * 20 * 27


@pytest.mark.parametrize(
    ("bucket", "seconds", "most"),
    [
        (Bucket.of_chat(RATES), 0.0, 3),
        (Bucket.of_chat(RATES), 0.99, 3),
        (Bucket.of_chat(RATES), 1.0, 4),
        (Bucket.of_chat(RATES), 10.0, 13),
        (Bucket.of_group(RATES), 0.0, 3),
        (Bucket.of_group(RATES), 59.99, 19),
        (Bucket.of_group(Rates(group_per_minute=2)), 59.0, 1),
        (Bucket.of_chat(Rates(chat_burst=1, chat_per_second=2.0)), 1.0, 3),
    ],
)
def test_a_chats_bucket(bucket: Bucket, seconds: float, most: int) -> None:
    sent = 0
    while (ready_at := max(START, bucket.ready_at())) <= START + seconds + 1e-9:
        bucket = bucket.taken(ready_at)
        sent += 1
    assert sent == most


def test_a_chats_bucket_is_full_again_after_a_while() -> None:
    bucket = Bucket.of_chat(RATES)
    for _ in range(3):
        bucket = bucket.taken(START)
    assert bucket.ready_at() == START + 1
    for _ in range(3):
        assert bucket.ready_at() <= START + 10
        bucket = bucket.taken(START + 10)


def test_a_refusal_halves_the_rate_and_it_recovers_slowly() -> None:
    account = Account(RATES).refused(START, 5.0, START)
    rates = [round(account.rate_at(START + seconds), 1) for seconds in (0, 30, 60, 600)]
    assert rates == [13.5, 20.2, 27.0, 27.0]
    assert len(wave(account, 10.0)) == pytest.approx(10 * (13.5 + 15.75) / 2, abs=2)


def test_the_rate_is_halved_once_for_what_was_under_way_together_and_never_stands_still() -> None:
    account = Account(RATES)
    for _ in range(20):
        account = account.refused(START - 0.1, 5.0, START)
    assert account.rate_at(START) == 13.5
    for second in range(20):
        account = account.refused(START + second, 5.0, START + second)
    assert account.rate_at(START + 19) == pytest.approx(27 / 8)


@pytest.mark.parametrize(
    ("in_row", "wait", "held"),
    [
        (1, 30.0, 0.0),  # one chat's own trouble
        (2, 30.0, 0.1),
        (3, 30.0, 0.2),
        (6, 30.0, 1.6),
        (12, 30.0, 30.0),  # in the end exactly as long as the messenger says
        (2, 0.05, 0.05),
        (100, 3.0, 3.0),
    ],
)
def test_refusals_in_a_row_hold_the_whole_account(in_row: int, wait: float, held: float) -> None:
    account, now = Account(RATES), START
    for _ in range(in_row):
        now = max(now + 0.04, account.held_until)
        account = account.refused(now, wait, now)
    assert max(0.0, account.held_until - now) == pytest.approx(held)


def test_something_taken_in_between_ends_the_row() -> None:
    account = Account(RATES).refused(START, 9.0, START).accepted().refused(START + 1, 9.0, START + 1)
    assert account.ready_at(START + 1, is_reply=True) <= START + 1


def test_a_refused_chat_waits_exactly_as_long_as_it_was_told_and_others_do_not() -> None:
    pace = Pace(RATES, "-")
    pace.passed(START)
    pace.began("lan", START)
    pace.refused("lan", START, 7.0, START + 0.05)
    assert pace.chat_ready_at("lan") == START + 7.05
    assert pace.chat_ready_at("minh") <= START
    assert pace.ready_at(START + 0.1, is_reply=True) <= START + 0.1


def test_a_chat_refused_again_and_again_slows_nobody_else() -> None:
    pace = Pace(RATES, "-")
    for number in range(50):
        pace.refused("lan", START + number, 1.0, START + number)
        pace.refused("minh", START + number, 1.0, START + number)
    assert pace.held_until <= START + 0.2
    assert pace.chat_ready_at("lan") == START + 50


def test_without_rates_only_what_the_messenger_asks_for_is_kept_to() -> None:
    pace = Pace(None)
    for _ in range(100):
        pace.passed(START)
        pace.began("lan", START)
    assert pace.chat_ready_at("lan") <= START
    assert pace.ready_at(START, is_reply=False) <= START
    pace.refused("lan", START, 2.0, START)
    assert pace.chat_ready_at("lan") == START + 2


def test_groups_are_told_by_how_their_id_begins() -> None:
    pace = Pace(RATES, "-")
    for chat in ("-100", "100"):
        for _ in range(3):
            pace.began(chat, START)
    assert pace.chat_ready_at("100") == START + 1
    assert pace.chat_ready_at("-100") == pytest.approx(START + 60 / 17)


def test_chats_that_nothing_is_to_be_known_of_are_forgotten() -> None:
    pace = Pace(RATES)
    for number in range(10_001):
        pace.began(str(number), START + number)
    assert pace.chat_ready_at("10000") > START
    assert len(pace._buckets) < 10


@pytest.mark.parametrize(
    ("tries", "least", "longest"),
    [(0, 1, 2), (1, 1, 2), (2, 5, 10), (3, 30, 60), (4, 150, 300), (99, 150, 300)],
)
def test_tries_are_spread(tries: int, least: float, longest: float) -> None:
    assert backoff(tries, 0.0) == timedelta(seconds=least)
    assert timedelta(seconds=least) < backoff(tries, 0.999) < timedelta(seconds=longest)
