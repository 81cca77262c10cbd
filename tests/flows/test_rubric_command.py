"""chibo rubric, as an office types it; the README's example as it stands there."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.__main__ import main
from bot.services.rubric_seeds import ANNUAL, SEEDS
from db.models import AuditEntry, Organisation, RubricActivation
from tests.cast import gather
from tests.chat import ZONE
from tests.story import README

FILES = [*sorted(SEEDS.glob("*.toml")), *sorted(ANNUAL.glob("*.toml"))]
SHORT = (SEEDS / "short_42hd.toml").read_text(encoding="utf-8")
NEXT = datetime.now(ZONE).year + 1  # the command goes by the clock on the wall
NEXT_YEAR = f"01/01/{NEXT}"

Chibo = Callable[..., Result]


@pytest.fixture
def chibo(sqlite_engine: Engine) -> Chibo:
    """Runs chibo rubric on the database of the cast; `typed` is what is answered."""
    with Session(sqlite_engine) as session, session.begin():
        gather(session)
    environment = {
        "CHIBO_DATABASE_URL": f"sqlite:///{sqlite_engine.url.database}",
        "CHIBO_SECRET": "s" * 32,
        "CHIBO_LOG_LEVEL": "ERROR",
        "CHIBO_TELEGRAM_TOKEN": "",
    }

    def run(*words: object, typed: str = "") -> Result:
        return CliRunner(env=environment).invoke(main, ["rubric", *map(str, words)], input=typed)

    return run


def check(file: Path) -> Result:
    return CliRunner().invoke(main, ["rubric", "check", str(file)])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_form_without_faults_passes(file: Path) -> None:
    result = check(file)
    assert (result.exit_code, result.output) == (0, f"{file.name}: không phát hiện lỗi.\n")


def test_a_file_that_notepad_saved_passes(tmp_path: Path) -> None:
    file = tmp_path / "phieu.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SHORT.replace("\n", "\r\n").encode())
    assert check(file).exit_code == 0


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
        "Lỗi: phieu.toml có 2 chỗ phải sửa.",
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "Phiếu".encode("utf-16")])
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "phieu.toml"
    file.write_bytes(content)
    result = check(file)
    assert (result.exit_code, result.output) == (
        1,
        "Lỗi: Không đọc được phieu.toml; tệp phải là văn bản UTF-8.\n",
    )


def test_the_preview_of_a_gated_form(chibo: Chibo) -> None:
    seen = chibo("activate", "--form", "gated", "--body", "38", "--from", NEXT_YEAR, typed="\n")
    assert seen.exit_code == 1
    assert seen.output.endswith("Lỗi: Chưa làm gì.\n")
    for part in (
        "Căn cứ: ",
        f"Áp dụng cho: 38 Đảng bộ Khối, từ ngày {NEXT_YEAR}",
        "Cho các buổi: thường kỳ, chuyên đề, thường kỳ kết hợp chuyên đề",
        "Số chi bộ đổi phiếu: 3",
        "  3 chi bộ: thôi dùng “",
        "(detailed_42hd, phiên bản 1, có sẵn của chương trình); dùng “",
        "(gated, phiên bản 1, của Đảng bộ Khối)",
        "Các tiêu chí mượn của: ",
        "Tổng 100 điểm, 8 nhóm, ",
        "Xếp loại: Tốt từ 90; Khá từ 70; Trung bình từ 50; Kém từ 0",
        "nếu không thì cao nhất là Khá",
        "Buổi đã đăng ký từ ngày đó sẽ chấm theo phiếu này: 0",
        "Điểm đã chấm giữ nguyên, không chấm lại.",
    ):
        assert part in seen.output, seen.output


def test_a_form_for_some_meetings_says_what_the_others_go_by(chibo: Chibo) -> None:
    words = ("activate", "--form", "provincial_2021_thematic", "--body", "38.001", "--from", NEXT_YEAR)
    seen = chibo(*words, typed="có\n").output
    assert "Cho các buổi: chuyên đề\n" in seen
    assert "Buổi thường kỳ không thuộc phiếu này: 2 chi bộ chấm theo “" in seen
    assert f"Đã áp dụng từ ngày {NEXT_YEAR}." in seen
    again = chibo(*words)
    assert "Đảng bộ Công ty Chè đã có phiếu provincial_2021_thematic" in again.output


def test_an_annual_form_is_put_in_force_too(chibo: Chibo) -> None:
    seen = chibo("activate", "--form", "annual_b", "--body", "38", "--from", NEXT_YEAR, "--yes").output
    assert "ít nhất 7 tháng xếp loại Tốt, không tháng nào dưới Khá" in seen
    assert "3 chi bộ: thôi dùng “Xếp loại năm, mẫu A”" in seen


def test_a_form_with_a_fault_is_never_activated(chibo: Chibo, tmp_path: Path, sqlite_engine: Engine) -> None:
    file = tmp_path / "phieu.toml"
    file.write_text(SHORT.replace("maximum = 30", "maximum = 20", 1), encoding="utf-8")
    seen = chibo("activate", file, "--body", "38", "--from", NEXT_YEAR, "--yes")
    assert seen.exit_code == 1
    assert seen.output == check(file).output
    with Session(sqlite_engine) as session:
        assert session.exec(select(RubricActivation)).all() == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ("--form", "gated", "--body", "38", "--from", "mai"),
            "mai không phải là ngày; đề nghị ghi như 01/01",
        ),
        (("--form", "gated", "--body", "38", "--from", "31/02/2027"), "31/02/2027 không phải là ngày"),
        (("--form", "gated", "--body", "38", "--from", "01/01/2020"), "Sổ tháng 01/2020 đã khóa"),
        (("--form", "gated", "--body", "77", "--from", NEXT_YEAR), "Không có tổ chức nào mang mã 77"),
        (("--form", "gate", "--body", "38", "--from", NEXT_YEAR), "Không có phiếu có sẵn tên gate"),
        (
            ("--form", "gated", "--body", "38", "--from", NEXT_YEAR, "--by", "CB9"),
            "Không có cán bộ nào mang mã CB9",
        ),
        (("--body", "38", "--from", NEXT_YEAR), "Cần một tệp phiếu, hoặc --form"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(chibo: Chibo, words: tuple[str, ...], sentence: str) -> None:
    seen = chibo("activate", *words, "--yes")
    assert seen.exit_code == 1
    assert seen.output.startswith(f"Lỗi: {sentence}")


def test_both_ways_of_writing_a_day_mean_the_same(chibo: Chibo) -> None:
    iso = f"{NEXT}-01-01"
    assert chibo("activate", "--form", "gated", "--body", "38", "--from", iso, "--yes").exit_code == 0
    assert chibo("withdraw", "gated", "--body", "38", "--from", NEXT_YEAR, "--yes").exit_code == 0
    again = chibo("withdraw", "gated", "--body", "38", "--from", iso, "--yes")
    assert f"Đảng bộ Khối không có phiếu gated áp dụng từ ngày {NEXT_YEAR}" in again.output


def test_the_example_of_the_readme(chibo: Chibo, tmp_path: Path, sqlite_engine: Engine) -> None:
    """Copied, changed as the block says, checked, shown, activated, listed and withdrawn."""
    chapter = README.read_text(encoding="utf-8").partition("\n## Phiếu riêng của tỉnh, của đơn vị\n")[2]
    changes = re.findall(r"^(\w+) = .+$", chapter.partition("```toml\n")[2].partition("```")[0], re.MULTILINE)
    block = chapter.partition("```sh\n")[2].partition("```")[0]
    copied, *commands = block.splitlines()
    _, source, target = copied.split()
    text = (README.parent / source).read_text(encoding="utf-8")
    for key in changes:
        line = re.search(rf"^{key} = .+$", chapter, re.MULTILINE)
        assert line
        text, count = re.subn(rf"^{key} = .+$", line[0], text, count=1, flags=re.MULTILINE)
        assert count == 1, f"{source} has no {key}"
    file = tmp_path / target
    file.write_text(text, encoding="utf-8")
    assert len(commands) == 4
    for command in commands:
        words = command.replace(target, str(file)).replace("01/01/2027", NEXT_YEAR).split()
        assert words[:2] == ["chibo", "rubric"]
        seen = chibo(*words[2:], typed="có\n")
        assert seen.exit_code == 0, seen.output
    with Session(sqlite_engine) as session:
        body = session.exec(select(Organisation.id).where(Organisation.code == "38")).one()
        assert [one.action for one in session.exec(select(AuditEntry))] == [
            "rubric.activated",
            "rubric.withdrawn",
        ]
        assert [one.body_id for one in session.exec(select(RubricActivation))] == [body]
