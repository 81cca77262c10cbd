"""The policy: what the default says, and one sentence for every way to get it wrong."""

import re
import tomllib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.meetings import Kind
from bot.domain.policy import KINDS, PolicyError, QuietHours
from bot.domain.policy_file import parse_policy
from bot.domain.wording import REMINDER_KINDS
from bot.services.policy import load_policy

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
Edit = Callable[[dict[str, Any]], object]


def default() -> dict[str, Any]:
    return tomllib.loads(resources.files("db").joinpath("seeds/policy.toml").read_text("utf-8"))


def test_the_default_policy_is_domain_6() -> None:
    policy = load_policy()
    assert policy.consent_version == 1
    assert policy.code_valid_days == 14
    assert policy.wrong_codes_per_hour == 5
    assert policy.minimum_gap == timedelta(hours=12)
    assert policy.quiet == QuietHours(time(21), time(7))
    assert policy.planned_minutes == {Kind.ORDINARY: 90, Kind.THEMATIC: 90, Kind.COMBINED: 120}
    retention = policy.retention
    assert [retention.seen_events, retention.outbox, retention.drafts, retention.codes] == [
        timedelta(days=days) for days in (7, 90, 30, 14)
    ]


def test_every_step_that_can_be_said_stands_in_the_default_once() -> None:
    policy = load_policy()
    listed = [(step.kind, step.name) for step in policy.steps]
    assert sorted(listed) == sorted((kind, name) for kind, subject in KINDS.items() for name in subject.steps)


def test_a_day_is_reconciled_in_words_whatever_is_reminded() -> None:
    assert set(REMINDER_KINDS) == set(KINDS)


@pytest.mark.parametrize(
    ("period", "opens_at", "closes_at"),
    [
        (202612, datetime(2026, 11, 18, tzinfo=ZONE), datetime(2027, 1, 6, tzinfo=ZONE)),
        (202701, datetime(2026, 12, 18, tzinfo=ZONE), datetime(2027, 2, 6, tzinfo=ZONE)),
    ],
)
def test_a_period_opens_and_closes(period: int, opens_at: datetime, closes_at: datetime) -> None:
    policy = load_policy()
    assert policy.opening_at(period, ZONE) == opens_at
    assert policy.closing_at(period, ZONE) == closes_at


def test_a_step_may_be_struck_out() -> None:
    data = default()
    data["steps"] = [step for step in data["steps"] if step["name"] != "third"]
    policy = parse_policy(data)
    assert policy.step("register", "third") is None
    assert [step.name for step in policy.steps_of("register")] == ["first", "second"]


@pytest.mark.parametrize(
    ("hour", "is_quiet", "released"),
    [
        ("2026-12-03 20:59", False, "2026-12-03 20:59"),
        ("2026-12-03 21:00", True, "2026-12-04 07:00"),
        ("2026-12-31 23:30", True, "2027-01-01 07:00"),
        ("2026-12-03 00:00", True, "2026-12-03 07:00"),
        ("2026-12-03 06:59", True, "2026-12-03 07:00"),
        ("2026-12-03 07:00", False, "2026-12-03 07:00"),
    ],
)
def test_quiet_hours_over_midnight(hour: str, is_quiet: bool, released: str) -> None:
    quiet = load_policy().quiet
    instant = datetime.fromisoformat(hour).replace(tzinfo=ZONE)
    assert quiet.holds_at(instant) is is_quiet
    assert quiet.release(instant) == datetime.fromisoformat(released).replace(tzinfo=ZONE)


def test_quiet_hours_within_a_day() -> None:
    noon = QuietHours(time(11, 30), time(13, 30))
    instant = datetime(2026, 12, 3, 12, tzinfo=ZONE)
    assert noon.release(instant) == datetime(2026, 12, 3, 13, 30, tzinfo=ZONE)
    assert not noon.holds_at(instant.replace(hour=14))


def set_step(number: int, **values: object) -> Edit:
    return lambda data: data["steps"][number].update(values)


