"""Reading values out of parsed TOML: each key once, of the right kind, none left over."""

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, TypeVar

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")


class Malformed(ValueError):
    """The data is wrong; the text is one sentence that names the key and says what is allowed."""


class Table:
    """One TOML table. Every reader raises Malformed; `close` refuses the keys that nobody read."""

    def __init__(self, data: object, name: str) -> None:
        if not isinstance(data, Mapping):
            raise Malformed(f"{name} must be a table.")
        self._rest: dict[str, Any] = dict(data)
        self._known: list[str] = []
        self._name = name

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from low to high; the default where the key is absent."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self._wrong(key, f"a whole number from {low} to {high}")
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
            raise self._wrong(key, "true or false")
        return value

    def hour(self, key: str) -> time:
        """A time of day, written "08:00"."""
        try:
            return time.fromisoformat(str(self._take(key, None)))
        except ValueError:
            raise self._wrong(key, 'a time of day such as "08:00"') from None

    def day(self, key: str) -> date:
        """A calendar day, written 2026-11-24."""
        value = self._take(key, None)
        if type(value) is not date:
            raise self._wrong(key, "a day such as 2026-11-24, without quotation marks")
        return value

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text that is not empty")
        return value.strip()

    def one_of(self, key: str, enum: type[E], default: E | None = None) -> E:
        """A member of the enum, by its value."""
        value = self._take(key, default)
        try:
            return enum(value)
        except ValueError:
            raise self._wrong(key, "one of " + ", ".join(enum)) from None

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
            raise self._wrong(key, f"a list of tables, written [[{key}]]")
        return tuple(_whole_of(Table(row, f"{self._path(key)}[{n}]"), read) for n, row in enumerate(rows, 1))

    def has(self, key: str) -> bool:
        """Whether the key is there and still unread."""
        return key in self._rest

    def close(self) -> None:
        """Refuse what nobody read."""
        for key in self._rest:
            raise Malformed(f"{self._path(key)} is unknown; allowed here: {', '.join(self._known)}.")

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        return self._rest.pop(key, default)

    def _path(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _wrong(self, key: str, allowed: str) -> Malformed:
        return Malformed(f"{self._path(key)} must be {allowed}.")


def _whole_of(table: Table, read: Callable[[Table], V]) -> V:
    value = read(table)
    table.close()
    return value
