"""The two spellings of a tone: either is understood, one is written."""

import pytest

from bot.domain.vietnamese import fold, spelled

OLD = "Đảng ủy Hòa Bình, chi ủy khỏe, Thúy, ỦY BAN, Ủy ban, họa, lòe, tụy; quý, hoàn toàn, khuỷu, thuở, ngoài"
NEW = "Đảng uỷ Hoà Bình, chi uỷ khoẻ, Thuý, UỶ BAN, Uỷ ban, hoạ, loè, tuỵ; quý, hoàn toàn, khuỷu, thuở, ngoài"


@pytest.mark.parametrize("text", [OLD, NEW])
def test_whatever_is_given_is_written_in_the_house_spelling(text: str) -> None:
    assert spelled(text, "ủy") == OLD
    assert spelled(text, "uỷ") == NEW


def test_both_are_one_word_when_compared() -> None:
    assert fold(OLD) == fold(NEW)


def test_what_has_no_tone_or_is_marked_up_stays() -> None:
    text = "<b>hoa huy khoe</b> &amp; 14:00"
    assert spelled(text, "ủy") == spelled(text, "uỷ") == text
