"""APScheduler as a metronome: it beats, the database knows what is due. No job of ours lives in it."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Beat = Callable[[], Awaitable[object]]


class Metronome:
    """Calls each beat at its interval, never two of a kind at once, and never drops a late one."""

    def __init__(self) -> None:
        # The default grace of one second silently drops runs.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._scheduler = AsyncIOScheduler(job_defaults=defaults, timezone="UTC")

    def every(self, seconds: float, beat: Beat, name: str) -> None:
        """Call `beat` every so many seconds (whole or not)."""
        self._scheduler.add_job(beat, IntervalTrigger(seconds=seconds), id=name, name=name)

    def start(self) -> None:
        """Begin to beat, in the running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more beats; one that runs is let finish."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
