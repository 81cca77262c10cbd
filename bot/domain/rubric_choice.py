"""Which of the forms that bodies have put in force judges a cell's meeting, or its year (DOMAIN 4.6)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bot.domain.annual import AnnualForm
from bot.domain.meetings import Kind
from bot.domain.people import Place
from bot.domain.rubric import Rubric

F = TypeVar("F", Rubric, AnnualForm)


@dataclass(frozen=True)
class Standing(Generic[F]):
    """A body judges by a form from a local day on; `number` counts up with every activation."""

    number: int
    body_id: int
    starts_on: date
    form: F


def chosen(
    standings: Iterable[Standing[F]], cell: Place, on: date, covers: Callable[[F], bool]
) -> Standing[F] | None:
    """The one of the nearest body at or above the cell that has a form in force on that day for what is
    judged; of one body's the newest start, of one day's the latest activation. None: the program's own."""
    depth = {body_id: place for place, body_id in enumerate(cell.steps)}
    able = [
        one
        for one in standings
        if one.body_id in depth
        and one.starts_on <= on
        and one.form.in_force.holds_on(on)
        and covers(one.form)
    ]
    return max(able, key=lambda one: (depth[one.body_id], one.starts_on, one.number), default=None)


def covers(kind: Kind) -> Callable[[Rubric], bool]:
    """Whether a form is for meetings of a kind: a province may have one for ordinary and one for thematic
    ones, and the combined meeting goes with whichever names it."""
    return lambda rubric: kind in rubric.kinds


def any_year(form: AnnualForm) -> bool:
    """An annual form is for every cell's year."""
    return True
