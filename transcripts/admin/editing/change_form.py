"""Base forms of all changes: the number of the revision that they were opened at, and a note that says why."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.permissions import user_of
from transcripts.models import Exchange
from transcripts.presentation.editors import editor_name

WEIGHTS = [
    ("0", _("Minor: no reader would call it a change of what was said, such as spelling or layout")),
    ("1", _("Major: changes what was said; published as a correction")),
]


@dataclass(slots=True)
class SaveState:
    """Side results of saving a submitted form, for the response and for the clean-up after it.

    `folders` are those that attachment files were written to.
    """

    was_merged: bool = False
    conflicts: int = 0
    split_off: Exchange | None = None
    folders: list[str] = field(default_factory=list)


def note_field() -> forms.CharField:
    """Return the form field for the note, which says why."""
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("What you changed, and why. The note of a major change is public."),
    )


def weight_field() -> forms.TypedChoiceField:
    """Return the form field for the weight of the change: None until it is chosen, for nothing presets it."""
    return forms.TypedChoiceField(
        label=_("Type of change"),
        required=False,
        choices=WEIGHTS,
        coerce=lambda value: value == "1",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class NoteForm(forms.Form):
    """A form of the note alone, for pages that ask for nothing else."""

    note = note_field()
    is_major = weight_field()

    def change(self, request: HttpRequest) -> actions.Change:
        """Return whose change it is and why, as far as that was said."""
        return _change(request, self)


class NotedForm(forms.ModelForm):
    """A form of a conference, or of something in it: it carries the number of the revision that it was opened at, and
    a note."""

    opened_at: int | None = None

    revision_number = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = note_field()
    is_major = weight_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = SaveState()
        self.initial["revision_number"] = self.opened_at

    @property
    def changed_data(self) -> list[str]:
        """Names of the record's changed fields, without the note."""
        return [name for name in super().changed_data if name not in {"revision_number", "note", "is_major"}]

    def change(self, request: HttpRequest) -> actions.Change:
        """Return whose change it is and why, as far as that was said."""
        return _change(request, self)


def change_by(request: HttpRequest, note: str = "") -> actions.Change:
    """Return the Change of the logged-in user; the admin guarantees that there is one."""
    return actions.Change(user_of(request), note)


def author_name(name: str) -> str:
    """Return the name of a person as the admin shows it."""
    return editor_name(name)


def note_missing_sentence() -> str:
    """Return the sentence that asks for a note."""
    return str(actions.NoteRequiredError())


def add_missing(form: forms.BaseForm, error: actions.NoteRequiredError) -> None:
    """Add the sentences of the error to the fields that they are about."""
    for name, sentence in error.missing.items():
        form.add_error(name, sentence)


def weight_value(*, is_major: bool | None) -> str:
    """Return the value of the field of the weight for what was chosen before."""
    return "" if is_major is None else "1" if is_major else "0"


def _change(request: HttpRequest, form: forms.BaseForm) -> actions.Change:
    cleaned = getattr(form, "cleaned_data", {})
    return actions.Change(user_of(request), cleaned.get("note") or "", cleaned.get("is_major"))
