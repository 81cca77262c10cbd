"""A roster workbook sent to the bot: the preview, and the import once it is confirmed."""

from collections.abc import Iterable

from sqlmodel import select

from bot.domain.access import may_import_roster
from bot.domain.people import EVERYWHERE, Actor, Place
from bot.domain.roster_reach import reach
from bot.domain.roster_reasons import RefusedRow
from bot.domain.workbooks import FILE_REASONS, FileReason, ParsedWorkbook, Refusal
from bot.messages.office import RosterApplied, RosterPreview, RosterRefusal
from bot.services import roster
from bot.services.drafts import Gone
from bot.services.roster import NoRoster, RosterPlan
from bot.services.work import Work
from db.models import FileFetch, Organisation

_SHOWN = 10  # refused rows and warnings in one message
_NOT_FETCHED = "không tải được tệp từ ứng dụng nhắn tin; đề nghị gửi lại sau ít phút"


class Changed(Exception):
    """Since the preview the roster changed, so that the import would do something else."""


def refusal_in_words(reason: str) -> str:
    """Why a file was not read, and what to do."""
    known = {one.value: one for one in FileReason}
    return FILE_REASONS[known[reason]] if reason in known else _NOT_FETCHED


def is_within_reach(work: Work, subject: str, actor: Actor) -> bool:
    """Whether everything that the workbook would change is this person's to change."""
    plan = _plan(work, _fetch(work, subject))
    places = _Places(work, plan)
    return all(
        any(may_import_roster(actor, place) for place in places.of(group))
        for group in reach(plan.before, plan.after)
    )


class _Places:
    """Where organisations stand; a new one where the nearest one stands that is there already."""

    def __init__(self, work: Work, plan: RosterPlan) -> None:
        rows = work.session.exec(select(Organisation.code, Organisation.id, Organisation.path))
        self._known = {code: Place(number or 0, path) for code, number, path in rows}
        self._after = plan.after

    def of(self, codes: Iterable[str]) -> list[Place]:
        return [self._of(code) for code in codes]

    def _of(self, code: str) -> Place:
        found = (self._known[above] for above in self._after.chain(code) if above in self._known)
        return next(found, EVERYWHERE)


def is_roster(work: Work, subject: str) -> bool:
    """Whether a workbook that could be read lists anything of a roster."""
    try:
        _plan(work, _fetch(work, subject))
    except NoRoster:
        return False
    return True


def remember_shown(work: Work, subject: str) -> None:
    """What is about to be shown is what may be confirmed, and nothing else."""
    fetch = _fetch(work, subject)
    fetch.digest = _plan(work, fetch).fingerprint


def is_overtaken(work: Work, subject: str) -> bool:
    """Whether the import would do something else now than was shown."""
    fetch = _fetch(work, subject)
    return fetch.digest is not None and fetch.digest != _plan(work, fetch).fingerprint


def forget(work: Work, subject: str) -> None:
    """Keep nothing of what the workbook held."""
    fetch = work.session.get(FileFetch, _number(subject))
    if fetch is not None:
        fetch.parsed = None


def preview(work: Work, subject: str) -> RosterPreview:
    """What the workbook would do."""
    fetch = _fetch(work, subject)
    plan = _plan(work, fetch)
    figures = plan.figures
    return RosterPreview(
        name=fetch.name,
        organisations=figures["organisations"],
        cells=figures["cells"],
        people=figures["people"],
        assignments=figures["assignments"],
        added=plan.added,
        changed=plan.changed,
        ended=plan.ended,
        refused=tuple(_refusal(row) for row in plan.refused[:_SHOWN]),
        refused_total=len(plan.refused),
        warnings=tuple(one.words for one in plan.warnings[:_SHOWN]),
        warnings_total=len(plan.warnings),
        has_changes=plan.has_changes,
    )


def apply(work: Work, subject: str, by: int) -> RosterApplied:
    """Do what the preview showed, in this transaction; Changed when it would be something else now."""
    fetch = _fetch(work, subject)
    if is_overtaken(work, subject):
        raise Changed
    plan = _plan(work, fetch)
    roster.apply(work, plan, by=by)
    return RosterApplied(plan.added, plan.changed, plan.ended, len(plan.refused))


def _number(subject: str) -> int:
    return int(subject.split(":")[1])


def _fetch(work: Work, subject: str) -> FileFetch:
    fetch = work.session.get(FileFetch, _number(subject))
    if fetch is None or fetch.parsed is None:
        raise Gone
    return fetch


def _plan(work: Work, fetch: FileFetch) -> RosterPlan:
    # Made once a transaction: the steps of one turn all ask for it, and it takes a fifth of a second,
    # which on SQLite everybody else waits for.
    plans: dict[int | None, RosterPlan] = work.session.info.setdefault("roster plans", {})
    if fetch.id not in plans:
        parsed = ParsedWorkbook.from_json(fetch.parsed or "{}")
        if isinstance(parsed, Refusal):
            raise Gone
        plans[fetch.id] = roster.plan(work, parsed)
    return plans[fetch.id]


def _refusal(row: RefusedRow) -> RosterRefusal:
    return RosterRefusal(row.where.title, row.where.row, row.words)
