"""Answers a form the way a conversation does: every state passes through the draft's JSON."""

import re
from dataclasses import replace
from typing import Any

from bot.forms.engine import Card, Chosen, Form, Intent, Rejected, Typed, dump_state, load_state
from bot.messages import Message

_KEY = re.compile(r"[A-Za-z0-9_-]{1,24}")


class Answering:
    """One draft of a form in one context."""

    most_options = 7

    def __init__(self, form: Form[Any, Any], context: Any) -> None:
        self.form = form
        self.context = context
        self.state = form.begin(context)

    def knows(self, **values: Any) -> None:
        """The world has changed meanwhile."""
        self.context = replace(self.context, **values)

    @property
    def card(self) -> Card:
        card = self.form.card(self.state, self.context)
        keys = [option.key for option in card.options]
        assert len(keys) <= self.most_options
        assert len(set(keys)) == len(keys)
        assert all(_KEY.fullmatch(key) for key in keys)
        return card

    def said(self) -> Message:
        return self.card.message

    @property
    def keys(self) -> list[str]:
        return [option.key for option in self.card.options]

    @property
    def labels(self) -> list[str]:
        return [option.label for option in self.card.options]

    @property
    def result(self) -> str | None:
        return self.form.result(self.state)

    def taps(self, *keys: str) -> "Answering":
        for key in keys:
            assert key in self.keys, (key, self.keys)
            self._go(Chosen(key))
        return self

    def types(self, text: str) -> "Answering":
        self._go(Typed(text))
        return self

    def refused(self, intent: Intent) -> Message:
        """The message of a refusal, which changes nothing."""
        try:
            self.form.advance(self.state, intent, self.context)
        except Rejected as rejected:
            return rejected.message
        raise AssertionError("was not refused")

    def _go(self, intent: Intent) -> None:
        after = self.form.advance(self.state, intent, self.context)
        kept = load_state(self.form, dump_state(self.form, after))
        # Whoever carries the answer out sees what no draft keeps.
        self.state = replace(kept, **{name: getattr(after, name) for name in self.form.transient})
