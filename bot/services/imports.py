"""A roster workbook sent to the bot: the preview, and the import once it is confirmed."""

from sqlmodel import col, select

from bot.domain.people import Place
from bot.domain.roster_reasons import RefusedRow
from bot.domain.workbooks import FILE_REASONS, FileReason, ParsedWorkbook, Refusal
from bot.messages.office import RosterApplied, RosterPreview, RosterRefusal
from bot.services import people, roster
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


def places_touched(work: Work, subject: str) -> list[Place]:
    """Whose office may import in the chat: a workbook may touch the whole tree, so that of its roots."""
    roots = work.session.exec(select(Organisation).where(col(Organisation.parent_id).is_(None)))
    return [people.place(root) for root in roots]


def refusal_of(work: Work, fetch: FileFetch) -> str | None:
    """Why a file that could be read is no roster; None when it is one."""
    try:
        _plan(work, fetch)
    except NoRoster:
        return FileReason.NO_ROSTER.value
    return None


def preview(work: Work, subject: str) -> RosterPreview:
    """What the workbook would do; remembers what was shown, so that just that is confirmed."""
    fetch = _fetch(work, subject)
    plan = _plan(work, fetch)
    fetch.digest = plan.fingerprint
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
    plan = _plan(work, fetch)
    if plan.fingerprint != fetch.digest:
        raise Changed
    roster.apply(work, plan, by=by)
    fetch.parsed = None
    return RosterApplied(plan.added, plan.changed, plan.ended, len(plan.refused))


def _fetch(work: Work, subject: str) -> FileFetch:
    fetch = work.session.get(FileFetch, int(subject.split(":")[1]))
    if fetch is None or fetch.parsed is None:
        raise Gone
    return fetch


def _plan(work: Work, fetch: FileFetch) -> RosterPlan:
    parsed = ParsedWorkbook.from_json(fetch.parsed or "{}")
    if isinstance(parsed, Refusal):
        raise Gone
    return roster.plan(work, parsed)


def _refusal(row: RefusedRow) -> RosterRefusal:
    return RosterRefusal(row.where.title, row.where.row, row.words)
