"""The fake Telegram run from outside: people act, faults are scripted, what arrived is told, over HTTP."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from aiohttp import web

from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_faults import Behaviour, Cut, Garble, Refuse, Slow

_BEHAVIOURS: dict[str, Callable[..., Behaviour]] = {
    "refuse": Refuse, "garble": Garble, "cut": Cut, "slow": Slow,
}  # fmt: skip


class Control:
    """The routes, on a port of their own so that they stay while the Bot API refuses connections:

    POST /chats   {"first": 1000, "count": 3000}  these people have written to the bot before
    POST /acts    [{"chat": 1000, "says": "/viec"}, {"chat": 1000, "taps": "Sẽ dự"}, {"chat": 1000,
                  "data": "7.1.yes"}, {"chat": 1000, "blocks": true}]  gives the ids of the updates
    POST /faults  {"method": "*", "kind": "refuse", "with": {"code": 429, "retry_after": 5}, "chat": null,
                  "times": null}  kinds: refuse, garble, cut, slow
    POST /outage  {"seconds": 5}  connections are refused that long; answers when it is over
    GET  /report?since=0  what arrived from that number on, with times; limits, refusals, violations
    GET  /chats/1000  what this person sees now"""

    def __init__(self, server: FakeTelegram) -> None:
        self._server = server

    def application(self) -> web.Application:
        application = web.Application(client_max_size=64 * 1024 * 1024)
        for path, handler in (
            ("/chats", self._meet),
            ("/acts", self._act),
            ("/faults", self._fail),
            ("/outage", self._refuse_connections),
        ):
            application.router.add_post(path, handler)
        application.router.add_get("/report", self._report)
        application.router.add_get("/chats/{chat}", self._show)
        return application

    async def _meet(self, request: web.Request) -> web.Response:
        asked = await request.json()
        for chat_id in range(asked["first"], asked["first"] + asked["count"]):
            self._server.world.chat(chat_id)
        return web.json_response({})

    async def _act(self, request: web.Request) -> web.Response:
        return web.json_response([self._one(**act) for act in await request.json()])

    def _one(self, chat: int, says: str = "", taps: str = "", data: str = "", blocks: bool = False) -> int:
        if blocks:
            return self._server.blocks(chat)
        if taps:
            return self._server.taps(chat, taps)
        return self._server.taps_data(chat, data) if data else self._server.says(chat, says)

    async def _fail(self, request: web.Request) -> web.Response:
        asked = await request.json()
        behaviour = _BEHAVIOURS[asked["kind"]](**asked.get("with", {}))
        self._server.fails(
            asked.get("method", "*"), behaviour, chat_id=asked.get("chat"), times=asked.get("times", 1)
        )
        return web.json_response({})

    async def _refuse_connections(self, request: web.Request) -> web.Response:
        seconds = (await request.json())["seconds"]
        await self._server.stop()
        await asyncio.sleep(seconds)
        await self._server.start()
        return web.json_response({})

    async def _report(self, request: web.Request) -> web.Response:
        world, limits = self._server.world, self._server.limits
        since = int(request.query.get("since", "0"))
        told: dict[str, Any] = {
            "delivered": [asdict(one) for one in world.delivered[since:]],
            "told_at": world.told_at,
            "unconfirmed": len(world.updates),
            "refused": dict(limits.refused) if limits else {},
            "refusals": dict(Counter(self._server.refusals)),
            "violations": self._server.violations,
        }
        return web.json_response(told)

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(
            [asdict(message) for message in self._server.chat(int(request.match_info["chat"]))]
        )
