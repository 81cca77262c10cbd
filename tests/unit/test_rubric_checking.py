"""What is found in a form's file: each with its line and a remedy; the forms that come along pass."""

from pathlib import Path

import pytest

from bot.domain.rubric_file import check_text, lines_of
from bot.services.rubric_seeds import ANNUAL, SEEDS

FILES = [*sorted(SEEDS.glob("*.toml")), *sorted(ANNUAL.glob("*.toml"))]
DETAILED = (SEEDS / "detailed_42hd.toml").read_text(encoding="utf-8")
GATED = (SEEDS / "gated.toml").read_text(encoding="utf-8")
FORM_A = (ANNUAL / "annual_a.toml").read_text(encoding="utf-8")
BANDS = 'maximum = 100\n\n[[bands]]\ngrade = "tot"\nat_least = 90'
LENGTH = """  { points = 5, when = [{ quantity = "length_short_by", at_most = 0 }] },"""
RATE = """  { points = 3, when = [{ quantity = "attendance_rate", at_least = 75 }] },"""
TARGETS = """  { points = 27, when = [{ quantity = "targets_share", at_least = 80 }] },"""
SPEAKERS_LAST = '  { points = 2 },\n]\n\n[[groups.items]]\nkey = "minutes_book"'
COMMITTEE = 'applies_if = { has_cell_committee = true }\nnot_applicable = "full_marks"'


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_form_that_comes_along_passes(file: Path) -> None:
    assert check_text(file.read_text(encoding="utf-8")) == ()


@pytest.mark.parametrize(
    ("text", "old", "new", "path", "problem"),
    [
        (DETAILED, "maximum = 100", "maximum = 99", "maximum", "Điểm tối đa của phiếu là 99, các nhóm"),
        (
            DETAILED,
            'key = "g2"\ntitle = "Đảng viên dự sinh hoạt"\nmaximum = 5',
            'key = "g2"\ntitle = "Đảng viên dự sinh hoạt"\nmaximum = 4',
            "groups[2].maximum",
            "Nhóm có tối đa 4 điểm, các tiêu chí cộng lại là 5",
        ),
        (
            DETAILED,
            BANDS,
            BANDS.replace("90", "101"),
            "bands[1].at_least",
            "Không đạt được: phiếu chỉ có 100",
        ),
        (
            DETAILED,
            'grade = "trung_binh"\nat_least = 50',
            'grade = "trung_binh"\nat_least = 70',
            "bands[3].at_least",
            "Không đạt được: mức ở trên đã nhận hết",
        ),
        (
            DETAILED,
            'name = "detailed_42hd"',
            'name = "Phiếu tỉnh"',
            "name",
            "Giá trị thiếu hoặc không đúng dạng",
        ),
        (DETAILED, 'grade = "trung_binh"', 'grade = "kem"', "bands[4].grade", "Mức này đã có ở trên"),
        (DETAILED, 'grade = "tot"', 'grade = "gioi"', "bands[1].grade", "Giá trị thiếu hoặc không đúng dạng"),
        (
            DETAILED,
            LENGTH,
            LENGTH.replace("length_short_by", "lenght"),
            "groups[1].items[1].steps[1].when[1].quantity",
            "Giá trị thiếu hoặc không đúng dạng",
        ),
        (
            DETAILED,
            LENGTH,
            LENGTH.replace("at_most = 0", "at_most = 30"),
            "groups[1].items[1].steps[2]",
            "Bước này không bao giờ dùng đến",
        ),
        (
            DETAILED,
            LENGTH,
            LENGTH.replace(", at_most = 0", ""),
            "groups[1].items[1].steps",
            "Có điều kiện không nêu giới hạn",
        ),
        (
            DETAILED,
            LENGTH,
            LENGTH.replace("points = 5", "points = 6"),
            "groups[1].items[1].steps[1].points",
            "Không cho được 6 điểm",
        ),
        (
            DETAILED,
            LENGTH,
            LENGTH.replace("points = 5", "points = 4"),
            "groups[1].items[1].maximum",
            "Bước cao nhất chỉ 4 điểm, không tới 5",
        ),
        (
            DETAILED,
            RATE,
            RATE.replace("at_least = 75", "at_least = 75, below = 95"),
            "groups[2].items[1].steps[3]",
            "Bước này chồng lên một bước ở trên tại unexcused = 0, attendance_rate = 90",
        ),
        (
            DETAILED,
            TARGETS,
            TARGETS.replace("80", "95"),
            "groups[7].items[1].steps[2]",
            "Bước này không bao giờ dùng đến",
        ),
        (
            DETAILED,
            SPEAKERS_LAST,
            SPEAKERS_LAST.replace("  { points = 2 },\n", ""),
            "groups[4].items[5].steps",
            "Không bước nào nhận speakers_share = 15",
        ),
        (
            DETAILED,
            'transfer_to = "ordinary_content"',
            'transfer_to = "content"',
            "groups[4].items[3].transfer_to",
            "Không có tiêu chí 'content' khác trong cùng nhóm",
        ),
        (
            DETAILED,
            'transfer_to = "ordinary_content"',
            'transfer_to = "flexible"',
            "groups[4].items[3].transfer_to",
            "Không có tiêu chí 'flexible' khác trong cùng nhóm",
        ),
        (
            DETAILED,
            'transfer_to = "ordinary_content"',
            'transfer_to = "speakers"',
            "groups[4].items[3].transfer_to",
            "Tiêu chí 'speakers' chấm theo bước",
        ),
        (
            DETAILED,
            'kinds = ["thematic", "combined"]',
            'kinds = ["thematic"], has_cell_committee = true',
            "groups[4].items[2].transfer_to",
            "Có buổi mà cả tiêu chí này và 'thematic_content' đều không áp dụng",
        ),
        (
            DETAILED,
            'transfer_to = "ordinary_content"\n',
            "",
            "groups[4].items[3].not_applicable",
            "Chưa ghi chuyển điểm",
        ),
        (
            DETAILED,
            COMMITTEE,
            COMMITTEE + '\ntransfer_to = "draft"',
            "groups[3].items[3].transfer_to",
            "Chỉ dùng khi chuyển điểm tối đa",
        ),
        (
            DETAILED,
            COMMITTEE,
            COMMITTEE.replace("full_marks", "skip"),
            "groups[3].items[3].not_applicable",
            "Giá trị thiếu hoặc không đúng dạng",
        ),
        (
            DETAILED,
            'kinds = ["ordinary", "combined"]',
            'kinds = ["combined"]',
            "groups[4].items[3].transfer_to",
            "Có buổi mà cả tiêu chí này và 'ordinary_content' đều không áp dụng",
        ),
        (
            GATED,
            '"speakers", "minutes_book"]',
            '"speaker", "minutes_book"]',
            "gates[1].items",
            "Không có tiêu chí 'speaker'",
        ),
        (
            GATED,
            'otherwise = "kha"',
            'otherwise = "tot"',
            "gates[1].otherwise",
            "Mức 'tot' không thấp hơn mức cao nhất",
        ),
        (GATED, "otherwise", "else", "gates[1].otherwise", "Giá trị thiếu hoặc không đúng dạng"),
        (
            GATED,
            COMMITTEE,
            COMMITTEE.replace("full_marks", "none"),
            "groups[3].items[3].not_applicable",
            "Giá trị",
        ),
        (FORM_A, "months_tot = 10", "months_tot = 13", "months_tot", "Giá trị thiếu hoặc không đúng dạng"),
        (FORM_A, "mean = 90", "meen = 90", "meen", "Khóa này không dùng được ở đây"),
        (
            FORM_A,
            "starts_on = 2025-01-01",
            "starts_on = 2025-01-01\nends_on = 2024-01-01",
            "ends_on",
            "Ngày hết hiệu lực",
        ),
    ],
)
def test_what_is_wrong_is_found(text: str, old: str, new: str, path: str, problem: str) -> None:
    assert text.count(old) >= 1
    changed = text.replace(old, new, 1)
    found = {finding.path: finding for finding in check_text(changed)}
    assert path in found, found
    assert found[path].problem.startswith(problem)
    assert found[path].remedy
    assert found[path].line


