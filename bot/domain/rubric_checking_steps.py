"""Steps of a line: points that are allowed, no holes, none hidden behind another, none on top of another."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product

from bot.domain.rubric import Item, ItemKind, Rubric
from bot.domain.rubric_conditions import Condition, Step
from bot.domain.rubric_facts import COUNTED, PARTS, Quantity
from bot.domain.rubric_findings import Finding
from bot.domain.wording import exactly, fraction

Sample = Mapping[Quantity, Fraction]


def step_findings(rubric: Rubric, item: Item, path: str) -> Iterator[Finding]:
    """What is wrong with a line's steps."""
    if item.kind is ItemKind.STEPS and not item.steps:
        yield Finding(f"{path}.kind", "Chấm theo bước mà không có bước nào.", "Thêm steps, hoặc đổi kind.")
    if not item.steps:
        return
    yield from _points(rubric, item, path)
    conditions = [condition for step in item.steps for condition in step.when]
    if any(not condition.bounds for condition in conditions):
        yield Finding(
            f"{path}.steps", "Có điều kiện không nêu giới hạn.", "Thêm at_least, above, at_most hoặc below."
        )
        return
    samples = _samples(conditions)
    yield from _holes(item, samples, path)
    for place in range(len(item.steps)):
        yield from _hidden(item, place, samples, f"{path}.steps[{place + 1}]")


def _points(rubric: Rubric, item: Item, path: str) -> Iterator[Finding]:
    for place, step in enumerate(item.steps, 1):
        fits = step.points <= item.maximum and step.points % rubric.step == 0
        if not fits or not rubric.allows(item, step.points):
            allowed = f"từ 0 đến {exactly(item.maximum)}, bội số của {exactly(rubric.step)}"
            if item.kind is ItemKind.YES_NO:
                allowed = f"0 hoặc {exactly(item.maximum)}"
            yield Finding(
                f"{path}.steps[{place}].points",
                f"Không cho được {exactly(step.points)} điểm.",
                f"Ghi {allowed}.",
            )
    highest = max(step.points for step in item.steps)
    if highest < item.maximum:
        yield Finding(
            f"{path}.maximum",
            f"Bước cao nhất chỉ {exactly(highest)} điểm, không tới {exactly(item.maximum)}.",
            "Sửa điểm tối đa, hoặc điểm của bước cao nhất.",
        )


def _samples(conditions: list[Condition]) -> list[Sample]:
    """Values on, before, after and between all bounds, of all quantities together."""
    quantities = list(dict.fromkeys(condition.quantity for condition in conditions))
    values = [
        _values(quantity, {Fraction(b) for one in conditions if one.quantity is quantity for b in one.bounds})
        for quantity in quantities
    ]
    return [dict(zip(quantities, combined, strict=True)) for combined in product(*values)]


def _values(quantity: Quantity, bounds: set[Fraction]) -> list[Fraction]:
    if quantity in COUNTED:
        near = {Fraction(int(bound) + n) for bound in bounds for n in (-1, 0, 1)}
    else:
        edges = sorted(bounds)
        between = {(low + high) / 2 for low, high in pairwise(edges)}
        near = {edges[0] / 2, edges[-1] + 1, *edges, *between}
    top = 100 if quantity in PARTS else None
    return sorted(value for value in near if value >= 0 and (top is None or value <= top))


def _holes(item: Item, samples: list[Sample], path: str) -> Iterator[Finding]:
    for sample in samples:
        if not any(_matches(step, sample) for step in item.steps):
            yield Finding(
                f"{path}.steps",
                f"Không bước nào nhận {_told(sample)}.",
                "Thêm bước cho khoảng đó, hoặc một bước cuối không có điều kiện.",
            )
            return


def _hidden(item: Item, place: int, samples: list[Sample], path: str) -> Iterator[Finding]:
    step, earlier = item.steps[place], item.steps[:place]
    own = [sample for sample in samples if _matches(step, sample)]
    if all(any(_matches(other, sample) for other in earlier) for sample in own):
        yield Finding(
            path,
            "Bước này không bao giờ dùng đến: không giá trị nào khớp, hoặc các bước trên đã nhận hết.",
            "Xếp bước hẹp hơn lên trước, hoặc sửa giới hạn.",
        )
        return
    shared = [sample for sample in own if any(_overlap(step, other, sample) for other in earlier)]
    if shared:
        yield Finding(
            path,
            f"Bước này chồng lên một bước ở trên tại {_told(shared[0])}.",
            "Sửa giới hạn để mỗi giá trị chỉ thuộc một bước.",
        )


def _overlap(step: Step, other: Step, sample: Sample) -> bool:
    # A ladder of one-sided bounds (from 90, from 75, ...) overlaps by design: the first that matches wins.
    # Who writes both ends means a range of its own.
    return any(one.is_two_sided for one in step.when) and _same(step, other) and _matches(other, sample)


def _same(step: Step, other: Step) -> bool:
    return {one.quantity for one in step.when} == {one.quantity for one in other.when}


def _matches(step: Step, sample: Sample) -> bool:
    return all(condition.holds(sample[condition.quantity]) for condition in step.when)


def _told(sample: Sample) -> str:
    return ", ".join(f"{quantity} = {fraction(value)}" for quantity, value in sample.items())
