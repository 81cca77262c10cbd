"""The rehearsal's chats over HTTP: the people, one chat, and what a person does in it."""

import logging
import re
from collections.abc import Awaitable, Sequence
from dataclasses import asdict, dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Any, Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.channels.web import LIMITS, NotReceiving, WebMessenger
from bot.channels.web_chat import commands_json, entry_json, instant_json
from bot.channels.web_clock import MovableClock
from bot.channels.web_events import stream
from bot.channels.web_files import UPLOAD_LIMIT
from bot.channels.web_guard import body_of, fields_of

log = logging.getLogger(__name__)
EVENT = re.compile(r"[A-Za-z0-9-]{8,64}")  # the page makes one for each thing a person does


class Group(StrEnum):
    """Under which heading the page lists a person, in the page's order."""

    LEADERSHIP = "leadership"
    OFFICE = "office"
    VISITOR = "visitor"
    SECRETARY = "secretary"
    ADMINISTRATOR = "administrator"
    OTHER = "other"


@dataclass(frozen=True)
class PersonTile:
    """A person of the rehearsal, as the page lists them; `code` is their chat."""

    code: str
    name: str
    post: str
    organisation: str
    group: Group


class Rehearsal(MovableClock, Protocol):
    """What the application gives to the page."""

    async def people(self) -> Sequence[PersonTile]:
        """Everybody who may be played, in the order of the list."""


class ChatDesk:
    """The routes of people and chats."""

    def __init__(self, messenger: WebMessenger, rehearsal: Rehearsal, zone: tzinfo) -> None:
        self._messenger, self._rehearsal, self._zone = messenger, rehearsal, zone

    async def people(self, request: Request) -> Response:
        return JSONResponse({"people": [self._tile(tile) for tile in await self._rehearsal.people()]})

    async def chat(self, request: Request) -> Response:
        transcript = self._messenger.transcript(request.path_params["code"])
        entries = [entry_json(entry, self._zone) for entry in transcript.entries.values()]
        return JSONResponse({"entries": entries, "commands": commands_json(transcript.commands)})

    async def read(self, request: Request) -> Response:
        self._messenger.read(request.path_params["code"])
        return Response(status_code=204)

    async def say(self, request: Request) -> Response:
        fields = await fields_of(request)
        text = str(fields.get("text", ""))
        if not text.strip():
            raise HTTPException(400, "empty")
        if len(text) > LIMITS.text_limit:
            raise HTTPException(413, "too_long")
        return await _done(self._messenger.say(_chat(request), _event(fields.get("event")), text))

    async def tap(self, request: Request) -> Response:
        fields = await fields_of(request)
        data = str(fields.get("data", ""))
        if not 0 < len(data) <= 64:
            raise HTTPException(400, "data")
        return await _done(self._messenger.tap(_chat(request), _event(fields.get("event")), data))

    async def file(self, request: Request) -> Response:
        """The body is the file; its name and the event stand in the query."""
        name = request.query_params.get("name", "")[:200] or "?"
        event = _event(request.query_params.get("event"))
        content = await body_of(request, UPLOAD_LIMIT)
        return await _done(self._messenger.offer(_chat(request), event, name, content))

    async def events(self, request: Request) -> Response:
        return StreamingResponse(stream(self._messenger.hub), media_type="text/event-stream")

    def _tile(self, tile: PersonTile) -> dict[str, Any]:
        transcript = self._messenger.transcript(tile.code)
        last = transcript.last
        shown = last and {"preview": last.preview, "at": instant_json(last.at, self._zone)}
        return asdict(tile) | {"unread": transcript.unread, "last": shown}


async def _done(happening: Awaitable[None]) -> Response:
    """204 after the commit; 503 when nothing could be recorded, so that the page sends it again."""
    try:
        await happening
    except NotReceiving:
        raise HTTPException(503, "not_saved") from None
    except Exception as error:  # its text may hold what was typed, so only its kind is logged
        log.error("an event from the page was not recorded: %s", type(error).__name__)
        raise HTTPException(503, "not_saved") from None
    return Response(status_code=204)


def _chat(request: Request) -> str:
    code = str(request.path_params["code"])
    if len(code) > 64:
        raise HTTPException(404, "chat")
    return code


def _event(given: object) -> str:
    event = given if isinstance(given, str) else ""
    if not EVENT.fullmatch(event):
        raise HTTPException(400, "event")
    return event