WRONG: list[tuple[Edit, str]] = [
    (lambda d: d.update(code_valid_day=14), "code_valid_day is unknown; allowed here: "),
    (lambda d: d.pop("consent_version"), "consent_version must be a whole number from 1 to 1000."),
    (
        lambda d: d.update(wrong_codes_per_hour=True),
        "wrong_codes_per_hour must be a whole number from 1 to 100.",
    ),
    (lambda d: d.update(minimum_gap_hours="12"), "minimum_gap_hours must be a whole number from 0 to 72."),
    (lambda d: d["quiet"].update(since="25:00"), 'quiet.since must be a time of day such as "08:00".'),
    (lambda d: d["quiet"].update(until="07:00+07:00"), 'quiet.until must be a time of day such as "08:00".'),
    (lambda d: d["quiet"].update(from_="21:00"), "quiet.from_ is unknown; allowed here: since, until."),
    (lambda d: d.update(quiet="21:00-07:00"), "quiet must be a table."),
    (lambda d: d["closing"].update(day=31), "closing.day must be a whole number from 1 to 28."),
    (lambda d: d["closing"].update(months=-1, day=18), "closing must be later than opening."),
    (
        lambda d: d["planned_minutes"].pop("combined"),
        "planned_minutes.combined must be a whole number from 1 to 600.",
    ),
    (lambda d: d["planned_minutes"].update(festive=60), "planned_minutes.festive is unknown; allowed here: "),
    (
        lambda d: d["retention_days"].update(outbox=0),
        "retention_days.outbox must be a whole number from 1 to 3650.",
    ),
    (
        lambda d: d["scoring"].update(gap_points=-1),
        'scoring.gap_points must be an exact number, not below 0, such as 5 or "2.5".',
    ),
    (
        lambda d: d["scoring"].update(of_body=[{"code": "38"}, {"code": "38"}]),
        "scoring.of_body must name 38 only once.",
    ),
    (
        lambda d: d["scoring"].update(of_body=[{"code": "38", "sees": True}]),
        "scoring.of_body[1].sees is unknown; allowed here: ",
    ),
    (lambda d: d.update(steps="none"), "steps must be a list of tables, written [[steps]]."),
    (
        set_step(0, kind="party"),
        "steps.kind must be one of register, visit, office, digest, self, prepare, not 'party'.",
    ),
    (set_step(0, kind=""), "steps[1].kind must be a text that is not empty."),
    (set_step(0, name="fourth"), "steps.name of register must be one of first, second, third."),
    (set_step(1, name="first"), "steps must name register.first only once."),
    (set_step(0, who="office"), "steps.who of register must be secretary."),
    (set_step(0, who="boss"), "steps[1].who must be one of secretary, visitor, office, leadership."),
    (set_step(0, day_off="never"), "steps[1].day_off must be one of keep, earlier, later."),
    (set_step(0, ignores_quiet="yes"), "steps[1].ignores_quiet must be true or false."),
    (set_step(0, anchor="start", days=1), "steps[1].months is unknown; allowed here: "),
    (set_step(4, anchor="change"), "steps[5].at is unknown; allowed here: "),
    (
        set_step(7, anchor="daily", at="08:00"),
        "steps.anchor of visit.notice must be one of change.",
    ),
    (set_step(10, minutes=-90.5), "steps[11].minutes must be a whole number from -10080 to 10080."),
]


@pytest.mark.parametrize(("edit", "sentence"), WRONG)
def test_a_wrong_policy_is_refused_in_one_sentence(edit: Edit, sentence: str) -> None:
    data = default()
    edit(data)
    with pytest.raises(PolicyError) as error:
        parse_policy(data)
    assert str(error.value).startswith(sentence)
    told = error.value.told
    assert told.startswith(f"{error.value.path}: ")
    assert re.search(r"[^.]\.$", told)
    assert not re.search(r"\b(must|is|one of|allowed|only)\b", told)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"consent_version = ",
            r"không đúng cú pháp TOML ở cuối tệp|không đúng cú pháp TOML ở dòng 1, cột 19",
        ),
        (b"a = 1\nb 2\n", "không đúng cú pháp TOML ở dòng 2, cột 3"),
        (b"\xff\xfe", "Không đọc được; tệp phải là văn bản UTF-8"),
        (b"minimum_gap_hours = 100", r"minimum_gap_hours: .* Ghi một số nguyên từ 0 đến 72\.$"),
        (b"", "Ghi một số nguyên"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes(content)
    with pytest.raises(PolicyError, match=sentence) as error:
        load_policy(file)
    assert str(file) in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"nowhere\.toml: Không thấy tệp này\.$"):
        load_policy(tmp_path / "nowhere.toml")
