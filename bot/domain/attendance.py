"""Who was at a meeting, in figures, and whether the figures fit each other."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Figure(StrEnum):
    """The figures of a report, named as in Facts and in the order in which they are typed."""

    MEMBERS = "members"
    EXEMPT = "exempt"
    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"
    MINUTES = "minutes"
    SPEAKERS = "speakers"


class Firmness(StrEnum):
    """The step of the ladder by which a visitor is asked for a report; firmer is more factual."""

    AFTER_END = "after_end"
    NEXT_DAY = "next_day"
    DAY_3 = "day_3"
    BEFORE_CLOSING = "before_closing"


@dataclass(frozen=True)
class Facts:
    """A meeting in figures: members of the cell, of them exempt, present, absent with and without
    reason; length in minutes; how many of those present spoke."""

    members: int
    exempt: int
    present: int
    excused: int
    unexcused: int
    minutes: int
    speakers: int

    @property
    def obliged(self) -> int:
        """Members who had to come."""
        return self.members - self.exempt

    @property
    def rate(self) -> Decimal | None:
        """Present per obliged, in percent, exact; None when everybody is exempt."""
        return Decimal(100 * self.present) / self.obliged if self.obliged > 0 else None


class Clash(StrEnum):
    """Why a figure does not fit."""

    RANGE = "range"  # no meeting has that many
    EXEMPT = "exempt"  # more exempt than members
    ABSENT = "absent"  # more absent than obliged
    SUM = "sum"  # present and absent are not those obliged
    SPEAKERS = "speakers"  # more spoke than were present


@dataclass(frozen=True)
class Misfit:
    """The figure that does not fit, and from what to what it would."""

    clash: Clash
    figure: Figure
    given: int
    lowest: int
    highest: int


#: What is plausible at all: a cell has well under a thousand members, a meeting lasts 10 minutes to 10 hours.
PLAUSIBLE: Mapping[Figure, tuple[int, int]] = {
    Figure.MEMBERS: (1, 999),
    Figure.EXEMPT: (0, 999),
    Figure.PRESENT: (0, 999),
    Figure.EXCUSED: (0, 999),
    Figure.UNEXCUSED: (0, 999),
    Figure.MINUTES: (10, 600),
    Figure.SPEAKERS: (0, 999),
}


def check(facts: Facts) -> Misfit | None:
    """The first figure that does not fit, or None when all do."""
    return _out_of_range(facts) or _against_each_other(facts)


def _out_of_range(facts: Facts) -> Misfit | None:
    for figure, (lowest, highest) in PLAUSIBLE.items():
        given = value_of(facts, figure)
        # A present that was computed and came out negative is the absences' fault, told below.
        if not lowest <= given <= highest and not (figure is Figure.PRESENT and given < 0):
            return Misfit(Clash.RANGE, figure, given, lowest, highest)
    return None


def _against_each_other(facts: Facts) -> Misfit | None:
    absent = facts.excused + facts.unexcused
    if facts.exempt > facts.members:
        return Misfit(Clash.EXEMPT, Figure.EXEMPT, facts.exempt, 0, facts.members)
    if absent > facts.obliged:
        return _too_many_absent(facts)
    if facts.present != facts.obliged - absent:
        fits = facts.obliged - absent
        return Misfit(Clash.SUM, Figure.PRESENT, facts.present, fits, fits)
    if facts.speakers > facts.present:
        return Misfit(Clash.SPEAKERS, Figure.SPEAKERS, facts.speakers, 0, facts.present)
    return None


def _too_many_absent(facts: Facts) -> Misfit:
    # The larger of the two is the likelier slip.
    figure, other = Figure.EXCUSED, facts.unexcused
    if facts.unexcused > facts.excused:
        figure, other = Figure.UNEXCUSED, facts.excused
    return Misfit(Clash.ABSENT, figure, value_of(facts, figure), 0, max(0, facts.obliged - other))


def value_of(facts: Facts, figure: Figure) -> int:
    """One figure of a report."""
    value: int = getattr(facts, figure.value)
    return value


def range_of(facts: Facts, figure: Figure) -> tuple[int, int]:
    """From what to what a figure may be changed, `with_figure` then carrying the others along."""
    lowest, highest = PLAUSIBLE[figure]
    absent = facts.excused + facts.unexcused
    ranges = {
        Figure.MEMBERS: (max(lowest, facts.exempt + absent), highest),
        Figure.EXEMPT: (0, facts.members - absent),
        Figure.PRESENT: (0, facts.obliged),
        Figure.EXCUSED: (0, facts.obliged - facts.unexcused),
        Figure.UNEXCUSED: (0, facts.obliged - facts.excused),
        Figure.SPEAKERS: (0, facts.present),
    }
    return ranges.get(figure, (lowest, highest))


def with_figure(facts: Facts, figure: Figure, value: int) -> Facts:
    """Facts that fit, with one figure changed (within `range_of`): who is present follows from the
    others; when it is the one changed, the absences follow, with reason first; no more spoke than came."""
    if figure is Figure.PRESENT:
        changed = _with_present(facts, value)
    else:
        changed = replace(facts, **{figure.value: value})
        changed = replace(changed, present=changed.obliged - changed.excused - changed.unexcused)
    return replace(changed, speakers=min(changed.speakers, changed.present))


def _with_present(facts: Facts, present: int) -> Facts:
    absent = facts.obliged - present
    unexcused = min(facts.unexcused, absent)
    return replace(facts, present=present, excused=absent - unexcused, unexcused=unexcused)


def from_line(numbers: tuple[int, ...]) -> Facts | None:
    """Facts from one typed line: seven numbers in the order of Figure, or six without those present,
    who then follow from the others; None for any other count."""
    if len(numbers) == len(Figure):
        return Facts(*numbers)
    if len(numbers) == len(Figure) - 1:
        members, exempt, excused, unexcused, minutes, speakers = numbers
        present = members - exempt - excused - unexcused
        return Facts(members, exempt, present, excused, unexcused, minutes, speakers)
    return None


def expected(members: int | None, exempt: int, minutes: int, last: Facts | None) -> Facts | None:
    """What is proposed for a report: members and exempt of the roster (of last month where the roster does
    not tell), all present, the planned minutes, as many speakers as last month or else half of those
    present; None when nothing tells how many members there are."""
    if members is None and last is not None:
        members, exempt = last.members, last.exempt
    if not members:
        return None
    present = members - min(exempt, members)
    speakers = (present + 1) // 2 if last is None else min(last.speakers, present)
    return Facts(members, members - present, present, 0, 0, minutes, speakers)
