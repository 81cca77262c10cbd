"""The schedule form for a registered meeting: moved, changed, cancelled, overtaken by somebody else."""

import pytest

from bot.domain.dates import Trouble
from bot.domain.meetings import Kind, Slot
from bot.forms.engine import Chosen, Typed
from bot.forms.schedule import ScheduleForm
from bot.messages import schedule
from tests.unit.answering import Answering
from tests.unit.local import at
from tests.unit.test_forms_schedule import CELL, PERIOD, PROPOSED, chosen, context


@pytest.fixture
def moving() -> Answering:
    return Answering(ScheduleForm(), context(existing=PROPOSED))


def test_a_registered_meeting_is_moved(moving: Answering) -> None:
    assert moving.said() == schedule.ScheduleMoveStart(CELL, PROPOSED)
    moving.types("chuyển sang 4/12 16h")
    slot = Slot(at(4, 16), PROPOSED.place)
    assert moving.said() == schedule.ScheduleReview(CELL, PERIOD, slot, 90, was=PROPOSED)
    moving.taps("confirm")
    assert moving.result == "confirmed"
    assert chosen(moving) == slot
    assert moving.said() == schedule.MeetingMoved(CELL, slot, PROPOSED)


@pytest.mark.parametrize(
    ("keys", "slot"),
    [
        (("date", "w2026-12-07", "d2026-12-10"), Slot(at(10), PROPOSED.place)),
        (("time", "t0800"), Slot(at(3, 8), PROPOSED.place)),
        (("kind", "combined", "no_topic"), Slot(at(3), PROPOSED.place, Kind.COMBINED)),
    ],
)
def test_one_part_of_a_registered_meeting_is_changed(
    moving: Answering, keys: tuple[str, ...], slot: Slot
) -> None:
    moving.taps(*keys, "confirm")
    assert chosen(moving) == slot


def test_a_move_that_moves_nothing_is_refused(moving: Answering) -> None:
    moving.taps("place", "same")
    assert moving.refused(Chosen("confirm")) == schedule.ScheduleUnchanged(PROPOSED)
    moving.taps("back")
    assert isinstance(moving.said(), schedule.ScheduleMoveStart)
    assert moving.taps("date", "back").said() == schedule.ScheduleMoveStart(CELL, PROPOSED)
    assert moving.taps("discard").said() == schedule.ScheduleDiscarded(CELL, PERIOD, PROPOSED)


def test_the_topic_of_a_registered_meeting_can_be_changed_or_dropped(moving: Answering) -> None:
    themed = Slot(at(3), PROPOSED.place, Kind.THEMATIC, "Chủ đề cũ")
    moving.knows(existing=themed)
    moving.taps("kind", "thematic").types("Chủ đề mới")
    assert moving.said() == schedule.ScheduleReview(
        CELL, PERIOD, Slot(at(3), PROPOSED.place, Kind.THEMATIC, "Chủ đề mới"), 90, was=themed
    )
    moving.taps("kind", "thematic", "no_topic", "confirm")
    assert chosen(moving).topic is None


def test_cancelling_wants_a_second_word_that_names_the_meeting(moving: Answering) -> None:
    moving.taps("cancel")
    assert moving.said() == schedule.ScheduleCancelAsk(CELL, PROPOSED)
    assert moving.labels == ["Hủy buổi 14:00 T5 03/12", "Quay lại"]
    assert moving.result is None
    moving.taps("back", "cancel", "cancel_meeting")
    assert moving.result == "cancel_meeting"
    moving.knows(existing=None)
    assert moving.said() == schedule.MeetingCancelled(CELL, PROPOSED)


def test_what_somebody_else_changed_meanwhile_is_not_undone(moving: Answering) -> None:
    moving.taps("time", "t0800")
    elsewhere = Slot(at(4), "Phòng họp số 1")
    moving.knows(existing=elsewhere)
    assert moving.said() == schedule.ScheduleReview(
        CELL, PERIOD, Slot(at(4, 8), "Phòng họp số 1"), 90, was=elsewhere
    )


@pytest.mark.parametrize("keys", [("cancel",), ("time",), ("time", "t0800")])
def test_a_meeting_cancelled_meanwhile_leads_back_to_the_start(
    moving: Answering, keys: tuple[str, ...]
) -> None:
    moving.taps(*keys)
    moving.knows(existing=None)
    assert isinstance(moving.said(), schedule.ScheduleStart)
    assert moving.refused(Typed("không")) == schedule.ScheduleUnreadable(Trouble.NOT_UNDERSTOOD, PERIOD)


def test_a_meeting_that_has_begun_cannot_be_changed(moving: Answering) -> None:
    moving.taps("time")
    moving.knows(now=at(3))
    refusal = schedule.ScheduleRefused(CELL, PERIOD, "begun")
    assert moving.said() == refusal
    assert moving.keys == []
    assert moving.refused(Typed("4/12 8h")) == refusal
