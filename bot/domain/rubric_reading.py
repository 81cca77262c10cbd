"""A rubric read from parsed TOML, and what makes one wrong."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.domain.duties import Grade
from bot.domain.people import Span
from bot.domain.reading import Malformed, Table
from bot.domain.rubric import Band, Group, Item, ItemKind, Rubric, ShownFact


class RubricError(Malformed):
    """The rubric is wrong; the text is one sentence that names the key and says what is allowed."""


def parse_rubric(data: Mapping[str, Any]) -> Rubric:
    """A rubric from parsed TOML (see db/seeds/rubrics); RubricError when it is wrong."""
    try:
        table = Table(data, "")
        rubric = _rubric(table)
        table.close()
        _check(rubric)
    except Malformed as error:
        raise RubricError(str(error)) from None
    return rubric


def _rubric(table: Table) -> Rubric:
    return Rubric(
        name=table.text("name"),
        version=table.whole("version", 1, 100_000),
        title=table.text("title"),
        legal_basis=table.text("legal_basis"),
        in_force=Span(table.day("starts_on"), table.day("ends_on") if table.has("ends_on") else None),
        step=table.decimal("step"),
        maximum=table.decimal("maximum"),
        bands=table.tables("bands", lambda t: Band(t.one_of("grade", Grade), t.decimal("at_least"))),
        groups=table.tables("groups", _group),
    )


def _group(table: Table) -> Group:
    return Group(
        table.text("key"), table.text("title"), table.decimal("maximum"), table.tables("items", _item)
    )


def _item(table: Table) -> Item:
    return Item(
        key=table.text("key"),
        code=table.text("code"),
        title=table.text("title"),
        text=table.text("text"),
        maximum=table.decimal("maximum"),
        kind=table.one_of("kind", ItemKind, ItemKind.NUMBER),
        choices=table.decimals("choices"),
        shows=table.all_of("shows", ShownFact),
    )


def _check(rubric: Rubric) -> None:
    if rubric.step <= 0:
        raise Malformed("step must be above 0.")
    if rubric.in_force.ends_on and rubric.in_force.ends_on < rubric.in_force.starts_on:
        raise Malformed("ends_on must not be before starts_on.")
    _check_bands(rubric)
    _check_keys(rubric)
    for place, group in enumerate(rubric.groups, 1):
        _check_group(rubric, group, f"groups[{place}]")
    whole = sum((group.maximum for group in rubric.groups), Decimal(0))
    if whole != rubric.maximum:
        raise Malformed(f"maximum must be {whole}, the sum of the groups, not {rubric.maximum}.")


def _check_bands(rubric: Rubric) -> None:
    if not rubric.bands or rubric.bands[-1].at_least != 0:
        raise Malformed("bands must end with one whose at_least is 0.")
    edges = [band.at_least for band in rubric.bands]
    if edges != sorted(set(edges), reverse=True):
        raise Malformed("bands must be listed from the highest at_least to the lowest, each once.")
    if edges[0] > rubric.maximum:
        raise Malformed(f"bands[1].at_least must not be above {rubric.maximum}, the maximum.")
    if len({band.grade for band in rubric.bands}) < len(rubric.bands):
        raise Malformed("bands must name each grade once.")


def _check_keys(rubric: Rubric) -> None:
    keys = [group.key for group in rubric.groups] + [item.key for item in rubric.items]
    for key in keys:
        if keys.count(key) > 1:
            raise Malformed(f"groups: the key {key!r} must be used only once.")


def _check_group(rubric: Rubric, group: Group, path: str) -> None:
    if not group.items:
        raise Malformed(f"{path}.items must have at least one line.")
    for place, item in enumerate(group.items, 1):
        _check_item(rubric, item, f"{path}.items[{place}]")
    whole = sum((item.maximum for item in group.items), Decimal(0))
    if group.maximum > whole:
        raise Malformed(f"{path}.maximum must not be above {whole}, the sum of its lines.")


def _check_item(rubric: Rubric, item: Item, path: str) -> None:
    if item.maximum == 0 or not rubric.allows(item, item.maximum):
        raise Malformed(f"{path}.maximum must be above 0 and a multiple of step, {rubric.step}.")
    if list(item.choices) != sorted(set(item.choices), reverse=True):
        raise Malformed(f"{path}.choices must be listed from the largest to the smallest, each once.")
    for points in item.choices:
        if not rubric.allows(item, points):
            raise Malformed(
                f"{path}.choices must be from 0 to {item.maximum} and multiples of {rubric.step}."
            )
