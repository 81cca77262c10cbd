"""chibo demo as a process of its own: ready, refusing, and never losing anybody's data."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from bot.commands.demo import demo
from db.session import unit_of_work
from tests.cast import gather

_PATIENCE = 20.0  # seconds a start may take on a busy machine
_TOKEN = "rehearsal-token"


def start(port: int, *options: str) -> Result:
    """Where the command is to refuse: in this process."""
    return CliRunner().invoke(demo, options, env={"CHIBO_WEB_ADDRESS": f"127.0.0.1:{port}"})


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        found: int = listening.getsockname()[1]
        return found


@asynccontextmanager
async def playing(port: int, file: Path, *options: str) -> AsyncIterator[httpx.AsyncClient]:
    """The page of a demo that runs, and stops at SIGINT as if by Ctrl+C."""
    address = f"127.0.0.1:{port}"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "demo", "--database", str(file), *options),
        env=os.environ | {"CHIBO_WEB_ADDRESS": address, "CHIBO_REHEARSAL_TOKEN": _TOKEN},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    async with asyncio.timeout(_PATIENCE):
        assert f"http://{address}/#token={_TOKEN}".encode() in await process.stdout.readline()
    headers = {"Origin": f"http://{address}", "X-Rehearsal-Token": _TOKEN}
    async with httpx.AsyncClient(base_url=f"http://{address}", headers=headers, timeout=_PATIENCE) as client:
        yield client
    process.send_signal(signal.SIGINT)
    _, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()


async def clock(page: httpx.AsyncClient) -> str:
    """Where the clock stands; the server opens its door right after saying where it is."""
    found: str = (await page.get("/rehearsal/clock")).json()["now"]["iso"]
    return found


async def test_it_goes_on_where_it_stopped_and_begins_anew_when_told(port: int, tmp_path: Path) -> None:
    file = tmp_path / "demo.db"
    async with playing(port, file) as page:
        assert "Buổi diễn tập" in (await page.get("/")).text
        assert (await clock(page)).startswith("2026-11-18T07:55")
        await page.post("/rehearsal/clock", json={"to": "next"})
    async with playing(port, file) as page:
        assert (await clock(page)).startswith("2026-11-18T08:00")
    async with playing(port, file, "--fresh") as page:
        assert (await clock(page)).startswith("2026-11-18T07:55")


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = start(taken.getsockname()[1], "--database", str(tmp_path / "demo.db"))
    assert result.exit_code == 1
    assert "CHIBO_WEB_ADDRESS" in result.output
    assert len(result.output.splitlines()) == 1


def test_an_address_that_others_reach_is_refused() -> None:
    result = CliRunner().invoke(demo, env={"CHIBO_WEB_ADDRESS": "0.0.0.0:8080"})
    assert result.exit_code == 1
    assert "127.0.0.1" in result.output


@pytest.fixture
def in_use(sqlite_engine: Engine) -> Path:
    """A database of ours that is no demo."""
    with unit_of_work(sqlite_engine) as session:
        gather(session)
    return Path(sqlite_engine.url.database or "")


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_data_that_is_no_demo_is_neither_opened_nor_removed(
    port: int, in_use: Path, options: tuple[str, ...]
) -> None:
    result = start(port, "--database", str(in_use), *options)
    assert result.exit_code == 1
    assert "không phải dữ liệu diễn tập" in result.output
    with closing(sqlite3.connect(in_use)) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM person").fetchone() == (1,)


def test_an_offices_database_that_is_still_empty_is_not_filled(port: int, sqlite_engine: Engine) -> None:
    file = sqlite_engine.url.database or ""
    result = start(port, "--database", file)
    assert (result.exit_code, "không phải dữ liệu diễn tập" in result.output) == (1, True)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_a_file_that_is_no_database_is_told_in_one_sentence(port: int, tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("ghi chép")
    result = start(port, "--fresh", "--database", str(other))
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert other.read_text() == "ghi chép"


@pytest.mark.parametrize("options", [(), ("--fresh",)])
def test_a_file_of_another_program_is_neither_filled_nor_removed(
    port: int, tmp_path: Path, options: tuple[str, ...]
) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE thing (id)")
    assert start(port, *options, "--database", str(other)).exit_code == 1
    with closing(sqlite3.connect(other)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("thing",)]
