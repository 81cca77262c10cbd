"""A turn alone, without messenger or threads: its CPU, and how many statements it takes."""

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, event

from bot.domain.chat import AddressKey, Capabilities, Content, Inbound, Sent, Tap, Text
from bot.services import delivery
from bot.services.outbox import Parcel
from bot.services.work import Ground, Work
from db.session import unit_of_work
from handlers import router, turn
from tests.bench import crowd
from tests.bench.figures import Chapter, Figure, at_most
from tests.bench.scale import Scale
from tests.bench.stage import DATABASES, database
from tests.chat import ALMANAC

ACCOUNT = "700000001"
GROUND = Ground(ALMANAC, {"telegram": Capabilities()}, b"k" * 32)
_GOALS = {"sqlite": 2.0, "postgres": 3.0}  # milliseconds
_WARM = 3  # people whose turns are not counted


@dataclass
class Stage:
    """Turns of people with one card each, as the program takes them, their answers sent at once."""

    engine: Engine
    events: int = 0
    seconds: float = 0.0
    turns: int = 0
    statements: int = 0
    _is_turn: bool = False

    def __post_init__(self) -> None:
        event.listen(self.engine, "before_cursor_execute", self._count)

    def _count(self, *_: object) -> None:
        self.statements += self._is_turn

    def forget(self) -> None:
        """What was measured until now does not count."""
        self.seconds, self.turns, self.statements = 0.0, 0, 0

    def takes(self, chat: int, content: Content) -> Parcel:
        """One turn, whole, on the clock; its last answer."""
        self.events += 1
        inbound = Inbound(AddressKey("telegram", ACCOUNT, str(chat)), str(self.events), content)
        self._is_turn, before = True, time.process_time()
        with unit_of_work(self.engine) as session:
            parcels = turn.take(Work(session, datetime.now(UTC), GROUND), inbound, router.converse).parcels
        self.seconds += time.process_time() - before
        self.turns += 1
        self._is_turn = False
        self._send(parcels)
        return parcels[-1]

    def _send(self, parcels: list[Parcel]) -> None:
        with unit_of_work(self.engine) as session:
            for one in parcels:
                number = one.outgoing.outbox_id
                delivery.record(Work(session, datetime.now(UTC), GROUND), number, Sent(str(number)))


def answers(stage: Stage, chat: int, taps: int) -> None:
    """Open the card and tap its first button so often: will come, cannot come, for which reason."""
    card = stage.takes(chat, Text("/viec"))
    for _ in range(taps):
        card = stage.takes(chat, Tap(card.outgoing.rows[0][0].data))


def run(scale: Scale) -> Chapter:
    """Both databases."""
    about = (
        "One process, one turn after the other: a card is opened and answered six times, as above, so that"
        " four turns of seven also change what is reminded. CPU of the turn and its commit, without the"
        " database server's."
    )
    return Chapter("A turn alone", about, [figure for kind in DATABASES for figure in _measured(kind, scale)])


def _measured(kind: str, scale: Scale) -> Iterator[Figure]:
    people = _WARM + max(1, scale.turns // 7)
    with database(kind) as engine:
        crowd.gather(engine, people, datetime.now(UTC) + timedelta(days=3))
        stage = Stage(engine)
        for chat in crowd.chats(people)[:_WARM]:
            answers(stage, chat, 6)
        stage.forget()
        gc.freeze()  # as the program does at its start
        for chat in crowd.chats(people)[_WARM:]:
            answers(stage, chat, 6)
    gc.unfreeze()
    milliseconds = stage.seconds / stage.turns * 1000
    yield at_most(f"{kind}: CPU a turn, of {stage.turns}", milliseconds, "ms", _GOALS[kind], digits=2)
    yield Figure(f"{kind}: statements a turn", f"{stage.statements / stage.turns:.1f}")
