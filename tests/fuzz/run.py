"""A cast that does anything at all, on the real program over HTTP, with every row it writes watched."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlmodel import SQLModel, col, func, select
from structlog.testing import capture_logs

from bot.services.work import Work
from db.models import Address, Draft, Meeting, OutboxMessage, ScoreSheet, SeenEvent, Visit
from tests.chat import Chat
from tests.fakes.telegram import FakeTelegram
from tests.fakes.telegram_chats import Query
from tests.flows.backstage import register
from tests.flows.offstage import leap
from tests.fuzz import mutants
from tests.fuzz.scope import Scope
from tests.fuzz.updates import MESSAGE_TYPES, MESSAGES, UPDATES, Json, update
from tests.fuzz.watching import taken, watch
from tests.messengers import Telegram

NAMES = ("Lan", "Phúc", "Cường", "Hạnh", "Bình", "Dung", "Yến", "Thắng", "Mai")
_STRANGERS = (990_001, 990_002, 1, (1 << 52) - 1)
_GROUPS = (-1_009, -1_001_999_999_999)
_TIME_PASSES = 80  # updates between two moments at which the clock is moved
_UNREADABLE = "cannot be read"


@dataclass
class Findings:
    """What went wrong, and what was done, so that one sees that the forms were reached."""

    wrong: list[str] = field(default_factory=list)
    sent: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)


class Complaints(logging.Handler):
    """Errors of the libraries' kind of log; an update that nobody can read may be said to be one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if _UNREADABLE not in record.getMessage():
            self.said.append(record.getMessage())


