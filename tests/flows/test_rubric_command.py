"""chibo rubric, as an office types it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.services.rubric_seeds import ANNUAL, SEEDS

FILES = [*sorted(SEEDS.glob("*.toml")), *sorted(ANNUAL.glob("*.toml"))]
SHORT = (SEEDS / "short_42hd.toml").read_text(encoding="utf-8")


def check(file: Path) -> Result:
    return CliRunner().invoke(main, ["rubric", "check", str(file)])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_form_without_faults_passes(file: Path) -> None:
    result = check(file)
    assert (result.exit_code, result.output) == (0, f"{file.name}: không phát hiện lỗi.\n")


def test_faults_are_listed_by_line_with_a_remedy(tmp_path: Path) -> None:
    file = tmp_path / "phieu.toml"
    file.write_text(SHORT.replace("maximum = 30", "maximum = 20", 1), encoding="utf-8")
    result = check(file)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        "phieu.toml, dòng 16, maximum: Điểm tối đa của phiếu là 100, các nhóm cộng lại là 90. "
        "Ghi 90, hoặc sửa điểm tối đa của nhóm.",
        f"phieu.toml, dòng {SHORT[: SHORT.index('maximum = 30')].count(chr(10)) + 1}, groups[6].maximum: "
        "Nhóm có tối đa 20 điểm, các tiêu chí cộng lại là 30. "
        "Sửa điểm của nhóm hoặc của tiêu chí hoặc ghi capped = true nếu nhóm có trần.",
        "Error: phieu.toml có 2 chỗ phải sửa.",
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "Phiếu".encode("utf-16")])
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "phieu.toml"
    file.write_bytes(content)
    result = check(file)
    assert (result.exit_code, result.output) == (
        1,
        "Error: Không đọc được phieu.toml; tệp phải là văn bản UTF-8.\n",
    )
