"""The field in which topics are typed, the same in every form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.widgets.name_fields import collapse_spaces
from transcripts.intake.sheet.grammar import escape, split_unescaped, unescape

LONGEST = 200  # characters of a name
SEPARATORS = ";；,，、\n"


class TopicNamesField(forms.CharField):
    """Names of topics, existing or new, separated by semicolons or commas. Its value is a tuple of names."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("Separate topics with semicolons or commas. They can be existing or new."))
        options.setdefault("widget", forms.TextInput(attrs={"class": "vTextField", "list": "desk-topics"}))
        super().__init__(required=False, max_length=1000, **options)

    def clean(self, value: str | None) -> tuple[str, ...]:
        """Return the names, each once."""
        names = split_names(super().clean(value))
        if any(len(name) > LONGEST for name in names):
            raise ValidationError(gettext("A topic’s name can have at most 200 characters."))
        return names


def split_names(text: str) -> tuple[str, ...]:
    """Return the names in a text, each once; a backslash escapes a separator, as in a sheet."""
    return tuple(
        dict.fromkeys(name for part in split_unescaped(text, SEPARATORS) if (name := collapse_spaces(unescape(part))))
    )


def join_names(names: Iterable[str]) -> str:
    """Return the names as the text of one field."""
    return "; ".join(escape(name, SEPARATORS) for name in names)
