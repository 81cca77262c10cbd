"""A sheet before anybody answers: which lines apply to a meeting, up to which points, what facts propose."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from bot.domain.rubric import Item, NotApplicable, Rubric
from bot.domain.rubric_conditions import ALWAYS, Proposal, propose, why_not
from bot.domain.rubric_facts import Inapplicable, MeetingFacts
from bot.domain.wording import exactly

_NONE = Decimal(0)


class Origin(StrEnum):
    """Where a line's points come from."""

    OPEN = "open"  # from nowhere yet: neither answered nor proposed
    PROPOSED = "proposed"  # not answered, taken from the facts
    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class Line:
    """One line of a sheet. `item` has the maximum that holds for this meeting; `proposal` is what the facts
    propose, whatever was answered; `reason` says why the line does not apply and what becomes of it."""

    item: Item
    points: Decimal
    origin: Origin
    proposal: Proposal | None = None
    reason: str | None = None

    @property
    def is_excluded(self) -> bool:
        """Whether it is left out, and the rest rescaled."""
        is_left = self.item.not_applicable is NotApplicable.EXCLUDE_AND_RESCALE
        return is_left and self.origin is Origin.NOT_APPLICABLE


def open_sheet(rubric: Rubric, facts: MeetingFacts) -> tuple[Line, ...]:
    """The lines in order, none answered: proposed by the facts, not applicable and decided, or open."""
    found = {item.key: _found(item, facts) for item in rubric.items}
    more: dict[str, Decimal] = {}
    for item in rubric.items:
        if item.transfer_to is not None and isinstance(found[item.key], Inapplicable):
            more[item.transfer_to] = more.get(item.transfer_to, _NONE) + item.maximum
    items = (item.raised(more[item.key]) if item.key in more else item for item in rubric.items)
    return tuple(_opened(rubric, item, found[item.key]) for item in items)


def _found(item: Item, facts: MeetingFacts) -> Proposal | Inapplicable | None:
    reason = None if item.applies_if is ALWAYS else why_not(item.applies_if, facts)
    if reason:
        return Inapplicable(reason)
    return propose(item.steps, facts) if item.steps else None


def _opened(rubric: Rubric, item: Item, found: Proposal | Inapplicable | None) -> Line:
    if isinstance(found, Proposal):
        return Line(item, found.points, Origin.PROPOSED, found)
    if isinstance(found, Inapplicable):
        return _inapplicable(rubric, item, found.words)
    return Line(item, _NONE, Origin.OPEN)


def _inapplicable(rubric: Rubric, item: Item, why: str) -> Line:
    maximum = exactly(item.maximum)
    if item.not_applicable is NotApplicable.FULL_MARKS:
        return _decided(item, item.maximum, f"{why} -> tính đủ {maximum} điểm")
    if item.not_applicable is NotApplicable.ZERO:
        return _decided(item, _NONE, f"{why} -> 0 điểm")
    without = replace(item, maximum=_NONE)
    if item.not_applicable is NotApplicable.TRANSFER_MAX_TO and item.transfer_to:
        target = rubric.by_key[item.transfer_to]
        return _decided(without, _NONE, f"{why} -> {maximum} điểm chuyển sang tiêu chí {target.title}")
    whole = exactly(rubric.maximum)
    return _decided(without, _NONE, f"{why} -> không tính tiêu chí này, tổng điểm quy về thang {whole}")


def _decided(item: Item, points: Decimal, reason: str) -> Line:
    return Line(item, points, Origin.NOT_APPLICABLE, reason=reason)
