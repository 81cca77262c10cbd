"""The calendar as buttons."""

from datetime import date

from bot.forms.month_card import Span, day_rows, week_of, weeks

HOLIDAYS = {date(2027, 1, 1): "Tết Dương lịch"}


def test_weeks_cover_every_day_once() -> None:
    for month in range(1, 13):
        span = Span(date(2026, month, 1), date(2026, month, 28))
        assert [day for week in weeks(span) for day in week.days()] == list(span.days())
    assert weeks(Span(date(2026, 12, 9), date(2026, 12, 8))) == ()


def test_every_day_of_a_month_can_be_tapped() -> None:
    span = Span(date(2027, 2, 1), date(2027, 3, 5))
    tapped = set()
    for week in weeks(span):
        for is_weekend in (False, True):
            tapped |= {
                o.key for row in day_rows(week, HOLIDAYS, weekend=is_weekend) for o in row if o.key[0] == "d"
            }
    assert tapped == {f"d{day}" for day in span.days()}


def test_a_holiday_is_marked_on_the_calendar() -> None:
    span = Span(date(2026, 12, 28), date(2027, 1, 3))
    labels = [option.label for row in day_rows(week_of(date(2027, 1, 1), span), HOLIDAYS) for option in row]
    assert "T6 01/01 (lễ)" in labels
    assert labels[-2:] == ["Thứ Bảy, Chủ nhật", "Quay lại"]
