"""Two editors at once: a form that was opened before somebody else saved is merged with what stands now.

The form is saved in a savepoint, read as a document and rolled back (`admin/writing.py`). That document is merged with
the present one by `merge_three`, the one rule of all ways to change a transcript; what both changed is a conflict,
and nothing is saved before the editor has chosen. For a form that is not out of date this costs nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.clashing import (
    THEIRS,
    Others,
    exchange_in,
    name_place,
    part_at,
    read_choices,
    revisions_since,
    show_clash,
    turn_in,
    who_changed,
)
from transcripts.document import Person, TranscriptDocument, Turn
from transcripts.document.three_way import Conflict, merge_three
from transcripts.models import Conference, Outlet, Participation, Revision, Speaker
from transcripts.models import Turn as TurnRecord
from transcripts.reading import in_language, read

OUTSIDE = ["slug", "record_status"]  # fields of the form that no revision holds; it carries what they were
ATTRIBUTES = {
    "kind": _("kind"),
    "label": _("label as printed"),
    "speaker": _("speaker"),
    "outlet": _("outlet"),
    "journalist": _("journalist"),
}
TURN_FIELDS = {
    "paragraphs": ["text"],
    "kind": ["kind"],
    "label": ["label_as_printed"],
    "speaker": ["speaker", "speaker_name"],
    "outlet": ["outlet", "outlet_name"],
    "journalist": ["journalist"],
}
PERSON_FIELDS = {"name": ["name_as_printed", "speaker", "speaker_name"], "role": ["role_as_printed"], "part": ["part"]}


def read_version(data: QueryDict) -> int | None:
    """Return the version that the form says it was opened with."""
    value = data.get("version", "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else None


def was_changed_since(conference: Conference, version: int, public_id: str) -> bool:
    """Say whether an exchange or a turn is another than it was at the revision `version`. One query."""
    rows = conference.revisions.applied().filter(number__in=[version, conference.version])
    parts = [exchange_in(row.document, public_id) or turn_in(row.document, public_id) for row in rows]
    return len(parts) == 2 and parts[0] != parts[1]


@dataclass(slots=True)
class FormPart:
    """A part of a form that stands at one place of the document: one field, a turn, or a participant.

    `key` names it in the form: the field, or the row's prefix. `fields` are the form's fields for each attribute of
    the document's turn or person, or the one field under "". `now` is what they hold in the records.
    """

    key: str
    form: forms.ModelForm
    fields: dict[str, list[str]]
    place: str = ""
    formset: BaseInlineFormSet | None = None
    now: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = dict(self.form.initial)

    @property
    def deletes(self) -> bool:
        """Whether the form asks to delete the row."""
        return bool(self.form.data.get(self.form.add_prefix("DELETE")))

    @property
    def is_gone(self) -> bool:
        """Whether the row was deleted since the form was opened."""
        return self.formset is not None and self.form.instance.pk is None

    def take_theirs(self, attributes: Iterable[str] = ()) -> None:
        """Make the form hold what the records do: all of the part, or only these attributes."""
        chosen = list(attributes)
        for attribute, names in self.fields.items():
            for name in names if not chosen or attribute in chosen else []:
                self._send(name, _as_sent(self.form.fields[name], self.now.get(name)))
        if not chosen:
            self.data.pop(self.form.add_prefix("DELETE"), None)
        if self.is_gone:
            self.data[self.form.add_prefix("DELETE")] = "on"

    def keep_typed(self) -> None:
        """Leave what was typed, as it would be typed into the form of now: a typed name stands for a chosen one."""
        for name in ("speaker", "outlet"):
            if self.data.get(self.form.add_prefix(f"{name}_name")) and name in self.form.fields:
                self._send(name, _as_sent(self.form.fields[name], self.now.get(name)))
        cleaned = getattr(self.form, "cleaned_data", {})
        if "label_as_printed" in self.form.fields and not cleaned.get("label_as_printed"):
            self._send("label_as_printed", _as_sent(self.form.fields["label_as_printed"], self._label_now()))

    def is_now(self) -> None:
        """Let the hidden first values be those of now."""
        for names in self.fields.values():
            for name in names:
                if self.form.fields[name].show_hidden_initial:
                    self.data[self.form.add_initial_prefix(name)] = _as_sent(
                        self.form.fields[name], self.now.get(name)
                    )[0]

    def _label_now(self) -> object:
        return self.now.get("label_as_printed") if self.data.get(self.form.add_prefix("label_as_printed")) else ""

    def _send(self, name: str, values: list[str]) -> None:
        self.data.setlist(self.form.add_prefix(name), values)

    @property
    def data(self) -> QueryDict:
        """What was sent, which may be changed: the form's copy of it."""
        data = self.form.data
        assert isinstance(data, QueryDict)
        return data


@dataclass(slots=True)
class ConcurrentEdit:
    """A form that was sent, and the conference as it is now, whose row is locked. `parts` are the form's."""

    conference: Conference
    opened: int | None
    choices: dict[str, str]
    parts: list[FormPart] = field(default_factory=list)
    conflicts: list[tuple[FormPart | None, Conflict]] = field(default_factory=list)
    _since: list[Revision] | None = None

    @classmethod
    def of(cls, data: QueryDict, conference: Conference) -> "ConcurrentEdit":
        """Return what the sent form says of the version that it was opened with. No query."""
        return cls(conference, read_version(data), read_choices(data))

    @property
    def is_behind(self) -> bool:
        """Whether somebody else has saved since the form was opened."""
        return self.opened != self.conference.version

    @property
    def refusal(self) -> str:
        """A sentence that says why the form cannot be saved as it is, if there is one."""
        if self.opened is not None and self.opened <= self.conference.version:
            return ""
        return gettext(
            "This form does not say which version of the conference it was opened with, so nothing was saved. "
            "What you typed is still here: look it through, then save again."
        )
