"""The grade of a cell's year, by the months that decide it (DOMAIN 4.5)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.domain.duties import Grade
from bot.domain.people import Span
from bot.domain.rubric import Ambiguity
from bot.domain.wording import GRADES, exactly, fraction, month


@dataclass(frozen=True)
class AnnualForm:
    """The conditions for Tốt; None and False mean that the form does not ask for it. `lowest` is the worst
    grade that a month may have, `thematic_per_quarter` the thematic meetings that a quarter needs."""

    name: str
    version: int
    title: str
    legal_basis: str
    in_force: Span
    months_tot: int
    lowest: Grade
    mean: Decimal | None = None
    needs_every_ordinary: bool = False
    thematic_per_quarter: int = 0
    ambiguities: tuple[Ambiguity, ...] = ()


@dataclass(frozen=True)
class CellMonth:
    """One month of a cell: whether the ordinary meeting was held, its official points and grade (None: not
    scored), and how many thematic meetings were held, combined ones included."""

    period: int
    is_ordinary_held: bool
    total: Decimal | None = None
    grade: Grade | None = None
    thematic_held: int = 0


@dataclass(frozen=True)
class AnnualResult:
    """TOT, or None: only the conditions for Tốt are known. `reasons` say what is missing, `periods` the
    months that decided it."""

    grade: Grade | None
    reasons: tuple[str, ...]
    periods: tuple[int, ...]

    @property
    def words(self) -> str:
        """ "Tốt", or "chưa đủ điều kiện Tốt"."""
        return GRADES[self.grade] if self.grade else f"chưa đủ điều kiện {GRADES[Grade.TOT]}"


def annual_grade(form: AnnualForm, months: Sequence[CellMonth]) -> AnnualResult:
    """Judge one year by the months of it that are given; each month at most once, in any order."""
    ordered = sorted(months, key=lambda one: one.period)
    missing = [missed for condition in _CONDITIONS for missed in condition(form, ordered)]
    periods = {period for _, concerned in missing for period in concerned}
    decided = periods if missing else {one.period for one in ordered if one.is_ordinary_held}
    reasons = tuple(reason for reason, _ in missing)
    return AnnualResult(None if missing else Grade.TOT, reasons, tuple(sorted(decided)))


Missed = tuple[str, tuple[int, ...]]
_QUARTER = 3  # months; of a quarter that was followed in part nothing is known
Months = Sequence[CellMonth]


def _mean(form: AnnualForm, months: Months) -> Iterator[Missed]:
    if form.mean is None:
        return
    totals = [one.total for one in months if one.total is not None]
    if not totals:
        yield "chưa có tháng nào được chấm điểm, không có mẫu số để tính điểm trung bình", ()
        return
    mean = sum(map(Fraction, totals), Fraction(0)) / len(totals)
    if mean < Fraction(form.mean):
        told = f"điểm trung bình {len(totals)} tháng là {fraction(mean)}, cần từ {exactly(form.mean)}"
        yield told, tuple(one.period for one in months if one.total is not None and one.total < form.mean)


def _ordinary(form: AnnualForm, months: Months) -> Iterator[Missed]:
    missed = [one.period for one in months if not one.is_ordinary_held]
    if form.needs_every_ordinary and missed:
        yield f"không sinh hoạt thường kỳ {_listed(missed)}", tuple(missed)


def _thematic(form: AnnualForm, months: Months) -> Iterator[Missed]:
    for last in (one.period for one in months if one.period % 100 in (3, 6, 9, 12)):
        quarter = [one for one in months if last - 3 < one.period <= last]
        held = sum(one.thematic_held for one in quarter)
        if len(quarter) == _QUARTER and held < form.thematic_per_quarter:
            told = (
                f"quý {last % 100 // 3} có {held} buổi sinh hoạt chuyên đề, cần {form.thematic_per_quarter}"
            )
            yield told, tuple(one.period for one in quarter)


def _tot(form: AnnualForm, months: Months) -> Iterator[Missed]:
    reached = [one.period for one in months if one.grade is Grade.TOT]
    if len(reached) < form.months_tot:
        tot = GRADES[Grade.TOT]
        yield f"có {len(reached)} tháng xếp loại {tot}, cần {form.months_tot} tháng", tuple(reached)


def _lowest(form: AnnualForm, months: Months) -> Iterator[Missed]:
    order = list(Grade)
    low = [one for one in months if one.grade and order.index(one.grade) > order.index(form.lowest)]
    for one in low:
        if one.grade:
            told = f"{month(one.period)} xếp loại {GRADES[one.grade]}, cần từ {GRADES[form.lowest]} trở lên"
            yield told, (one.period,)


def _unscored(form: AnnualForm, months: Months) -> Iterator[Missed]:
    unscored = [one.period for one in months if one.is_ordinary_held and one.grade is None]
    if unscored:
        yield f"chưa chấm điểm {_listed(unscored)}", tuple(unscored)


def _listed(periods: Sequence[int]) -> str:
    return ", ".join(month(period) for period in periods)


_CONDITIONS: Sequence[Callable[[AnnualForm, Months], Iterator[Missed]]] = (
    _ordinary,
    _thematic,
    _unscored,
    _lowest,
    _tot,
    _mean,
)
