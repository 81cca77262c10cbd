"""From a post's title and the level of its organisation to a role (DESIGN 3, Identities)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from bot.domain.people import Level, Role
from bot.domain.reading import Malformed, Table
from bot.domain.vietnamese import fold


@dataclass(frozen=True)
class PostRule:
    """Folded patterns ("*" stands for anything) of titles at some levels; no role is a known answer too."""

    titles: tuple[str, ...]
    levels: frozenset[Level]
    role: Role | None


@dataclass(frozen=True)
class PostTable:
    """The rules, of which the first that fits counts."""

    rules: tuple[PostRule, ...]

    def rule(self, title: str, level: Level) -> PostRule | None:
        """The rule for a title, or none: then the post is imported without a role and listed."""
        folded = fold(title)
        return next(
            (
                rule
                for rule in self.rules
                if level in rule.levels and any(fnmatchcase(folded, pattern) for pattern in rule.titles)
            ),
            None,
        )

    def is_succession(self, old: str, new: str, level: Level) -> bool:
        """Whether a dated new title takes the place of an old one of the same person at the same place:
        both on the committee (secretary, deputy, member) or both in the office."""
        rules = [self.rule(old, level), self.rule(new, level)]
        kinds = {rule.role is Role.OFFICE for rule in rules if rule is not None}
        return None not in rules and len(kinds) == 1


def parse_posts(data: Mapping[str, Any]) -> PostTable:
    """The table from parsed TOML (db/seeds/posts.toml); Malformed names the key that is wrong."""
    table = Table(data, "")
    rules = table.tables("posts", _rule)
    table.close()
    if not rules:
        raise Malformed(
            "posts must hold at least one rule.",
            "posts",
            "Chưa có dòng nào.",
            "Ghi ít nhất một [[posts]].",
        )
    return PostTable(rules)


def _rule(table: Table) -> PostRule:
    titles = tuple(_folded(part) for part in table.text("titles").split("|"))
    levels = frozenset(table.all_of("levels", Level)) or frozenset(Level)
    return PostRule(titles, levels, table.one_of("role", Role) if table.has("role") else None)


def _folded(pattern: str) -> str:
    parts: Sequence[str] = [fold(part) for part in pattern.split("*")]
    joined = "*".join(parts)
    return joined.strip()
