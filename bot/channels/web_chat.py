"""One chat of the browser as the page shows it: entries in order, unread count, command menu. Memory only."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Any, Literal

from bot.channels.web_text import plain, runs
from bot.domain.calendar import WEEKDAYS
from bot.domain.chat import Button, FileOffered
from bot.domain.wording import sentence

KEPT_ENTRIES = 400  # of one chat; the oldest leave first


@dataclass(frozen=True)
class Entry:
    """A message in a chat. The bot's text is HTML from the outbox, a person's is what was typed."""

    id: str
    author: Literal["bot", "person"]
    text: str
    at: datetime  # on the business clock
    rows: tuple[tuple[Button, ...], ...] = ()
    is_edited: bool = False
    file: FileOffered | None = None
    revision: int = 0

    @property
    def preview(self) -> str:
        """The beginning of it on one line, for the list of people."""
        text = plain(self.text) if self.author == "bot" else " ".join(self.text.split())
        return (self.file.name if self.file else text)[:120]


@dataclass(frozen=True)
class Kept:
    """A message that left before the program was started again, as the outbox has it."""

    chat: str
    external_id: str
    text: str
    rows: tuple[tuple[Button, ...], ...]
    at: datetime


@dataclass
class Transcript:
    """The entries of one chat; nothing a person typed is kept anywhere else than here."""

    entries: dict[str, Entry] = field(default_factory=dict)
    commands: tuple[tuple[str, str], ...] = ()
    unread: int = 0
    _changes: int = 0

    def put(self, entry: Entry) -> Entry:
        """Add an entry, or replace the one with its id where it stands, in place and in time."""
        self._changes += 1
        known = self.entries.get(entry.id)
        at = known.at if known else entry.at
        entry = replace(entry, at=at, is_edited=known is not None, revision=self._changes)
        self.entries[entry.id] = entry
        if len(self.entries) > KEPT_ENTRIES:
            del self.entries[next(iter(self.entries))]
        if known is None and entry.author == "bot":
            self.unread += 1
        return entry

    def take_back(self, entry_id: str) -> None:
        """Forget what a person said and the program could not take in."""
        self.entries.pop(entry_id, None)

    @property
    def last(self) -> Entry | None:
        return next(reversed(self.entries.values()), None)


def instant_json(instant: datetime, zone: tzinfo) -> dict[str, str]:
    """An instant as the page shows it: "Thứ Tư, 18/11/2026" and "07:55"."""
    local = instant.astimezone(zone)
    day = f"{sentence(WEEKDAYS[local.weekday()])}, {local:%d/%m/%Y}"
    return {"iso": local.isoformat(), "day": day, "time": f"{local:%H:%M}"}


def entry_json(entry: Entry, zone: tzinfo) -> dict[str, Any]:
    """An entry for the page; the text is given as pieces, so that nothing there parses HTML."""
    return {
        "id": entry.id,
        "author": entry.author,
        "runs": runs(entry.text) if entry.author == "bot" else [("", entry.text)],
        "rows": [[{"label": b.label, "data": b.data} for b in row] for row in entry.rows],
        "edited": entry.is_edited,
        "file": {"name": entry.file.name, "size": entry.file.size} if entry.file else None,
        "revision": entry.revision,
        "at": instant_json(entry.at, zone),
    }


def commands_json(commands: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """The command menu: each with its slash."""
    return [{"command": f"/{name.removeprefix('/')}", "description": text} for name, text in commands]
