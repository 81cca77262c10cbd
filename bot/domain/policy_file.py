"""Reads the policy from parsed TOML and refuses, in one sentence, what it does not allow."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from bot.domain.meetings import Kind
from bot.domain.policy import (
    KINDS,
    Anchor,
    DayOff,
    DayOfMonth,
    Doubt,
    Moment,
    Policy,
    PolicyError,
    QuietHours,
    Retention,
    Step,
    Who,
)
from bot.domain.policy_scoring import ScoringPolicies, read_scoring
from bot.domain.reading import Malformed, Table


def parse_policy(data: Mapping[str, Any]) -> Policy:
    """The policy from parsed TOML (db/seeds/policy.toml is the default); PolicyError when it is wrong."""
    try:
        table = Table(data, "")
        policy = _policy(table)
        table.close()
        _check(policy)
    except Malformed as error:
        raise PolicyError(str(error), error.path, error.problem, error.remedy) from None
    return policy


def _policy(table: Table) -> Policy:
    gap_hours = table.whole("minimum_gap_hours", 0, 72)
    return Policy(
        consent_version=table.whole("consent_version", 1, 1000),
        code_valid_days=table.whole("code_valid_days", 1, 365),
        wrong_codes_per_hour=table.whole("wrong_codes_per_hour", 1, 100),
        digest_valid_days=table.whole("digest_valid_days", 1, 60),
        data_answer_days=table.whole("data_answer_days", 1, 30),
        minimum_gap=timedelta(hours=gap_hours),
        stale_update=table.hours("stale_update_hours", 1, 24 * 7),
        alarm_after=timedelta(minutes=table.whole("alarm_after_minutes", 1, 24 * 60, 10)),
        quiet=table.table("quiet", lambda t: QuietHours(t.hour("since"), t.hour("until"))),
        opening=table.table("opening", _day_of_month),
        closing=table.table("closing", _day_of_month),
        planned_minutes=table.table("planned_minutes", lambda t: {k: t.whole(k, 1, 600) for k in Kind}),
        retention=table.table("retention_days", _retention),
        doubt=table.table("doubt", _doubt),
        steps=table.tables("steps", lambda t: _step(t, gap_hours)),
        # A file written before the section came is as good as ever.
        scoring=table.table("scoring", read_scoring) if table.has("scoring") else ScoringPolicies(),
    )


def _retention(table: Table) -> Retention:
    return Retention(*(table.days(key, 1, 3650) for key in ("seen_events", "outbox", "drafts", "codes")))


def _doubt(table: Table) -> Doubt:
    return Doubt(timedelta(minutes=table.whole("again_minutes", 0, 1440)), table.whole("most_again", 0, 10))


def _day_of_month(table: Table) -> DayOfMonth:
    # No later day than the 28th: every month has it.
    return DayOfMonth(table.whole("months", -3, 3), table.whole("day", 1, 28), table.hour("at"))


def _step(table: Table, gap_hours: int) -> Step:
    kind, name = table.text("kind"), table.text("name")
    anchor = table.one_of("anchor", Anchor)
    return Step(
        kind,
        name,
        who=table.one_of("who", Who),
        moment=_moment(table, anchor),
        day_off=table.one_of("day_off", DayOff),
        ignores_quiet=table.flag("ignores_quiet", False),
        ladder=table.text("ladder") if table.has("ladder") else f"{kind}.{name}",
        gap=timedelta(hours=table.whole("gap_hours", 0, 72, gap_hours)),
    )


def _moment(table: Table, anchor: Anchor) -> Moment:
    if anchor is Anchor.CHANGE:
        return Moment(anchor)
    if anchor is Anchor.PERIOD:
        return Moment(anchor, in_month=_day_of_month(table))
    if anchor is Anchor.DAILY:
        return Moment(anchor, hour=table.hour("at"))
    if table.has("minutes"):
        return Moment(anchor, minutes=table.whole("minutes", -10_080, 10_080))
    return Moment(anchor, days=table.whole("days", -31, 31), hour=table.hour("at"))


def _check(policy: Policy) -> None:
    opening, closing = policy.opening, policy.closing
    if (opening.months, opening.day, opening.hour) >= (closing.months, closing.day, closing.hour):
        raise _refused("closing", "must be later than opening", "Lúc khóa sổ phải sau lúc mở kỳ (opening).")
    for step in policy.steps:
        _check_step(step)
    names = [(step.kind, step.name) for step in policy.steps]
    for kind, name in names:
        if names.count((kind, name)) > 1:
            only_once = f"Bước {kind}.{name} có hai lần; giữ lại một."
            raise _refused("steps", f"must name {kind}.{name} only once", only_once)


def _check_step(step: Step) -> None:
    subject = KINDS.get(step.kind)
    if subject is None:
        raise _refused_choice("steps.kind", "", KINDS, f", not {step.kind!r}")
    if step.name not in subject.steps:
        raise _refused_choice("steps.name", step.kind, subject.steps)
    if step.who is not subject.who:
        raise _refused(
            "steps.who", f"of {step.kind} must be {subject.who}", f"Với {step.kind} phải ghi {subject.who}."
        )
    anchors = subject.steps[step.name]
    if step.moment.anchor not in anchors:
        raise _refused_choice("steps.anchor", f"{step.kind}.{step.name}", anchors)


def _refused(path: str, rule: str, told: str) -> Malformed:
    return Malformed(f"{path} {rule}.", path, told)


def _refused_choice(path: str, of: str, allowed: Iterable[str], found: str = "") -> Malformed:
    names = ", ".join(allowed)
    rule, told = (f"of {of} must", f"Với {of} phải") if of else ("must", "Phải")
    return _refused(path, f"{rule} be one of {names}{found}", f"{told} ghi một trong: {names}.")
