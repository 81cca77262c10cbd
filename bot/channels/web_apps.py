"""The two web applications: /healthz (with a movable clock in a rehearsal), and the rehearsal's page."""

from datetime import tzinfo
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.web import WebMessenger
from bot.channels.web_clock import ClockDesk, MovableClock
from bot.channels.web_gate import Gate
from bot.channels.web_guard import Guard, refused
from bot.channels.web_health import AskHealth, health_routes
from bot.channels.web_routes import ChatDesk, Rehearsal

FILES = Path(__file__).resolve().parents[2] / "templates" / "web"


def health_app(ask: AskHealth, *beside: Route) -> Starlette:
    """What `chibo run` serves: /healthz, beside it a messenger's webhook or the measures, nothing else."""
    return Starlette(routes=[*health_routes(ask), *beside])


def clock_app(ask: AskHealth, clock: MovableClock, gate: Gate, zone: tzinfo, *beside: Route) -> Starlette:
    """What `chibo run --clock` serves: /healthz and /rehearsal/clock behind the gate; beside it a webhook,
    which has a secret of its own."""
    guarded = _guarded([*health_routes(ask), *_clock_routes(ClockDesk(clock, zone))], gate)
    return Starlette(routes=[*beside, Mount("/", guarded)]) if beside else guarded


def rehearsal_app(
    ask: AskHealth, messenger: WebMessenger, rehearsal: Rehearsal, gate: Gate, zone: tzinfo
) -> Starlette:
    """What `chibo demo` serves: the page, its data, and the clock, behind the gate."""
    clock = ClockDesk(rehearsal, zone, told=lambda time: messenger.hub.publish("clock", time))
    desk = ChatDesk(messenger, rehearsal, zone)
    routes = [*health_routes(ask), *_page_routes(), *_chat_routes(desk), *_clock_routes(clock)]
    return _guarded(routes, gate)


def _guarded(routes: list[Route | Mount], gate: Gate) -> Starlette:
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, gate=gate)],
        exception_handlers={HTTPException: refused},
    )


def _page_routes() -> list[Route | Mount]:
    async def page(request: Request) -> Response:
        return FileResponse(FILES / "index.html")

    return [Route("/", page), Mount("/static", StaticFiles(directory=FILES))]


def _chat_routes(desk: ChatDesk) -> list[Route | Mount]:
    chat = "/api/chat/{code}"
    return [
        Route("/api/people", desk.people),
        Route("/api/events", desk.events),
        Route(chat, desk.chat),
        *(
            Route(f"{chat}/{act.__name__}", act, methods=["POST"])
            for act in (desk.say, desk.tap, desk.file, desk.read)
        ),
    ]


def _clock_routes(desk: ClockDesk) -> list[Route | Mount]:
    return [
        Route("/rehearsal/clock", desk.tell),
        Route("/rehearsal/clock", desk.move, methods=["POST"]),
    ]
