"""An annual form read from parsed TOML (db/seeds/rubrics/annual)."""

from collections.abc import Mapping
from typing import Any

from bot.domain.annual import AnnualForm
from bot.domain.duties import Grade
from bot.domain.reading import Malformed, Table
from bot.domain.rubric import Ambiguity
from bot.domain.rubric_findings import Finding, RubricError
from bot.domain.rubric_reading import read_span

#: What such a file says under `form`; a rubric says nothing there.
ANNUAL = "annual"


def parse_annual(data: Mapping[str, Any]) -> AnnualForm:
    """An annual form from parsed TOML; RubricError when it is wrong."""
    try:
        table = Table(data, "")
        table.text("form")
        form = _form(table)
        table.close()
    except Malformed as error:
        raise RubricError((Finding.of(error),)) from None
    found = _found(form)
    if found:
        raise RubricError(found)
    return form


def _form(table: Table) -> AnnualForm:
    return AnnualForm(
        name=table.short_name("name"),
        version=table.whole("version", 1, 100_000),
        title=table.text("title"),
        legal_basis=table.text("legal_basis"),
        in_force=read_span(table),
        months_tot=table.whole("months_tot", 0, 12),
        lowest=table.one_of("lowest", Grade),
        mean=table.decimal("mean") if table.has("mean") else None,
        needs_every_ordinary=table.flag("needs_every_ordinary", False),
        thematic_per_quarter=table.whole("thematic_per_quarter", 0, 3, 0),
        ambiguities=table.tables("ambiguities", lambda t: Ambiguity(t.text("source"), t.text("choice"))),
    )


def _found(form: AnnualForm) -> tuple[Finding, ...]:
    ends_on = form.in_force.ends_on
    if ends_on and ends_on < form.in_force.starts_on:
        problem = "Ngày hết hiệu lực trước ngày có hiệu lực."
        return (Finding("ends_on", problem, "Sửa ends_on hoặc starts_on."),)
    return ()
