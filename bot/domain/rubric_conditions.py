"""Conditions on facts: when a line applies, and which of its steps the facts propose."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from bot.domain.meetings import Kind
from bot.domain.rubric_facts import Inapplicable, Measure, MeetingFacts, Quantity, measure
from bot.domain.wording import KINDS, exactly


@lru_cache(maxsize=1024)
def _exact(bound: Decimal) -> Fraction:
    return Fraction(bound)


@dataclass(frozen=True)
class Condition:
    """A quantity within bounds; a bound that is None is open."""

    quantity: Quantity
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None

    @property
    def bounds(self) -> tuple[Decimal, ...]:
        """The numbers at which it begins or ceases to hold."""
        named = (self.at_least, self.above, self.at_most, self.below)
        return tuple(bound for bound in named if bound is not None)

    @property
    def is_two_sided(self) -> bool:
        """Whether it is bounded from both sides."""
        lower = self.at_least is not None or self.above is not None
        return lower and (self.at_most is not None or self.below is not None)

    def holds(self, value: Fraction) -> bool:
        """Whether a value is within the bounds; exact, so that 89,99 % is not 90 %."""
        return (
            (self.at_least is None or value >= _exact(self.at_least))
            and (self.above is None or value > _exact(self.above))
            and (self.at_most is None or value <= _exact(self.at_most))
            and (self.below is None or value < _exact(self.below))
        )


@dataclass(frozen=True)
class Step:
    """Points for a line when all conditions hold; without conditions, otherwise."""

    points: Decimal
    when: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class AppliesIf:
    """To which meetings a line applies; what is left open does not limit it."""

    kinds: tuple[Kind, ...] = ()
    has_cell_committee: bool | None = None
    members: Condition | None = None


ALWAYS = AppliesIf()


@dataclass(frozen=True)
class Proposal:
    """Points that facts propose, and why: "18/19 = 94,7 % -> 4 điểm"."""

    points: Decimal
    sentence: str


def why_not(applies_if: AppliesIf, facts: MeetingFacts) -> str | None:
    """Why a line does not apply to a meeting, or None when it does or when the facts do not tell."""
    if applies_if.kinds and facts.kind not in applies_if.kinds:
        return f"buổi sinh hoạt {KINDS[facts.kind]}"
    wanted, known = applies_if.has_cell_committee, facts.has_cell_committee
    if wanted is not None and known is not None and known is not wanted:
        return "chi bộ có chi ủy" if known else "chi bộ không có chi ủy"
    return _why_not_members(applies_if.members, facts)


def _why_not_members(condition: Condition | None, facts: MeetingFacts) -> str | None:
    if condition is None:
        return None
    found = measure(Quantity.MEMBERS, facts)
    return found.words if isinstance(found, Measure) and not condition.holds(found.value) else None


def propose(steps: Iterable[Step], facts: MeetingFacts) -> Proposal | Inapplicable | None:
    """The first step that matches; Inapplicable when a share that decides has no denominator; None when facts
    that decide are not known or no step matches."""
    last: tuple[str, ...] = ()
    for step in steps:
        measured = _measured(step, facts)
        if not isinstance(measured, tuple):
            return measured
        last = tuple(one.words for one in measured) or last
        if all(condition.holds(one.value) for condition, one in zip(step.when, measured, strict=True)):
            why = "; ".join(dict.fromkeys(last)) or "mọi trường hợp"
            return Proposal(step.points, f"{why} -> {exactly(step.points)} điểm")
    return None


def _measured(step: Step, facts: MeetingFacts) -> tuple[Measure, ...] | Inapplicable | None:
    found = [measure(condition.quantity, facts) for condition in step.when]
    if None in found:
        return None
    missing = [one for one in found if isinstance(one, Inapplicable)]
    return missing[0] if missing else tuple(one for one in found if isinstance(one, Measure))
