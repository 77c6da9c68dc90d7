"""Saving what belongs to a conference: with its row locked, with a note where one is asked for, and as a proposal
where an Author changes what is public.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR, InlineModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.forms import Form
from django.forms.formsets import all_valid
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext as gettext_django  # of sentences that Django has translated

from transcripts import actions
from transcripts.admin.editing.adding import claim, digest_of, find_added, lead_to_form, shown_token, token_of
from transcripts.admin.editing.change_form import NotedForm, SaveState, add_missing
from transcripts.admin.editing.concurrent_edits import ConcurrentEdit
from transcripts.admin.editing.deleting import DeletingAdmin
from transcripts.admin.editing.form_parts import FormPart
from transcripts.admin.editing.formsets import StableFormSet
from transcripts.admin.editing.presence import who_else
from transcripts.admin.editing.proposing import ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.editing.reorder import MOVE
from transcripts.admin.editing.step_views import log_change
from transcripts.admin.editing.typed_rows import names_in
from transcripts.admin.permissions import is_decided, may_propose, may_remove_words, must_propose
from transcripts.admin.widgets.name_fields import is_key
from transcripts.document import HEAD_FIELDS, FieldType
from transcripts.models import AddedForm, Conference, Exchange
from transcripts.reading.transcript import read

Edited = TypeVar("Edited", bound=Conference | Exchange)  # what a form of the admin is about

# Endings of the names of fields worth copying from a form whose record is gone.
_WORDS = (
    *(field.name for field in HEAD_FIELDS if field.is_public and field.type in {FieldType.TEXT, FieldType.PARAGRAPHS}),
    *("heading", "text", "note", "journalist", "topic_names", "_as_printed", "_name"),
)


@dataclass(slots=True)
class BoundForms:
    """The form and formsets of one page, bound to the submitted data; one formset for each of `inlines`."""

    form: NotedForm
    formsets: list[BaseInlineFormSet]
    inlines: list[InlineModelAdmin]

    def remember(self) -> Callable[[], None]:
        """Return a function that resets the forms' records to their present values, for when saving is rolled back."""
        rows = [self.form.instance, *(each.instance for formset in self.formsets for each in formset.forms)]
        known = [(row, dict(row.__dict__), row._state.adding) for row in rows]

        def put_back() -> None:
            for row, values, adding in known:
                row.__dict__.clear()
                row.__dict__.update(values)
                row._state.adding = adding

        return put_back


