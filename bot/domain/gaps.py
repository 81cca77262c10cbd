"""When two scores of one meeting are so far apart that the later scorer has to say why (DOMAIN 3)."""

from collections.abc import Iterable
from decimal import Decimal

from bot.domain.duties import Grade
from bot.domain.score_sheets import GivenSheet


def far_sheet(
    total: Decimal, grade: Grade, others: Iterable[GivenSheet], gap_points: Decimal
) -> GivenSheet | None:
    """Of the other roles' sheets the one farthest away, when it has another grade or is `gap_points` (policy)
    or more apart; None when all are near. Totals are unrounded."""
    far = [one for one in others if one.grade is not grade or abs(one.total - total) >= gap_points]
    return max(far, key=lambda one: abs(one.total - total), default=None)
