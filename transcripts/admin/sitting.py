"""One request that writes: what the editor says about the change, and what has to be said to the editor."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions

WEIGHTS = [
    ("", _("Minor: spelling, layout")),
    ("1", _("Major: what was said differs; becomes a public correction")),
]


@dataclass(frozen=True, slots=True)
class Clash:
    """What two editors changed: the form's prefix, the field at which to say so, and the words to say.

    `deletes` says that this editor wanted to delete what the other changed.
    """

    prefix: str
    field: str
    words: SafeString
    deletes: bool = False


@dataclass(slots=True)
class Sitting:
    """What is known of one request while it is served."""

    clashes: list[Clash] = field(default_factory=list)
    refusal: str = ""  # a sentence that says why the whole form was refused
    note_error: str = ""
    was_merged: bool = False

    def clashes_of(self, prefix: str | None) -> list[Clash]:
        """Return the clashes of the form with this prefix."""
        return [clash for clash in self.clashes if clash.prefix == (prefix or "")]


def begin_sitting(request: HttpRequest) -> Sitting:
    """Return a new sitting, which the request's forms will know."""
    bearer: Any = request
    bearer.sitting = Sitting()
    return sitting_of(request)


def sitting_of(request: HttpRequest) -> Sitting:
    """Return the request's sitting."""
    found: Sitting | None = getattr(request, "sitting", None)
    return found or Sitting()


def note_field() -> forms.CharField:
    """Return the field that asks why."""
    return forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("What you change, and why. With a major change the public reads it."),
    )


def weight_field() -> forms.TypedChoiceField:
    """Return the field that asks how much the change weighs."""
    return forms.TypedChoiceField(
        label=_("The change is"),
        required=False,
        choices=WEIGHTS,
        coerce=bool,
        empty_value="",
        initial="",
        widget=forms.RadioSelect,
    )


class NoteForm(forms.Form):
    """The note alone, for pages that ask for nothing else."""

    note = note_field()
    is_major = weight_field()

    def change(self, request: HttpRequest) -> actions.Change:
        """Return whose change it is and why, as far as that was said."""
        return _change(request, self)


class NotedForm(forms.ModelForm):
    """A form of a conference, or of something in it: it carries the version it was opened with, and a note."""

    sitting = Sitting()
    opened_at: int | None = None

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = note_field()
    is_major = weight_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.opened_at

    def clean(self) -> dict[str, Any]:
        """Say what was found before the form was read: what others changed meanwhile, and a note that is missing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for clash in self.sitting.clashes_of(""):
            self.add_error(clash.field, clash.words)
        if self.sitting.refusal:
            self.add_error(None, self.sitting.refusal)
        if self.sitting.note_error:
            self.add_error("note", self.sitting.note_error)
        return cleaned

    @property
    def changed_data(self) -> list[str]:
        """What was changed of the record: the note is no part of it."""
        return [name for name in super().changed_data if name not in {"version", "note", "is_major"}]

    def change(self, request: HttpRequest) -> actions.Change:
        """Return whose change it is and why, as far as that was said."""
        return _change(request, self)


def change_by(request: HttpRequest, note: str = "") -> actions.Change:
    """Return whose change it is: the admin has seen to it that somebody is logged in."""
    user: Any = request.user
    return actions.Change(user, note)


def say_who(name: str) -> str:
    """Return the name of who did something, as the desk says it."""
    return gettext("command line") if name == "command line" else name


def say_note_is_missing() -> str:
    """Return the sentence that asks for a note."""
    return gettext("It is public, so a note must say why it is changed.")


def _change(request: HttpRequest, form: forms.BaseForm) -> actions.Change:
    user: Any = request.user
    cleaned = getattr(form, "cleaned_data", {})
    return actions.Change(user, cleaned.get("note") or "", bool(cleaned.get("is_major")))
