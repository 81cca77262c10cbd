"""What a body sets about scores: for everybody, for a body and all below it, key by key."""

import tomllib
from decimal import Decimal
from importlib import resources

import pytest

from bot.domain.policy_file import parse_policy
from bot.domain.policy_scoring import ScoringPolicies, ScoringPolicy
from bot.services.policy import load_policy

_OWN = """
[scoring]
gap_points = "7.5"
[[scoring.of_body]]
code = "38"
cell_sees_visitor_score = true
[[scoring.of_body]]
code = "38.001"
gap_points = 5
[[scoring.of_body]]
code = "38.001.002"
cell_sees_visitor_score = false
"""


def policies(own: str = "") -> ScoringPolicies:
    data = tomllib.loads(resources.files("db").joinpath("seeds/policy.toml").read_text("utf-8"))
    data.pop("scoring")
    return parse_policy(data | tomllib.loads(own)).scoring


@pytest.mark.parametrize(
    ("codes", "points", "sees"),
    [
        ("20 20.001", "7.5", False),
        ("38", "7.5", True),
        ("38 38.002", "7.5", True),
        ("38 38.001 38.001.001", "5", True),
        ("38 38.001 38.001.002", "5", False),
        ("", "7.5", False),
    ],
)
def test_of_each_setting_the_nearest_bodys_own_counts(codes: str, points: str, sees: bool) -> None:
    assert policies(_OWN).of(codes.split()) == ScoringPolicy(Decimal(points), sees)


def test_a_file_without_the_section_is_as_the_default() -> None:
    assert policies() == load_policy().scoring == ScoringPolicies(ScoringPolicy(Decimal(10), False))
