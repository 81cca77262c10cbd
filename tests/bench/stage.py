"""What benchmarks stand on: durable databases, the bots as processes, a fake Telegram that people use."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from tests.bench.crowd import FIRST_CHAT
from tests.databases import PostgresDatabases, SqliteFiles
from tests.fakes.telegram import TOKEN, FakeTelegram
from tests.fakes.telegram_chats import Delivery
from tests.fakes.telegram_limits import Limits
from tests.postgres import server

DATABASES = ("sqlite", "postgres")
ROOT = Path(__file__).resolve().parents[2]
AIOGRAM = ROOT / ".venv" / "aiogram" / "bin" / "python"
_TICKS = os.sysconf("SC_CLK_TCK")
_PATIENCE = 60.0  # seconds


@contextmanager
def database(kind: str) -> Iterator[Engine]:
    """An empty migrated database on the disk, which waits for the disk at every commit."""
    with tempfile.TemporaryDirectory(prefix="chibo-bench-") as folder:
        home = Path(folder)
        if kind == "sqlite":
            with SqliteFiles(home).fresh() as engine:
                yield engine
        else:
            with server(home, is_durable=True) as running, PostgresDatabases(running).fresh() as engine:
                yield engine


class Telegram(FakeTelegram):
    """The fake Bot API server that tells each delivery to whoever watches."""

    def __init__(self, *, limits: Limits | None = None, delay: float = 0.0) -> None:
        super().__init__(limits=limits, delay=delay)
        self.watch: Callable[[Delivery], None] = lambda _: None
        self._told = 0

    def happened(self) -> None:
        """Wake those who wait, and tell what was delivered since."""
        super().happened()
        while self._told < len(self.world.delivered):
            self._told += 1
            self.watch(self.world.delivered[self._told - 1])

    def meet(self, count: int) -> None:
        """So many people have written to the bot before."""
        for number in range(1, count + 1):
            self.world.chat(FIRST_CHAT + number)


@dataclass(frozen=True)
class Bot:
    """A bot that runs as a process of its own."""

    process: asyncio.subprocess.Process

    @property
    def cpu(self) -> float:
        """Seconds of processor used until now, its threads' and its kernel's included."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def memory(self) -> float:
        """Megabytes in memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@asynccontextmanager
async def bot(
    name: str, telegram: Telegram, engine: Engine | None = None, rate: float = 0
) -> AsyncIterator[Bot]:
    """One of the bots, polling this Telegram; ended afterwards."""
    if name == "aiogram":
        command = [str(AIOGRAM), str(ROOT / "tests/bench/echo_aiogram.py"), telegram.url, "--token", TOKEN]
    else:
        command = [sys.executable, "-m", "tests.bench.bots", name, telegram.url, "--token", TOKEN]
        command += ["--rate", str(rate), "--database", url_of(engine) if engine else ""]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        await telegram.wait_for(lambda: telegram.polls, _PATIENCE)
        yield Bot(process)
    finally:
        process.send_signal(signal.SIGTERM if engine else signal.SIGKILL)  # an echo has nothing to end well
        await process.wait()


def url_of(engine: Engine) -> str:
    """Where a process finds a database."""
    return engine.url.render_as_string(hide_password=False)
