"""Organisations of a roster file put into the tree; rows that find no place in it are refused."""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.people import Level
from bot.domain.roster_cells import AnyLevel
from bot.domain.roster_import import Import
from bot.domain.roster_reasons import Reason
from bot.domain.roster_rows import OrganisationRow
from bot.domain.roster_state import OrganisationFacts

_ROOTS = (Level.PARTY_BODY, Level.GRASSROOTS_BODY)


def place_organisations(work: Import) -> None:
    """Take in every organisation's row that fits; a row whose parent is refused has no parent either."""
    rows = _without_repeats(work)
    for row in _from_the_top(work, rows):
        why = _misplaced(work, rows, row)
        if why is None:
            work.after.organisations[row.code] = _placed(work, row)
            work.named_organisations.add(row.code)
        else:
            work.refuse(row, why)


def _without_repeats(work: Import) -> dict[str, OrganisationRow]:
    rows: dict[str, OrganisationRow] = {}
    for row in work.file.organisations:
        if row.code in rows:
            work.refuse(row, Reason.DUPLICATE_CODE)
        else:
            rows[row.code] = row
    return rows


def _parent(work: Import, row: OrganisationRow) -> str | None:
    known = work.before.organisations.get(row.code)
    return row.parent or (known.parent if known else None)


def _misplaced(work: Import, rows: dict[str, OrganisationRow], row: OrganisationRow) -> Reason | None:
    parent = _parent(work, row)
    if _is_circular(work, rows, row.code) or row.code in work.after.chain(parent):
        return Reason.CIRCULAR_PARENT
    if parent is None:
        return None if row.level in (*_ROOTS, AnyLevel.BODY) else Reason.PARENT_MISSING
    if not work.is_known(parent):
        return Reason.UNKNOWN_PARENT
    return _level_misfit(work, rows, row, parent)


def _level_misfit(
    work: Import, rows: dict[str, OrganisationRow], row: OrganisationRow, parent: str
) -> Reason | None:
    if work.after.organisations[parent].level.is_cell:
        return Reason.PARENT_IS_A_CELL
    is_cell = row.level is AnyLevel.CELL or (isinstance(row.level, Level) and row.level.is_cell)
    is_above = any(
        facts.parent == row.code and facts.code not in rows for facts in work.before.living(work.on)
    )
    return Reason.HAS_ORGANISATIONS_BELOW if is_cell and is_above else None


def _is_circular(work: Import, rows: dict[str, OrganisationRow], start: str) -> bool:
    seen: set[str] = set()
    code: str | None = start
    while code is not None and code not in seen:
        seen.add(code)
        known = work.before.organisations.get(code)
        code = _parent(work, rows[code]) if code in rows else (known.parent if known else None)
    return code == start


def _from_the_top(work: Import, rows: dict[str, OrganisationRow]) -> Iterator[OrganisationRow]:
    """The rows so that a parent's comes before those of what lies below it."""
    done: set[str] = set()
    for code in rows:
        path = []
        above: str | None = code
        while above in rows and above not in done:
            path.append(rows[above])
            done.add(above)
            above = _parent(work, rows[above])
        yield from reversed(path)


def _placed(work: Import, row: OrganisationRow) -> OrganisationFacts:
    parent = _parent(work, row)
    above = work.after.organisations[parent].level if parent else None
    known = work.before.organisations.get(row.code) or OrganisationFacts(row.code, row.name, Level.PARTY_BODY)
    return replace(
        known,
        name=known.name if known.name.casefold() == row.name.casefold() else row.name,
        level=_level(row.level, above, known if row.code in work.before.organisations else None),
        parent=parent,
        members=_said(row.members, known.members),
        exempt=row.exempt if row.exempt is not None else known.exempt,
        has_cell_committee=known.has_cell_committee
        if row.has_cell_committee is None
        else row.has_cell_committee,
        planned_minutes=_said(row.planned_minutes, known.planned_minutes),
        ended_on=None,
    )


def _said(new: int | None, known: int | None) -> int | None:
    return known if new is None else new


def _level(said: Level | AnyLevel, above: Level | None, known: OrganisationFacts | None) -> Level:
    if isinstance(said, Level):
        return said
    if known is not None and known.level.is_cell == (said is AnyLevel.CELL):
        return known.level
    if said is AnyLevel.CELL:
        return Level.GRASSROOTS_CELL if above is Level.PARTY_BODY else Level.DEPENDENT_CELL
    return {None: Level.PARTY_BODY, Level.PARTY_BODY: Level.GRASSROOTS_BODY}.get(above, Level.SUB_BODY)
