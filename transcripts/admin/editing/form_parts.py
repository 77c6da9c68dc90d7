"""Parts of a form, each of which corresponds to one place of a document: a field, a turn, a participant."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict

from transcripts.models import Topic

FIELD = ""  # the attribute of a part that is one field
TURN_FIELDS = {
    "paragraphs": ["text"],
    "kind": ["kind"],
    "label": ["label_as_printed"],
    "speaker": ["speaker", "speaker_name"],
    "outlet": ["outlet", "outlet_name"],
    "journalist": ["journalist"],
}
PERSON_FIELDS = {"name": ["name_as_printed", "speaker", "speaker_name"], "role": ["role_as_printed"], "part": ["part"]}


@dataclass(slots=True)
class FormPart:
    """The part of a form for `place`, which is named as a conflict names it.

    `key` is the field's name, or the row's prefix. `names` are the form's fields for each attribute of the document's
    turn or person, or the one field under FIELD. `now` holds the records' values of them.
    """

    key: str
    form: forms.ModelForm
    names: dict[str, list[str]]
    place: str = ""
    formset: BaseInlineFormSet | None = None
    now: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.now = dict(self.form.initial)

    @property
    def data(self) -> QueryDict:
        """The submitted data: the form's own copy, in which a part can be changed before it is read or shown."""
        data = self.form.data
        if not isinstance(data, QueryDict):
            raise TypeError("The form is not bound to what a browser sent.")
        return data

    @property
    def deletes(self) -> bool:
        """Whether the form asks to delete the row."""
        return bool(self.data.get(self.form.add_prefix("DELETE")))

    @property
    def is_gone(self) -> bool:
        """Whether the row was deleted since the form was opened."""
        return self.formset is not None and self.form.instance.pk is None

    def sent(self, name: str) -> str:
        """Return the submitted value of a field."""
        return self.data.get(self.form.add_prefix(name)) or ""

    def first(self, name: str) -> str | None:
        """Return the value of a field when the form was opened, if the form states it."""
        return self.data.get(self.form.add_initial_prefix(name))

    def take_theirs(self, attributes: Iterable[str] = ()) -> None:
        """Replace the form's values with the records': of the whole part, or of these attributes."""
        chosen = list(attributes)
        for attribute, names in self.names.items():
            if not chosen or attribute in chosen:
                for name in names:
                    self._send(name)
        if not chosen:
            self.data.pop(self.form.add_prefix("DELETE"), None)
            if self.is_gone:
                self.data[self.form.add_prefix("DELETE")] = "on"

    def bring_up_to_date(self, mine: object, merged: object) -> None:
        """Keep the editor's changes in the form, and take the rest from the records.

        `mine` is the form's value at this place, and `merged` the merge in which the editor's changes win.
        """
        if self.formset is None:
            if mine != merged:
                self.take_theirs()
        elif self.deletes:
            pass
        elif not self.form.has_changed():
            self.take_theirs()
        elif merged is None:
            if mine is not None:
                self.take_theirs()
        elif mine is not None:
            others = [name for name in self.names if getattr(mine, name) != getattr(merged, name)]
            if others:
                self.take_theirs(others)
            self._keep_typed_names()
        self.renew_first_values()

    def renew_first_values(self) -> None:
        """Set the first values that the form states to those of the records."""
        for name in (name for names in self.names.values() for name in names):
            if self.form.fields[name].show_hidden_initial:
                self._send(name, self.form.add_initial_prefix(name))

    def _keep_typed_names(self) -> None:
        """Set the choice beside a typed name, and the label that goes with it, to their present values."""
        for name in ("speaker", "outlet"):
            if name in self.form.fields and self.sent(f"{name}_name"):
                self._send(name)
                if "label_as_printed" in self.form.fields and not self.form.cleaned_data.get("label_as_printed"):
                    self._send("label_as_printed")

    def _send(self, name: str, key: str = "") -> None:
        """Set a field's data as if a browser had sent the records' value."""
        values = as_sent(self.form.fields[name], self.now.get(name))
        self.data.setlist(key or self.form.add_prefix(name), values)


@dataclass(slots=True)
class TopicsPart(FormPart):
    """The topics of an exchange: those chosen, those typed, and those that were offered and ticked."""

    language: str = ""

    def bring_up_to_date(self, mine: object, merged: object) -> None:
        """Select the merged topics, except those typed or ticked. One query."""
        names = set(merged) if isinstance(merged, tuple) else set()
        sent = {int(key) for key in self.data.getlist("topics") if key.isascii() and key.isdecimal() and len(key) < 19}
        now = self.now.get("topics")
        known = {topic.pk: topic for topic in now} if isinstance(now, list) else {}
        known |= {topic.pk: topic for topic in Topic.objects.filter(pk__in=sent - set(known))}
        kept = [str(key) for key, topic in known.items() if topic.name_in(self.language) in names]
        self.data.setlist("topics", kept)


def as_sent(form_field: forms.Field, value: object) -> list[str]:
    """Return the data that a browser sends for a field that holds `value`."""
    if isinstance(value, list):
        value = [getattr(one, "pk", one) for one in value]
    shown = form_field.widget.format_value(form_field.prepare_value(value))
    if isinstance(shown, list | tuple):
        return [str(one) for one in shown if one not in (None, "")] or ([] if isinstance(value, list) else [""])
    return ["" if shown is None else str(shown)]


def row_parts(formset: BaseInlineFormSet, names: dict[str, list[str]]) -> list[FormPart]:
    """Return a part for each row that the form was opened with."""
    return [
        FormPart(str(form.prefix), form, {key: _held(form, fields) for key, fields in names.items()}, formset=formset)
        for form in formset.initial_forms
    ]


def field_parts(form: forms.ModelForm, names: Iterable[str], place: str = "%s") -> list[FormPart]:
    """Return a part for each of these fields that the form has; `place` gives the name that a conflict uses."""
    return [FormPart(name, form, {FIELD: [name]}, place % name) for name in names if name in form.fields]


def _held(form: forms.ModelForm, names: list[str]) -> list[str]:
    return [name for name in names if name in form.fields]
