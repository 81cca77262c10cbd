"""The sender's books: what many deliveries have to note is written down together, in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from bot.services.work import Work

T = TypeVar("T")
RunWork = Callable[[Callable[[Work], T]], Awaitable[T]]
_TOGETHER = 50  # jobs in one transaction
_Job = tuple[Callable[[Work], Any], "asyncio.Future[Any]"]


class Books:
    """What comes while a transaction runs waits for the next one, so that a wave costs few of them."""

    def __init__(self, run: RunWork[Any]) -> None:
        self._run = run
        self._jobs: list[_Job] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, job: Callable[[Work], T]) -> T:
        """Do a job in a unit of work, maybe together with others; its result, or what it raised."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._jobs.append((job, done))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write())
        return await done

    async def _write(self) -> None:
        while self._jobs:
            together, self._jobs = self._jobs[:_TOGETHER], self._jobs[_TOGETHER:]
            try:
                await self._all(together)
            except Exception:
                # One of them is at fault: the others are not to suffer for it.
                for one in together:
                    await self._alone(one)
        self._writer = None

    async def _all(self, jobs: list[_Job]) -> None:
        results = await self._run(lambda work: [job(work) for job, _ in jobs])
        for (_, done), result in zip(jobs, results, strict=True):
            _tell(done, result)

    async def _alone(self, one: _Job) -> None:
        job, done = one
        try:
            _tell(done, await self._run(job))
        except Exception as error:
            if not done.done():
                done.set_exception(error)


def _tell(done: "asyncio.Future[Any]", result: Any) -> None:
    if not done.done():
        done.set_result(result)
