"""What intake says, in the language of whoever sits at the desk."""

from django.utils import translation

from transcripts.intake import Message


def translate(sentence: str) -> str:
    """Return a sentence of intake's, and the parts of it that are sentences themselves, in the interface's language."""
    if not isinstance(sentence, Message):
        return sentence
    if not sentence.parts:
        return translation.gettext(sentence.template)
    parts = {name: translate(part) if isinstance(part, str) else part for name, part in sentence.parts.items()}
    return translation.gettext(sentence.template) % parts
