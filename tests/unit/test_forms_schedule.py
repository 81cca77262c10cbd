"""The schedule form: one tap, step by step, typed at once; moving, cancelling; what is refused."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.domain.dates import Trouble
from bot.domain.meetings import Kind, Slot
from bot.forms.engine import Chosen, Typed
from bot.forms.schedule import ScheduleContext, ScheduleForm
from bot.messages import schedule
from bot.messages.general import ChooseByButton
from tests.unit.answering import Answering
from tests.unit.local import at

CELL, PERIOD = "Chi bộ Văn phòng", 202612
LAST = Slot(at(5, 14, month=11), "Hội trường tầng 2")
PROPOSED = Slot(at(3), "Hội trường tầng 2")
NOW = at(18, 8, month=11)
HOLIDAYS = {date(2027, 1, 1): "Tết Dương lịch"}
MINUTES = {Kind.ORDINARY: 90, Kind.THEMATIC: 90, Kind.COMBINED: 120}


def context(
    *, last: Slot | None = LAST, existing: Slot | None = None, now: datetime = NOW
) -> ScheduleContext:
    return ScheduleContext(CELL, PERIOD, now, last, existing, HOLIDAYS, minutes=MINUTES)


@pytest.fixture
def new() -> Answering:
    return Answering(ScheduleForm(), context())


def chosen(talk: Answering) -> Slot:
    slot: Slot = talk.state.slot(NOW)
    return slot


def test_one_tap_repeats_last_months_slot_and_shows_it_first(new: Answering) -> None:
    assert new.said() == schedule.ScheduleStart(CELL, PERIOD, PROPOSED)
    assert new.labels == ["Như tháng trước: 14:00 T5 03/12", "Chọn ngày khác"]
    new.taps("like")
    assert new.said() == schedule.ScheduleReview(CELL, PERIOD, PROPOSED, 90)
    assert new.result is None
    new.taps("confirm")
    assert new.result == "confirmed"
    assert chosen(new) == PROPOSED
    assert new.said() == schedule.MeetingScheduled(CELL, PERIOD, PROPOSED)


def test_the_program_asks_firmer_each_time(new: Answering) -> None:
    new.knows(reminder="third", listed_on=date(2026, 11, 25))
    assert new.said() == schedule.ScheduleAsk(CELL, PERIOD, "third", PROPOSED, date(2026, 11, 25))


def test_an_older_slot_is_not_called_last_months(new: Answering) -> None:
    new.knows(last=Slot(at(1, 14, month=10), "Hội trường tầng 2"))
    assert new.labels[0] == "Như lần trước: 14:00 T5 03/12"


@pytest.mark.parametrize(("last", "now"), [(None, NOW), (LAST, at(3, 14)), (LAST, at(20))])
def test_nothing_is_proposed_without_a_last_slot_or_into_the_past(last: Slot | None, now: datetime) -> None:
    talk = Answering(ScheduleForm(), context(last=last, now=now))
    assert talk.labels == ["Chọn ngày"]


def test_a_combined_slot_is_proposed_as_an_ordinary_meeting(new: Answering) -> None:
    new.knows(last=Slot(LAST.starts_at, LAST.place, Kind.COMBINED, "Chủ đề cũ"))
    assert chosen(new.taps("like")) == PROPOSED


def test_step_by_step(new: Answering) -> None:
    new.taps("other")
    assert new.said() == schedule.ScheduleWeeks(CELL, PERIOD)
    assert new.labels[0] == "01/12 - 06/12"
    new.taps("w2026-12-07")
    assert new.said() == schedule.ScheduleDays(CELL, date(2026, 12, 7), date(2026, 12, 13))
    assert new.labels[:5] == ["T2 07/12", "T3 08/12", "T4 09/12", "T5 10/12", "T6 11/12"]
    new.taps("d2026-12-10")
    assert new.said() == schedule.ScheduleTime(CELL, date(2026, 12, 10))
    assert new.labels == ["07:30", "08:00", "14:00", "14:30", "19:00", "19:30", "Quay lại"]
    new.taps("t0800")
    assert new.said() == schedule.SchedulePlace(CELL, at(10, 8))
    new.types("Phòng họp số 1")
    assert new.said() == schedule.ScheduleKind(CELL, at(10, 8))
    new.taps("combined")
    assert new.said() == schedule.ScheduleTopic(CELL, at(10, 8), Kind.COMBINED)
    new.types("Xây dựng chi bộ bốn tốt")
    slot = Slot(at(10, 8), "Phòng họp số 1", Kind.COMBINED, "Xây dựng chi bộ bốn tốt")
    assert new.said() == schedule.ScheduleReview(CELL, PERIOD, slot, 120)
    assert chosen(new.taps("confirm")) == slot


def test_typed_at_once_the_rest_is_as_last_time(new: Answering) -> None:
    slot = Slot(at(4, 19, 30), "Hội trường tầng 2")
    new.types("4/12 19h30")
    assert new.said() == schedule.ScheduleReview(CELL, PERIOD, slot, 90)
    assert chosen(new.taps("confirm")) == slot


def test_typed_at_once_by_a_cell_that_has_not_met_yet(new: Answering) -> None:
    new.knows(last=None)
    new.types("4/12 19h30")
    assert new.said() == schedule.SchedulePlace(CELL, at(4, 19, 30))
    new.types("Phòng họp số 1").taps("ordinary", "confirm")
    assert chosen(new) == Slot(at(4, 19, 30), "Phòng họp số 1")


def test_somebody_else_was_faster(new: Answering) -> None:
    new.taps("other", "w2026-12-07")
    new.knows(taken=PROPOSED)
    refusal = schedule.ScheduleRefused(CELL, PERIOD, "already_registered", PROPOSED)
    assert new.said() == refusal
    assert new.labels == []
    for late in (Chosen("d2026-12-10"), Typed("10/12 8h")):
        after = new.form.advance(new.state, late, new.context)
        assert new.form.result(after) == "taken"
        assert new.form.card(after, new.context).message == refusal


def test_a_thematic_meeting_may_stand_beside_the_one_registered_meanwhile(new: Answering) -> None:
    new.taps("like", "kind", "thematic", "no_topic")
    new.knows(taken=PROPOSED)
    assert new.taps("confirm").result == "confirmed"


def test_digits_alone_are_a_day_or_an_hour(new: Answering) -> None:
    new.taps("other").types("4")
    assert new.said() == schedule.ScheduleTime(CELL, date(2026, 12, 4))
    new.types("16")
    assert chosen(new) == Slot(at(4, 16), PROPOSED.place)


def test_an_hour_first_still_asks_for_the_day(new: Answering) -> None:
    new.types("14h30")
    assert new.said() == schedule.ScheduleWeeks(CELL, PERIOD)
    new.taps("w2026-12-01", "d2026-12-03")
    assert new.said() == schedule.SchedulePlace(CELL, at(3, 14, 30))


def test_the_last_hour_of_the_cell_is_offered(new: Answering) -> None:
    new.knows(last=Slot(at(5, 16, 15, month=11), "Hội trường"))
    new.taps("other").types("4/12")
    assert "16:15" in new.labels


def test_each_part_can_be_corrected_from_the_review(new: Answering) -> None:
    new.taps("like", "time", "t0800")
    assert new.said() == schedule.ScheduleReview(CELL, PERIOD, Slot(at(3, 8), PROPOSED.place), 90)
    new.taps("date").types("4/12")
    new.taps("place").types("Phòng họp số 1")
    new.taps("kind", "thematic", "no_topic")
    assert chosen(new) == Slot(at(4, 8), "Phòng họp số 1", Kind.THEMATIC)
    new.types("chuyển sang 10/12 14h")
    assert chosen(new).starts_at == at(10)
    assert isinstance(new.said(), schedule.ScheduleReview)


def test_the_way_back(new: Answering) -> None:
    new.taps("other", "w2026-12-07", "weekend", "back", "back", "back")
    assert isinstance(new.said(), schedule.ScheduleStart)
    new.types("4/12").taps("t0800", "back", "t1400", "same", "thematic", "back", "ordinary")
    assert chosen(new) == Slot(at(4), PROPOSED.place)
    new.taps("date", "back", "time", "back", "place", "back", "kind", "back")
    assert isinstance(new.said(), schedule.ScheduleReview)
    new.taps("back")
    assert isinstance(new.said(), schedule.ScheduleStart)


def test_leaving_registers_nothing(new: Answering) -> None:
    assert new.taps("like", "discard").result == "discarded"
    assert new.said() == schedule.ScheduleDiscarded(CELL, PERIOD)


@pytest.mark.parametrize(
    ("typed", "cautions"),
    [
        ("6/12 8h", schedule.Cautions(is_sunday=True)),
        ("1/1 8h", schedule.Cautions(holiday="Tết Dương lịch", is_outside_period=True)),
        ("30/11 8h", schedule.Cautions(is_outside_period=True)),
        ("3/12 2h", schedule.Cautions(is_at_night=True)),
        ("3/12 21h", schedule.Cautions(is_at_night=True)),
        ("3/12 20h30", schedule.Cautions()),
    ],
)
def test_what_is_unusual_is_said_and_not_refused(
    new: Answering, typed: str, cautions: schedule.Cautions
) -> None:
    new.taps("like").types(typed)
    review = new.said()
    assert isinstance(review, schedule.ScheduleReview)
    assert review.cautions == cautions
    assert new.taps("confirm").result == "confirmed"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("17/11", schedule.SchedulePast(date(2026, 11, 17))),
        ("hôm nay 7h", schedule.SchedulePast(date(2026, 11, 18), at(18, 7, month=11))),
        ("3/6/2027", schedule.ScheduleTooFar(date(2027, 6, 3), PERIOD)),
        ("31/2", schedule.ScheduleUnreadable(Trouble.NO_SUCH_DAY, PERIOD, 202702, 28)),
        (
            "thứ 5 ngày 4/12",
            schedule.ScheduleUnreadable(Trouble.WEEKDAY_DIFFERS, PERIOD, day=date(2026, 12, 4)),
        ),
        ("hội trường", schedule.ScheduleUnreadable(Trouble.NOT_UNDERSTOOD, PERIOD)),
    ],
)
def test_what_is_refused_says_what_would_fit(new: Answering, typed: str, message: object) -> None:
    assert new.refused(Typed(typed)) == message


def test_only_the_choices_of_the_card_count(new: Answering) -> None:
    assert new.refused(Chosen("confirm")) == ChooseByButton()
    new.types("4/12").taps("t0800", "same")
    assert new.refused(Typed("kết hợp")) == ChooseByButton()


def test_a_slot_that_passed_before_it_was_confirmed(new: Answering) -> None:
    new.taps("like")
    new.knows(now=at(3, 14))
    assert new.refused(Chosen("confirm")) == schedule.SchedulePast(date(2026, 12, 3), at(3))


def test_an_hour_of_today_that_passed_is_not_offered() -> None:
    talk = Answering(ScheduleForm(), context(now=at(3, 14)))
    talk.taps("other", "w2026-12-03", "d2026-12-03")
    assert talk.labels == ["14:30", "19:00", "19:30", "Quay lại"]
    assert talk.refused(Typed("9h")) == schedule.SchedulePast(date(2026, 12, 3), at(3, 9))


def test_own_words_go_through_the_guard_and_only_a_place_may_name_people(new: Answering) -> None:
    form = ScheduleForm()
    assert not form.is_free_text(new.state)
    assert not form.takes_numbers(new.state)
    new.taps("other")
    assert form.takes_numbers(new.state)
    new.types("4/12").taps("t0800")
    assert form.is_free_text(new.state)
    assert form.may_name_people(new.state)
    new.types("Nhà văn hóa").taps("thematic")
    assert form.is_free_text(new.state)
    assert not form.may_name_people(new.state)


def test_a_period_that_is_over_has_no_weeks_left() -> None:
    talk = Answering(ScheduleForm(), context(now=at(2, month=1, year=2027)))
    assert talk.taps("other").keys == ["back"]


def test_where_one_kind_is_left_only_its_topic_is_asked(new: Answering) -> None:
    new.knows(kinds=(Kind.THEMATIC,))
    assert new.said() == schedule.ScheduleStart(CELL, PERIOD, replace(PROPOSED, kind=Kind.THEMATIC), True)
    new.taps("like")
    assert new.said() == schedule.ScheduleTopic(CELL, at(3), Kind.THEMATIC)
    new.taps("no_topic", "date").types("17/12 8h")
    assert chosen(new) == Slot(at(17, 8), PROPOSED.place, Kind.THEMATIC)
