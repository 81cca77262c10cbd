"""What a body may set about the three scores of a meeting: when a gap wants a reason, what the cell sees."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from bot.domain.reading import Malformed, Table


@dataclass(frozen=True)
class ScoringPolicy:
    """`gap_points`: two scores of one meeting so many points apart, or of another grade, want a reason from
    the later scorer. `cell_sees_visitor_score`: whether a cell is shown how its visitors scored it;
    `visitor_sees_self_score`: whether visitors are shown the cell's own score before they have scored, and
    may start from it."""

    gap_points: Decimal = Decimal(10)
    cell_sees_visitor_score: bool = False
    visitor_sees_self_score: bool = True


@dataclass(frozen=True)
class Own:
    """What one body sets otherwise; None: as the body above."""

    gap_points: Decimal | None = None
    cell_sees_visitor_score: bool | None = None
    visitor_sees_self_score: bool | None = None


@dataclass(frozen=True)
class ScoringPolicies:
    """The settings for everybody, and those of bodies by their code, which hold for all below them."""

    default: ScoringPolicy = ScoringPolicy()
    own: Mapping[str, Own] = field(default_factory=dict)

    def of(self, codes: Iterable[str]) -> ScoringPolicy:
        """The settings for an organisation, given the codes from the root down to itself: of each setting the
        nearest body's own counts."""
        found = self.default
        for own in (self.own[code] for code in codes if code in self.own):
            found = replace(found, **{key: value for key, value in vars(own).items() if value is not None})
        return found


def read_scoring(table: Table) -> ScoringPolicies:
    """The section "scoring" and its "scoring.of_body" tables; Malformed when a body stands twice."""
    default = ScoringPolicy(
        table.decimal("gap_points", ScoringPolicy.gap_points),
        table.flag("cell_sees_visitor_score", ScoringPolicy.cell_sees_visitor_score),
        table.flag("visitor_sees_self_score", ScoringPolicy.visitor_sees_self_score),
    )
    bodies = table.tables("of_body", _own)
    codes = [code for code, _ in bodies]
    for code in codes:
        if codes.count(code) > 1:
            twice = f"Tổ chức {code} có hai lần; giữ lại một."
            raise Malformed(f"scoring.of_body must name {code} only once.", "scoring.of_body", twice)
    return ScoringPolicies(default, dict(bodies))


def _own(table: Table) -> tuple[str, Own]:
    points = table.decimal("gap_points") if table.has("gap_points") else None
    flags = ("cell_sees_visitor_score", "visitor_sees_self_score")
    own = (table.flag(key, False) if table.has(key) else None for key in flags)
    return table.text("code"), Own(points, *own)
