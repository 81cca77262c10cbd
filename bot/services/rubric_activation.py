"""Putting a form in force for a body, and withdrawing it: planned, shown, done; no grade is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.annual import AnnualForm
from bot.domain.rubric import Rubric
from bot.services import audit, rubric_effects
from bot.services import rubric_refusals as refusals
from bot.services.rubric_effects import Effect
from bot.services.rubric_refusals import Refused, body_of
from bot.services.rubric_texts import Brought, parsed
from bot.services.work import Work
from db.models import Organisation, RubricActivation, RubricVersion
from db.queries import rubrics as queries


@dataclass(frozen=True)
class Activation:
    """A form about to be in force for a body from a local day on; `later` are the days from which other
    forms of this body follow it, and their names."""

    body: Organisation
    brought: Brought
    starts_on: date
    effect: Effect
    later: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class Withdrawal:
    """An activation about to be withdrawn."""

    body: Organisation
    form: Rubric | AnnualForm
    activation: RubricActivation
    effect: Effect


def plan(work: Work, code: str, brought: Brought, starts_on: date) -> Activation:
    """What putting a form in force would do; Refused when it cannot be."""
    body = body_of(work, code)
    refusals.require_same_content(work, brought)
    refusals.require_day(work, brought.form, starts_on)
    known = standing(work, body)
    refusals.require_free_day(known, body, brought.form, starts_on)
    later = sorted(
        (row.starts_on, form.name)
        for row, form in known
        if row.starts_on > starts_on and refusals.overlap(form, brought.form)
    )
    effect = rubric_effects.activating(work, body, brought.form, starts_on)
    return Activation(body, brought, starts_on, effect, tuple(later))


def activate(work: Work, planned: Activation, by: int | None = None) -> RubricActivation:
    """Put a form in force as planned in this same transaction."""
    row = RubricActivation(
        body_id=planned.body.id or 0,
        rubric_version_id=_version(work, planned.brought, by),
        starts_on=planned.starts_on,
        activated_at=work.now,
        activated_by_id=by,
    )
    work.session.add(row)
    work.session.flush()
    audit.note(work, by, "rubric.activated", _subject(planned.brought.form, row))
    return row


def plan_withdrawal(
    work: Work, code: str, name: str, starts_on: date, version: int | None = None
) -> Withdrawal:
    """What withdrawing an activation would do; Refused when the body has none of this form from that day."""
    body = body_of(work, code)
    found = [
        (row, form)
        for row, form in standing(work, body)
        if (row.starts_on, form.name) == (starts_on, name) and version in (None, form.version)
    ]
    if not found:
        raise Refused(
            f"{body.name} không có phiếu {name} áp dụng từ ngày {starts_on:%d/%m/%Y}. "
            f"Xem: chibo rubric list --body {code}"
        )
    row, form = found[0]
    return Withdrawal(body, form, row, rubric_effects.withdrawing(work, body, form, row))


def withdraw(work: Work, planned: Withdrawal, by: int | None = None) -> None:
    """Withdraw an activation: what was scored by it stays, what is asked from now on goes by another form."""
    row = planned.activation
    row.withdrawn_at, row.withdrawn_by_id = work.now, by
    work.session.add(row)
    work.session.flush()
    audit.note(work, by, "rubric.withdrawn", _subject(planned.form, row))


def activations(work: Work, body: Organisation) -> Sequence[tuple[RubricActivation, Rubric | AnnualForm]]:
    """What a body itself has ever put in force, the newest start first."""
    rows = queries.activations_of(work.session, body.id or 0)
    return [(row, parsed(work, version.purpose, version.digest)) for row, version in rows]


def standing(work: Work, body: Organisation) -> Sequence[tuple[RubricActivation, Rubric | AnnualForm]]:
    """What a body itself has in force or about to be, not what it withdrew; the newest start first."""
    return [(row, form) for row, form in activations(work, body) if row.withdrawn_at is None]


def _version(work: Work, brought: Brought, by: int | None) -> int:
    form = brought.form
    known = queries.version_of(work.session, form.name, form.version)
    if known is None:
        known = RubricVersion(
            purpose=brought.purpose,
            name=form.name,
            version=form.version,
            text=brought.text,
            digest=brought.digest,
            checked_at=work.now,
            checked_by_id=by,
        )
        work.session.add(known)
        work.session.flush()
    return known.id or 0


def _subject(form: Rubric | AnnualForm, row: RubricActivation) -> str:
    return f"{form.name}/{form.version} organisation:{row.body_id} {row.starts_on}"
