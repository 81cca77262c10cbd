"""What makes a rubric wrong: sums, keys, points, bands, gates; each found with a remedy."""

from collections.abc import Iterator
from decimal import Decimal

from bot.domain.duties import Grade
from bot.domain.rubric import Gate, Group, Item, Rubric
from bot.domain.rubric_checking_bands import band_findings, reach_findings
from bot.domain.rubric_checking_steps import step_findings
from bot.domain.rubric_checking_transfers import transfer_findings
from bot.domain.rubric_findings import Finding
from bot.domain.wording import exactly


def findings(rubric: Rubric) -> tuple[Finding, ...]:
    """All that is wrong, in the order of the file's parts; whether bands can be reached is looked at only
    when everything else is right."""
    form = tuple(_form(rubric))
    if rubric.step <= 0:
        return form  # nothing is a multiple of it
    found = (*form, *band_findings(rubric), *_keys(rubric), *_groups(rubric), *_gates(rubric))
    found = (*found, *transfer_findings(rubric))
    return found or tuple(reach_findings(rubric))


def _form(rubric: Rubric) -> Iterator[Finding]:
    if rubric.step <= 0:
        yield Finding("step", "Bước điểm không lớn hơn 0.", 'Ghi một số lớn hơn 0, ví dụ "0.5".')
    ends_on = rubric.in_force.ends_on
    if ends_on and ends_on < rubric.in_force.starts_on:
        yield Finding("ends_on", "Ngày hết hiệu lực trước ngày có hiệu lực.", "Sửa ends_on hoặc starts_on.")
    whole = sum((group.maximum for group in rubric.groups), Decimal(0))
    if whole != rubric.maximum:
        yield Finding(
            "maximum",
            f"Điểm tối đa của phiếu là {exactly(rubric.maximum)}, các nhóm cộng lại là {exactly(whole)}.",
            f"Ghi {exactly(whole)}, hoặc sửa điểm tối đa của nhóm.",
        )


def _keys(rubric: Rubric) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, group in enumerate(rubric.groups, 1):
        paths = [f"groups[{place}]", *(f"groups[{place}].items[{n}]" for n in range(1, len(group.items) + 1))]
        for path, key in zip(paths, [group.key, *(item.key for item in group.items)], strict=True):
            if key in seen:
                yield Finding(f"{path}.key", f"Khóa {key!r} đã dùng ở trên.", "Đặt một khóa khác.")
            seen.add(key)


def _groups(rubric: Rubric) -> Iterator[Finding]:
    for place, group in enumerate(rubric.groups, 1):
        path = f"groups[{place}]"
        yield from _sum(group, path)
        for number, item in enumerate(group.items, 1):
            yield from _item(rubric, item, f"{path}.items[{number}]")


def _sum(group: Group, path: str) -> Iterator[Finding]:
    whole = sum((item.maximum for item in group.items), Decimal(0))
    if not group.items:
        yield Finding(f"{path}.items", "Nhóm không có tiêu chí nào.", "Thêm ít nhất một [[groups.items]].")
    elif group.maximum > whole or (group.maximum < whole and not group.is_capped):
        capped = " hoặc ghi capped = true nếu nhóm có trần" if group.maximum < whole else ""
        yield Finding(
            f"{path}.maximum",
            f"Nhóm có tối đa {exactly(group.maximum)} điểm, các tiêu chí cộng lại là {exactly(whole)}.",
            f"Sửa điểm của nhóm hoặc của tiêu chí{capped}.",
        )


def _item(rubric: Rubric, item: Item, path: str) -> Iterator[Finding]:
    if not _is_multiple(rubric, item.maximum) or item.maximum == 0:
        yield Finding(
            f"{path}.maximum",
            f"Điểm tối đa {exactly(item.maximum)} không phải bội số của {exactly(rubric.step)}, lớn hơn 0.",
            "Sửa điểm tối đa, hoặc sửa step của phiếu.",
        )
    yield from _choices(rubric, item, f"{path}.choices")
    yield from step_findings(rubric, item, path)


def _choices(rubric: Rubric, item: Item, path: str) -> Iterator[Finding]:
    if list(item.choices) != sorted(set(item.choices), reverse=True):
        yield Finding(path, "Các mức điểm không xếp từ cao xuống thấp.", "Xếp lại, mỗi mức một lần.")
    for points in item.choices:
        if not rubric.allows(item, points):
            allowed = f"từ 0 đến {exactly(item.maximum)}, bội số của {exactly(rubric.step)}"
            yield Finding(path, f"Không cho được {exactly(points)} điểm.", f"Chỉ ghi các mức {allowed}.")


def _is_multiple(rubric: Rubric, points: Decimal) -> bool:
    return points % rubric.step == 0


def _gates(rubric: Rubric) -> Iterator[Finding]:
    for place, gate in enumerate(rubric.gates, 1):
        yield from _gate(rubric, gate, f"gates[{place}]")


def _gate(rubric: Rubric, gate: Gate, path: str) -> Iterator[Finding]:
    for key in gate.items:
        if key not in rubric.by_key:
            known = ", ".join(rubric.by_key)
            yield Finding(f"{path}.items", f"Không có tiêu chí {key!r}.", f"Dùng khóa của tiêu chí: {known}.")
    grades = [band.grade for band in rubric.bands]
    if gate.otherwise not in grades[1:]:
        lower = ", ".join(grade for grade in Grade if grade in grades[1:])
        yield Finding(
            f"{path}.otherwise",
            f"Mức {gate.otherwise.value!r} không thấp hơn mức cao nhất của phiếu.",
            f"Ghi một trong: {lower}.",
        )
