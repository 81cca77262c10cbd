"""Reading values out of parsed TOML: each key once, of the right kind, none left over."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")
_WRONG = "Giá trị thiếu hoặc không đúng dạng."
_SHORT_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)


class Malformed(ValueError):
    """The data is wrong; the text is one sentence that names the key and says what is allowed. `path` is the
    key, `problem` and `remedy` say the same in Vietnamese, for those who write such files; may be empty."""

    def __init__(self, text: str, path: str = "", problem: str = "", remedy: str = "") -> None:
        super().__init__(text)
        self.path = path
        self.problem = problem
        self.remedy = remedy

    @property
    def told(self) -> str:
        """The key, what is wrong and what to write, to whoever wrote the file."""
        said = f"{self.problem} {self.remedy}".strip() or str(self)
        return f"{self.path}: {said}" if self.path else said


class Table:
    """One TOML table. Every reader raises Malformed; `close` refuses the keys that nobody read."""

    def __init__(self, data: object, name: str) -> None:
        if not isinstance(data, Mapping):
            raise Malformed(f"{name} must be a table.", name, _WRONG, "Ghi thành một bảng có các khóa.")
        self._rest: dict[str, Any] = dict(data)
        self._known: list[str] = []
        self._name = name

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from low to high; the default where the key is absent."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self._wrong(
                key, f"a whole number from {low} to {high}", f"một số nguyên từ {low} đến {high}"
            )
        return value

    def days(self, key: str, low: int, high: int) -> timedelta:
        """So many days."""
        return timedelta(days=self.whole(key, low, high))

    def hours(self, key: str, low: int, high: int) -> timedelta:
        """So many hours."""
        return timedelta(hours=self.whole(key, low, high))

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self._wrong(key, "true or false", "true hoặc false")
        return value

    def hour(self, key: str) -> time:
        """A time of day, written "08:00"."""
        value = str(self._take(key, None))
        if not _HOUR.fullmatch(value):
            raise self._wrong(key, 'a time of day such as "08:00"', 'giờ, ví dụ "08:00"')
        return time.fromisoformat(value)

    def day(self, key: str) -> date:
        """A calendar day, written 2026-11-24."""
        value = self._take(key, None)
        if type(value) is not date:
            raise self._wrong(
                key,
                "a day such as 2026-11-24, without quotation marks",
                "một ngày, ví dụ 2026-11-24, không có dấu nháy",
            )
        return value

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text that is not empty", "một đoạn chữ, không để trống")
        return value.strip()

    def short_name(self, key: str) -> str:
        """A name as commands and databases take it: letters without marks, digits, _ and -."""
        value = self._take(key, None)
        if not isinstance(value, str) or not _SHORT_NAME.fullmatch(value):
            raise self._wrong(
                key,
                "a short name of letters without marks, digits, _ and -",
                'tên ngắn gồm chữ không dấu, số, dấu _ hoặc -, không có dấu cách, ví dụ "phieu_tinh"',
            )
        return value

    def one_of(self, key: str, enum: type[E], default: E | None = None) -> E:
        """A member of the enum, by its value."""
        value = self._take(key, default)
        try:
            return enum(value)
        except ValueError:
            raise self._wrong(key, "one of " + ", ".join(enum), "một trong: " + ", ".join(enum)) from None

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """An exact number, not below 0: 5, "2.5", or 2.5 read by tomllib with parse_float=Decimal."""
        value = _exact(self._take(key, default))
        if value is None:
            raise self._wrong(
                key, 'an exact number, not below 0, such as 5 or "2.5"', 'một số không âm, ví dụ 5 hoặc "2.5"'
            )
        return value

    def decimals(self, key: str) -> tuple[Decimal, ...]:
        """A list of exact numbers; empty when absent."""
        values = self._take(key, [])
        exact = [_exact(value) for value in values] if isinstance(values, list) else [None]
        if None in exact:
            raise self._wrong(
                key,
                'a list of exact numbers, not below 0, such as [5, "2.5"]',
                'một danh sách số không âm, ví dụ [5, "2.5"]',
            )
        return tuple(value for value in exact if value is not None)

    def all_of(self, key: str, enum: type[E]) -> tuple[E, ...]:
        """A list of members of the enum, by their values; empty when absent."""
        values = self._take(key, [])
        if not isinstance(values, list) or any(value not in list(enum) for value in values):
            raise self._wrong(
                key, "a list of " + ", ".join(enum), "một danh sách gồm các giá trị: " + ", ".join(enum)
            )
        return tuple(enum(value) for value in values)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts that are not empty, at least one."""
        values = self._take(key, None)
        if (
            not isinstance(values, list)
            or not values
            or not all(isinstance(one, str) and one for one in values)
        ):
            raise self._wrong(key, "a list of texts", "một danh sách các đoạn chữ, ít nhất một")
        return tuple(values)

    def table(self, key: str, read: Callable[["Table"], V]) -> V:
        """A table within this one, read whole."""
        inner = Table(self._take(key, None), self._path(key))
        value = read(inner)
        inner.close()
        return value

    def tables(self, key: str, read: Callable[["Table"], V]) -> tuple[V, ...]:
        """A list of tables, [[key]] in TOML; empty when absent."""
        rows = self._take(key, [])
        if not isinstance(rows, list):
            raise self._wrong(
                key, f"a list of tables, written [[{key}]]", f"một danh sách bảng, viết là [[{key}]]"
            )
        return tuple(_whole_of(Table(row, f"{self._path(key)}[{n}]"), read) for n, row in enumerate(rows, 1))

    def has(self, key: str) -> bool:
        """Whether the key is there and still unread."""
        return key in self._rest

    def close(self) -> None:
        """Refuse what nobody read."""
        for key in self._rest:
            known = ", ".join(self._known)
            raise Malformed(
                f"{self._path(key)} is unknown; allowed here: {known}.",
                self._path(key),
                "Khóa này không dùng được ở đây.",
                f"Xóa đi, hoặc đổi thành một trong: {known}.",
            )

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        return self._rest.pop(key, default)

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _wrong(self, key: str, allowed: str, in_vietnamese: str) -> Malformed:
        path = self._path(key)
        return Malformed(f"{path} must be {allowed}.", path, _WRONG, f"Ghi {in_vietnamese}.")


def _whole_of(table: Table, read: Callable[[Table], V]) -> V:
    value = read(table)
    table.close()
    return value


def _exact(value: object) -> Decimal | None:
    # A float is refused: 0.1 as a float is not a tenth.
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # No quantity here is as large as a million or finer than a millionth; "1e999999" would fill the memory.
    is_plausible = number.is_finite() and 0 <= number < 10**6 and number == round(number, 6)
    return number if is_plausible else None
