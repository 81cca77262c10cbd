"""Every message has an example, a golden text in HTML and in plain text, and the house's tone."""

import os
import re
from pathlib import Path

import pytest

from bot.domain.chat import Capabilities, Lane
from bot.domain.vietnamese import clean
from bot.messages import MESSAGES, Message, from_fields, to_fields
from bot.render import TEMPLATES, render
from tests.examples import (
    annual,
    cells,
    digests,
    enrolment,
    general,
    guard,
    menu,
    office,
    schedule,
    score_cards,
    scoring,
    visits,
)

GOLDEN = Path(__file__).parent / "golden"
AREAS = (
    general,
    guard,
    menu,
    enrolment,
    schedule,
    visits,
    scoring,
    score_cards,
    cells,
    digests,
    annual,
    office,
)
EXAMPLES = [message for area in AREAS for message in area.EXAMPLES]
FORBIDDEN = re.compile(r"!|\b(bạn|anh|chị|em)\b|[\U0001F300-\U0001FAFF☀-➿]", re.IGNORECASE)


def _named(message: Message) -> str:
    same = [other for other in EXAMPLES if type(other) is type(message)]
    place = next(i for i, other in enumerate(same) if other is message)
    return type(message).__name__ + (f"_{place + 1}" if len(same) > 1 else "")


@pytest.mark.parametrize("message", EXAMPLES, ids=_named)
@pytest.mark.parametrize("has_html", [True, False], ids=["html", "plain"])
def test_golden_text(message: Message, has_html: bool) -> None:
    text = render(message, Capabilities(has_html=has_html))
    golden = GOLDEN / f"{_named(message)}.{'html' if has_html else 'txt'}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text + "\n", encoding="utf-8")
    assert text + "\n" == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("message", EXAMPLES, ids=_named)
def test_tone(message: Message) -> None:
    text = render(message, Capabilities(has_html=False))
    assert not FORBIDDEN.search(text)
    assert text == "\n".join(line.rstrip() for line in text.splitlines())
    assert clean(text.replace("\n", " ")) == " ".join(text.split())
    if message.lane is Lane.REMINDER:
        assert len(text) <= 500


@pytest.mark.parametrize("message", EXAMPLES, ids=_named)
def test_survives_the_outbox(message: Message) -> None:
    assert from_fields(type(message).__name__, to_fields(message)) == message


def test_every_message_has_an_example_and_every_template_a_message() -> None:
    assert set(MESSAGES) == {type(message).__name__ for message in EXAMPLES}
    named = {message.template() for message in MESSAGES.values()}
    assert {path.name for path in TEMPLATES.glob("*.j2")} == named


def test_no_golden_text_without_its_example() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == {_named(message) for message in EXAMPLES}