class Fuzz:
    """One run over a gathered cast on Telegram; everything follows from the seed."""

    def __init__(self, chat: Chat, server: FakeTelegram, seed: int) -> None:
        self._chat, self._server, self._random = chat, server, Random(seed)
        self.findings = Findings()
        self._remembered: list[str] = []  # what buttons carried that somebody was shown some time
        self._last: Json = {}
        self._who: str | int = NAMES[0]

    async def run(self, count: int) -> Findings:
        """So many updates, one after the other."""
        complaints = Complaints()
        logging.getLogger().addHandler(complaints)
        try:
            with capture_logs() as logged:
                await self._run(count)
        finally:
            logging.getLogger().removeHandler(complaints)
        self.findings.wrong += complaints.said + self._violations()
        self.findings.wrong += [str(one) for one in logged if one["log_level"] in ("error", "critical")]
        self._count_deeds()
        return self.findings

    def _violations(self) -> list[str]:
        """Spoilt updates name queries that never were, and private chats that call themselves groups."""
        excused = ("answerCallbackQuery: ", "leaveChat: Bad Request: chat member status")
        return [one for one in self._server.violations if not one.startswith(excused)]

    async def _run(self, count: int) -> None:
        await self._begin_in_the_middle_of_a_month()
        watch(self._chat.engine)
        for number in range(count):
            if number % _TIME_PASSES == 0:
                await self._let_time_pass()
            await self._take_in(self._something(self._server.world.next_update + 1))
            if len(self.findings.wrong) > 20:
                break

    async def _begin_in_the_middle_of_a_month(self) -> None:
        """Everybody enrolled, meetings registered, one of them just over: every form has a reason to open."""
        players = {name: await self._chat.join(name) for name in NAMES}
        await self._chat.move_to("18/11/2026", "08:00")
        for name, when in (("Lan", "3/12 14h"), ("Cường", "3/12 14h"), ("Hạnh", "28/12 8h")):
            await register(players[name], when)
        await leap(self._chat, "03/12/2026", "16:00")

    async def _let_time_pass(self) -> None:
        """The program's own doing is nobody's; whoever left comes back."""
        await self._enrol_whoever_is_not()
        await self._chat.program.read_files()
        hours = self._random.choice((0, 1, 5, 24, 72, 120))
        await self._chat.program.move(self._chat.clock.now() + timedelta(hours=hours))
        taken(self._chat.engine)

    async def _enrol_whoever_is_not(self) -> None:
        for name in NAMES:
            if not self._chat.look(lambda work, name=name: self._is_enrolled(work, name)):  # type: ignore[misc]
                await self._chat.join(name)

    def _is_enrolled(self, work: Work, name: str) -> bool:
        chat = str(self._id_of(name))
        bound = select(Address.person_id).where(Address.chat == chat, col(Address.suspended_at).is_(None))
        return work.session.exec(bound).first() == self._chat.cast.people[name]

    def _id_of(self, name: str) -> int:
        assert isinstance(self._chat.messenger, Telegram)
        return self._chat.messenger.id_of(name)

    async def _take_in(self, raw: Json) -> None:
        scope = self._scope_of(raw)
        self._server.world.next_update = raw["update_id"] + 1
        self._server.world.updates.append(raw)
        self._server.happened()
        await self._server.quiet()
        await self._chat.arrive()
        written = taken(self._chat.engine)
        self.findings.wrong += self._chat.look(lambda work: scope.complaints(work, written))
        self._last = raw
        self._look_for_apologies(raw)

    def _look_for_apologies(self, raw: Json) -> None:
        event = str(raw["update_id"])

        def failed(work: Work) -> str | None:
            return work.session.exec(select(SeenEvent.error_id).where(SeenEvent.event_id == event)).first()

        if self._chat.look(failed):
            self.findings.wrong.append(f"failed: {raw}")

    def _scope_of(self, raw: Json) -> Scope:
        """By what the library would take for the chat."""
        part: Any = next((value for key, value in raw.items() if key != "update_id"), None)
        for key in ("message", "chat", "id"):
            part = part.get(key, part if key == "message" else None) if isinstance(part, dict) else None
        chat = str(part) if isinstance(part, int) else "nobody's"
        return self._chat.look(lambda work: Scope.of(work, chat, str(raw["update_id"])))

    # What is sent

    def _something(self, number: int) -> Json:
        kinds: dict[str, tuple[int, Callable[[int], Json]]] = {
            "current button": (60, self._current_button),
            "text": (30, self._text),
            "forged button": (14, self._forged_button),
            "remembered button": (10, self._remembered_button),
            "message of any type": (6, self._message),
            "update of any type": (5, self._update),
            "spoilt": (10, self._spoilt),
            "the same again": (2, self._again),
        }
        kind = self._random.choices(list(kinds), [weight for weight, _ in kinds.values()])[0]
        self.findings.sent[kind] += 1
        return kinds[kind][1](number)

    def _chat_id(self) -> int:
        """Most often whoever was there before: forms have many steps."""
        if self._random.random() < 0.2:
            others: tuple[str | int, ...] = (*_STRANGERS, *_GROUPS)
            self._who = self._random.choice(NAMES if self._random.random() < 0.9 else others)
        return self._who if isinstance(self._who, int) else self._id_of(self._who)

    def _place(self, chat_id: int | None = None) -> Json:
        chat_id = self._chat_id() if chat_id is None else chat_id
        self._server.world.chat(chat_id)
        person = {"id": abs(chat_id), "is_bot": False, "first_name": "Lan", "language_code": "vi"}
        if chat_id < 0:
            kind = self._random.choice(("group", "supergroup"))
            return {"chat": {"id": chat_id, "type": kind, "title": "Nhóm"}, "from": person}
        return {"chat": {"id": chat_id, "type": "private", "first_name": "Lan"}, "from": person}

    def _said(self, number: int, content: Json) -> Json:
        return update("message", self._place(), number, content)

    def _date(self) -> int:
        """Mostly just now, in real time as Telegram's is; now and then too long ago to be carried out."""
        return int(time.time()) - (90_000 if self._random.random() < 0.03 else 0)

    def _text(self, number: int) -> Json:
        return self._said(number, {"text": mutants.text(self._random), "date": self._date()})

    def _message(self, number: int) -> Json:
        return self._said(number, MESSAGES[self._random.choice(MESSAGE_TYPES)])

    def _update(self, number: int) -> Json:
        return update(self._random.choice(UPDATES), self._place(), number, MESSAGES["text"])

    def _spoilt(self, number: int) -> Json:
        makers = (self._text, self._message, self._update, self._current_button)
        return mutants.spoil(self._random, self._random.choice(makers)(number))

    def _again(self, number: int) -> Json:
        return {**self._last, "update_id": number} if self._last else self._text(number)

    def _current_button(self, number: int) -> Json:
        chat_id = self._chat_id()
        shown = self._shown_in(chat_id)
        self._remembered = [*self._remembered[-500:], *shown[:1]]
        return self._tap(number, chat_id, self._choice_of(shown))

    def _choice_of(self, shown: list[str]) -> str:
        """Often the first, which is what the program proposes."""
        if not shown:
            return "1.1.yes"
        return shown[0] if self._random.random() < 0.5 else self._random.choice(shown)

    def _shown_in(self, chat_id: int) -> list[str]:
        """What the buttons of the newest card with any carry."""
        for message in reversed(self._server.said(chat_id)[-4:]):
            if message.keys:
                return [key.data for row in message.keys for key in row]
        return []

    def _remembered_button(self, number: int) -> Json:
        """An old one, most often somebody else's."""
        known = self._remembered or ["1.1.yes"]
        return self._tap(number, self._chat_id(), self._random.choice(known))

    def _forged_button(self, number: int) -> Json:
        chat_id = self._chat_id()
        known: Sequence[str] = self._shown_in(chat_id) + self._remembered[-20:]
        return self._tap(number, chat_id, mutants.forged(self._random, known))

    def _tap(self, number: int, chat_id: int, data: str) -> Json:
        raw = update("callback_query", self._place(chat_id), number, {"text": "…", "date": self._date()})
        query = f"f{number}"
        self._server.world.queries[query] = Query()
        raw["callback_query"] |= {"data": data, "id": query}
        return raw

    def _count_deeds(self) -> None:
        tables: tuple[type[SQLModel], ...] = (Meeting, ScoreSheet, Visit, OutboxMessage)
        forms = self._chat.look(lambda work: work.session.exec(select(Draft.form).distinct()).all())
        self.findings.forms = set(forms)
        for table in tables:
            query = select(func.count()).select_from(table)
            self.findings.done[table.__name__] = self._chat.look(lambda work: work.session.exec(query).one())  # noqa: B023
