"""Which of several score sheets of one meeting is the official grade (DOMAIN 3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.duties import Grade, SheetRole
from bot.domain.people import Level

#: Of several visitors the one assigned by the higher organisation counts: the lower number.
ASSIGNER_RANK = {
    Level.PARTY_BODY: 0,
    Level.GRASSROOTS_BODY: 1,
    Level.GRASSROOTS_CELL: 1,
    Level.SUB_BODY: 2,
    Level.DEPENDENT_CELL: 3,
}
UNASSIGNED_RANK = 9

#: Of the three scores of a meeting the superior's counts, else the visitor's, else the cell's own.
ROLE_RANK = {SheetRole.SUPERIOR: 0, SheetRole.VISITOR: 1, SheetRole.SELF: 2}


@dataclass(frozen=True)
class Judgement:
    """A current score sheet as the official grade sees it; `assigned_by` is None for a substitute."""

    role: SheetRole
    grade: Grade
    total: Decimal
    submitted_at: datetime
    assigned_by: Level | None = None


def official(judgements: Iterable[Judgement]) -> Judgement | None:
    """The sheet that counts: latest SUPERIOR, else VISITOR (the one assigned by the higher organisation,
    equals: the latest), else SELF, which is provisional (DOMAIN 3). None without any sheet."""
    newest_first = sorted(judgements, key=lambda judgement: judgement.submitted_at, reverse=True)
    return min(newest_first, key=_precedence, default=None)


def _precedence(judgement: Judgement) -> tuple[int, int]:
    if judgement.role is not SheetRole.VISITOR:
        return ROLE_RANK[judgement.role], 0
    assigner = judgement.assigned_by
    return ROLE_RANK[judgement.role], UNASSIGNED_RANK if assigner is None else ASSIGNER_RANK[assigner]
