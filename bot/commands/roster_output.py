"""How a planned import is shown on the command line: for people, and as JSON."""

import json
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from bot.domain.roster_changes import Area, Change, Difference, Effect
from bot.domain.roster_plan import RosterPlan
from bot.domain.roster_reasons import DOUBTS, Doubt

_AREAS = {
    Area.ORGANISATION: "Tổ chức đảng",
    Area.PERSON: "Cán bộ",
    Area.POST: "Chức vụ",
    Area.ASSIGNMENT: "Phân công",
}
_EFFECTS = {Effect.ADDED: "thêm", Effect.CHANGED: "đổi", Effect.ENDED: "kết thúc"}
_FIELDS = {
    "name": "tên",
    "level": "loại hình",
    "parent": "trực thuộc",
    "members": "số đảng viên",
    "exempt": "miễn sinh hoạt",
    "has_cell_committee": "có chi ủy",
    "planned_minutes": "số phút sinh hoạt",
    "ended_on": "kết thúc ngày",
    "phone": "số điện thoại",
    "starts_on": "từ ngày",
    "ends_on": "đến ngày",
    "text": "nội dung",
    "role": "vai trò",
    "body": "tổ chức phân công",
}
#: Lines of one kind, of what may be very many; refused rows are listed whole.
_LISTED = 40
_LISTED_NEW = 10


def as_json(plan: RosterPlan) -> str:
    """The figures under khoi.json's names, the refused rows, and what would happen."""
    return json.dumps(
        plan.figures
        | {
            "rows_to_refuse": [
                {"sheet": row.where.title, "row": row.where.row, "why": row.why.value} for row in plan.refused
            ],
            "added": _by_area(plan, Effect.ADDED),
            "changed": _by_area(plan, Effect.CHANGED),
            "ended": _by_area(plan, Effect.ENDED),
            "absent": plan.absent.total,
            "absent_must_be_repeated": plan.absent.must_be_repeated,
            "warnings": [{"about": one.about, "why": one.doubt.value} for one in plan.warnings],
            "ignored_sheets": list(plan.ignored_sheets),
        },
        ensure_ascii=False,
        indent=1,
    )


def _by_area(plan: RosterPlan, effect: Effect) -> dict[str, int]:
    return {f"{area}s": plan.count(effect, area) for area in Area}


def as_text(plan: RosterPlan) -> str:
    """Everything an office wants to see before it says yes."""
    return "\n".join(_lines(plan))


def _lines(plan: RosterPlan) -> Iterator[str]:
    yield from _summary(plan)
    for effect in Effect:
        yield from _changes(plan, effect)
    yield from _refused(plan)
    yield from _warnings(plan)
    if plan.ignored_sheets:
        yield f"\nTrang không dùng đến: {', '.join(plan.ignored_sheets)}"


def _summary(plan: RosterPlan) -> Iterator[str]:
    found = plan.figures
    yield f"Ngày nhập: {plan.on:%d/%m/%Y}"
    yield (
        f"Sau khi nhập: {found['organisations']} tổ chức đảng ({found['grassroots_bodies']} đảng bộ cơ sở,"
        f" {found['grassroots_cells']} chi bộ cơ sở, {found['dependent_cells']} chi bộ trực thuộc);"
        f" {found['members']} đảng viên; {found['people']} cán bộ; {found['assignments']} phân công."
    )
    if not plan.has_changes:
        yield "Không có gì thay đổi."
        return
    yield f"\n{'':14}{'Thêm':>8}{'Đổi':>8}{'Kết thúc':>10}"
    for area, name in _AREAS.items():
        added, changed, ended = (plan.count(effect, area) for effect in Effect)
        yield f"{name:14}{added:>8}{changed:>8}{ended:>10}"


def _changes(plan: RosterPlan, effect: Effect) -> Iterator[str]:
    found = [change for change in plan.changes if change.effect is effect]
    if not found:
        return
    yield f"\nSẽ {_EFFECTS[effect]} ({len(found)}):"
    limit = _LISTED_NEW if effect is Effect.ADDED else _LISTED
    yield from (f"  {_change(change)}" for change in found[:limit])
    yield from _rest(len(found) - limit)


def _rest(count: int) -> Iterator[str]:
    if count > 0:
        yield f"  … và {count} mục nữa"


def _change(change: Change) -> str:
    details = "; ".join(_difference(one) for one in change.differences)
    return f"{_AREAS[change.area]}: {change.about}" + (f" ({details})" if details else "")


def _difference(one: Difference) -> str:
    return f"{_FIELDS.get(one.field, one.field)}: {_value(one.old)} → {_value(one.new)}"


def _value(value: Any) -> str:
    if value is None:
        return "trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return value.value if isinstance(value, StrEnum) else str(value)


def _refused(plan: RosterPlan) -> Iterator[str]:
    if plan.refused:
        yield f"\nDòng không nhập được ({len(plan.refused)}):"
    for row in plan.refused:
        yield f"  Trang “{row.where.title}”, dòng {row.where.row}: {row.words}"


def _warnings(plan: RosterPlan) -> Iterator[str]:
    for doubt in Doubt:
        found = [one for one in plan.warnings if one.doubt is doubt]
        if found:
            yield f"\nCần xem lại, {DOUBTS[doubt]} ({len(found)}):"
            yield from (f"  {one.about}" for one in found[:_LISTED])
            yield from _rest(len(found) - _LISTED)
