"""Deletion in the admin, by functions in `actions`; refusals become messages, or errors beside the note."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.changelist.lists import BoundedChangeListAdmin
from transcripts.admin.editing.change_form import NoteForm, add_missing
from transcripts.admin.editing.concurrent_edits import read_version, was_changed_since
from transcripts.admin.editing.proposing import ProposalMade, keep_proposal
from transcripts.models import Conference

REFUSALS = (actions.RemovalRefusedError, actions.WrongStateError)


class DeletingAdmin(BoundedChangeListAdmin):
    """An admin that deletes with `remove`. If that refuses, nothing is deleted and the editor sees the reason."""

    delete_confirmation_template = "admin/transcripts/delete_confirmation.html"
    delete_selected_confirmation_template = "admin/transcripts/delete_selected_confirmation.html"

    def remove(self, request: HttpRequest, records: Iterable[Any], change: actions.Change) -> None:
        """Delete the records. Raises RemovalRefusedError, WrongStateError, NoteRequiredError."""
        raise NotImplementedError

    def conference_in(self, obj: Any) -> Conference | None:
        """Return the conference of the record, if it is an exchange or a turn."""
        return None

    def asks_note(self, records: Iterable[Any]) -> bool:
        """Return whether deleting these requires a note."""
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete the record, unless somebody else has changed it since the confirmation page was shown."""
        conference = self.conference_in(obj)
        version = read_version(request.POST)
        if conference and version is not None:
            conference = Conference.objects.select_for_update().get(pk=conference.pk)
            if version != conference.revision_number and was_changed_since(conference, version, obj.public_id):
                raise actions.RemovalRefusedError(
                    gettext("Somebody else has changed this. Check it again before deleting it.")
                )
        self.remove(request, [obj], _said(request))

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        self.remove(request, queryset, _said(request))

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        context = dict(extra_context or {})
        try:
            with transaction.atomic():
                response = super().delete_view(request, object_id, context)
        except actions.NoteRequiredError as refusal:
            form = _refused(request, refusal)
            response = super().delete_view(request, object_id, context | {"note_form": form})
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
        self, request: HttpRequest, queryset: "QuerySet[Any]", *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        form = NoteForm()
        try:
            with transaction.atomic():
                response = super().response_action(request, queryset, *args, **kwargs)
        except actions.NoteRequiredError as refusal:
            form = _refused(request, refusal, without="post")
            response = super().response_action(request, queryset, *args, **kwargs)
        except ProposalMade as made:
            return keep_proposal(request, made)
        except REFUSALS as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())
        context = response.context_data if isinstance(response, TemplateResponse) else None
        if context and self.asks_note(context["queryset"]):
            context["note_form"] = form
        return response


def _said(request: HttpRequest) -> actions.Change:
    form = NoteForm(request.POST)
    form.is_valid()
    return form.change(request)


def _refused(request: HttpRequest, refusal: actions.NoteRequiredError, *, without: str = "") -> NoteForm:
    """Return the form that asks for the note again, and turn the request into one for confirmation."""
    form = NoteForm(request.POST)
    add_missing(form, refusal)
    data = QueryDict(mutable=True)
    if without:
        data = request.POST.copy()
        data.pop(without, None)
    bearer: Any = request
    bearer.POST = data
    return form
