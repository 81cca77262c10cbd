"""Logs: one JSON object a line on stderr, from every logger, with nothing confidential in it."""

import json
import logging
import re
import secrets
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO
from urllib.parse import quote, unquote

import structlog
from structlog.processors import ExceptionRenderer, JSONRenderer, StackInfoRenderer, TimeStamper
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

_BOT_TOKEN = re.compile(r"bot\d+(?::|%3A)[\w-]+", re.IGNORECASE)
_HIDDEN = "[hidden]"
_SHORTEST = 4  # what is shorter would hide half of every line and is no secret

#: Loggers that at INFO tell addresses (with the bot's token), statements, or every tick.
_TALKATIVE = ("aiohttp", "alembic", "apscheduler", "httpcore", "httpx", "sqlalchemy", "telegram", "uvicorn")

#: Errors whose first line quotes nothing that a person wrote. Of any other only the type is told:
#: "invalid literal for int(): 'Lan is ill'" would put a message into the log.
_SAFE_TYPES = (AttributeError, ImportError, NameError, OSError, TypeError)
_SAFE_PACKAGES = {
    "aiohttp",
    "alembic",
    "apscheduler",
    "httpcore",
    "httpx",
    "psycopg",
    "sqlalchemy",
    "sqlite3",
    "telegram",
}


def new_error_id() -> str:
    """By which a person who was told of an error, and the office, find it in the log."""
    return secrets.token_hex(4).upper()


def configure_logs(
    level: str = "INFO", confidential: Iterable[str] = (), stream: TextIO | None = None
) -> None:
    """Send every logger's records to `stream` (stderr) as JSON lines, without anything `confidential`.

    Called once, at start. Records carry identifiers and counts; never a message's text, a name or a score.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(ProcessorFormatter(foreign_pre_chain=_SHARED, processors=_ending(confidential)))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_SHARED, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    TimeStamper(fmt="iso", utc=True),
    StackInfoRenderer(),
]


def _ending(confidential: Iterable[str]) -> list[Processor]:
    return [
        ProcessorFormatter.remove_processors_meta,
        ExceptionRenderer(_tell),
        JSONRenderer(ensure_ascii=False, default=repr),
        Redaction(confidential),
    ]


class Redaction:
    """Hides the secrets, and whatever looks like a bot's token, in a finished line, wherever they stand."""

    def __init__(self, confidential: Iterable[str] = ()) -> None:
        spellings = {form for value in confidential if len(value) >= _SHORTEST for form in _spellings(value)}
        self._known = re.compile(
            "|".join(re.escape(form) for form in sorted(spellings, key=len, reverse=True)) or "(?!)"
        )

    def __call__(self, logger: WrappedLogger, name: str, line: EventDict) -> str:
        return self.clean(str(line))

    def clean(self, text: str) -> str:
        """The text with every secret replaced."""
        return _BOT_TOKEN.sub(f"bot{_HIDDEN}", self._known.sub(_HIDDEN, text))


def _spellings(secret: str) -> Iterator[str]:
    """A secret as it is, and as Python, addresses and JSON spell it."""
    for form in (secret, repr(secret)[1:-1], unquote(secret), quote(secret), quote(secret, safe="")):
        yield form
        yield json.dumps(form, ensure_ascii=False)[1:-1]


def _tell(exc_info: ExcInfo) -> list[dict[str, object]]:
    return [
        {"type": _name(error), "text": _first_line(error), "frames": list(_frames(error))}
        for error in _chain(exc_info[1])
    ]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, the members of a group, and what each came from."""
    if error is None:
        return
    yield error
    for member in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _chain(member)
    yield from _chain(error.__cause__ or (None if error.__suppress_context__ else error.__context__))


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _first_line(error: BaseException) -> str | None:
    is_safe = isinstance(error, _SAFE_TYPES) or type(error).__module__.partition(".")[0] in _SAFE_PACKAGES
    return str(error).partition("\n")[0] if is_safe else None


def _frames(error: BaseException) -> Iterator[str]:
    place = error.__traceback__
    while place is not None:
        code = place.tb_frame.f_code
        yield f"{code.co_filename}:{place.tb_lineno} {code.co_name}"
        place = place.tb_next
