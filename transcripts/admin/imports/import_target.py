"""Target of an import: the conference that was found, a new one, or another that the editor names."""

from urllib.parse import unquote, urlsplit

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts.admin.widgets.name_fields import is_key
from transcripts.models import Conference, ImportDraft
from transcripts.text import without_controls


class TargetForm(forms.Form):
    """The form for the target; with both fields empty, it is the conference that was found, or else a new one."""

    is_new = forms.BooleanField(label=_("This is a new conference"), required=False)
    conference = forms.CharField(
        label=_("This is an existing conference"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Paste its address, from the site or from the admin."),
    )

    found: Conference | None = None

    @classmethod
    def of(cls, draft: ImportDraft) -> "TargetForm":
        """Return the form with the import's present target."""
        address = draft.conference.get_absolute_url() if draft.conference else ""
        return cls(initial={"is_new": draft.is_new, "conference": address})

    def clean(self) -> dict[str, object]:
        """Find the named conference. One query, or none."""
        cleaned = super().clean() or self.cleaned_data
        address = cleaned.get("conference")
        if not address:
            return cleaned
        self.found = find_by_address(address)
        if self.found is None:
            self.add_error("conference", gettext("No conference has this address."))
        elif cleaned.get("is_new"):
            self.add_error("conference", gettext("Choose one: a new conference or an existing one."))
        return cleaned

    @property
    def aim(self) -> tuple[Conference | None, bool]:
        """The chosen conference, if any, and whether a new one was chosen."""
        return self.found, bool(self.cleaned_data.get("is_new"))


def find_by_address(address: str) -> Conference | None:
    """Return the conference with this address, in the admin or on the site, or with this slug. One query."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:  # “https://[” is no address
        return None
    # No address holds a control character, and PostgreSQL would refuse a NUL.
    parts = [without_controls(unquote(part)) for part in path.split("/") if part]
    kept = Conference.objects.not_in_trash()
    if "admin" in parts:
        keys = [part for part in parts if is_key(part)]
        return kept.filter(pk=int(keys[0])).first() if keys else None
    if "conferences" in parts:
        parts = parts[parts.index("conferences") + 1 :]
    return kept.filter(slug=parts[0]).first() if parts else None
