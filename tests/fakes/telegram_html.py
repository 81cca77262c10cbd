"""Telegram's HTML: the text that people see, or the error that the Bot API gives."""

import re
from html.entities import html5

TAGS = {
    "b": set(), "strong": set(), "i": set(), "em": set(), "u": set(), "ins": set(), "s": set(),
    "strike": set(), "del": set(), "tg-spoiler": set(), "pre": set(), "code": {"class"}, "a": {"href"},
    "span": {"class"}, "blockquote": {"expandable"}, "tg-emoji": {"emoji-id"},
}  # fmt: skip
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TOKEN = re.compile(
    r"</(?P<end>[^<>]*)>|<(?P<start>[a-zA-Z-]+)(?P<attributes>(?:\s+[^<>]*)?)>|&(?P<entity>#?\w+);|(?P<bare>[<&])"
)
_ATTRIBUTE = re.compile(r"""\s*([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")


class BadHtml(ValueError):
    """The text is the Bot API's description without its beginning."""


def plain(html: str) -> str:
    """The text after entities, without the space around it; BadHtml for unknown, crossed or open
    tags and for a bare < or &."""
    seen: list[str] = []
    open_tags: list[str] = []
    last = 0
    for token in _TOKEN.finditer(html):
        seen.append(html[last : token.start()])
        last = token.end()
        seen.append(_token(token, len(html[: token.start()].encode()), open_tags))
    if open_tags:
        raise BadHtml(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join([*seen, html[last:]]).strip()


def _token(token: re.Match[str], at: int, open_tags: list[str]) -> str:
    if token["start"] is not None:
        _open(token["start"].lower(), token["attributes"], at)
        open_tags.append(token["start"].lower())
        return ""
    if token["end"] is not None:
        _close(token["end"].strip().lower(), at, open_tags)
        return ""
    return _character(token["entity"], at)


def _open(tag: str, attributes: str, at: int) -> None:
    if tag not in TAGS:
        raise BadHtml(f'Unsupported start tag "{tag}" at byte offset {at}')
    for name, _ in _ATTRIBUTE.findall(attributes):
        if name not in TAGS[tag]:
            raise BadHtml(f'Unexpected attribute "{name}" of tag "{tag}" at byte offset {at}')


def _close(tag: str, at: int, open_tags: list[str]) -> None:
    if not open_tags:
        raise BadHtml(f"Unexpected end tag at byte offset {at}")
    if tag and open_tags[-1] != tag:
        raise BadHtml(
            f'Unmatched end tag at byte offset {at}, expected "</{open_tags[-1]}>", found "</{tag}>"'
        )
    open_tags.pop()


def _character(entity: str | None, at: int) -> str:
    if entity is None:
        raise BadHtml(f"Unescaped character at byte offset {at}")
    if entity in NAMED:
        return NAMED[entity]
    if number := re.fullmatch(r"#(?:(\d+)|x([0-9a-fA-F]+))", entity):
        return chr(int(number[1]) if number[1] else int(number[2], 16))
    known = "HTML's but not Telegram's" if f"{entity};" in html5 else "unknown"
    raise BadHtml(f'Entity "&{entity};" at byte offset {at} is {known}')
