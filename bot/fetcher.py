"""Files accepted by a turn: fetched, parsed in a child process without a session, back as an event."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog

from bot.documents.workbook import Refusal, parse_in_child
from bot.domain.chat import AddressKey, Channel, FileRead, Inbound, Receive
from bot.domain.workbooks import FileReason
from bot.services import files
from bot.services.files import WaitingFile
from bot.services.work import Work

_PAUSE = 5.0  # seconds until the files are looked for again
_log = structlog.get_logger()


class Fetcher:
    """Reads one file after the other; whatever a file does, only its own reading ends."""

    def __init__(
        self,
        run: Callable[[Callable[[Work], Any]], Awaitable[Any]],
        channels: Mapping[str, Channel],
        receive: Receive,
    ) -> None:
        self._run, self._channels, self._receive = run, channels, receive
        self._woken = asyncio.Event()
        self._woken.set()  # files that were waiting when the program stopped

    def wake(self) -> None:
        """Something may be waiting."""
        self._woken.set()

    async def run(self) -> None:
        """Wait for files until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            try:
                await self.read_all()
            except Exception as error:  # the database is gone: nothing is lost, the files still wait
                _log.error("files_not_read", error=type(error).__name__)
                await asyncio.sleep(_PAUSE)
                self.wake()

    async def read_all(self) -> None:
        """Read everything that waits now."""
        for file in await self._run(lambda work: files.waiting(work, list(self._channels))):
            await self._read(file)

    async def _read(self, file: WaitingFile) -> None:
        content = await self._content(file)
        address = AddressKey(file.channel, file.account, file.chat)
        await self._receive(Inbound(address, f"file:{file.id}", content))
        await self._run(lambda work: files.give_up(work, file.id))

    async def _content(self, file: WaitingFile) -> FileRead:
        try:
            raw = await self._channels[file.channel].fetch(file.handle, files.LIMIT)
        except ValueError:
            return FileRead(file.id, FileReason.TOO_LARGE.value, refused=True)
        except Exception as error:  # whatever the messenger does: the person is told to send it again
            _log.warning("file_not_fetched", fetch=file.id, error=type(error).__name__)
            return FileRead(file.id, "not_fetched", refused=True)
        parsed = await parse_in_child(raw)
        if isinstance(parsed, Refusal):
            return FileRead(file.id, parsed.reason.value, refused=True)
        return FileRead(file.id, parsed.to_json())
