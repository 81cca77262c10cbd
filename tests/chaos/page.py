"""The figures of docs/CHAOS.md: each trial puts its own between two marks, the words around stay."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from bot.clock import real_now

PAGE = Path(__file__).resolve().parents[2] / "docs" / "CHAOS.md"
_LIBRARIES = ("python-telegram-bot", "sqlmodel", "psycopg")


def machine() -> str:
    """When, where and with which versions: one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return (
        f"{real_now():%d/%m/%Y}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GB, Python {platform.python_version()}, {libraries}."
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write(trial: str, figures: str) -> None:
    """Put these figures where the trial's last ones stand."""
    begin, end = f"<!-- {trial} -->\n", f"<!-- /{trial} -->"
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(begin)
    _, _, after = rest.partition(end)
    PAGE.write_text(f"{before}{begin}\n{figures.strip()}\n\n{end}{after}", encoding="utf-8")
