"""Logs are JSON lines, and neither secrets nor what people wrote are in them."""

import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import structlog

from bot.logs import Redaction, configure_logs

TOKEN = "7012345678:AAF-dummy_token_of_a_test"
SECRET = 'pa"ss\\wörd%2Fx'


class Log(io.StringIO):
    """What was logged, as text and as records."""

    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    before, level = root.handlers, root.level
    stream = Log()
    configure_logs("INFO", [TOKEN, SECRET], stream)
    yield stream
    root.handlers, root.level = before, level
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_a_record_is_one_json_object_a_line(log: Log) -> None:
    structlog.get_logger("bot.turn").info("turn_done", address_id=7, seconds=0.25)
    logging.getLogger("elsewhere").warning("%d rows\nleft", 3)
    ours, foreign = log.records()
    assert (ours["event"], ours["address_id"], ours["level"], ours["logger"]) == (
        "turn_done",
        7,
        "info",
        "bot.turn",
    )
    assert (foreign["event"], foreign["level"], foreign["logger"]) == ("3 rows\nleft", "warning", "elsewhere")
    assert all(record["timestamp"].endswith("Z") for record in (ours, foreign))


async def test_the_token_is_hidden_when_a_request_fails(log: Log) -> None:
    url = f"http://127.0.0.1:9/bot{TOKEN}/getUpdates"
    async with httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(500))) as client:
        response = await client.get(url)
    try:
        response.raise_for_status()
    except httpx.HTTPStatusError as error:
        logging.getLogger("channel").exception("failed %s at %s", error, url)
        structlog.get_logger("channel").exception("failed", url=url, error=error, nested={"urls": [url]})
    assert len(log.records()) == 2
    assert "500 Internal Server Error" in log.getvalue()
    assert TOKEN not in log.getvalue()
    assert TOKEN.partition(":")[2] not in log.getvalue()


def test_the_libraries_addresses_are_not_told_at_all(log: Log) -> None:
    for name in (
        "httpx",
        "httpcore.connection",
        "telegram.ext",
        "sqlalchemy.engine",
        "apscheduler.scheduler",
    ):
        logging.getLogger(name).info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    assert log.getvalue() == ""


def test_an_unknown_bots_token_is_hidden_too(log: Log) -> None:
    for colon in (":", "%3A"):
        logging.getLogger("x").error("https://api.telegram.org/bot99%sOTHER-token/getMe", colon)
    assert "OTHER" not in log.getvalue()
    assert "/bot[hidden]/getMe" in log.getvalue()


def test_a_secret_is_hidden_however_it_is_spelled(log: Log) -> None:
    logging.getLogger("x").error("plain %s, in a cause %r", SECRET, {"key": SECRET})
    structlog.get_logger().error("field", value=SECRET, **{SECRET: 1})
    logging.getLogger("x").error("address %s", "postgresql://chibo:pa%22ss%5Cw%C3%B6rd%252Fx@host/name")
    assert len(log.records()) == 3
    assert "pa" not in log.getvalue()


def test_what_a_person_wrote_is_not_told_by_an_error(log: Log) -> None:
    try:
        int("đồng chí Lan bị ốm")
    except ValueError:
        structlog.get_logger().exception("turn_failed", error_id="a1b2c3d4")
    told = log.records()[0]["exception"][0]
    assert (told["type"], told["text"]) == ("ValueError", None)
    assert told["frames"][0].endswith("test_what_a_person_wrote_is_not_told_by_an_error")
    assert "Lan" not in log.getvalue()


def test_causes_and_groups_are_told(log: Log) -> None:
    try:
        try:
            raise ExceptionGroup("several", [OSError("disk full"), KeyError("Lan")])
        except ExceptionGroup as group:
            raise RuntimeError("outer") from group
    except RuntimeError:
        structlog.get_logger().exception("failed")
    told = log.records()[0]["exception"]
    assert [error["type"] for error in told] == ["RuntimeError", "ExceptionGroup", "OSError", "KeyError"]
    assert [error["text"] for error in told] == [None, None, "disk full", None]


def test_warnings_are_records_too(log: Log) -> None:
    warnings.warn(f"slow answer from bot{TOKEN}", UserWarning, stacklevel=1)
    assert log.records()[0]["logger"] == "py.warnings"
    assert TOKEN not in log.getvalue()


def test_too_short_a_secret_hides_nothing() -> None:
    assert Redaction(["", "ab"]).clean("a table") == "a table"
