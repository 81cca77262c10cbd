"""A form's file as text: where things stand in it, and whatever it says, it is checked to the end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.rubric_file import check_text, lines_of
from bot.services.rubric_seeds import ANNUAL, SEEDS

DETAILED = (SEEDS / "detailed_42hd.toml").read_text(encoding="utf-8")
GATED = (SEEDS / "gated.toml").read_text(encoding="utf-8")
FORM_A = (ANNUAL / "annual_a.toml").read_text(encoding="utf-8")
LENGTH = """  { points = 5, when = [{ quantity = "length_short_by", at_most = 0 }] },"""
RATE = """  { points = 3, when = [{ quantity = "attendance_rate", at_least = 75 }] },"""


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("name", 'name = "detailed_42hd"'),
        ("bands[2].at_least", "at_least = 70"),
        ("groups[1].items[1].steps[1]", LENGTH),
        ("groups[2].items[1].steps[3]", RATE),
        ("groups[4].items[3].transfer_to", 'transfer_to = "ordinary_content"'),
        ("groups[8].items[3].key", 'key = "documents_after"'),
    ],
)
def test_a_path_is_found_on_its_line(path: str, words: str) -> None:
    assert DETAILED.splitlines()[lines_of(DETAILED)[path] - 1] == words


@pytest.mark.parametrize(("text", "line"), [('name = "a', 1), ("a = 1\n\nb = = 2\n", 3), ("[[x]\n", 1)])
def test_a_file_that_is_not_toml_is_found_by_line(text: str, line: int) -> None:
    (finding,) = check_text(text)
    assert finding.line == line
    assert finding.problem == "Tệp không đúng cú pháp TOML."


def test_an_empty_file_lacks_its_first_key() -> None:
    (finding,) = check_text("")
    assert finding.path == "name"


WORDS = (
    "0",
    "-1",
    "7",
    "1e9",
    "true",
    '"tot"',
    '"flexible"',
    "[]",
    "{}",
    "[[1]]",
    '""',
    "2026-01-01",
    '"1e999999"',
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.sampled_from([DETAILED, GATED, FORM_A]), st.data())
def test_whatever_a_file_says_it_is_checked_to_the_end(text: str, data: st.DataObject) -> None:
    lines = text.splitlines()
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        key = lines[place].partition("=")[0]
        other = data.draw(st.sampled_from([f"{key}= {word}" for word in WORDS] + ["", lines[place] + " "]))
        lines[place] = other if data.draw(st.booleans()) else lines[data.draw(st.integers(0, len(lines) - 1))]
    changed = "\n".join(lines)
    for finding in check_text(changed):
        assert 1 <= (finding.line or 0) <= len(lines) + 1
        assert finding.problem
        assert finding.remedy
