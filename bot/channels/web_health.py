"""/healthz for whoever restarts the program or calls somebody, /metrics for Prometheus: no personal data."""

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import measures
from bot.channels.web_gate import WebAddress
from bot.domain.completeness import Health

AskHealth = Callable[[], Awaitable[Health]]
#: Headers that a proxy adds to what it passes on.
_PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def health_routes(ask: AskHealth) -> list[Route]:
    """Live: this process answers, else it is to be restarted. Ready: the database is there with the right
    schema and nothing is alarming, else somebody has to look. /healthz is the same as ready."""

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        health = await ask()
        return JSONResponse(_body(health), 200 if health.is_ready else 503)

    return [Route("/healthz", ready), Route("/healthz/ready", ready), Route("/healthz/live", live)]


def _body(health: Health) -> dict[str, object]:
    return {
        "status": "ok" if health.is_ready else "failing",
        "database": "ok" if health.is_reachable else "unreachable",
        "schema": "current" if health.is_current else "unknown" if not health.is_reachable else "outdated",
        "alarms": [alarm.value for alarm in health.alarms],
    }


def metrics_app(ask: AskHealth) -> Starlette:
    """/metrics on an address of its own: whoever reaches the address reads it."""
    return Starlette(routes=[_metrics(ask, lambda request: True)])


def local_metrics(ask: AskHealth) -> Route:
    """/metrics beside /healthz: for this machine only, and not through a proxy that tells of itself. A proxy
    that does not cannot be told apart, so where one is expected this route is not offered at all."""
    return _metrics(ask, _is_of_this_machine)


def _metrics(ask: AskHealth, may_read: Callable[[Request], bool]) -> Route:
    async def metrics(request: Request) -> Response:
        if not may_read(request):
            return PlainTextResponse("Not Found", 404)
        await ask()  # what waits is counted anew
        return Response(measures.page(), media_type=measures.CONTENT_TYPE)

    return Route("/metrics", metrics)


def _is_of_this_machine(request: Request) -> bool:
    if any(name in request.headers for name in _PASSED_ON):
        return False
    named = WebAddress(request.url.hostname or "", 0)
    return named.is_loopback and request.client is not None and WebAddress(request.client.host, 0).is_loopback
