"""Workbooks that people send are read in a child process, so that nothing in them can hurt or delay us."""

import asyncio
import os
import sys
from pathlib import Path

from bot.domain.workbooks import FileReason, ParsedWorkbook, Refusal

__all__ = ["LIMIT", "ParsedWorkbook", "Refusal", "parse_in_child"]

#: The largest file that is looked at, in bytes; a roster of 10,000 people has about 1 MB.
LIMIT = 5 * 1024 * 1024
#: Seconds after which a child that has not answered is ended.
PATIENCE = 4.5
_ROOT = Path(__file__).resolve().parent.parent.parent
_COMMAND = (sys.executable, "-m", "bot.documents.workbook_child")
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


async def parse_in_child(content: bytes) -> ParsedWorkbook | Refusal:
    """What the workbook holds, or why it is refused; within 5 seconds, whatever the content."""
    if len(content) > LIMIT:
        return Refusal(FileReason.TOO_LARGE)
    answer = await _ask_child(content)
    return (
        Refusal(FileReason.TOO_SLOW)
        if answer is None
        else await asyncio.to_thread(ParsedWorkbook.from_json, answer)
    )


async def _ask_child(content: bytes) -> bytes | None:
    """The child's answer; None when it took too long or was ended for it."""
    child = await asyncio.create_subprocess_exec(
        *_COMMAND,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=_ROOT,
        env=_ENVIRONMENT,
    )
    try:
        answer, _ = await asyncio.wait_for(child.communicate(content), PATIENCE)
    except TimeoutError:
        return None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    return answer if child.returncode == 0 else None