def test_a_grade_that_some_meeting_cannot_reach_is_found() -> None:
    changed = DETAILED.replace('not_applicable = "transfer_max_to"', 'not_applicable = "zero"')
    for target in ("thematic_content", "ordinary_content"):
        changed = changed.replace(f'transfer_to = "{target}"\n', "")
    changed = changed.replace("at_least = 90\n", "at_least = 96\n", 1)
    assert [str(finding) for finding in check_text(changed)] == [
        f"dòng {lines_of(changed)['bands[1].at_least']}, bands[1].at_least: "
        "Mức Tốt không đạt được ở buổi thường kỳ của chi bộ có chi ủy: nhiều nhất 95 điểm. "
        "Hạ at_least, hoặc đổi not_applicable của tiêu chí không áp dụng ở đó."
    ]


def test_a_grade_that_no_sheet_is_bad_enough_for_is_found() -> None:
    form = """
name = "own"
version = 1
title = "Phiếu"
legal_basis = "Nội bộ"
starts_on = 2026-01-01
step = 1
maximum = 10
[[bands]]
grade = "tot"
at_least = 8
[[bands]]
grade = "kha"
at_least = 4
[[bands]]
grade = "kem"
at_least = 0
[[groups]]
key = "g"
title = "Nhóm"
maximum = 10
[[groups.items]]
key = "a"
code = "1"
title = "A"
text = "Một"
maximum = 10
kind = "steps"
steps = [{ points = 10, when = [{ quantity = "members", at_least = 5 }] }, { points = 5 }]
"""
    assert [(one.path, one.line) for one in check_text(form)] == [("bands[3].at_least", 17)]


def test_everything_that_is_wrong_is_found_at_once_in_the_files_order() -> None:
    changed = DETAILED.replace("maximum = 100", "maximum = 99").replace("at_least = 70", "at_least = 95", 1)
    changed = changed.replace(TARGETS, TARGETS.replace("27", "31"))
    assert [finding.path for finding in check_text(changed)] == [
        "maximum",
        "bands[2].at_least",
        "groups[7].items[1].steps[2].points",
    ]
