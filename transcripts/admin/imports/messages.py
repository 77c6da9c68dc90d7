"""Translation of intake's messages into the editor's language."""

from django.utils import translation

from transcripts.intake import Message


def translate(sentence: str) -> str:
    """Return a message of intake, including nested messages, in the interface's language."""
    if not isinstance(sentence, Message):
        return sentence
    if not sentence.parts:
        return translation.gettext(sentence.template)
    parts = {name: translate(part) if isinstance(part, str) else part for name, part in sentence.parts.items()}
    return translation.gettext(sentence.template) % parts
