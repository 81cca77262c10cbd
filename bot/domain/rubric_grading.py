"""The judgement: what a sheet comes to by a rubric and a meeting's facts, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Context, Decimal
from fractions import Fraction

from bot.domain.duties import Grade
from bot.domain.rubric import Gate, Group, Rubric, grade_of
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_sheet import Line, Origin, open_sheet
from bot.domain.wording import GRADES, exactly

#: Cut off, never rounded up: a total below a band's edge stays below it.
_CUT_OFF = Context(prec=28, rounding=ROUND_DOWN)
_NONE = Decimal(0)
#: From the best to the worst.
_RANK = {grade: place for place, grade in enumerate(Grade)}


@dataclass(frozen=True)
class GateResult:
    """A gate, and the reason in words when it is not passed."""

    gate: Gate
    reason: str | None = None

    @property
    def is_passed(self) -> bool:
        """Whether all its lines are at their maximum."""
        return self.reason is None


@dataclass(frozen=True)
class Result:
    """What a sheet comes to: lines in order, the unrounded total (one that does not end is cut off after 28
    digits), the band of the points alone, the gates, and the grade after the gates. `rescaled` tells the
    arithmetic when lines were left out."""

    lines: tuple[Line, ...]
    total: Decimal
    band: Grade
    gates: tuple[GateResult, ...]
    grade: Grade
    rescaled: str | None = None

    @property
    def points(self) -> Mapping[str, Decimal]:
        """Points by line's key."""
        return {line.item.key: line.points for line in self.lines}

    @property
    def passed(self) -> tuple[GateResult, ...]:
        """The gates that are passed."""
        return tuple(gate for gate in self.gates if gate.is_passed)

    @property
    def failed(self) -> tuple[GateResult, ...]:
        """The gates that are not, with their reasons."""
        return tuple(gate for gate in self.gates if not gate.is_passed)


class AnswerError(ValueError):
    """A line that the rubric does not have, lacks, or has with other points; `key` names it."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key}: {problem}")
        self.key = key


def grade(rubric: Rubric, facts: MeetingFacts, answers: Mapping[str, Decimal]) -> Result:
    """Judge answers, by line's key. A line not answered takes what the facts propose; AnswerError when there
    is nothing, and when an answer is unknown, out of range or for a line that does not apply."""
    for key in answers:
        if key not in rubric.by_key:
            raise AnswerError(key, "no such line")
    lines = tuple(_judged(rubric, line, answers) for line in open_sheet(rubric, facts))
    total, rescaled = _total(rubric, lines)
    band = grade_of(rubric, total)
    gates = _gates(rubric.gates, lines)
    caps = [one.gate.otherwise for one in gates if not one.is_passed]
    return Result(lines, total, band, gates, max([band, *caps], key=_RANK.__getitem__), rescaled)


def _judged(rubric: Rubric, line: Line, answers: Mapping[str, Decimal]) -> Line:
    key, answer = line.item.key, answers.get(line.item.key)
    if answer is None:
        if line.origin is Origin.OPEN:
            raise AnswerError(key, "not answered")
        return line
    if line.origin is Origin.NOT_APPLICABLE:
        raise AnswerError(key, "does not apply to this meeting")
    if not rubric.allows(line.item, answer):
        raise AnswerError(key, f"{answer} is not allowed within 0 to {line.item.maximum} by {rubric.step}")
    return Line(line.item, answer, Origin.ANSWERED, line.proposal)


def _total(rubric: Rubric, lines: Sequence[Line]) -> tuple[Decimal, str | None]:
    counted = {line.item.key: line for line in lines}
    earned = sum((_of_group(group, counted) for group in rubric.groups), _NONE)
    if not any(line.is_excluded for line in lines):
        return earned, None
    attainable = sum((_attainable(group, counted) for group in rubric.groups), _NONE)
    whole = exactly(rubric.maximum)
    if not attainable:
        return rubric.maximum, f"không còn tiêu chí nào để tính -> đủ {whole} điểm"
    exact = Fraction(earned) * Fraction(rubric.maximum) / Fraction(attainable)
    total = _CUT_OFF.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    return total, f"{exactly(earned)}/{exactly(attainable)} điểm, quy về thang {whole}"


def _of_group(group: Group, lines: Mapping[str, Line]) -> Decimal:
    return min(group.maximum, sum((lines[item.key].points for item in group.items), _NONE))


def _attainable(group: Group, lines: Mapping[str, Line]) -> Decimal:
    return min(group.maximum, sum((lines[item.key].item.maximum for item in group.items), _NONE))


def _gates(gates: Iterable[Gate], lines: Iterable[Line]) -> tuple[GateResult, ...]:
    by_key = {line.item.key: line for line in lines}
    return tuple(_gate(gate, [by_key[key] for key in gate.items]) for gate in gates)


def _gate(gate: Gate, lines: Iterable[Line]) -> GateResult:
    short = [
        f"{line.item.title} {exactly(line.points)}/{exactly(line.item.maximum)} điểm"
        for line in lines
        if line.points < line.item.maximum
    ]
    if not short:
        return GateResult(gate)
    return GateResult(
        gate, f"Xếp loại cao nhất là {GRADES[gate.otherwise]}: {gate.title}; {', '.join(short)}"
    )
