"""chibo run as processes of their own, that can be killed at any instruction."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from aiohttp import web

from tests.fakes.telegram import TOKEN
from tests.fakes.telegram_faults import CarryOut

_PATIENCE = 30.0  # seconds that an end may take


@dataclass
class Worker:
    """One process; its log is kept over all its lives."""

    url: str
    api: str
    log: Path
    settings: dict[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    port: int = field(default_factory=lambda: free_port())  # the same in every life
    _process: asyncio.subprocess.Process | None = None

    async def start(self, now: datetime) -> None:
        """Begin a new life, with a clock that stands at this instant; it works after a second or two."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run", "--clock", now.isoformat(), *self.options),
                env=self._environment(),
                stdout=log,
                stderr=log,
            )

    @property
    def name(self) -> str:
        """What stands in the name of its leases' owner."""
        return f":{self._process.pid}:" if self._process is not None else ""

    def kill(self) -> None:
        """SIGKILL, now."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    async def ended(self, longest: float = _PATIENCE) -> int | None:
        """Wait for its end; its exit code, None when it goes on living."""
        assert self._process is not None
        try:
            return await asyncio.wait_for(self._process.wait(), longest)
        except TimeoutError:
            return None

    async def stop(self) -> int | None:
        """As an operator would; its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHIBO_")}
        return kept | self.settings | {
            "CHIBO_DATABASE_URL": self.url,
            "CHIBO_TELEGRAM_TOKEN": TOKEN,
            "CHIBO_TELEGRAM_API_URL": self.api,
            "CHIBO_WEB_ADDRESS": f"127.0.0.1:{self.port}",
            "CHIBO_SECRET": "k" * 32,
        }  # fmt: skip


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@dataclass
class Strike:
    """Kill around a request: it was carried out or got lost, and its answer never comes."""

    kill: Callable[[], None]
    is_carried_out: bool

    async def meet(self, request: web.Request, carry_out: CarryOut) -> web.StreamResponse:
        self.kill()
        if self.is_carried_out:
            await carry_out()
        return web.Response()
