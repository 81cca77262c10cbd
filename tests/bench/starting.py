"""The start of `chibo run` until it asks Telegram for updates, and the memory it takes at rest."""

import asyncio
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Chapter, Figure, at_most
from tests.bench.scale import Scale
from tests.bench.stage import ROOT, Bot, Telegram
from tests.fakes.telegram import TOKEN

_REST = 3.0  # seconds
_STARTS = 3
_PATIENCE = 60.0  # seconds


async def run(scale: Scale) -> Chapter:
    """On SQLite: once with an empty folder, then again."""
    with tempfile.TemporaryDirectory(prefix="chibo-bench-") as folder:
        first, _ = await _started(Path(folder))
        again = [await _started(Path(folder)) for _ in range(_STARTS)]
    about = (
        "`chibo run` from the start of its process to its first getUpdates, the best of three, on SQLite;"
        " memory (RSS) three seconds later, the most of three."
    )
    figures = [
        Figure("the first start, which makes the database", f"{first:.1f} s"),
        at_most("a start", min(seconds for seconds, _ in again), "s", 2, digits=2),
        at_most("memory at rest", max(memory for _, memory in again), "MB", 120, digits=0),
    ]
    return Chapter("Start and memory", about, figures)


async def _started(folder: Path) -> tuple[float, float]:
    """Seconds until it asks for updates, and megabytes at rest."""
    async with Telegram() as telegram:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CHIBO_")}
        environment |= {
            "CHIBO_TELEGRAM_TOKEN": TOKEN,
            "CHIBO_TELEGRAM_API_URL": telegram.url,
            "CHIBO_DATABASE_URL": f"sqlite:///{folder}/chibo.db",
            "CHIBO_SECRET": "k" * 32,
            "CHIBO_WEB_ADDRESS": "127.0.0.1:0",
            "CHIBO_LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(ROOT),
        }
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", cwd=folder, env=environment, stdout=asyncio.subprocess.DEVNULL
        )
        await telegram.wait_for(lambda: telegram.polls, _PATIENCE)
        seconds = time.monotonic() - began
        await asyncio.sleep(_REST)
        memory = Bot(process).memory
        process.send_signal(signal.SIGTERM)
        await process.wait()
    return seconds, memory
