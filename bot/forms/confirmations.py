"""Forms of one question with named buttons: consent, leaving, discarding, a code used twice, data."""

from dataclasses import dataclass

from bot.forms.engine import Card, Chosen, Form, Intent, Option, Rejected, rows
from bot.messages import Message
from bot.messages.general import ChooseByButton


@dataclass(frozen=True)
class Question:
    """A message with its answers, made by whoever fetches the context."""

    message: Message
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Answer:
    """What was chosen, or nothing yet."""

    key: str | None = None


class Confirmation(Form[Answer, Question]):
    """One question, one tap; the result is the key of the option."""

    state_type = Answer
    takes_text = False

    def begin(self, context: Question) -> Answer:
        return Answer()

    def card(self, state: Answer, context: Question) -> Card:
        return Card(context.message, rows(context.options))

    def advance(self, state: Answer, intent: Intent, context: Question) -> Answer:
        if isinstance(intent, Chosen) and intent.key in {option.key for option in context.options}:
            return Answer(intent.key)
        raise Rejected(ChooseByButton())

    def result(self, state: Answer) -> str | None:
        return state.key


class Consent(Confirmation):
    """Whether the person agrees to what is kept."""

    name = "consent"


class Leave(Confirmation):
    """Whether the person really stops."""

    name = "leave"


class Discard(Confirmation):
    """Whether the open form is really set aside."""

    name = "discard"


class Conflict(Confirmation):
    """What the office does about a code used twice."""

    name = "conflict"


class PersonalData(Confirmation):
    """What the person asks for about the data kept."""

    name = "data"


class RosterImport(Confirmation):
    """Whether the previewed workbook is imported."""

    name = "roster"
