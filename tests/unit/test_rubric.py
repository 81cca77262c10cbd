"""Rubrics: what a file may say, what a sheet comes to, which version is in force."""

import re
import tomllib
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.duties import Grade
from bot.domain.meetings import Kind
from bot.domain.rubric import grade_of
from bot.domain.rubric_facts import MeetingFacts
from bot.domain.rubric_findings import RubricError
from bot.domain.rubric_grading import AnswerError, grade
from bot.domain.rubric_reading import parse_rubric
from bot.services.rubric_seeds import SEEDS, default_form, load_rubrics, seeded

SHORT = seeded("short_42hd", 1)
MEETING = MeetingFacts(Kind.ORDINARY)
FULL = {item.key: item.maximum for item in SHORT.items}
SMALL: dict[str, Any] = {
    "name": "small",
    "version": 1,
    "title": "Phiếu nhỏ",
    "legal_basis": "Hướng dẫn nội bộ",
    "starts_on": date(2026, 1, 1),
    "step": "0.5",
    "maximum": 10,
    "bands": [{"grade": "tot", "at_least": 8}, {"grade": "kem", "at_least": 0}],
    "groups": [
        {
            "key": "g",
            "title": "Nhóm",
            "maximum": 10,
            "capped": True,
            "items": [
                {"key": "a", "code": "1", "title": "A", "text": "Một", "maximum": 8},
                {"key": "b", "code": "2", "title": "B", "text": "Hai", "maximum": 8},
            ],
        }
    ],
}


def test_the_short_form_is_the_regulations() -> None:
    assert [item.maximum for item in SHORT.items] == [5, 5, 5, 5, 5, 25, 10, 5, 30, 5]
    assert [item.code for item in SHORT.items] == ["1", "2", "3.1", "3.2", "4.1", "4.2", "4.3", "5", "6", "7"]
    assert SHORT.maximum == 100
    assert "42-HD/BTCTW" in SHORT.legal_basis


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("100", Grade.TOT),
        ("90", Grade.TOT),
        ("89.99", Grade.KHA),
        ("89.5", Grade.KHA),
        ("70", Grade.KHA),
        ("69.9", Grade.TRUNG_BINH),
        ("50", Grade.TRUNG_BINH),
        ("49.5", Grade.KEM),
        ("0", Grade.KEM),
    ],
)
def test_a_band_begins_at_its_edge(total: str, expected: Grade) -> None:
    assert grade_of(SHORT, Decimal(total)) is expected


def test_a_sheet_is_added_up_exactly() -> None:
    answers = FULL | {"time": Decimal("4.9"), "attendance": Decimal("4.8"), "content": Decimal("14.9")}
    result = grade(SHORT, MEETING, answers)
    assert result.total == Decimal("89.6")
    assert result.grade is Grade.KHA
    assert result.points["content"] == Decimal("14.9")


def test_a_group_counts_up_to_its_cap() -> None:
    result = grade(parse_rubric(SMALL), MEETING, {"a": Decimal(8), "b": Decimal("7.5")})
    assert result.total == 10


@pytest.mark.parametrize(
    ("key", "points"),
    [("time", "5.1"), ("time", "-1"), ("time", "4.25"), ("time", "NaN"), ("time", "Infinity"), ("tme", "5")],
)
def test_a_wrong_answer_is_named(key: str, points: str) -> None:
    with pytest.raises(AnswerError) as error:
        grade(SHORT, MEETING, FULL | {key: Decimal(points)})
    assert error.value.key == key


def test_a_missing_answer_is_named() -> None:
    answers = {key: points for key, points in FULL.items() if key != "closing"}
    with pytest.raises(AnswerError, match="closing: not answered"):
        grade(SHORT, MEETING, answers)


def _sheets() -> st.SearchStrategy[dict[str, Decimal]]:
    return st.fixed_dictionaries(
        {
            item.key: st.integers(0, int(item.maximum * 10)).map(lambda tenths: Decimal(tenths) / 10)
            for item in SHORT.items
        }
    )


