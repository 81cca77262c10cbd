"""A figure with its goal, and the page that lists them: docs/BENCHMARKS.md."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.stage import AIOGRAM, ROOT
from tests.postgres import binaries

PAGE = ROOT / "docs" / "BENCHMARKS.md"
_PACKAGES = ("python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy", "sqlmodel", "psycopg", "Jinja2")


@dataclass(frozen=True)
class Figure:
    """One thing measured; `goal` in words and whether it was met, None where it is only told."""

    what: str
    value: str
    goal: str = ""
    is_met: bool | None = None
    why: str = ""  # it was missed

    @property
    def verdict(self) -> str:
        return {None: "", True: "yes", False: f"**no**{': ' if self.why else ''}{self.why}"}[self.is_met]


@dataclass(frozen=True)
class Chapter:
    """The figures of one benchmark, with how they came about."""

    title: str
    about: str
    figures: Sequence[Figure]

    def text(self) -> str:
        rows = [f"| {one.what} | {one.value} | {one.goal} | {one.verdict} |" for one in self.figures]
        head = ["| | figure | goal | met |", "| --- | --- | --- | --- |"]
        return "\n".join([f"## {self.title}", "", self.about, "", *head, *rows, ""])


def write(chapters: Iterable[Chapter], seconds: float) -> None:
    """The page, whole."""
    parts = [_HEAD.format(**_machine(), seconds=seconds), *(chapter.text() for chapter in chapters)]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


_HEAD = """# Benchmarks

Written by `make bench` on {day}, in one run of {seconds:.0f} seconds; every ratio compares figures of
this run. What is compared runs as a process of its own against one Bot API server on loopback
(`tests/fakes`, aiohttp), which shares the machine with it, with the people who tap and, on PostgreSQL,
with the database server.

Machine: {cpu}, {cores} cores, {memory:.0f} GB, {system}; load {load:.1f} at the end. Databases on the
disk, waiting for it at every commit (`synchronous=full`, `fsync=on`).

Versions: Python {python}, SQLite {sqlite}, {postgres}, {packages}, aiogram {aiogram}.
"""


def _machine() -> dict[str, object]:
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return {
        "day": f"{datetime.now(UTC):%Y-%m-%d}",
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30,
        "system": f"{platform.system()} {platform.release()}",
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "postgres": _told(str(binaries() / "postgres"), "--version").replace(
            "postgres (PostgreSQL)", "PostgreSQL"
        ),
        "packages": ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        "aiogram": _told(str(AIOGRAM), "-c", "import aiogram; print(aiogram.__version__)"),
    }


def _told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def at_most(what: str, value: float, unit: str, limit: float, why: str = "", digits: int = 1) -> Figure:
    """A figure that shall not exceed its goal."""
    shown = f"{value:.{digits}f} {unit}".strip(), f"≤ {limit:g} {unit}".strip()
    return Figure(what, *shown, value <= limit, why)


def at_least(what: str, value: float, unit: str, limit: float, why: str = "", digits: int = 0) -> Figure:
    """A figure that shall reach its goal."""
    return Figure(
        what, f"{value:.{digits}f} {unit}".strip(), f"≥ {limit:g} {unit}".strip(), value >= limit, why
    )
