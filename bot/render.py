"""A message becomes text: the only user of Jinja. HTML with autoescape, or plain text."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.domain import wording
from bot.domain.chat import Capabilities
from bot.messages.base import Message

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


class TooLong(ValueError):
    """A rendered text is longer than the messenger takes."""


def render(message: Message, on: Capabilities) -> str:
    """The text of a message for what a channel can do; TooLong when it does not fit."""
    template = _environment(on.has_html).get_template(message.template())
    values = {field.name: getattr(message, field.name) for field in fields(message)}
    text = template.render(**values, on=on).strip()
    if len(text) > on.text_limit:
        raise TooLong(f"{type(message).__name__}: {len(text)} characters, at most {on.text_limit}")
    return text


@cache
def _environment(has_html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=has_html,  # noqa: S701 - plain text has nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= wording.FILTERS | {"strong": _strong(has_html), "soft": _soft(has_html)}
    return environment


def _strong(has_html: bool) -> Callable[[Any], str]:
    return (lambda value: Markup("<b>{}</b>").format(value)) if has_html else str


def _soft(has_html: bool) -> Callable[[Any], str]:
    return (lambda value: Markup("<i>{}</i>").format(value)) if has_html else str
