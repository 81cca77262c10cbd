"""Bands in order, and whether each can be reached at the meetings that a rubric is for."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from bot.domain.duties import Grade
from bot.domain.rubric import Item, ItemKind, Rubric
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_findings import Finding
from bot.domain.rubric_grading import Result, grade
from bot.domain.rubric_sheet import Origin, open_sheet
from bot.domain.wording import GRADES, KINDS, exactly


def band_findings(rubric: Rubric) -> Iterator[Finding]:
    """Bands that are not a ladder from the top to 0."""
    edges = [band.at_least for band in rubric.bands]
    if not edges or edges[-1] != 0:
        yield Finding("bands", "Mức thấp nhất không bắt đầu từ 0.", "Thêm một mức cuối có at_least = 0.")
    grades = [band.grade for band in rubric.bands]
    for place, band in enumerate(rubric.bands, 1):
        path = f"bands[{place}]"
        if band.at_least > rubric.maximum:
            top = exactly(rubric.maximum)
            yield Finding(
                f"{path}.at_least", f"Không đạt được: phiếu chỉ có {top} điểm.", f"Ghi không quá {top}."
            )
        if place > 1 and band.at_least >= edges[place - 2]:
            yield Finding(
                f"{path}.at_least",
                "Không đạt được: mức ở trên đã nhận hết.",
                "Xếp các mức từ at_least cao xuống thấp, không trùng nhau.",
            )
        if band.grade in grades[: place - 1]:
            yield Finding(f"{path}.grade", "Mức này đã có ở trên.", "Mỗi mức chỉ ghi một lần.")
    if grades != [one for one in Grade if one in grades] and len(set(grades)) == len(grades):
        order = ", ".join(Grade)
        yield Finding("bands", "Các mức không theo thứ tự từ tốt đến kém.", f"Xếp theo thứ tự: {order}.")


def reach_findings(rubric: Rubric) -> Iterator[Finding]:
    """Bands that no sheet can reach, for a rubric that is otherwise right. The best one has to be within
    reach at every meeting, the others at some."""
    ends = [
        (facts, _extreme(rubric, facts, True), _extreme(rubric, facts, False)) for facts in situations(rubric)
    ]
    short = next((facts for facts, best, _ in ends if best.grade is not rubric.bands[0].grade), None)
    if short is not None:
        best = exactly(grade(rubric, short, _answers(rubric, short, True)).total)
        yield Finding(
            "bands[1].at_least",
            f"Mức {GRADES[rubric.bands[0].grade]} không đạt được ở {_told(short)}: nhiều nhất {best} điểm.",
            "Hạ at_least, hoặc đổi not_applicable của tiêu chí không áp dụng ở đó.",
        )
    for place, (upper, band) in enumerate(zip(rubric.bands, rubric.bands[1:], strict=False), 2):
        if not any(low.total < upper.at_least and best.total >= band.at_least for _, best, low in ends):
            yield Finding(
                f"bands[{place}].at_least",
                f"Mức {GRADES[band.grade]} không đạt được: không phiếu nào có tổng điểm thấp như vậy.",
                "Xem lại điểm thấp nhất của các tiêu chí, hoặc at_least của mức ở trên.",
            )


def situations(rubric: Rubric) -> Iterator[MeetingFacts]:
    """One meeting of each sort that the conditions of a rubric's lines tell apart."""
    bounds = {
        bound for item in rubric.items if item.applies_if.members for bound in item.applies_if.members.bounds
    }
    near = {max(1, int(bound) + step) for bound in bounds for step in (-1, 0, 1)}
    members: list[int | None] = [*sorted(near)] or [None]
    for kind, has_committee, count in product(rubric.kinds, (True, False), members):
        yield MeetingFacts(kind, has_cell_committee=has_committee, members=count)


def _extreme(rubric: Rubric, facts: MeetingFacts, is_best: bool) -> Result:
    return grade(rubric, facts, _answers(rubric, facts, is_best))


def _answers(rubric: Rubric, facts: MeetingFacts, is_best: bool) -> dict[str, Decimal]:
    lines = [line for line in open_sheet(rubric, facts) if line.origin is not Origin.NOT_APPLICABLE]
    return {line.item.key: line.item.maximum if is_best else _least(line.item) for line in lines}


def _least(item: Item) -> Decimal:
    steps = item.steps if item.kind is ItemKind.STEPS else ()
    return min((step.points for step in steps), default=Decimal(0))


def _told(facts: MeetingFacts) -> str:
    committee = "có chi ủy" if facts.has_cell_committee else "không có chi ủy"
    members = "" if facts.members is None else f", {facts.members} đảng viên"
    return f"buổi {KINDS[facts.kind]} của chi bộ {committee}{members}"
