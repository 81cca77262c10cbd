"""Serves a web application until it is cancelled: no signal handlers, no access log, a clean end."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # signals are the program's business, not the server's


async def serve_on(
    listening: socket.socket, app: ASGIApp, closing: Callable[[], None] = lambda: None
) -> None:
    """Serve on an open socket until cancelled; `closing` ends what would keep connections open."""
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    server = _Server(config)
    with listening:
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            await asyncio.shield(serving)
        finally:
            closing()
            server.should_exit = True
            await serving
