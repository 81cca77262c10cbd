"""What the import checker cannot see: where code stands, how long it is, what it says of itself."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CODE = ("bot", "handlers", "db", "tests")
NOT_OURS = {".hypothesis", ".git", ".venv", "var", "uv.lock"}
LONGEST = 300
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}
# In pieces, so that this file does not name them either.
REGISTRIES = tuple(
    ".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("npmjs", "org"))
)

#: Who alone may import a library; tests may import anything but mocks.
ONLY_IN = {
    "telegram": ("bot/channels/telegram",),
    "jinja2": ("bot/render.py",),
    "apscheduler": ("bot/scheduler.py",),
    "sqlmodel": ("db/", "bot/services/"),
    "sqlalchemy": ("db/", "bot/services/", "bot/commands/"),
    "prometheus_client": ("bot/measures.py",),
    "unittest": (),
}


def _files(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.endswith("_cache") or path.name == "__pycache__":
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


FILES = {path.relative_to(ROOT).as_posix(): path for path in _files()}
MODULES = {
    name: path.read_text(encoding="utf-8")
    for name, path in FILES.items()
    if name.endswith(".py") and not name.startswith("db/migrations/versions/")
}


def test_code_stands_in_the_fixed_folders_only() -> None:
    assert {name.partition("/")[0] for name in MODULES} <= set(CODE)


def test_no_module_is_a_drawer_for_everything() -> None:
    assert not [name for name in MODULES if Path(name).name in FORBIDDEN_NAMES]


def test_a_modules_first_line_says_what_it_owns() -> None:
    said = {name: ast.get_docstring(ast.parse(source)) for name, source in MODULES.items() if source.strip()}
    a_line = re.compile(r"[^\n]+\.(\n\n|$)")  # reasons may follow
    assert [name for name, text in said.items() if not a_line.match(text or "")] == []


def test_a_module_can_be_read_in_one_sitting() -> None:
    assert {
        name: count for name, source in MODULES.items() if (count := len(source.splitlines())) > LONGEST
    } == {}


@pytest.mark.parametrize("library", ONLY_IN)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    importers = {name for name, source in MODULES.items() if library in _imports(source)}
    allowed = ONLY_IN[library] + (("tests/",) if library != "unittest" else ())
    assert {name for name in importers if not name.startswith(allowed)} == set()


def _imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_no_file_names_a_package_registry() -> None:
    named = [
        name
        for name, path in FILES.items()
        if any(address.encode() in path.read_bytes() for address in REGISTRIES)
    ]
    assert named == []


def test_what_a_checker_is_told_to_ignore_has_a_name() -> None:
    blanket = re.compile(r"#\s*(type:\s*ignore|noqa)\s*($|[^:\[\s])", re.MULTILINE)
    assert [name for name, source in MODULES.items() if blanket.search(source)] == []
