"""What is counted and timed while the program runs, as Prometheus reads it; nothing in it names anybody."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from bot.domain.chat import Lane, OutboxState, SendResult, outcome_of
from bot.domain.completeness import Alarm

CONTENT_TYPE = CONTENT_TYPE_LATEST
_QUICK = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
_PATIENT = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600, 21_600)

_registry = CollectorRegistry()  # of this process alone: each of several has its own page
ProcessCollector(registry=_registry)
_turns = Histogram(
    "chibo_turn_seconds", "From what came in to its commit.", buckets=_QUICK, registry=_registry
)
_ticks = Histogram("chibo_tick_seconds", "One look at what is due.", buckets=_QUICK, registry=_registry)
_database = Histogram(
    "chibo_database_seconds", "Statements and commit of one transaction.", buckets=_QUICK, registry=_registry
)
_delays = Histogram(
    "chibo_delay_seconds", "From due to handed over.", ["lane"], buckets=_PATIENT, registry=_registry
)
_sends = Counter(
    "chibo_sends",
    "Tries to hand a message over, by what came of them.",
    ["lane", "outcome"],
    registry=_registry,
)
_queue = Gauge("chibo_queue", "Messages that are due and wait.", ["lane"], registry=_registry)
_oldest = Gauge("chibo_queue_oldest_seconds", "How long the oldest of them has waited.", registry=_registry)
_today = Gauge(
    "chibo_messages_today", "Messages of this day, by what became of them.", ["state"], registry=_registry
)
_missing = Gauge("chibo_messages_missing_today", "Messages of this day that are lost.", registry=_registry)
_alarms = Gauge("chibo_alarm", "1 while somebody has to look at it.", ["alarm"], registry=_registry)


@contextmanager
def turn() -> Iterator[None]:
    """Time one turn."""
    with _turns.time():
        yield


@contextmanager
def tick() -> Iterator[None]:
    """Time one look at what is due."""
    with _ticks.time():
        yield


def database_took(seconds: float) -> None:
    """One transaction was in the database for so long."""
    _database.observe(seconds)


def handed_over(lane: Lane, result: SendResult, delay: float) -> None:
    """A try ended; `delay` in seconds since the message was due counts when it was sent."""
    outcome = outcome_of(result)
    _sends.labels(lane, outcome).inc()
    if outcome == "sent":
        _delays.labels(lane).observe(max(delay, 0.0))


def queue_is(depths: Mapping[Lane, int], oldest: float) -> None:
    """What is due and waits, by lane, and for how many seconds the oldest has."""
    for lane in Lane:
        _queue.labels(lane).set(depths.get(lane, 0))
    _oldest.set(oldest)


def today_is(states: Mapping[OutboxState, int], missing: int) -> None:
    """What became of this day's messages."""
    for state in OutboxState:
        _today.labels(state).set(states.get(state, 0))
    _missing.set(missing)


def alarms_are(ringing: tuple[Alarm, ...]) -> None:
    """Which alarms ring now."""
    for alarm in Alarm:
        _alarms.labels(alarm).set(alarm in ringing)


def page() -> bytes:
    """Everything, in Prometheus' text format."""
    return generate_latest(_registry)
