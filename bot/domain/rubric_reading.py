"""A rubric read from parsed TOML; what makes one wrong is found in bot.domain.rubric_checking."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bot.domain.duties import Grade
from bot.domain.meetings import Kind
from bot.domain.people import Span
from bot.domain.reading import Malformed, Table
from bot.domain.rubric import (
    Ambiguity,
    Band,
    Detail,
    Gate,
    Group,
    Item,
    ItemKind,
    NotApplicable,
    Rubric,
    ShownFact,
)
from bot.domain.rubric_checking import findings
from bot.domain.rubric_conditions import ALWAYS, AppliesIf, Condition, Step
from bot.domain.rubric_facts import Quantity
from bot.domain.rubric_findings import Finding, RubricError


def parse_rubric(data: Mapping[str, Any]) -> Rubric:
    """A rubric from parsed TOML (see db/seeds/rubrics); RubricError when it is wrong."""
    try:
        table = Table(data, "")
        rubric = _rubric(table)
        table.close()
    except Malformed as error:
        raise RubricError((Finding.of(error),)) from None
    found = findings(rubric)
    if found:
        raise RubricError(found)
    return rubric


def read_span(table: Table) -> Span:
    """The effective dates of a form."""
    return Span(table.day("starts_on"), table.day("ends_on") if table.has("ends_on") else None)


def _rubric(table: Table) -> Rubric:
    return Rubric(
        name=table.short_name("name"),
        version=table.whole("version", 1, 100_000),
        title=table.text("title"),
        legal_basis=table.text("legal_basis"),
        in_force=read_span(table),
        step=table.decimal("step"),
        maximum=table.decimal("maximum"),
        bands=table.tables("bands", lambda t: Band(t.one_of("grade", Grade), t.decimal("at_least"))),
        groups=table.tables("groups", _group),
        gates=table.tables("gates", _gate),
        kinds=table.all_of("kinds", Kind) or tuple(Kind),
        detail=table.one_of("level", Detail, Detail.ITEM),
        points_borrowed_from=_text(table, "points_borrowed_from"),
        ambiguities=table.tables("ambiguities", lambda t: Ambiguity(t.text("source"), t.text("choice"))),
    )


def _text(table: Table, key: str) -> str | None:
    return table.text(key) if table.has(key) else None


def _gate(table: Table) -> Gate:
    return Gate(table.text("title"), table.texts("items"), table.one_of("otherwise", Grade))


def _group(table: Table) -> Group:
    return Group(
        table.text("key"),
        table.text("title"),
        table.decimal("maximum"),
        table.tables("items", _item),
        table.flag("capped", False),
    )


def _item(table: Table) -> Item:
    maximum, kind = table.decimal("maximum"), table.one_of("kind", ItemKind, ItemKind.NUMBER)
    steps = table.tables("steps", _step)
    return Item(
        key=table.text("key"),
        code=table.text("code"),
        title=table.text("title"),
        text=table.text("text"),
        maximum=maximum,
        kind=kind,
        choices=table.decimals("choices") or _choices(kind, maximum, steps),
        shows=table.all_of("shows", ShownFact),
        steps=steps,
        applies_if=table.table("applies_if", _applies_if) if table.has("applies_if") else ALWAYS,
        not_applicable=table.one_of("not_applicable", NotApplicable, NotApplicable.FULL_MARKS),
        transfer_to=_text(table, "transfer_to"),
    )


def _choices(kind: ItemKind, maximum: Decimal, steps: Iterable[Step]) -> tuple[Decimal, ...]:
    if kind is ItemKind.YES_NO:
        return (maximum, Decimal(0))
    if kind is ItemKind.STEPS:
        return tuple(sorted({step.points for step in steps}, reverse=True))
    return ()


def _step(table: Table) -> Step:
    return Step(table.decimal("points"), table.tables("when", _condition))


def _condition(table: Table) -> Condition:
    return _bounded(table, table.one_of("quantity", Quantity))


def _bounded(table: Table, quantity: Quantity) -> Condition:
    bounds = ("at_least", "above", "at_most", "below")
    return Condition(quantity, *(table.decimal(key) if table.has(key) else None for key in bounds))


def _applies_if(table: Table) -> AppliesIf:
    return AppliesIf(
        kinds=table.all_of("kinds", Kind),
        has_cell_committee=table.flag("has_cell_committee", False)
        if table.has("has_cell_committee")
        else None,
        members=table.table("members", lambda t: _bounded(t, Quantity.MEMBERS))
        if table.has("members")
        else None,
    )
