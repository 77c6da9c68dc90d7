"""Turns: an inline of the exchange's form, to edit them, and a list of their own, to find them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import Field, QuerySet
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from transcripts import actions
from transcripts.actions import Change
from transcripts.admin.changelist.lists import search_help
from transcripts.admin.editing.deleting import DeletingAdmin
from transcripts.admin.editing.formsets import StableFormSet
from transcripts.admin.editing.proposing import do_or_propose
from transcripts.admin.editing.reorder import OrderedInline
from transcripts.admin.widgets.name_fields import (
    FormField,
    KnownChoiceField,
    TypedNamesForm,
    TypedNamesInline,
    is_key,
    typed_name,
)
from transcripts.document import Kind
from transcripts.models import Conference, Exchange, Outlet, Speaker, Status, Turn

PEOPLE = ("speaker", "outlet")
TYPED = ["kind", "speaker", "outlet", "journalist", "label_as_printed", "text"]
FIRST_KINDS = [Kind.QUESTION.value, Kind.ANSWER.value, Kind.ANSWER.value]  # empty forms for turns in a new exchange


class TurnForm(TypedNamesForm):
    """The form of one turn, by a speaker or by an outlet, each chosen or typed."""

    typed = {"speaker": Speaker, "outlet": Outlet}

    speaker_name = typed_name(_("Or type a name"), suggestions="desk-speakers")
    outlet_name = typed_name(_("Or type a name"), suggestions="desk-outlets")
    turn_id = forms.CharField(label="", required=False, max_length=16, widget=forms.HiddenInput)  # also of a gone row

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["turn_id"] = self.instance.public_id if self.instance.pk else ""
        if "kind" in self.fields and self.instance.pk is None:
            self.initial["kind"] = (kwargs.get("initial") or {}).get("kind") or Kind.ANSWER.value

    def has_changed(self) -> bool:
        """Return whether there is anything to save: a kind alone does not make a turn."""
        changed = set(self.changed_data) - {"turn_id"}
        return bool(changed - {"kind"} if self.instance.pk is None else changed)

    def clean(self) -> dict[str, object]:
        """Refuse both a speaker and an outlet, and clear a label that still names a former speaker."""
        super().clean()
        if all(self.names(field) for field in PEOPLE):
            self.add_error("outlet", gettext("A turn belongs to a speaker or to an outlet, not to both."))
        elif self._has_another_name():
            self.cleaned_data["label_as_printed"] = ""
        return self.cleaned_data

    def _has_another_name(self) -> bool:
        """Return whether the label is still the name of a former speaker or outlet of the turn."""
        if self.instance.pk is None or "label_as_printed" in self.changed_data:
            return False
        for field in PEOPLE:
            before = self._first(field)
            if before and (field in self.to_make or before != self.cleaned_data.get(field)):
                return self.instance.label_as_printed in before.all_names
        return False

    def _first(self, name: str) -> Speaker | Outlet | None:
        """Return the record chosen when the form was opened. No query, unless another was chosen meanwhile."""
        field, key = self.fields.get(name), self.initial.get(name)
        if isinstance(field, KnownChoiceField) and key:
            return cast(Speaker | Outlet | None, field.find(str(key)))
        found: Speaker | Outlet | None = getattr(self.instance, name)
        return found


class TurnFormSet(StableFormSet):
    """The turns of one exchange, which stay complete if it is published."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        """Add the fields; pass the loaded records to those that choose one."""
        super().add_fields(form, index)
        for name in PEOPLE:
            field = form.fields.get(name)
            if isinstance(field, KnownChoiceField):
                people = (getattr(row, name) for row in self.get_queryset())
                field.known = {str(person.pk): person for person in people if person}

    forms: list[TurnForm]  # type: ignore[assignment]

    def find_elsewhere(self, keys: list[str]) -> dict[str, Turn]:
        """Return the turns that are now in another exchange of the conference, after a split. One query."""
        here = Turn.objects.filter(exchange__conference=self.instance.conference_id)
        rows = here.filter(pk__in=[key for key in keys if is_key(key)]).select_related("speaker", "outlet")
        return {str(row.pk): row for row in rows}

    def is_named(self, number: int) -> bool:
        return bool(self.data.get(f"{self.add_prefix(number)}-turn_id"))

    def clean(self) -> None:
        """Refuse changes that leave a published conference with an empty turn, an answer without speaker or no turn."""
        super().clean()
        conference = getattr(self.instance, "conference", None)
        if conference is None or conference.status != Status.PUBLISHED:
            return
        staying = [form for form in self.forms if self._stays(form)]
        if not staying:
            raise forms.ValidationError(
                gettext("The conference is published, so the exchange needs at least one turn.")
            )
        for form in staying:
            if not form.is_valid():
                continue
            if not form.cleaned_data.get("text", "").strip():
                form.add_error("text", gettext("The conference is published, so every turn needs text."))
            if form.cleaned_data.get("kind") == Kind.ANSWER and not any(form.names(field) for field in PEOPLE):
                form.add_error("speaker", gettext("The conference is published, so the answer needs a speaker."))

    def _stays(self, form: ModelForm) -> bool:
        deleted = self.can_delete and self._should_delete_form(form)  # type: ignore[attr-defined]
        return not deleted and (form.instance.pk is not None or form.has_changed())


class TurnInline(TypedNamesInline, OrderedInline, admin.StackedInline):
    """The turns of an exchange, in order."""

    model = Turn
    form = TurnForm
    formset = TurnFormSet
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "speaker", "speaker_name"),
                    ("journalist", "outlet", "outlet_name"),
                    "text",
                    ("label_as_printed", "order"),
                    "turn_id",
                ]
            },
        )
    ]
    readonly_fields = ["order"]
    can_split = True
    autocomplete_fields = ["speaker", "outlet"]
    ordering = ["position"]
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Turn]":
        return super().get_queryset(request).select_related("speaker", "outlet")

    def get_extra(self, request: HttpRequest, obj: Exchange | None = None, **kwargs: object) -> int:
        return 1 if obj else len(FIRST_KINDS)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: object) -> FormField:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "text" and field:
            field.widget.attrs |= {"rows": 5, "class": "vLargeTextField desk-text"}
        return field


@admin.register(Turn)
class TurnAdmin(DeletingAdmin[Turn]):
    """The searchable list of all turns; they are edited in their exchange."""

    list_display = ["words", "kind", "label_as_printed", "conference", "place"]
    list_filter = ["kind", "exchange__conference__language"]
    list_select_related = ["exchange__conference"]
    search_fields = ["text", "label_as_printed", "journalist", "=public_id"]
    search_help_text = search_help(_("Search by text, label, journalist or permanent ID."))
    ordering = ["-pk"]
    list_per_page = 50
    fields = [
        "place", "conference", "kind", "speaker", "outlet", "journalist", "label_as_printed", "text", "public_id"
    ]  # fmt: skip
    actions = None

    @admin.display(description=_("text"))
    def words(self, turn: Turn) -> str:
        """The first words."""
        return Truncator(turn.text).chars(90) or gettext("(no text)")

    @admin.display(description=_("conference"))
    def conference(self, turn: Turn) -> str:
        """The conference's title."""
        return str(turn.exchange.conference)

    @admin.display(description=pgettext_lazy("record", "exchange"))
    def place(self, turn: Turn) -> SafeString:
        """A link to the exchange, where the turn is edited."""
        return exchange_link(turn.exchange, _("Exchange %(exchange)d, turn %(turn)d") % {
            "exchange": turn.exchange.position, "turn": turn.position
        })  # fmt: skip

    def view_on_site(self, turn: Turn) -> str | None:
        """Return the address of the turn on its page, if the public sees it."""
        return turn.get_absolute_url() if turn.exchange.conference.is_published else None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Turn]":
        rows = super().get_queryset(request).filter(exchange__conference__binned_at=None)
        return rows.select_related("exchange__conference", "speaker", "outlet")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Turn | None = None) -> bool:
        return False

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """Redirect to the conference's history, which includes the turn's."""
        turn = self.get_object(request, object_id)
        if turn is None:
            raise Http404
        key = turn.exchange.conference_id
        return HttpResponseRedirect(reverse("admin:transcripts_conference_history", args=[key]))

    def conference_in(self, obj: Turn) -> Conference:
        conference: Conference = obj.exchange.conference
        return conference

    def asks_note(self, records: Iterable[Turn]) -> bool:
        return any(turn.exchange.conference.is_published for turn in records)

    @transaction.atomic
    def remove(self, request: HttpRequest, records: Iterable[Turn], change: Change) -> None:
        by_conference: dict[Conference, list[Turn]] = defaultdict(list)
        for turn in records:
            by_conference[turn.exchange.conference].append(turn)
        for conference, turns in by_conference.items():

            def action(conference: Conference = conference, turns: list[Turn] = turns) -> None:
                actions.remove_turns(turns)
                actions.sync_after_edit(conference, change)

            do_or_propose(request, conference, change, action)


def likely_names(conference: Conference) -> dict[str, list[str]]:
    """Return the names of the conference's participants and of the outlets that asked there. Two queries."""
    speakers = conference.participations.order_by("position").values_list("speaker__name", flat=True)
    outlets = Outlet.objects.filter(turns__exchange__conference=conference).order_by("name").distinct()
    return {"speaker_names": list(speakers), "outlet_names": list(outlets.values_list("name", flat=True))}


def exchange_link(exchange: Exchange, text: StrOrPromise) -> SafeString:
    """Return a link to the exchange's form."""
    return format_html('<a href="{}">{}</a>', reverse("admin:transcripts_exchange_change", args=[exchange.pk]), text)


def save_turns(exchange: Exchange, formset: BaseInlineFormSet) -> None:
    """Save a valid formset: save changed turns, append new ones, and delete those marked for deletion."""
    turns: Sequence[Turn] = formset.save(commit=False)
    for turn in turns:
        if turn.pk is not None:
            turn.save(update_fields=TYPED)
    actions.append(exchange.conference, exchange.turns.all(), [turn for turn in turns if turn.pk is None])
    actions.remove_turns(formset.deleted_objects)
    formset.save_m2m()
