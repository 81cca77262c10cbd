"""README stays true: its commands, settings, tables, words, links and picture are compared with the code."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.__main__ import main
from bot.domain.meetings import Kind
from bot.domain.people import Role
from bot.domain.rubric import NotApplicable
from bot.domain.rubric_facts import Quantity
from bot.services.policy import load_policy
from bot.settings import PREFIX, Settings, variable
from handlers.router import COMMANDS, Command
from tests.story import README, steps

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
LINES = [line for block in BLOCKS for line in block.splitlines()]
PROSE = re.sub(r"^```.*?^```", "", TEXT, flags=re.MULTILINE | re.DOTALL)
CODES = re.findall(r"`([^`\n]+)`", PROSE)
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for folder in ("bot", "handlers", "db")
    for path in sorted((ROOT / folder).rglob("*.py"))
)
TEST_CODE = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests").glob("*.py"))]
REFERENCE = (ROOT / "docs" / "phieu.md").read_text(encoding="utf-8")
LONGEST = 360
LARGEST = 400 * 1024  # bytes of the picture
#: Not ours; what they are given is looked at where it names a file.
TOOLS = {"cp", "chmod", "curl", "set", "."}
WHO = {
    (): "mọi người",
    (Role.SECRETARY, Role.DEPUTY): "bí thư, phó bí thư chi bộ",
    (Role.OFFICE,): "văn phòng",
    (Role.LEADERSHIP, Role.OFFICE): "lãnh đạo, văn phòng",
    (
        Role.SECRETARY,
        Role.DEPUTY,
        Role.LEADERSHIP,
        Role.OFFICE,
    ): "bí thư, phó bí thư chi bộ, lãnh đạo, văn phòng",
}


def section(heading: str) -> str:
    """What stands under a heading of the second level."""
    _, _, rest = TEXT.partition(f"\n## {heading}\n")
    assert rest, f"no section {heading!r}"
    return rest.partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    table = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[2:]]


def test_it_can_be_read_in_one_sitting() -> None:
    assert len(TEXT.splitlines()) < LONGEST


def test_the_first_screen_has_both_commands_and_the_picture() -> None:
    first = TEXT.partition("\n## ")[0]
    assert first.index("make demo") < first.index("make test") < first.index("](docs/rehearsal.png)")


def test_the_picture_is_a_small_png() -> None:
    picture = (ROOT / "docs" / "rehearsal.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < LARGEST


# ---- Commands --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", LINES)
def test_a_command_in_a_block_exists(line: str) -> None:
    for simple in line.partition("  #")[0].split(";"):
        words = shlex.split(simple)
        while words and re.match(r"[A-Z_]+=", words[0]):
            _is_known_variable(words.pop(0).partition("=")[0])
        _is_known_command(words)


def _is_known_variable(name: str) -> None:
    tests_only = {"UPDATE_GOLDEN", "UPDATE_PICTURE"}
    assert name in tests_only or name in {variable(field) for field in Settings.model_fields}


def _is_known_command(words: list[str]) -> None:
    program, *arguments = words
    match program.removeprefix(".venv/bin/"):
        case "make":
            assert set(arguments) <= _targets()
        case "chibo":
            _is_known_to_click(arguments)
        case "pytest" | "cp":
            assert (ROOT / arguments[0]).exists()
        case "python":
            assert (ROOT / arguments[1].replace(".", "/") / "__main__.py").exists()
        case tool:
            assert tool in TOOLS


def _targets() -> set[str]:
    found = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert found
    return set(found[1].split())


def _is_known_to_click(arguments: list[str]) -> None:
    command: click.Command = main
    while isinstance(command, click.Group):
        name, *arguments = arguments
        assert name in command.commands, f"chibo has no {name!r}"
        command = command.commands[name]
    options = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    assert {word for word in arguments if word.startswith("-")} <= options


@pytest.mark.parametrize("code", [code for code in CODES if code.startswith(("make ", ".venv/bin/chibo "))])
def test_a_command_in_a_sentence_exists(code: str) -> None:
    if "…" not in code:
        _is_known_command(shlex.split(code))


def test_every_target_of_make_is_told() -> None:
    table = "".join(cell for row in rows(section("Working on it")) for cell in row)
    assert set(re.findall(r"`(\w+)`", table)) == _targets()


def test_every_command_of_chibo_is_told_with_its_line() -> None:
    told = {tuple(row) for row in rows(section("Các lệnh chibo"))}
    assert told == {(f"`{usage}`", command.help) for usage, command in _commands(main, "chibo")}


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from _commands(below, f"{path} {name}")
    else:
        context = click.Context(command)
        arguments = [one for one in command.params if isinstance(one, click.Argument)]
        yield " ".join([path, *(one.make_metavar(context) for one in arguments)]), command


def test_the_table_of_commands_is_the_routers() -> None:
    told = [tuple(row) for row in rows(section("Việc hằng ngày"))]
    assert told == [(f"/{command.name}", command.summary, _seen_by(command)) for command in COMMANDS]


def _seen_by(command: Command) -> str:
    visitors = ("người được phân công dự",) if command.is_for_visitors else ()
    return ", ".join((*visitors, *((WHO[command.roles],) if command.roles or not visitors else ())))


def test_a_command_of_the_chat_in_a_sentence_exists() -> None:
    named = set(re.findall(r"(?<![\w/.`])/([a-z]+)\b(?![/.])", PROSE)) | {
        code.removeprefix("/") for code in CODES if re.fullmatch(r"/[a-z]+", code)
    }
    others = {"newbot", "healthz", "metrics", "usr"}  # BotFather's, addresses, a folder
    assert named - others <= {command.name for command in COMMANDS}


# ---- Settings, policy, words, links ----------------------------------------------------------------------


def test_every_setting_named_exists() -> None:
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", TEXT))
    of_tests = {name for name in named if name.startswith(f"{PREFIX}TEST_")}
    assert named - of_tests <= {variable(field) for field in Settings.model_fields}
    assert all(any(f'"{name}"' in text for text in TEST_CODE) for name in of_tests)


def test_the_days_it_promises_are_the_policys() -> None:
    policy = load_policy()
    assert f"có hiệu lực {policy.code_valid_days} ngày" in TEXT
    keep = policy.retention
    told = (
        f"xóa sau {keep.outbox.days} ngày, phiếu dở sau {keep.drafts.days} ngày, "
        f"mã không dùng sau {keep.codes.days} ngày"
    )
    assert told in " ".join(TEXT.split())


def test_the_glossarys_identifiers_occur_in_the_code() -> None:
    named = re.findall(r"`(\w+)`", section("Glossary"))
    assert len(named) > 30
    words = set(re.findall(r"\w+", CODE))
    assert [name for name in named if name not in words] == []


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)]+)\)", TEXT))))
def test_a_link_leads_somewhere(target: str) -> None:
    if target.startswith("#"):
        headings = re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)
        assert target[1:] in {_slug(heading) for heading in headings}
    else:
        assert (ROOT / target).exists()


def _slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


PATHS = sorted({code for code in CODES if re.match(r"(bot|db|handlers|tests)/", code)})


@pytest.mark.parametrize("path", PATHS)
def test_a_path_in_a_sentence_exists(path: str) -> None:
    found = list(ROOT.glob(path)) if "*" in path else [Path(ROOT / path)]
    assert found
    assert all(one.exists() for one in found)


# ---- The story, played in tests/web/test_story.py ---------------------------------------------------------


def test_the_story_has_at_most_ten_steps_and_each_says_what_to_do() -> None:
    assert 1 < len(steps()) <= 10
    for step in steps():
        assert step.deeds, step.text
        assert all(deed.verb for deed in step.deeds), step.text


# ---- The reference of forms ------------------------------------------------------------------------------


def test_every_key_of_a_form_is_explained() -> None:
    explained = set(re.findall(r"`(?:\[\[)?(?:\w+\.)*(\w+)(?:\]\])?`", REFERENCE))
    read = {
        key
        for module in ("rubric_reading", "annual_reading")
        for key in re.findall(
            r"\w\(\s*(?:table, )?\"(\w+)\"", (ROOT / f"bot/domain/{module}.py").read_text("utf-8")
        )
    }
    assert {"months_tot", "not_applicable", "legal_basis", "form"} <= read
    assert read | set(Quantity) | set(NotApplicable) | set(Kind) <= explained
