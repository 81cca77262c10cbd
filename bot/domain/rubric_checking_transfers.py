"""Lines whose maximum goes to another line when they do not apply: whether it can."""

from collections.abc import Iterator

from bot.domain.rubric import Item, ItemKind, NotApplicable, Rubric
from bot.domain.rubric_checking_bands import situations
from bot.domain.rubric_conditions import why_not
from bot.domain.rubric_facts import SHARES
from bot.domain.rubric_findings import Finding


def transfer_findings(rubric: Rubric) -> Iterator[Finding]:
    """Transfers that name no line, or one that cannot take points over."""
    for place, group in enumerate(rubric.groups, 1):
        for number, item in enumerate(group.items, 1):
            yield from _of_item(rubric, item, f"groups[{place}].items[{number}]")


def _of_item(rubric: Rubric, item: Item, path: str) -> Iterator[Finding]:
    transfers = item.not_applicable is NotApplicable.TRANSFER_MAX_TO
    if transfers and item.transfer_to is None:
        yield Finding(
            f"{path}.not_applicable",
            "Chưa ghi chuyển điểm sang tiêu chí nào.",
            "Thêm transfer_to = khóa của tiêu chí.",
        )
    elif item.transfer_to is not None and not transfers:
        yield Finding(
            f"{path}.transfer_to",
            "Chỉ dùng khi chuyển điểm tối đa.",
            'Ghi not_applicable = "transfer_max_to", hoặc xóa transfer_to.',
        )
    elif item.transfer_to is not None:
        yield from _to_target(rubric, item, item.transfer_to, f"{path}.transfer_to")


def _to_target(rubric: Rubric, item: Item, key: str, path: str) -> Iterator[Finding]:
    target = rubric.by_key.get(key)
    if target is None or target is item or rubric.group_of[key] is not rubric.group_of[item.key]:
        others = ", ".join(one.key for one in rubric.group_of[item.key].items if one is not item)
        yield Finding(
            path,
            f"Không có tiêu chí {key!r} khác trong cùng nhóm.",
            f"Ghi một trong: {others or 'không có'}.",
        )
    elif target.kind is ItemKind.STEPS or target.steps:
        yield Finding(
            path,
            f"Tiêu chí {key!r} chấm theo bước, không nhận thêm điểm được.",
            "Chọn tiêu chí không có bước.",
        )
    elif _may_be_lost(rubric, item, target):
        yield Finding(
            path,
            f"Có buổi mà cả tiêu chí này và {key!r} đều không áp dụng, điểm chuyển sẽ mất.",
            "Sửa applies_if của một trong hai, hoặc chọn tiêu chí khác.",
        )


def _may_be_lost(rubric: Rubric, item: Item, target: Item) -> bool:
    is_share = any(one.quantity in SHARES for step in item.steps for one in step.when)
    return any(
        why_not(target.applies_if, facts) and (is_share or why_not(item.applies_if, facts))
        for facts in situations(rubric)
    )
