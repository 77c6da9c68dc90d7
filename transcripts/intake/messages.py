"""Messages for editors: English templates that the admin translates.

Intake does not depend on Django's translation. So a message keeps the template that it was made from and its
parts; the admin translates the template. `manage.py makemessages` collects the templates by the functions' names.
"""

from collections.abc import Sequence
from typing import Any


class Message(str):
    """A sentence, or a part of one, as plain text; `template` and `parts` are what it was made from.

    A part may be a sentence itself. Equal to the same words without a template.
    """

    template: str
    parts: dict[str, Any]

    @classmethod
    def of(cls, template: str, **parts: str | int) -> "Message":
        """Return the message of `template` with its named placeholders filled in."""
        sentence = cls(template % parts if parts else template)
        sentence.template, sentence.parts = template, parts
        return sentence


def message(template: str, **parts: str | int) -> Message:
    """Return a message; `template` must be a plain text, so that it can be collected."""
    return Message.of(template, **parts)


def template(words: str) -> str:
    """Return `words` as they are: marks a template for collection that becomes a message elsewhere."""
    return words


def join_messages(sentences: Sequence[str]) -> Message | str:
    """Return parts of a sentence as one: “this, that and those”."""
    if len(sentences) < 2:
        return sentences[0] if sentences else ""
    *others, last = sentences
    first = others[0]
    for other in others[1:]:
        first = message("%(some)s, %(more)s", some=first, more=other)
    return message("%(some)s and %(last)s", some=first, last=last)


def to_message_form(sentence: str) -> Any:
    """Return a sentence as JSON can hold it."""
    if not isinstance(sentence, Message):
        return sentence
    parts = {name: to_message_form(part) if isinstance(part, str) else part for name, part in sentence.parts.items()}
    return {"template": sentence.template, "parts": parts}


def from_message_form(form: Any) -> str:
    """Return the message that a JSON form holds."""
    if not isinstance(form, dict):
        return str(form)
    parts = {name: part if isinstance(part, int) else from_message_form(part) for name, part in form["parts"].items()}
    return Message.of(form["template"], **parts)
