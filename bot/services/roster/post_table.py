"""Loads the table that gives posts their roles from the file that an office may change."""

import tomllib
from functools import cache
from importlib import resources

from bot.domain.roster_posts import PostTable, parse_posts


@cache
def load_post_table() -> PostTable:
    """The table of db/seeds/posts.toml; Malformed names the key that is wrong."""
    return parse_posts(
        tomllib.loads(resources.files("db").joinpath("seeds", "posts.toml").read_text("utf-8"))
    )