@settings(derandomize=True, deadline=None, max_examples=100)
@given(_sheets(), st.data())
def test_more_points_never_lower_the_total(answers: dict[str, Decimal], data: st.DataObject) -> None:
    before = grade(SHORT, MEETING, answers)
    assert 0 <= before.total <= SHORT.maximum
    assert before.total == sum(answers.values())
    item = data.draw(st.sampled_from(SHORT.items))
    assert grade(SHORT, MEETING, answers | {item.key: item.maximum}).total >= before.total


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = data
        for part in way:
            place = place[int(part) if part.isdigit() else part]
        place[last] = value

    return change


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("version", 0, "version: Giá trị thiếu hoặc không đúng dạng. Ghi một số nguyên"),
        ("version", True, "version: Giá trị thiếu hoặc không đúng dạng. Ghi một số nguyên"),
        ("title", " ", "title: Giá trị thiếu hoặc không đúng dạng. Ghi một đoạn chữ"),
        ("starts_on", "2026-01-01", "starts_on: Giá trị thiếu hoặc không đúng dạng. Ghi một ngày"),
        ("ends_on", date(2025, 12, 31), "ends_on: Ngày hết hiệu lực trước ngày có hiệu lực"),
        ("step", 0.5, "step: Giá trị thiếu hoặc không đúng dạng. Ghi một số không âm"),
        ("step", "1e999999", "step: Giá trị thiếu hoặc không đúng dạng"),
        ("step", "1e-999999", "step: Giá trị thiếu hoặc không đúng dạng"),
        ("step", "0", "step: Bước điểm không lớn hơn 0"),
        ("maximum", 11, "maximum: Điểm tối đa của phiếu là 11, các nhóm cộng lại là 10"),
        ("kinds", ["weekly"], "kinds: Giá trị thiếu hoặc không đúng dạng. Ghi một danh sách"),
        ("level", "row", "level: Giá trị thiếu hoặc không đúng dạng. Ghi một trong: item, group"),
        ("bands", [], "bands: Mức thấp nhất không bắt đầu từ 0"),
        ("bands.1.at_least", 1, "bands: Mức thấp nhất không bắt đầu từ 0"),
        ("bands.0.at_least", 0, "bands[2].at_least: Không đạt được: mức ở trên đã nhận hết"),
        ("bands.0.at_least", 11, "bands[1].at_least: Không đạt được: phiếu chỉ có 10 điểm"),
        ("bands.0.grade", "gioi", "bands[1].grade: Giá trị thiếu hoặc không đúng dạng. Ghi một trong"),
        ("bands.0.grade", "kem", "bands[2].grade: Mức này đã có ở trên"),
        ("bands.1.grade", "tot", "bands[2].grade: Mức này đã có ở trên"),
        ("groups", [], "maximum: Điểm tối đa của phiếu là 10, các nhóm cộng lại là 0"),
        ("groups.0.capped", False, "groups[1].maximum: Nhóm có tối đa 10 điểm, các tiêu chí cộng lại là 16"),
        ("groups.0.items", [], "groups[1].items: Nhóm không có tiêu chí nào"),
        ("groups.0.items.1.key", "a", "groups[1].items[2].key: Khóa 'a' đã dùng ở trên"),
        ("groups.0.items.1.key", "g", "groups[1].items[2].key: Khóa 'g' đã dùng ở trên"),
        ("groups.0.items.0.maximum", "7.3", "groups[1].items[1].maximum: Điểm tối đa 7,3 không phải bội số"),
        ("groups.0.items.0.maximum", -8, "groups[1].items[1].maximum: Giá trị thiếu hoặc không đúng dạng"),
        ("groups.0.items.0.choices", [9], "groups[1].items[1].choices: Không cho được 9 điểm"),
        ("groups.0.items.0.choices", [5, 5], "groups[1].items[1].choices: Các mức điểm không xếp từ cao"),
        ("groups.0.items.0.choices", ["x"], "groups[1].items[1].choices: Giá trị thiếu hoặc không đúng dạng"),
        ("groups.0.items.0.kind", "guess", "groups[1].items[1].kind: Giá trị thiếu hoặc không đúng dạng"),
        ("groups.0.items.0.kind", "steps", "groups[1].items[1].kind: Chấm theo bước mà không có bước nào"),
        ("groups.0.items.0.shows", ["mood"], "groups[1].items[1].shows: Giá trị thiếu hoặc không đúng dạng"),
        ("groups.0.items.0.maximun", 8, "groups[1].items[1].maximun: Khóa này không dùng được ở đây"),
    ],
)
def test_a_wrong_rubric_is_refused_by_the_key(path: str, value: object, sentence: str) -> None:
    data = deepcopy(SMALL)
    _set(path, value)(data)
    with pytest.raises(RubricError, match=re.escape(sentence)):
        parse_rubric(data)


def test_in_force_from_its_day_on() -> None:
    assert default_form(date(2025, 10, 28)).name == "detailed_42hd"
    with pytest.raises(LookupError):
        default_form(date(2025, 10, 27))


def test_found_again_by_name_and_version() -> None:
    assert seeded("short_42hd", 1) == SHORT
    with pytest.raises(LookupError):
        seeded("short_42hd", 99)


def test_a_folder_names_the_file_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("name = ", encoding="utf-8")
    with pytest.raises(RubricError, match=r"^broken\.toml: "):
        load_rubrics(tmp_path)


def test_a_version_stands_in_one_file_only(tmp_path: Path) -> None:
    seed = (SEEDS / "short_42hd.toml").read_text(encoding="utf-8")
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text(seed, encoding="utf-8")
    with pytest.raises(RubricError, match="Phiên bản 1 của short_42hd có trong hai tệp"):
        load_rubrics(tmp_path)


def test_fractions_in_a_file_stay_exact() -> None:
    text = (SEEDS / "short_42hd.toml").read_text(encoding="utf-8").replace('step = "0.1"', "step = 0.1")
    assert parse_rubric(tomllib.loads(text, parse_float=Decimal)) == SHORT
