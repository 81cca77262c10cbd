"""chibo run as a process of its own, against the Bot API server of the tests, with a clock to move."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlmodel import select

from bot.commands.serving import run as run_
from bot.domain.chat import OutboxState
from bot.services import invitations
from bot.services.work import Ground, Work
from db.models import OutboxMessage, Person
from db.session import unit_of_work
from db.sole import sole_use
from tests.cast import gather
from tests.chat import ALMANAC, START
from tests.databases import SqliteFiles
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_faults import Hold

LAN = 5_000_000_001
ROOT = Path(__file__).resolve().parents[2]
_SECRET = "k" * 32
_PATIENCE = 20.0  # seconds a start may take on a busy machine


@dataclass
class Running:
    """The process, where its web server listens, and what it printed."""

    process: asyncio.subprocess.Process
    address: str

    async def ready(self) -> None:
        """Wait for the line that says where it listens."""
        assert self.process.stdout is not None
        async with asyncio.timeout(_PATIENCE):
            while b"/healthz" not in (line := await self.process.stdout.readline()):
                assert line, "it ended instead of starting"

    def headers(self) -> dict[str, str]:
        return {"Origin": f"http://{self.address}", "X-Rehearsal-Token": "rehearsal-token"}

    async def move(self, to: str) -> httpx.Response:
        async with httpx.AsyncClient(timeout=_PATIENCE) as client:
            return await client.post(
                f"http://{self.address}/rehearsal/clock", json={"to": to}, headers=self.headers()
            )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CHIBO_")}
    return kept | dict(settings)


@asynccontextmanager
async def running(url: str, api: str, *options: str) -> AsyncIterator[Running]:
    address = f"127.0.0.1:{_free_port()}"
    settings = {
        "CHIBO_DATABASE_URL": url,
        "CHIBO_TELEGRAM_TOKEN": TOKEN,
        "CHIBO_TELEGRAM_API_URL": api,
        "CHIBO_WEB_ADDRESS": address,
        "CHIBO_SECRET": _SECRET,
        "CHIBO_REHEARSAL_TOKEN": "rehearsal-token",
    }
    if "web" in options:
        settings["CHIBO_WEBHOOK_URL"] = f"http://{address}/telegram"
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        *options,
        env=_environment(settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Running(process, address)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.fixture
def database(sqlite_files: SqliteFiles) -> Iterator[Engine]:
    """The cast in a database file that the process opens too."""
    with sqlite_files.fresh() as engine:
        with unit_of_work(engine) as session:
            gather(session)
        yield engine


def _code_for(engine: Engine, name: str) -> str:
    ground = Ground(ALMANAC, {}, _SECRET.encode())
    with unit_of_work(engine) as session:
        person = session.exec(select(Person).where(Person.name == name)).one()
        return invitations.issue(Work(session, START, ground), person.id or 0)


async def test_enrols_reminds_when_the_clock_is_moved_and_stops_on_a_signal(database: Engine) -> None:
    async with (
        FakeTelegram() as server,
        running(str(database.url), server.url, "--clock", "2026-11-18T07:55") as run,
    ):
        await run.ready()
        server.says(LAN, f"/start {_code_for(database, 'Nguyễn Thị Lan')}")
        await server.wait_for(lambda: server.said(LAN))
        server.taps(LAN, "Tôi đồng ý")
        await server.wait_for(lambda: "Kính chào đồng chí" in server.said(LAN)[-1].text)
        assert ("lich", "Đăng ký, chuyển hoặc hủy lịch sinh hoạt chi bộ") in await server.wait_for(
            lambda: server.commands(LAN)
        )

        moved = await run.move("next")
        assert moved.status_code == 200
        assert moved.json()["now"]["iso"].startswith("2026-11-18T08:00")
        assert "tháng 12/2026" in server.said(LAN)[-1].text

        run.process.send_signal(signal.SIGTERM)
        _, errors = await run.process.communicate()
        assert run.process.returncode == 0, errors.decode()
        assert TOKEN not in errors.decode()
        assert "Nguyễn" not in errors.decode()
        assert server.violations == []


async def test_serves_its_health_and_measures_and_nothing_else_without_a_clock(database: Engine) -> None:
    async with FakeTelegram() as server, running(str(database.url), server.url) as run:
        await run.ready()
        async with httpx.AsyncClient(base_url=f"http://{run.address}") as client:
            assert (await client.get("/healthz")).json()["status"] == "ok"
            assert 'chibo_queue{lane="reply"} 0.0' in (await client.get("/metrics")).text
            for path in ("/", "/api/people", "/rehearsal/clock"):
                assert (await client.get(path)).status_code == 404
        assert (await run.move("next")).status_code == 404


@pytest.mark.parametrize(
    ("settings", "options", "sentence"),
    [
        ({}, (), "CHIBO_TELEGRAM_TOKEN"),
        ({"CHIBO_TELEGRAM_TOKEN": TOKEN}, ("--clock", "2026-11-18T07:55"), "CHIBO_TELEGRAM_API_URL"),
        ({"CHIBO_TIMEZONE": "Hà Nội"}, (), "CHIBO_TIMEZONE"),
        ({"CHIBO_WEB_ADRESS": "127.0.0.1:1"}, (), "CHIBO_WEB_ADRESS"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    settings: dict[str, str], options: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run", *options],
        env=_environment(settings) | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert TOKEN not in done.stderr


CLOCK = ("--clock", "2026-11-18T07:55")


@pytest.mark.parametrize(
    ("settings", "options", "sentence"),
    [
        ({"CHIBO_TELEGRAM_API_URL": "http://API.telegram.org.:443/"}, CLOCK, "CHIBO_TELEGRAM_API_URL"),
        ({"CHIBO_WEB_ADDRESS": "0.0.0.0:8080"}, CLOCK, "CHIBO_WEB_ADDRESS"),
        ({}, ("--clock", "tomorrow"), "2026-11-18T07:55"),
        ({"CHIBO_DATABASE_URL": "postgresql://nobody:hushed@127.0.0.1:1/x"}, (), "CHIBO_DATABASE_URL"),
        ({"CHIBO_DATABASE_URL": "sqlite:////proc/nowhere/chibo.db"}, CLOCK, "CHIBO_DATABASE_URL"),
    ],
)
def test_whatever_stands_in_the_way_of_a_start_is_one_sentence(
    settings: dict[str, str], options: tuple[str, ...], sentence: str
) -> None:
    ordinary = {
        "CHIBO_TELEGRAM_TOKEN": TOKEN,
        "CHIBO_TELEGRAM_API_URL": "http://127.0.0.1:1",
        "CHIBO_WEB_ADDRESS": f"127.0.0.1:{_free_port()}",
        "CHIBO_SECRET": _SECRET,
    }
    result = CliRunner(env=ordinary | settings).invoke(run_, options)
    assert result.exit_code == 1
    assert sentence in result.output
    assert len(result.output.splitlines()) == 1
    assert "hushed" not in result.output


def test_a_second_program_on_the_same_file_is_refused(database: Engine) -> None:
    settings = {
        "CHIBO_DATABASE_URL": str(database.url),
        "CHIBO_TELEGRAM_TOKEN": TOKEN,
        "CHIBO_TELEGRAM_API_URL": "http://127.0.0.1:1",
        "CHIBO_WEB_ADDRESS": f"127.0.0.1:{_free_port()}",
        "CHIBO_SECRET": _SECRET,
    }
    with sole_use(str(database.url)):
        result = CliRunner(env=settings).invoke(run_, [])
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert "Một tiến trình khác đang chạy" in result.output


@pytest.mark.parametrize(
    ("url", "role", "sentence"),
    [
        ("sqlite:///var/x.db", "worker", "PostgreSQL"),
        ("postgresql://nobody@127.0.0.1:1/x", "web", "CHIBO_WEBHOOK_URL"),
    ],
)
def test_a_role_that_cannot_be_played_is_refused(url: str, role: str, sentence: str) -> None:
    settings = {"CHIBO_DATABASE_URL": url, "CHIBO_TELEGRAM_TOKEN": TOKEN}
    result = CliRunner(env=settings).invoke(run_, ["--role", role])
    assert (result.exit_code, len(result.output.splitlines())) == (1, 1)
    assert sentence in result.output


async def test_a_worker_takes_over_from_one_that_was_killed(postgres_engine: Engine) -> None:
    url = str(postgres_engine.url)
    async with FakeTelegram() as server, running(url, server.url, "--role", "worker") as first:
        await first.ready()
        async with (
            running(url, server.url, "--role", "web") as web,
            running(url, server.url, "--role", "worker") as second,
        ):
            await asyncio.gather(web.ready(), second.ready())
            await server.wait_for(lambda: server.webhook_url)
            server.says(LAN, "xin chào")
            await server.wait_for(lambda: len(server.said(LAN)) == 1)
            first.process.kill()
            server.says(LAN, "xin chào")
            await server.wait_for(lambda: len(server.said(LAN)) == 2)
            await server.quiet()
            assert (server.violations, server.polls) == ([], [])


async def test_what_is_on_its_way_arrives_before_it_stops(database: Engine) -> None:
    async with FakeTelegram() as server, running(str(database.url), server.url) as run:
        await run.ready()
        held = Hold()
        server.fails("sendMessage", held)
        server.says(LAN, "xin chào")
        await server.wait_for(lambda: server.said(LAN))
        run.process.send_signal(signal.SIGTERM)
        await server.wait_for(lambda: not server.unconfirmed)
        held.release.set()
        _, errors = await run.process.communicate()
        assert run.process.returncode == 0, errors.decode()
    with unit_of_work(database) as session:
        assert list(session.exec(select(OutboxMessage.state))) == [OutboxState.SENT]