class ChangeAdmin(DeletingAdmin[Edited]):
    """An admin whose forms are NotedForms, and save a conference or something in it.

    `merged_rows` are the models of the inlines whose rows a document holds.
    """

    merged_rows: frozenset[type[Model]] = frozenset()

    def conference_of(self, obj: Edited) -> Conference:
        """Return the conference that the record is or belongs to."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Edited | None = None) -> bool:
        """Return whether the user may change it; an Author not once it is scheduled or withdrawn by an Editor."""
        may: bool = super().has_change_permission(request, obj)
        return may and not (obj and is_decided(request, self.conference_of(obj)))

    def has_delete_permission(self, request: HttpRequest, obj: Edited | None = None) -> bool:
        """Return whether the user may delete it; an Author not once it is scheduled or withdrawn."""
        may: bool = super().has_delete_permission(request, obj)
        return may and not (obj and is_decided(request, self.conference_of(obj)))

    def get_form(
        self, request: HttpRequest, obj: Edited | None = None, change: bool = False, **kwargs: object
    ) -> type[NotedForm]:
        form = cast(type[NotedForm], super().get_form(request, obj, change, **kwargs))
        form.opened_at = self.conference_of(obj).revision_number if obj else None
        return form

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """Show the form, or save it; if it is refused, show it again with the reason and what was typed."""
        if request.method != "POST":
            led = None if object_id else lead_to_form(request)
            return led or super().changeform_view(request, object_id, form_url, extra_context)
        state = SaveState()
        try:
            with transaction.atomic():
                return self._answer(request, object_id, state, {"form_url": form_url, **(extra_context or {})})
        finally:
            self.clear_away(state)

    def _answer(
        self, request: HttpRequest, object_id: str | None, state: SaveState, extra_context: dict[str, object]
    ) -> HttpResponse:
        """Save the submitted form, once, or show it again with its errors and conflicts."""
        obj = self._find(request, object_id) if object_id else None
        if object_id and obj is None:
            return self._show_lost(request)
        if not object_id and not self.has_add_permission(request):
            raise PermissionDenied
        if not object_id and (added := find_added(request)):
            return self._show_added(request, added)
        bound = self._bind(request, obj, state)
        edit = ConcurrentEdit(request.POST, self.conference_of(obj)) if obj else None
        if edit:
            for formset in bound.formsets:
                if isinstance(formset, StableFormSet) and formset.model in self.merged_rows:
                    formset.may_lack_rows = not edit.is_behind or edit.base is not None
            edit.begin(self.form_parts(bound.form, bound.formsets))
        is_valid = bound.form.is_valid()
        if is_valid:
            self.save_form(request, bound.form, change=obj is not None)
        if all_valid(bound.formsets) and is_valid and not (edit and edit.refusal):
            response = self._save(request, bound, edit)
            if response:
                return response
        if edit:
            state.conflicts = edit.explain(bound.form)
        return self._show_again(request, obj, bound, extra_context)

    def _find(self, request: HttpRequest, object_id: str) -> Edited | None:
        """Return the record, with its conference locked, or None when either is gone. Raises PermissionDenied."""
        conference = self._lock(object_id)
        may = self.has_change_permission(request)
        if may and (conference is None or conference.binned_at):
            return None
        obj = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        return obj

    def _bind(self, request: HttpRequest, obj: Edited | None, state: SaveState) -> BoundForms:
        """Return the form and its formsets, bound to copies of the submitted data."""
        fields = flatten_fieldsets(self.get_fieldsets(request, obj))
        form_class = self.get_form(request, obj, change=obj is not None, fields=fields)
        form = form_class(request.POST.copy(), request.FILES, instance=obj)
        form.state = state
        formsets, inlines = self._create_formsets(  # type: ignore[attr-defined]  # missing in the stubs
            request, form.instance, change=obj is not None
        )
        return BoundForms(form, formsets, inlines)

    def _save(self, request: HttpRequest, bound: BoundForms, edit: ConcurrentEdit | None) -> HttpResponse | None:
        """Save valid forms and return the response; else roll back, add the reason to the form and return None."""
        form, formsets, change = bound.form, bound.formsets, edit is not None
        token = "" if change else token_of(request)
        put_back = bound.remember()
        try:
            with transaction.atomic():
                claim(request, token)
                if edit and edit.must_merge:
                    self._save_merged(request, bound, edit)
                elif edit and edit.outside:
                    raise actions.ConflictError(())
                else:
                    self.save_rows(request, form, formsets, change=change)
                self.finish(request, form, formsets, change=change)
        except ProposalMade as made:
            log_change(request, made.conference, gettext("Proposed a change."))
            proposed = keep_proposal(request, made)
            claim(request, token, proposed.url)
            return proposed
        except IntegrityError:
            if added := find_added(request):  # the same form, sent at the same moment
                return self._show_added(request, added)
            raise
        except actions.NoteRequiredError as error:
            add_missing(form, error)
        except actions.ConflictError:
            pass  # the form explains each conflict
        except (actions.RemovalRefusedError, actions.WrongStateError, actions.DocumentRefusedError) as error:
            form.add_error(None, str(error))
        else:
            log = self.log_change if change else self.log_addition
            log(request, form.instance, self.construct_change_message(request, cast(Form, form), formsets, not change))
            address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            actions.keep_added(token, reverse(address, args=[form.instance.pk]))
            response = self.lead_on(request, form, change=change)
            if edit and edit.is_behind:
                told = gettext("Somebody else saved while you were editing; both sets of changes were kept.")
                self.message_user(request, told, messages.INFO)
            return response
        put_back()
        return None

    def _save_merged(self, request: HttpRequest, bound: BoundForms, edit: ConcurrentEdit) -> None:
        """Save the form merged with what others saved since it was opened. Raises ConflictError."""
        key = edit.conference.pk
        before = transaction.savepoint()
        self.save_rows(request, bound.form, bound.formsets, change=True)
        conference = Conference.objects.get(pk=key)
        actions.bring_in_order(conference)
        mine, chosen = read(conference), names_in(conference)
        transaction.savepoint_rollback(before)
        actions.write_document(Conference.objects.get(pk=key), edit.merge(mine, chosen), chosen)

    def save_rows(
        self, request: HttpRequest, form: NotedForm, formsets: list[BaseInlineFormSet], *, change: bool
    ) -> None:
        """Save the part of a valid form that a document holds, Django's way."""
        self.save_model(request, form.instance, form, change)
        form.save_m2m()
        for formset in formsets:
            if formset.model in self.merged_rows:
                self.save_formset(request, form, formset, change)

    def finish(self, request: HttpRequest, form: NotedForm, formsets: list[BaseInlineFormSet], *, change: bool) -> None:
        """Save the part of the form that no document holds, run its further actions, and record it all."""
        raise NotImplementedError

    def form_parts(self, form: NotedForm, formsets: list[BaseInlineFormSet]) -> list[FormPart]:
        """Return the parts of a bound form that are merged one by one with what others saved."""
        raise NotImplementedError

    def clear_away(self, state: SaveState) -> None:
        """Clean up what is no record, such as files, after the response was made."""

    def lead_on(self, request: HttpRequest, form: NotedForm, *, change: bool) -> HttpResponse:
        """Return the response after a successful save, mostly a redirect."""
        obj = form.instance
        return self.response_change(request, obj) if change else self.response_add(request, obj)

    def _show_again(
        self, request: HttpRequest, obj: Edited | None, bound: BoundForms, extra_context: dict[str, object]
    ) -> HttpResponse:
        """Show the bound form, as Django's own view does when it is not valid."""
        fieldsets = cast(list[tuple[str | None, dict[str, list[str]]]], self.get_fieldsets(request, obj))
        shown = AdminForm(
            bound.form,
            fieldsets,
            self.get_prepopulated_fields(request, obj),
            self.get_readonly_fields(request, obj),
            model_admin=self,
        )
        inline_formsets = self.get_inline_formsets(request, bound.formsets, bound.inlines, obj)
        title = gettext_django("Change %s") if obj else gettext_django("Add %s")
        form_url = extra_context.pop("form_url", "")
        context = {
            **self.admin_site.each_context(request),
            "title": title % self.opts.verbose_name,
            "subtitle": str(obj) if obj else None,
            "adminform": shown,
            "object_id": str(obj.pk) if obj else None,
            "original": obj,
            "is_popup": IS_POPUP_VAR in request.POST or IS_POPUP_VAR in request.GET,
            "to_field": request.POST.get(TO_FIELD_VAR, request.GET.get(TO_FIELD_VAR)),
            "media": sum((inline.media for inline in inline_formsets), self.media + shown.media),
            "inline_admin_formsets": inline_formsets,
            "errors": AdminErrorList(bound.form, bound.formsets),
            "preserved_filters": self.get_preserved_filters(request),
            **extra_context,
        }
        return self.render_change_form(
            request, context, add=obj is None, change=obj is not None, obj=obj, form_url=form_url
        )

    def _lock(self, object_id: str) -> Conference | None:
        """Return the record's conference, locked and as it is now; None when either is gone. One query."""
        key = unquote(object_id)
        if not is_key(key):
            return None
        rows = self.model._default_manager.filter(pk=key)
        path = "pk" if self.model is Conference else "conference"
        return Conference.objects.select_for_update().filter(pk__in=rows.values(path)[:1]).first()

    def _show_added(self, request: HttpRequest, added: AddedForm) -> HttpResponse:
        """Redirect to what the form has added, or show what was typed since, so that it can be copied."""
        if added.digest == digest_of(request):
            self.message_user(request, gettext("This has already been saved. Here it is."), messages.INFO)
            return HttpResponseRedirect(added.address)
        return self._show_words(request, gettext("Already saved"), added.address)

    def _show_lost(self, request: HttpRequest) -> HttpResponse:
        """Show what was typed when its record is gone, so that it can be copied."""
        return self._show_words(request, gettext("Deleted by somebody else"))

    def _show_words(self, request: HttpRequest, title: str, address: str = "") -> HttpResponse:
        """Show what was typed and cannot be saved; `address` is that of the record which the form has added."""
        words = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name.endswith(_WORDS) and isinstance(value, str) and value.strip()
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "added_address": address,
            "words": words,
        }
        return TemplateResponse(request, "admin/transcripts/lost.html", context)

    def record(
        self, request: HttpRequest, conference: Conference, form: NotedForm, *, head_changed: bool = False
    ) -> None:
        """Sync the conference after the form was saved; for an Author the change may become a proposal."""
        change = form.change(request)
        do_or_propose(
            request,
            conference,
            change,
            lambda: actions.sync_after_edit(conference, change, head_changed=head_changed),
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Render the form, with notices of a required note, of a proposal and of others' presence. Three queries."""
        obj: Edited | None = kwargs.get("obj")
        conference = self.conference_of(obj) if obj else context.get("conference")
        form = context["adminform"].form
        if isinstance(form, NotedForm) and (obj or conference):
            is_public = bool(conference and conference.is_published and not conference.is_running)
            context |= {
                "asks_note": is_public,
                "offers_note": not is_public,
                "proposes": bool(conference and must_propose(request, conference)),
                "may_propose": bool(obj and conference and may_propose(request, conference)),
                "waiting_move": request.POST.get(MOVE, ""),
                "conflicts": form.state.conflicts,
            }
        if obj and conference:
            context["may_remove_words"] = may_remove_words(request, conference)
        if not obj:
            context |= {"form_token": shown_token(request)}
        if obj and conference and self.has_change_permission(request, obj):
            context |= {"present": who_else(request, conference), "conference_key": conference.pk}
        return super().render_change_form(request, context, *args, **kwargs)
