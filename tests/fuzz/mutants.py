"""Text nobody meant to write, buttons nobody was shown, updates with something wrong in them."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from handlers.router import COMMANDS
from tests.fuzz.updates import Json

#: What people do write where the program asks for it, so that forms get on.
LIKELY = (
    "1", "2", "3", "5", "4,5", "có", "Sẽ dự", "đã dự", "xác nhận", "quay lại", "đúng như trên", "tối đa",
    "18 1 1 0 95 12", "5 4 5 5 5 23 9 5 27 5", "6=20 9=24", "5/12 8h", "thứ năm tuần sau 14h", "mai 8h",
    "10/1/2027 19:30", "Hội trường tầng 2", "Phòng họp cơ quan", "12/2026", "công tác ở huyện", "8h30",
)  # fmt: skip
_ODD = (
    "", " ", "\n", "\t\u200b", "\u202eđ\u1ea3o", "\x00", "a\x00b", "\ud800", "\udfff\ud800", "😀" * 50,
    "ｓｏ̂́ １", "²", "½", "٣", "Ⅷ", "-1", "+5", "1e999", "NaN", "Infinity", "9" * 400, "0" * 4096, "ă" * 4096,
    "<b>", "</b>&", "&lt;script&gt;", "{{ 7 * 7 }}", "{% raw %}", "'; DROP TABLE person; --", "%s %d {0}",
    "../../etc/passwd", "\\x41", "/" * 300, "/start", "/start x", "/start " + "A" * 64, "/viec@chibo_bot",
    "/tonghop 99/9999", "/tonghop 00/0000", "/tonghop -1/1", "/lich 31/2", "31/2/2027 25h61", "0/0",
    "1/1/0001", "31/12/9999 23:59", "tuần sau", "99999999999999999999/1", "4,,5", ",", ".", "5 " * 500,
    "1=1=1", "=", "6=", "Nguyễn Thị Lan", "mật", "Tối mật 01", "ơ̛̛̛̛̛", "n\u0303" * 300, "a\u0300" * 2000,
)  # fmt: skip
_JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1 << 31, 1 << 63, -(1 << 70), 1.5, 1e300, "", "x", "9" * 30, [], [[]], {},
    {"id": 1}, "\x00",
)  # fmt: skip


def text(random: Random) -> str:
    """Anything between an answer and nonsense."""
    makers: Sequence[Callable[[Random], str]] = (
        lambda r: r.choice(LIKELY), lambda r: r.choice(_ODD), _command, _command, _noise, _spoiled,
    )  # fmt: skip
    return random.choice(makers)(random)


def _command(random: Random) -> str:
    name = random.choice(COMMANDS).name
    # Whoever leaves takes no further part: seldom, or soon nobody is left.
    name = "viec" if name == "ngung" and random.random() < 0.9 else name
    return f"/{name}{random.choice(('', '', '', ' ', ' 12/2026', '@chibo_bot', ' ' + random.choice(_ODD)))}"


def _noise(random: Random) -> str:
    alphabet = "0123456789 ,./:=-hđăơưàảã\u0301\u200d\U0001f600<&>{}%'\"\\\n"
    return "".join(random.choice(alphabet) for _ in range(random.choice((1, 3, 8, 40, 400))))


def _spoiled(random: Random) -> str:
    likely = random.choice(LIKELY)
    at = random.randrange(len(likely) + 1)
    return likely[:at] + random.choice(_ODD)[:20] + likely[at + random.randrange(2) :]


def forged(random: Random, known: Sequence[str]) -> str:
    """What a button might carry: another draft, another revision, another answer, or nonsense."""
    draft, revision, key = (random.choice(known).split(".", 2) if known else ("1", "1", "yes"))[:3]
    other = random.choice(known).split(".", 2)[2] if known else "no"
    return random.choice(
        (
            f"{int(draft) + random.choice((-1, 1, 7))}.{revision}.{key}",
            f"{draft}.{int(revision) + random.choice((-1, 1, 99))}.{key}",
            f"{draft}.{revision}.{other}",
            f"{draft}.{revision}.{random.choice(_ODD)[:40]}",
            f"{draft}.{revision}.p{random.choice((-1, 101, '4,5', 'x', '9' * 30))}",
            f"{random.randrange(1 << 70)}.{random.randrange(1 << 40)}.{key}",
            random.choice(_ODD)[:64],
            f"{draft}.{revision}",
            f"²{draft}.{revision}.{key}",
        )
    )


def spoil(random: Random, update: Json) -> Json:
    """A copy with one thing, somewhere, missing or replaced by junk; its number stays."""
    copy: Json = json.loads(json.dumps(update))
    places = [(owner, key) for owner, key in _places(copy) if key != "update_id"]
    owner, key = random.choice(places)
    if random.random() < 0.3:
        del owner[key]
    else:
        owner[key] = random.choice(_JUNK)
    return copy


def _places(value: Any) -> list[tuple[Any, Any]]:
    keys: list[Any] = []
    if isinstance(value, dict | list):
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    inner = [(value, key) for key in keys]
    return inner + [place for owner, key in inner for place in _places(owner[key])]
