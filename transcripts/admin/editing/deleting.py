"""Deletion in the admin, by functions in `actions`; refusals become messages, or errors beside the note."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as gettext_django  # of sentences that Django has translated

from transcripts import actions
from transcripts.admin.changelist.lists import BoundedChangeListAdmin, Record
from transcripts.admin.editing.change_form import NoteForm, add_missing
from transcripts.admin.editing.concurrent_edits import read_revision_number, was_changed_since
from transcripts.admin.editing.formsets import bound_rows
from transcripts.admin.editing.proposing import ProposalMade, keep_proposal
from transcripts.models import Conference

REFUSALS = (actions.RemovalRefusedError, actions.WrongStateError)


class DeletingAdmin(BoundedChangeListAdmin[Record]):
    """An admin that deletes with `remove`. If that refuses, nothing is deleted and the editor sees the reason."""

    delete_confirmation_template = "admin/transcripts/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/transcripts/delete_selected_confirmation.html"

    def get_formset_kwargs(self, request: HttpRequest, *args: Any) -> dict[str, Any]:
        """Bound the rows that a form announces."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, *args)
        if "data" in kwargs:
            kwargs["data"] = bound_rows(kwargs["data"], str(kwargs["prefix"]))
        return kwargs

    def remove(self, request: HttpRequest, records: Iterable[Record], change: actions.Change) -> None:
        """Delete the records. Raises RemovalRefusedError, WrongStateError, NoteRequiredError."""
        raise NotImplementedError

    def conference_in(self, obj: Record) -> Conference | None:
        """Return the conference of the record, if it is an exchange or a turn."""
        return None

    def asks_note(self, records: Iterable[Record]) -> bool:
        """Return whether deleting these requires a note."""
        return False

    def delete_model(self, request: HttpRequest, obj: Record) -> None:
        """Delete the record, unless somebody else has changed it since the confirmation page was shown."""
        conference, public_id = self.conference_in(obj), getattr(obj, "public_id", "")
        number = read_revision_number(request.POST)
        if conference and number is not None:
            conference = Conference.objects.select_for_update().get(pk=conference.pk)
            if number != conference.revision_number and was_changed_since(conference, number, public_id):
                raise actions.RemovalRefusedError(
                    gettext("Somebody else has changed this. Check it again before deleting it.")
                )
        self.remove(request, [obj], _said(request))

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Record]") -> None:
        self.remove(request, queryset, _said(request))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        context = dict(extra_context or {})
        try:
            with transaction.atomic():
                response = super().delete_view(request, object_id, context)
        except actions.NoteRequiredError as refusal:
            response = self._ask_again(request, object_id, context | {"note_form": _refused(request, refusal)})
        except ProposalMade as made:
            return keep_proposal(request, made)
        except REFUSALS as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(
                reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[object_id])
            )
        shown = getattr(response, "context_data", None)
        if shown:
            shown["conference"] = self.conference_in(shown["object"])
            if "note_form" not in shown and self.asks_note([shown["object"]]):
                shown["note_form"] = NoteForm()
        return response

    def response_action(
        self, request: HttpRequest, queryset: "QuerySet[Record]", *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        form = NoteForm()
        try:
            with transaction.atomic():
                response = super().response_action(request, queryset, *args, **kwargs)
        except actions.NoteRequiredError as refusal:
            form = _refused(request, refusal)
            response = self._ask_again_about_many(request, queryset)
        except ProposalMade as made:
            return keep_proposal(request, made)
        except REFUSALS as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        context = response.context_data if isinstance(response, TemplateResponse) else None
        if context and self.asks_note(context["queryset"]):
            context["note_form"] = form
        return response

    def _ask_again(self, request: HttpRequest, object_id: str, context: dict[str, object]) -> HttpResponse:
        """Show the page that asks whether to delete the record, as Django does before it was confirmed."""
        record = self.get_object(request, unquote(object_id))
        deleted, counts, lacking, protected = self.get_deleted_objects([record] if record else [], request)
        asked = {
            **self.admin_site.each_context(request),
            "title": gettext_django("Are you sure?"),
            "subtitle": None,
            "object_name": str(self.opts.verbose_name),
            "object": record,
            "deleted_objects": deleted,
            "model_count": dict(counts).items(),
            "perms_lacking": lacking,
            "protected": protected,
            "opts": self.opts,
            "app_label": self.opts.app_label,
            "preserved_filters": self.get_preserved_filters(request),
            "is_popup": IS_POPUP_VAR in request.POST,
            "to_field": request.POST.get(TO_FIELD_VAR),
        }
        return self.render_delete_form(request, asked | context)

    def _ask_again_about_many(self, request: HttpRequest, queryset: "QuerySet[Record]") -> TemplateResponse:
        """Show the page that asks whether to delete the selected records, as Django does before it was confirmed."""
        chosen = queryset
        if request.POST.get("select_across", "0") != "1":
            chosen = queryset.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
        deleted, counts, lacking, protected = self.get_deleted_objects(chosen, request)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext_django("Are you sure?"),
            "subtitle": None,
            "objects_name": str(self.opts.verbose_name_plural),
            "deletable_objects": [deleted],
            "model_count": dict(counts).items(),
            "queryset": chosen,
            "perms_lacking": lacking,
            "protected": protected,
            "opts": self.opts,
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
            "media": self.media,
        }
        return TemplateResponse(request, self.delete_selected_confirmation_template, context)


def _said(request: HttpRequest) -> actions.Change:
    form = NoteForm(request.POST)
    form.is_valid()
    return form.change(request)


def _refused(request: HttpRequest, refusal: actions.NoteRequiredError) -> NoteForm:
    """Return the form that asks for the note again, with the reason."""
    form = NoteForm(request.POST)
    add_missing(form, refusal)
    return form
