"""The visitor's answer: one tap to confirm, a reason from the list to decline, both to be changed."""

import pytest

from bot.domain.duties import DeclineReason, Response
from bot.domain.meetings import Slot
from bot.forms.engine import Chosen, Typed
from bot.forms.respond import Occasion, RespondContext, RespondForm
from bot.messages import visits
from bot.messages.general import ChooseByButton
from tests.unit.answering import Answering
from tests.unit.local import at

CELL, ABOVE = "Chi bộ Văn phòng", "Đảng bộ Sở Tư pháp"
SLOT = Slot(at(3), "Hội trường tầng 2")


@pytest.fixture
def talk() -> Answering:
    return Answering(RespondForm(), RespondContext(CELL, ABOVE, SLOT, Response.NONE, minutes=90))


def test_one_tap_confirms_and_the_card_offers_the_other_answer(talk: Answering) -> None:
    assert talk.said() == visits.VisitAsked(CELL, ABOVE, SLOT, Response.NONE, None, 90)
    assert talk.labels == ["Sẽ dự", "Không dự được"]
    assert talk.taps("yes").result == "confirmed"
    talk.knows(response=Response.CONFIRMED)
    assert talk.said() == visits.VisitConfirmed(CELL, SLOT)
    assert talk.labels == ["Báo không dự được"]


def test_declining_wants_a_reason_from_the_list(talk: Answering) -> None:
    talk.taps("no")
    assert talk.result is None
    assert talk.said() == visits.VisitDeclineReason(CELL, at(3))
    assert talk.labels == ["Đi công tác", "Ốm", "Trùng lịch", "Lý do khác", "Quay lại"]
    talk.taps("illness")
    assert talk.result == "declined"
    assert talk.state.reason is DeclineReason.ILLNESS
    talk.knows(response=Response.DECLINED, reason=DeclineReason.ILLNESS)
    assert talk.said() == visits.VisitDeclined(CELL, at(3), DeclineReason.ILLNESS)
    assert talk.labels == ["Dự được, xin báo lại"]


def test_an_answer_can_be_changed_until_the_meeting_begins(talk: Answering) -> None:
    talk.taps("yes")
    talk.knows(response=Response.CONFIRMED)
    talk.taps("no", "business_trip")
    assert talk.result == "declined"
    talk.knows(response=Response.DECLINED, reason=DeclineReason.BUSINESS_TRIP)
    assert talk.taps("yes").result == "confirmed"
    talk.knows(response=Response.CONFIRMED, reason=None, is_over=True)
    assert talk.said() == visits.VisitOver(CELL, at(3))
    assert talk.keys == []
    assert talk.refused(Chosen("no")) == visits.VisitOver(CELL, at(3))


def test_going_back_from_the_reasons(talk: Answering) -> None:
    talk.taps("no", "back")
    assert isinstance(talk.said(), visits.VisitAsked)
    assert talk.result is None


@pytest.mark.parametrize(
    ("occasion", "message"),
    [
        (Occasion.NOTICE, visits.VisitNotice(CELL, ABOVE, SLOT, 90)),
        (Occasion.MOVED, visits.VisitMoved(CELL, ABOVE, SLOT)),
        (Occasion.DAY_BEFORE, visits.VisitDayBefore(CELL, ABOVE, SLOT, Response.NONE)),
        (Occasion.TWO_HOURS, visits.VisitTwoHours(CELL, ABOVE, SLOT, Response.NONE)),
    ],
)
def test_what_the_program_speaks_up_for(talk: Answering, occasion: Occasion, message: object) -> None:
    talk.knows(occasion=occasion)
    assert talk.said() == message
    assert talk.keys == ["yes", "no"]


def test_a_reminder_after_the_answer_still_shows_the_occasion(talk: Answering) -> None:
    talk.taps("yes")
    talk.knows(response=Response.CONFIRMED, occasion=Occasion.DAY_BEFORE)
    assert talk.said() == visits.VisitDayBefore(CELL, ABOVE, SLOT, Response.CONFIRMED)
    assert talk.keys == ["no"]
    talk.taps("no")
    talk.knows(occasion=None)
    assert isinstance(talk.said(), visits.VisitDeclineReason)


def test_a_reminder_in_the_middle_of_declining_can_be_answered(talk: Answering) -> None:
    talk.taps("no")
    talk.knows(occasion=Occasion.TWO_HOURS)
    assert talk.taps("yes").result == "confirmed"


def test_a_move_that_resets_the_answer_asks_again(talk: Answering) -> None:
    talk.taps("yes")
    moved = Slot(at(4), SLOT.place)
    talk.knows(response=Response.NONE, slot=moved, was=SLOT, occasion=Occasion.MOVED)
    assert talk.said() == visits.VisitMoved(CELL, ABOVE, moved, SLOT, Response.NONE)
    talk.knows(occasion=None)
    assert talk.said() == visits.VisitAsked(CELL, ABOVE, moved, Response.NONE, None, 90)
    assert talk.keys == ["yes", "no"]


@pytest.mark.parametrize("change", [{"occasion": Occasion.CANCELLED}, {"is_cancelled": True}])
def test_a_cancelled_meeting_has_nothing_to_answer(talk: Answering, change: dict[str, object]) -> None:
    talk.knows(**change)
    assert talk.said() == visits.VisitCancelled(CELL, ABOVE, SLOT)
    assert talk.keys == []


def test_what_does_not_fit_is_refused(talk: Answering) -> None:
    assert talk.refused(Typed("để xem")) == ChooseByButton()
    assert talk.refused(Chosen("illness")) == ChooseByButton()
    talk.knows(is_cancelled=True)
    assert talk.refused(Chosen("yes")) == visits.VisitCancelled(CELL, ABOVE, SLOT)


def test_words_after_the_answer_change_nothing(talk: Answering) -> None:
    talk.taps("yes")
    talk.knows(response=Response.CONFIRMED)
    assert talk.refused(Typed("cảm ơn")) == visits.AnswerStands(CELL, at(3), Response.CONFIRMED)


def test_reasons_are_a_list_and_never_own_words(talk: Answering) -> None:
    talk.taps("no")
    assert not RespondForm().is_free_text(talk.state)
    assert talk.refused(Typed("việc riêng")) == ChooseByButton()
