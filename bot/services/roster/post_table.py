"""Loads the table that gives posts their roles from the file that an office may change."""

from functools import cache
from pathlib import Path

from bot.domain.policy import PolicyError
from bot.domain.reading import Malformed
from bot.domain.roster_posts import PostTable, parse_posts
from bot.services.policy import read_seed


@cache
def load_post_table(path: Path | None = None) -> PostTable:
    """The table of a file, by default db/seeds/posts.toml; PolicyError names file and key."""
    try:
        return parse_posts(read_seed(path, "posts.toml"))
    except Malformed as error:
        raise PolicyError(f"{path or 'db/seeds/posts.toml'}: {error.told}") from None
