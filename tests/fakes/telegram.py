"""A Telegram that runs on loopback: strict Bot API over HTTP, people who write and tap, faults on demand."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Self

from aiohttp import web

from tests.fakes.telegram_chats import Seen, World
from tests.fakes.telegram_faults import Behaviour, Fault, refusal
from tests.fakes.telegram_limits import Limits
from tests.fakes.telegram_methods import carry_out
from tests.fakes.telegram_people import People
from tests.fakes.telegram_push import Pusher, Webhook
from tests.fakes.telegram_schema import ApiError, Call, Violation, read_call

TOKEN = "700000001:AAFakeTokenOfTheFakeTelegramServer"
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
PATIENCE = 5.0  # seconds


class FakeTelegram(People):
    """Use as `async with FakeTelegram() as server`, with `server.token` and `server.url`.

    `violations` lists what no correct program asks, `refusals` what Telegram refused in normal life
    (not modified, too old, blocked), `calls` every well-formed call but polls, in order of arrival. With
    `limits` it answers 429 like the real one; `delay` is the way there and back, in seconds; `port` 0 is any
    free one."""

    def __init__(
        self,
        token: str = TOKEN,
        username: str = "chibo_bot",
        *,
        limits: Limits | None = None,
        delay: float = 0.0,
        port: int = 0,
    ) -> None:
        super().__init__(World(int(token.partition(":")[0]), username))
        self.token, self.limits, self.delay = token, limits, delay
        self.violations: list[str] = []
        self.refusals: list[str] = []
        self.calls: list[Call] = []
        self.polls: list[int | None] = []  # the offsets asked for
        self.faults: list[Fault] = []
        self.pusher = Pusher(self.world, self.happened)
        self._news, self._poll, self._in_progress, self._port = asyncio.Event(), 0, 0, port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """What to give as CHIBO_TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def webhook_url(self) -> str:
        """Where the program wants its updates pushed; empty while it polls."""
        return self.pusher.webhook.url

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen; on the same port as before when it was stopped."""
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_route("*", "/bot{token}/{method}", self._handle)
        application.router.add_get("/file/bot{token}/{path:.+}", self._hand_out)
        self._runner = web.AppRunner(
            application, handler_cancellation=True, shutdown_timeout=0.01, access_log=None
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Refuse connections, as in an outage; what it remembers stays."""
        await self.pusher.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # What tests look at

    def chat(self, chat_id: int) -> list[Seen]:
        """The messages of a chat, oldest first, as the person sees them now."""
        chat = self.world.chats.get(chat_id)
        return [one for one in chat.messages if one.message_id not in chat.deleted] if chat else []

    def said(self, chat_id: int) -> list[Seen]:
        """Only what the bot said."""
        return [message for message in self.chat(chat_id) if message.is_from_bot]

    def commands(self, chat_id: int) -> list[tuple[str, str]]:
        """The command menu of a chat."""
        return self.world.chats[chat_id].commands

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    @property
    def unconfirmed(self) -> list[int]:
        """The ids of the updates that the program has not confirmed."""
        return [update["update_id"] for update in self.world.updates]

    async def wait_for(self, predicate: Callable[[], Any], patience: float = PATIENCE) -> Any:
        """Wait until the predicate holds, looking again whenever something happens here; its value."""
        try:
            async with asyncio.timeout(patience):
                while not (value := predicate()):
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(
                f"did not happen; unconfirmed {self.unconfirmed}, {self.violations}"
            ) from None
        return value

    async def quiet(self, patience: float = PATIENCE) -> None:
        """Wait until every update is confirmed and no call but a poll is under way."""
        await self.wait_for(lambda: not self.world.updates and not self._in_progress, patience)

    def fails(
        self, method: str, behaviour: Behaviour, *, chat_id: int | None = None, times: int | None = 1
    ) -> Fault:
        """Script a fault for calls of one method ("*" for all), in one chat or any."""

        def matches(call: Call) -> bool:
            return method in ("*", call.method) and chat_id in (None, call.chat_id)

        self.faults.append(Fault(matches, behaviour, times))
        return self.faults[-1]

    def happened(self) -> None:
        """Wake those who wait."""
        self._news.set()
        self._news = asyncio.Event()
        self.pusher.look()

    # HTTP

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        try:
            if request.match_info["token"] != self.token:
                raise ApiError(401, "Unauthorized")
            call = read_call(request.match_info["method"], await _parameters(request))
        except ApiError as error:
            return self._refused(request.match_info["method"], error)
        is_poll = call.method == "getUpdates"
        self._in_progress += not is_poll
        try:
            return await self._meet(request, call)
        except Exception as error:
            self.violations.append(f"{call.method}: the fake itself failed, {error!r}")
            raise
        finally:
            self._in_progress -= not is_poll
            self.happened()

    async def _meet(self, request: web.Request, call: Call) -> web.StreamResponse:
        await self._travel()
        fault = next((one for one in self.faults if one.takes(call)), None)
        if fault is None:
            answer = await self._answer(call)
        else:
            answer = await fault.behaviour.meet(request, lambda: self._answer(call))
        await self._travel()
        return answer

    async def _travel(self) -> None:
        """Half of the way there and back."""
        if self.delay:
            await asyncio.sleep(self.delay / 2)

    async def _answer(self, call: Call) -> web.StreamResponse:
        try:
            result = await self._get_updates(call) if call.method == "getUpdates" else self._do(call)
        except ApiError as error:
            return self._refused(call.method, error)
        return web.json_response({"ok": True, "result": result})

    def _do(self, call: Call) -> Any:
        if self.limits is not None:
            self.limits.admit(call)
        self.calls.append(call)
        try:
            if call.method in ("setWebhook", "deleteWebhook"):
                return self.set_webhook(Webhook.of(call) if call.method == "setWebhook" else Webhook(), call)
            if call.method == "getWebhookInfo":
                return self._webhook_info()
            return carry_out(self.world, call)
        finally:
            self.happened()

    def set_webhook(self, webhook: Webhook, call: Call | None = None) -> bool:
        """From now on updates are pushed there, or polled for when it has no address."""
        self.pusher.webhook = webhook
        if call is not None:
            self._allow(call)
        return True

    def _webhook_info(self) -> dict[str, Any]:
        webhook = self.pusher.webhook
        info = {"url": webhook.url, "has_custom_certificate": False}
        error = {"last_error_date": 1, "last_error_message": webhook.last_error} if webhook.last_error else {}
        return info | {"pending_update_count": len(self.world.updates)} | error

    def _allow(self, call: Call) -> None:
        if "allowed_updates" in call.values:
            self.world.allowed = set(call.values["allowed_updates"])

    def _refused(self, method: str, error: ApiError) -> web.Response:
        record = self.violations if isinstance(error, Violation) else self.refusals
        record.append(f"{method}: {error.description}")
        return refusal(error)

    async def _get_updates(self, call: Call) -> list[dict[str, Any]]:
        if self.webhook_url:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll += 1
        poll = self._poll
        self._begin_poll(call)
        await self._until_news(poll, call.values.get("timeout", 0))
        if poll != self._poll:
            raise ApiError(409, CONFLICT)
        return self.world.updates[: call.values.get("limit", 100)]

    def _begin_poll(self, call: Call) -> None:
        self.polls.append(call.values.get("offset"))
        self.world.confirm(call.values.get("offset"))
        self._allow(call)
        self.happened()

    async def _until_news(self, poll: int, seconds: int) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not self.world.updates and poll == self._poll:
                    await self._news.wait()
        except TimeoutError:
            return

    async def _hand_out(self, request: web.Request) -> web.StreamResponse:
        content = self.world.files.get(request.match_info["path"])
        if request.match_info["token"] != self.token or content is None:
            return refusal(ApiError(404, "Not Found"))
        call = Call("download", {"path": request.match_info["path"]})
        fault = next((one for one in self.faults if one.takes(call)), None)

        async def hand_out() -> web.StreamResponse:
            return web.Response(body=content)

        return await fault.behaviour.meet(request, hand_out) if fault else await hand_out()


async def _parameters(request: web.Request) -> Mapping[str, Any]:
    if request.content_type == "application/json":
        given: dict[str, Any] = await request.json()
        return given
    return {**request.query, **await request.post()}
