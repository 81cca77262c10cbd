"""What people type for a day and an hour, and what is read out of it."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.calendar import nth_weekday, same_weekday_and_week
from bot.domain.dates import DayAndHour, Trouble, Unreadable, read_day_and_hour
from bot.domain.wording import short_when, when
from tests.unit.local import at

TODAY = date(2026, 11, 18)  # a Wednesday
DECEMBER = 202612

#: text, day and hour as "2026-12-03 14:00"; "-" for what is missing. Asked for December 2026.
READ = [
    ("3/12 14h", "2026-12-03 14:00"),
    ("14 giờ 30 ngày 03/12/2026", "2026-12-03 14:30"),
    ("14h30 3-12", "2026-12-03 14:30"),
    ("14h30-3/12", "2026-12-03 14:30"),
    ("14h3/12", "2026-12-03 14:00"),
    ("14h 03/12", "2026-12-03 14:00"),
    ("14h 03-12", "2026-12-03 14:00"),
    ("14h03-12", "2026-12-03 14:00"),
    ("14h - 3/12", "2026-12-03 14:00"),
    ("3/12 - 14h", "2026-12-03 14:00"),
    ("3/12, 14h00", "2026-12-03 14:00"),
    ("3.12.2026", "2026-12-03 -"),
    ("3.12", "2026-12-03 -"),
    ("03.12 14.30", "2026-12-03 14:30"),
    ("3-12-2026 lúc 8h", "2026-12-03 08:00"),
    ("3/12/26 8g30", "2026-12-03 08:30"),
    ("2026-12-03 14:30", "2026-12-03 14:30"),
    ("03122026 8h", "2026-12-03 08:00"),
    ("ngày 3 tháng 12 lúc 2 giờ chiều", "2026-12-03 14:00"),
    ("ngày 3 tháng 12 năm 2026, 14 giờ", "2026-12-03 14:00"),
    ("14 giờ 03 tháng 12", "2026-12-03 14:00"),
    ("3 tháng 12/2026", "2026-12-03 -"),
    ("tháng 12 ngày 3 19h", "2026-12-03 19:00"),
    ("mùng 3 tháng 12 8h sáng", "2026-12-03 08:00"),
    ("mồng 3 tháng sau", "2026-12-03 -"),
    ("ngày ba tháng mười hai, mười bốn giờ ba mươi phút", "2026-12-03 14:30"),
    ("ngày 3 tháng tới", "2026-12-03 -"),
    ("ngày 3", "2026-12-03 -"),
    ("ngày 3 14h", "2026-12-03 14:00"),
    ("thứ 5 tuần sau 14h", "2026-11-26 14:00"),
    ("thu 5 tuan toi luc 14h", "2026-11-26 14:00"),
    ("thứ năm tuần sau nữa", "2026-12-03 -"),
    ("T5 3/12 14:30", "2026-12-03 14:30"),
    ("thứ 5 - 3/12", "2026-12-03 -"),
    ("thứ Năm, ngày 03/12/2026", "2026-12-03 -"),
    ("thứ sáu 19h30", "2026-12-04 19:30"),
    ("chủ nhật 8h", "2026-12-06 08:00"),
    ("CN 6/12", "2026-12-06 -"),
    ("thứ tư tuần này 16h", "2026-11-18 16:00"),
    ("thứ 5 tới 7h tối", "2026-11-19 19:00"),
    ("thứ 5 tối 7h", "2026-12-03 19:00"),
    ("thứ 5 đầu tháng 12", "2026-12-03 -"),
    ("thứ năm tuần đầu tháng 12, 14h", "2026-12-03 14:00"),
    ("thứ 6 tuần thứ 2 8h", "2026-12-11 08:00"),
    ("thứ 2 cuối tháng", "2026-12-28 -"),
    ("thứ 4 này 16h", "2026-11-18 16:00"),
    ("mai 8h", "2026-11-19 08:00"),
    ("8h sáng mai", "2026-11-19 08:00"),
    ("ngày mai lúc 8 giờ", "2026-11-19 08:00"),
    ("ngày mốt 14h", "2026-11-20 14:00"),
    ("ngày kia", "2026-11-20 -"),
    ("3 ngày nữa", "2026-11-21 -"),
    ("2 tuần nữa 14h", "2026-12-02 14:00"),
    ("hôm nay 16h", "2026-11-18 16:00"),
    ("7h tối nay", "2026-11-18 19:00"),
    ("19h30", "- 19:30"),
    ("19 h 30", "- 19:30"),
    ("19h30p", "- 19:30"),
    ("19h30'", "- 19:30"),
    ("7h tối", "- 19:00"),
    ("7 giờ tối", "- 19:00"),
    ("2 rưỡi chiều", "- 14:30"),
    ("14h rưỡi", "- 14:30"),
    ("9 giờ kém 15", "- 08:45"),
    ("14 giờ 5 phút", "- 14:05"),
    ("14h5", "- 14:05"),
    ("14:30", "- 14:30"),
    ("14.30", "- 14:30"),
    ("14.00", "- 14:00"),
    ("2 chiều", "- 14:00"),
    ("2:30 pm", "- 14:30"),
    ("12h trưa", "- 12:00"),
    ("1h trưa", "- 13:00"),
    ("tám giờ sáng", "- 08:00"),
    ("14h - 16h ngày 3/12", "2026-12-03 14:00"),
    ("từ 14h đến 15h30 3/12", "2026-12-03 14:00"),
    ("từ 14h tới 16h 3/12", "2026-12-03 14:00"),
    ("１４ｈ３０ ３／１２", "2026-12-03 14:30"),
    ("chuyển sang 4/12 14h", "2026-12-04 14:00"),
    ("bắt đầu 14h ngày 3/12", "2026-12-03 14:00"),
    ("họp chi bộ lúc 14h ngày 3/12 nhé", "2026-12-03 14:00"),
    ("3/1 8h", "2027-01-03 08:00"),
    ("3/11", "2026-11-03 -"),
    ("3/12 năm sau", "2027-12-03 -"),
    ("3/12 năm nay", "2026-12-03 -"),
    ("tháng sáu ngày 3", "2027-06-03 -"),
    ("3 thg 12", "2026-12-03 -"),
    ("31/12", "2026-12-31 -"),
]

#: text, why it is refused, the month or day that the refusal names.
REFUSED = [
    ("31/2", Trouble.NO_SUCH_DAY, 202702),
    ("29/2/2027", Trouble.NO_SUCH_DAY, 202702),
    ("31/11/2026 14h", Trouble.NO_SUCH_DAY, 202611),
    ("0/12", Trouble.NO_SUCH_DAY, 202612),
    ("ngày 32", Trouble.NO_SUCH_DAY, 202612),
    ("thứ 5 tuần thứ 5 tháng 2", Trouble.NO_SUCH_DAY, 202702),
    ("12/30", Trouble.NO_SUCH_MONTH, None),
    ("3/0", Trouble.NO_SUCH_MONTH, None),
    ("ngày 3 tháng 13", Trouble.NO_SUCH_MONTH, None),
    ("25h 3/12", Trouble.NO_SUCH_HOUR, None),
    ("14h75", Trouble.NO_SUCH_HOUR, None),
    ("24h", Trouble.NO_SUCH_HOUR, None),
    ("14h sáng", Trouble.NO_SUCH_HOUR, None),
    ("12h tối", Trouble.NO_SUCH_HOUR, None),
    ("3/12 hoặc 4/12", Trouble.NOT_UNDERSTOOD, None),
    ("3/12 4/12", Trouble.SEVERAL, None),
    ("3/12/0000", Trouble.NOT_UNDERSTOOD, None),
    ("3/12/9999", Trouble.NOT_UNDERSTOOD, None),
    ("9 giờ kém 75", Trouble.NO_SUCH_HOUR, None),
    ("14h 16h", Trouble.SEVERAL, None),
    ("sáng chiều 3/12", Trouble.SEVERAL, None),
    ("thứ 5 ngày 4/12/2026", Trouble.WEEKDAY_DIFFERS, date(2026, 12, 4)),
    ("mai thứ 6", Trouble.WEEKDAY_DIFFERS, date(2026, 11, 19)),
    ("", Trouble.NOT_UNDERSTOOD, None),
    ("hội trường tầng 2", Trouble.NOT_UNDERSTOOD, None),
    ("tuần sau", Trouble.NOT_UNDERSTOOD, None),
    ("đầu tháng", Trouble.NOT_UNDERSTOOD, None),
    ("sáng", Trouble.NOT_UNDERSTOOD, None),
    ("không họp ngày 3/12", Trouble.NOT_UNDERSTOOD, None),
    ("trừ 3/12", Trouble.NOT_UNDERSTOOD, None),
    ("3/12/14/15", Trouble.NOT_UNDERSTOOD, None),
    ("như tháng trước", Trouble.NOT_UNDERSTOOD, None),
]


def _shown(read: DayAndHour) -> str:
    hour = f"{read.hour:%H:%M}" if read.hour else "-"
    return f"{read.day or '-'} {hour}"


@pytest.mark.parametrize(("text", "expected"), READ)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_what_is_read(text: str, expected: str, form: str) -> None:
    typed = unicodedata.normalize("NFC" if form == "NFC" else "NFD", text)
    assert _shown(read_day_and_hour(typed, today=TODAY, period=DECEMBER)) == expected


@pytest.mark.parametrize(("text", "why", "named"), REFUSED)
def test_what_is_refused(text: str, why: Trouble, named: int | date | None) -> None:
    with pytest.raises(Unreadable) as caught:
        read_day_and_hour(text, today=TODAY, period=DECEMBER)
    assert caught.value.why is why
    assert named in (None, caught.value.period, caught.value.day)


@pytest.mark.parametrize("text", [text for text, *_ in READ if "tháng sáu" not in text])
def test_capitals_do_not_matter(text: str) -> None:
    expected = read_day_and_hour(text, today=TODAY, period=DECEMBER)
    assert read_day_and_hour(text.upper(), today=TODAY, period=DECEMBER) == expected


_PIECES = (
    "3 31 0 99 2026 14 / - . : h giờ phút kém rưỡi ngày tháng năm thứ tuần sau tới tối sáng mai cn đầu ² x"
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([*_PIECES.split(), " "]), max_size=9).map("".join))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        read = read_day_and_hour(text, today=TODAY, period=DECEMBER)
    except Unreadable:
        return
    assert read.day or read.hour


def test_what_the_bot_writes_it_reads() -> None:
    for instant in (at(3), at(6, 19, 30), at(31, 8, 5)):
        expected = DayAndHour(instant.date(), instant.time())
        assert read_day_and_hour(when(instant), today=TODAY, period=DECEMBER) == expected
        assert read_day_and_hour(short_when(instant), today=TODAY, period=DECEMBER) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/12", date(2026, 12, 3)),
        ("3/11", date(2027, 11, 3)),
        ("18/11", date(2026, 11, 18)),
        ("ngày 20", date(2026, 11, 20)),
        ("ngày 3", date(2026, 12, 3)),
        ("thứ 5", date(2026, 11, 19)),
        ("thứ 4", date(2026, 11, 18)),
        ("thứ 2 đầu tháng sau", date(2026, 12, 7)),
    ],
)
def test_without_a_period_the_nearest_future_is_meant(text: str, expected: date) -> None:
    assert read_day_and_hour(text, today=TODAY).day == expected


def test_the_year_is_the_one_nearest_to_the_period() -> None:
    assert read_day_and_hour("5/1", today=TODAY, period=202701).day == date(2027, 1, 5)
    assert read_day_and_hour("28/12", today=TODAY, period=202701).day == date(2026, 12, 28)
    assert read_day_and_hour("ngày 5", today=TODAY, period=202701).day == date(2027, 1, 5)
    assert read_day_and_hour("29/2", today=date(2027, 12, 20), period=202801).day == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("last", "period", "expected"),
    [
        (date(2026, 11, 5), 202612, date(2026, 12, 3)),  # first Thursday
        (date(2026, 11, 30), 202612, date(2026, 12, 28)),  # fifth Monday: there are four
        (date(2026, 10, 29), 202611, date(2026, 11, 26)),  # fifth Thursday: there are four
        (date(2026, 10, 29), 202612, date(2026, 12, 31)),  # fifth Thursday again
        (date(2026, 12, 6), 202701, date(2027, 1, 3)),
    ],
)
def test_same_weekday_and_week(last: date, period: int, expected: date) -> None:
    assert same_weekday_and_week(last, period) == expected


def test_not_every_month_has_a_fifth() -> None:
    assert nth_weekday(202612, 4, 5) is None
    assert nth_weekday(202612, 3, 5) == date(2026, 12, 31)
    assert nth_weekday(202612, 0, -1) == date(2026, 12, 28)
    assert nth_weekday(202612, 0, 0) is None
    assert nth_weekday(202612, 0, 6) is None
