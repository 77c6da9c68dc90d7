"""Participants of a conference, as a table in its form."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.formsets import LabelledFormSet, StableFormSet
from transcripts.admin.editing.reorder import OrderedInline
from transcripts.admin.widgets.language_fields import FieldNames
from transcripts.admin.widgets.name_fields import (
    KnownChoiceField,
    TypedNamesForm,
    TypedNamesInline,
    typed_name,
)
from transcripts.models import Conference, Participation, Speaker
from transcripts.text import fold


class ParticipationForm(TypedNamesForm):
    """The form of one participant, chosen or typed."""

    typed = {"speaker": Speaker}

    speaker_name = typed_name(_("Or type a name"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "speaker" in self.fields:
            self.fields["speaker"].required = False
        if "name_as_printed" in self.fields:
            self.fields["name_as_printed"].show_hidden_initial = self.instance.pk is not None

    def has_changed(self) -> bool:
        """Return whether there is anything to save: a part alone does not make a participant."""
        changed = set(self.changed_data)
        return bool(changed - {"part"} if self.instance.pk is None else changed)

    def clean(self) -> dict[str, object]:
        """Require a person."""
        super().clean()
        if not self.names("speaker") and not self.errors:
            self.add_error("speaker", gettext("Choose the participant from the list, or type the name."))
        return self.cleaned_data


class ParticipationFormSet(LabelledFormSet, StableFormSet):
    """The participants of one conference, each once."""

    forms: list[ParticipationForm]  # type: ignore[assignment]

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Pass the speakers already loaded to the field that chooses one."""
        super().add_fields(form, index)
        field = form.fields.get("speaker")
        if isinstance(field, KnownChoiceField):
            field.known = {str(row.speaker_id): row.speaker for row in self.get_queryset() if row.pk and row.speaker_id}

    def clean(self) -> None:
        """Refuse the same person twice, also when another editor has added that person meanwhile."""
        super().clean()
        sent = {row.pk for row in self.get_queryset()}
        seen: set[int | str] = {row.speaker_id for row in getattr(self, "present", []) if row.pk not in sent}
        for form in self.forms:
            is_empty = form.instance.pk is None and not form.has_changed()
            if is_empty or not form.is_valid() or self._should_delete_form(form):  # type: ignore[attr-defined]
                continue
            speaker = form.cleaned_data.get("speaker")
            key = speaker.pk if speaker else fold(form.to_make["speaker"])
            if key in seen:
                name = str(speaker or form.to_make["speaker"])
                form.add_error("speaker", gettext("%(name)s is already in the list.") % {"name": name})
            seen.add(key)


class ParticipationInline(TypedNamesInline, OrderedInline, admin.TabularInline):
    """The participants, in the order in which the page names them."""

    model = Participation
    form = ParticipationForm
    formset = ParticipationFormSet
    fields = ["speaker", "speaker_name", "name_as_printed", "role_as_printed", "part", "order"]
    readonly_fields = ["order"]
    autocomplete_fields = ["speaker"]
    ordering = ["position"]
    extra = 1
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Participation]":
        return super().get_queryset(request).select_related("speaker")

    def get_fields(self, request: HttpRequest, obj: Conference | None = None) -> FieldNames:
        """Return the fields, without those that only serve to change the list when it is read-only."""
        user = request.user
        may_change = user.has_perm("transcripts.change_conference") and not (obj and obj.binned_at)
        return [name for name in self.fields or [] if may_change or name not in {"speaker_name", "order"}]

    def get_extra(self, request: HttpRequest, obj: Conference | None = None, **kwargs: object) -> int:
        return 1 if obj else 3


def save_participations(conference: Conference, formset: BaseInlineFormSet) -> None:
    """Save a valid formset: delete the rows marked for deletion, and append new ones."""
    participants = formset.save(commit=False)
    for participant in formset.deleted_objects:
        participant.delete()
    for participant in participants:
        if participant.pk is not None:
            participant.save()
    actions.append(
        conference,
        conference.participations.all(),
        [participant for participant in participants if participant.pk is None],
    )
    rows = conference.participations.order_by("position")
    actions.renumber(rows, [row.pk for row in rows])
    formset.save_m2m()
