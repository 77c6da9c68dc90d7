"""A form field for a mail address that the site will write to."""

import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext


class MailField(forms.EmailField):
    """A mail address as mail servers everywhere take it: in ASCII, a host of other letters as their xn-- form.

    Fullwidth letters and signs, as Chinese keyboards give them, are read as plain ones.
    """

    def to_python(self, value: str | None) -> str:
        """Return the address as it is written to; raise ValidationError where no server could be asked to take it."""
        text = unicodedata.normalize("NFKC", super().to_python(value) or "").strip()
        local, at, host = text.rpartition("@")
        if not local.isascii():
            wrong = next(letter for letter in local if not letter.isascii())
            said = gettext("Before the @, use letters from a to z, digits and signs, and not “%(letter)s”.")
            raise ValidationError(said % {"letter": wrong})
        if at and not host.isascii():
            try:
                host = host.encode("idna").decode()
            except UnicodeError:
                host = ""  # which the validators refuse
        return f"{local}{at}{host}"
