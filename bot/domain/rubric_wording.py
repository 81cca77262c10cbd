"""The steps of a line in words, for whoever has to choose one."""

from collections.abc import Mapping
from decimal import Decimal

from bot.domain.rubric_conditions import Condition, Step
from bot.domain.rubric_facts import SHARES, Quantity
from bot.domain.wording import exactly

_QUANTITIES: Mapping[Quantity, str] = {
    Quantity.ATTENDANCE_RATE: "tỷ lệ dự",
    Quantity.UNEXCUSED: "số vắng không lý do",
    Quantity.LENGTH_SHARE: "thời lượng so với quy định",
    Quantity.LENGTH_SHORT_BY: "số phút thiếu",
    Quantity.SPEAKERS_SHARE: "tỷ lệ phát biểu",
    Quantity.TARGETS_SHARE: "tỷ lệ hoàn thành",
    Quantity.DOCUMENTS_HOURS_BEFORE: "số giờ gửi trước",
    Quantity.MEMBERS: "số đảng viên",
}


def step_in_words(step: Step) -> str:
    """What has to hold for a step: "tỷ lệ hoàn thành từ 90 %"; for one without conditions, that nothing
    before it did."""
    return ", ".join(_condition(one) for one in step.when) or "các trường hợp còn lại"


def _condition(condition: Condition) -> str:
    unit = " %" if condition.quantity in SHARES else ""
    bounds = (
        ("từ", condition.at_least),
        ("trên", condition.above),
        ("không quá", condition.at_most),
        ("dưới", condition.below),
    )
    told = [_bound(word, value, unit) for word, value in bounds if value is not None]
    return " ".join((_QUANTITIES[condition.quantity], *told))


def _bound(word: str, value: Decimal, unit: str) -> str:
    if word == "không quá" and value == 0:
        return "bằng 0" + unit
    return f"{word} {exactly(value)}{unit}"
