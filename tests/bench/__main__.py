"""Run the benchmarks: python -m tests.bench [--short] [chapter ...]; a whole run writes the page."""

import argparse
import asyncio
import inspect
import sys
import time
from collections.abc import Awaitable, Callable, Mapping

from tests.bench import backlog, broadcast, due, figures, grading, starting, taps, turns
from tests.bench.figures import Chapter
from tests.bench.scale import SHORT, WHOLE, Scale

CHAPTERS: Mapping[str, Callable[[Scale], Chapter | Awaitable[Chapter]]] = {
    "taps": taps.run,
    "turns": turns.run,
    "broadcast": broadcast.run,
    "due": due.run,
    "claims": backlog.claims,
    "history": backlog.history,
    "starting": starting.run,
    "grading": grading.run,
}


async def measured(name: str, scale: Scale) -> Chapter:
    """One chapter, told when it is done."""
    began = time.monotonic()
    found = CHAPTERS[name](scale)
    chapter = await found if inspect.isawaitable(found) else found
    sys.stdout.write(f"{chapter.text()}\n({name}: {time.monotonic() - began:.0f} s)\n\n")
    sys.stdout.flush()
    return chapter


async def _all(names: list[str], scale: Scale) -> list[Chapter]:
    return [await measured(name, scale) for name in names]


def main() -> None:
    """The chapters named, or all; only all of them at full size make the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("chapters", nargs="*", metavar="chapter", help=", ".join(CHAPTERS))
    parser.add_argument("--short", action="store_true", help="only prove that they work")
    given = parser.parse_args()
    began, names = time.monotonic(), given.chapters or list(CHAPTERS)
    chapters = asyncio.run(_all(names, SHORT if given.short else WHOLE))
    if not given.short and names == list(CHAPTERS):
        figures.write(chapters, time.monotonic() - began)


if __name__ == "__main__":
    main()
