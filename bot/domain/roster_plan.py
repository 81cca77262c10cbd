"""What an import would do: the roster afterwards, what changes, what is refused, what to look at."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bot.domain.roster_absence import Absent, end_absent
from bot.domain.roster_assignments import place_assignments
from bot.domain.roster_cell_doubts import cell_doubts
from bot.domain.roster_changes import Area, Change, Effect, changes
from bot.domain.roster_figures import figures
from bot.domain.roster_import import Import
from bot.domain.roster_organisations import place_organisations
from bot.domain.roster_people import place_people
from bot.domain.roster_posts import PostTable
from bot.domain.roster_reasons import RefusedRow, Warned
from bot.domain.roster_rows import RosterFile
from bot.domain.roster_state import Roster


class NoRoster(Exception):
    """No sheet of the workbook lists anything of a roster (workbooks.FileReason.NO_ROSTER)."""


class EndsNotRepeated(Exception):
    """So much would end for being absent that its number has to be repeated; nothing was done."""

    def __init__(self, ends: int) -> None:
        super().__init__(f"{ends} would end")
        self.ends = ends


@dataclass(frozen=True)
class RosterPlan:
    """An import before it is done. `on` is the day of the import, which undated posts start on."""

    on: date
    before: Roster
    after: Roster
    refused: tuple[RefusedRow, ...]
    warnings: tuple[Warned, ...]
    absent: Absent
    ignored_sheets: tuple[str, ...]

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        return changes(self.before, self.after)

    @cached_property
    def _counts(self) -> Counter[tuple[Effect, Area]]:
        return Counter((change.effect, change.area) for change in self.changes)

    def count(self, effect: Effect, area: Area | None = None) -> int:
        """How many are added, changed or ended, of one kind or of all."""
        return sum(n for (e, a), n in self._counts.items() if e is effect and area in (None, a))

    @property
    def added(self) -> int:
        return self.count(Effect.ADDED)

    @property
    def changed(self) -> int:
        return self.count(Effect.CHANGED)

    @property
    def ended(self) -> int:
        return self.count(Effect.ENDED)

    @property
    def has_changes(self) -> bool:
        return bool(self.changes)

    @cached_property
    def figures(self) -> dict[str, int]:
        """The figures of the roster afterwards, under khoi.json's names."""
        return figures(self.after, self.on)

    @property
    def fingerprint(self) -> str:
        """Differs when anything that would be done differs: what was confirmed is what was shown."""
        return hashlib.sha256(repr((self.on, self.changes)).encode()).hexdigest()

    def require_ends(self, ends: int | None) -> None:
        """Raise EndsNotRepeated unless few enough end, or `ends` is their number."""
        if ends != self.absent.total and (self.absent.must_be_repeated or ends is not None):
            raise EndsNotRepeated(self.absent.total)


def plan_import(
    before: Roster, file: RosterFile, table: PostTable, *, on: date, complete: bool
) -> RosterPlan:
    """What the file would do to what is known; NoRoster when it holds nothing of a roster."""
    if not file.kinds:
        raise NoRoster
    work = Import(before, file, table, on)
    place_organisations(work)
    place_people(work)
    place_assignments(work)
    absent = end_absent(work) if complete else Absent()
    return RosterPlan(
        on,
        before,
        work.after,
        tuple(sorted(file.refused, key=lambda row: row.where)),
        (*sorted(file.warnings, key=_in_order), *cell_doubts(work.after, on)),
        absent,
        tuple(file.ignored_sheets),
    )


def _in_order(warned: Warned) -> tuple[bool, int, int]:
    where = warned.where
    return (where is None, where.sheet if where else 0, where.row if where else 0)
