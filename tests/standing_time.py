"""An event loop whose clock jumps over every wait: a broadcast of two minutes takes as long as its work."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """Never waits: when nothing is ready, the time that would have been waited for has passed."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if not ready and timeout:
            self.passed += timeout
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.passed


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run to the end, in no time. Everything has to happen on this loop: no threads, no sockets."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)
