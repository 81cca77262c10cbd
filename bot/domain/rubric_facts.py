"""What is known of a meeting when it is judged, and the quantities that rubrics measure on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from bot.domain.attendance import Facts
from bot.domain.meetings import Kind
from bot.domain.wording import fraction


class Quantity(StrEnum):
    """What a condition may compare; shares are in percent."""

    ATTENDANCE_RATE = "attendance_rate"  # present, of those obliged to come
    UNEXCUSED = "unexcused"  # members absent without reason
    LENGTH_SHARE = "length_share"  # minutes, of the least that is required
    LENGTH_SHORT_BY = "length_short_by"  # minutes short of that; 0 when it is met
    SPEAKERS_SHARE = "speakers_share"  # who spoke, of those present
    TARGETS_SHARE = "targets_share"  # targets met, of those that the last conclusion set
    DOCUMENTS_HOURS_BEFORE = "documents_hours_before"  # hours from posting the documents to the start
    MEMBERS = "members"  # members of the cell


#: These are counted, so there is nothing between 15 and 16.
COUNTED = (Quantity.UNEXCUSED, Quantity.LENGTH_SHORT_BY, Quantity.MEMBERS)
#: These are a part of a whole, so there is nothing above 100.
PARTS = (Quantity.ATTENDANCE_RATE, Quantity.SPEAKERS_SHARE, Quantity.TARGETS_SHARE)
#: These have a denominator that may be zero.
SHARES = (*PARTS, Quantity.LENGTH_SHARE)


@dataclass(frozen=True)
class Targets:
    """The last conclusion's targets: how many were met of how many set."""

    met: int
    set: int


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting as rubrics see it. None: not known (yet), then nothing is proposed from it, and a line that
    depends on it is asked. `minimum_minutes` is what the regulation wants of this kind of meeting."""

    kind: Kind
    figures: Facts | None = None
    minimum_minutes: int | None = None
    has_cell_committee: bool | None = None
    members: int | None = None
    targets: Targets | None = None
    documents_hours_before: Fraction | None = None


@dataclass(frozen=True)
class Measure:
    """A quantity's exact value, and how it comes about: "18/19 = 94,7 %"."""

    value: Fraction
    words: str


@dataclass(frozen=True)
class Inapplicable:
    """Nothing to judge: a line that does not apply, or a share without a denominator; `words` say why."""

    words: str


def measure(quantity: Quantity, facts: MeetingFacts) -> Measure | Inapplicable | None:
    """A quantity of a meeting; None when the facts do not tell."""
    return _MEASURES[quantity](facts)


def _attendance(facts: MeetingFacts) -> Measure | Inapplicable | None:
    figures = facts.figures
    if figures is None:
        return None
    if figures.obliged <= 0:
        return Inapplicable("tất cả đảng viên được miễn sinh hoạt, không có mẫu số để tính tỷ lệ")
    return _share(figures.present, figures.obliged)


def _unexcused(facts: MeetingFacts) -> Measure | None:
    if facts.figures is None:
        return None
    absent = facts.figures.unexcused
    return Measure(Fraction(absent), f"{absent or 'không có'} đồng chí vắng không lý do")


def _length_share(facts: MeetingFacts) -> Measure | Inapplicable | None:
    if facts.figures is None or facts.minimum_minutes is None:
        return None
    if facts.minimum_minutes <= 0:
        return Inapplicable("không quy định thời lượng tối thiểu, không có mẫu số để tính tỷ lệ")
    return _share(facts.figures.minutes, facts.minimum_minutes, " phút")


def _length_short_by(facts: MeetingFacts) -> Measure | None:
    if facts.figures is None or facts.minimum_minutes is None:
        return None
    minutes, minimum = facts.figures.minutes, facts.minimum_minutes
    short = max(0, minimum - minutes)
    words = f"thiếu {short} phút" if short else "đủ thời lượng"
    return Measure(Fraction(short), f"{minutes}/{minimum} phút, {words}")


def _speakers(facts: MeetingFacts) -> Measure | Inapplicable | None:
    figures = facts.figures
    if figures is None:
        return None
    if figures.present <= 0:
        return Inapplicable("không có đảng viên có mặt, không có mẫu số để tính tỷ lệ")
    return _share(figures.speakers, figures.present)


def _targets(facts: MeetingFacts) -> Measure | Inapplicable | None:
    if facts.targets is None:
        return None
    if facts.targets.set <= 0:
        return Inapplicable("kết luận kỳ trước không giao chỉ tiêu, không có mẫu số để tính tỷ lệ")
    return _share(facts.targets.met, facts.targets.set)


def _documents(facts: MeetingFacts) -> Measure | None:
    hours = facts.documents_hours_before
    return None if hours is None else Measure(hours, f"tài liệu gửi trước {fraction(hours)} giờ")


def _members(facts: MeetingFacts) -> Measure | None:
    known = facts.members if facts.figures is None else facts.figures.members
    return None if known is None else Measure(Fraction(known), f"chi bộ có {known} đảng viên")


def _share(part: int, whole: int, unit: str = "") -> Measure:
    share = Fraction(100 * part, whole)
    return Measure(share, f"{part}/{whole}{unit} = {fraction(share)} %")


_MEASURES: Mapping[Quantity, Callable[[MeetingFacts], Measure | Inapplicable | None]] = {
    Quantity.ATTENDANCE_RATE: _attendance,
    Quantity.UNEXCUSED: _unexcused,
    Quantity.LENGTH_SHARE: _length_share,
    Quantity.LENGTH_SHORT_BY: _length_short_by,
    Quantity.SPEAKERS_SHARE: _speakers,
    Quantity.TARGETS_SHARE: _targets,
    Quantity.DOCUMENTS_HOURS_BEFORE: _documents,
    Quantity.MEMBERS: _members,
}
