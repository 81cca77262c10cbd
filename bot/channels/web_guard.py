"""Stands before every request of the rehearsal: the gate's checks, security headers, capped bodies."""

import json
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.web_gate import Gate

JSON_LIMIT = 32 * 1024  # bytes
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """ASGI middleware: refuses what the gate refuses, before anything is read."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app, self._gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            reason = self._gate.refusal(Request(scope))
            answer = JSONResponse({"error": reason}, 403) if reason else self._app
            await answer(scope, receive, _with_headers(send))
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close"})


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending


async def refused(request: Request, exc: Exception) -> Response:
    """An HTTPException as {"error": code}; the page has the sentence for the code."""
    known = exc if isinstance(exc, HTTPException) else HTTPException(500, "failed")
    return JSONResponse({"error": known.detail}, known.status_code)


async def body_of(request: Request, limit: int) -> bytes:
    """The request's body; HTTPException 413 as soon as it is larger than `limit` bytes."""
    body = bytearray()
    if int(request.headers.get("content-length", "0")) > limit:
        raise HTTPException(413, "too_large")
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise HTTPException(413, "too_large")
    return bytes(body)


async def fields_of(request: Request) -> dict[str, Any]:
    """The request's JSON object; HTTPException 400 when it is none."""
    try:
        fields = json.loads(await body_of(request, JSON_LIMIT))
    except ValueError:
        raise HTTPException(400, "not_json") from None
    if not isinstance(fields, dict):
        raise HTTPException(400, "not_json")
    return fields
