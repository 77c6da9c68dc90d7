"""Merging two records of one person, outlet or topic: choice, preview, merge and undoing it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.widgets.name_fields import (
    KnownAutocompleteSelect,
    KnownChoiceField,
    collapse_spaces,
    find_named,
    typed_name,
)
from transcripts.models import Exchange, Merge, Named, Topic, Turn

NEWEST = 5  # conferences and turns named in the preview


class MergeForm(forms.Form):
    """The form for the record to keep, chosen or typed."""

    kept: Any = KnownChoiceField(label=_("The record to keep"), queryset=None, required=False)
    kept_name = typed_name(_("Or type a name"))

    def __init__(self, gone: Named, site: admin.AdminSite, data: Any = None) -> None:
        super().__init__(data)
        self.gone = gone
        field: Any = self.fields["kept"]
        field.queryset = type(gone)._default_manager.exclude(pk=gone.pk)
        is_topic = isinstance(gone, Topic)
        relation = Exchange._meta.get_field("topics") if is_topic else Turn._meta.get_field(gone._meta.model_name or "")
        field.widget = KnownAutocompleteSelect(relation, site)
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        """Require one other record. One query for a typed name."""
        name = collapse_spaces(self.cleaned_data.get("kept_name"))
        if name:
            found = find_named(type(self.gone), name, but=self.gone)
            if found is None:
                self.add_error("kept_name", gettext("“%(name)s” is not in the list.") % {"name": name})
            elif self.cleaned_data.get("kept") not in (None, found):
                self.add_error("kept_name", gettext("Choose one from the list or type a name, not both."))
            self.cleaned_data["kept"] = found
        elif not self.errors and not self.cleaned_data.get("kept"):
            self.add_error("kept", gettext("Choose the record to keep, or type its name."))
        return self.cleaned_data


class MergingAdmin(admin.ModelAdmin):
    """An admin with the pages that merge and that undo a merge, for users who may delete the record."""

    change_form_template = "admin/transcripts/_merging_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        merge, undo = self.admin_site.admin_view(self.merge_view), self.admin_site.admin_view(self.undo_merge_view)
        return [
            path("<int:object_id>/merge/", merge, name=f"{name}_merge"),
            path("<int:object_id>/merge/<int:merge_id>/undo/", undo, name=f"{name}_undo_merge"),
            *super().get_urls(),
        ]

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask for the record to keep, show what moves to it, and with POST `confirm` merge.

        A GET with `kept` shows what would move. Some twenty queries.
        """
        gone = self._find(request, object_id)
        asked = request.POST if request.method == "POST" else request.GET if "kept" in request.GET else None
        form = MergeForm(gone, self.admin_site, asked)
        kept = form.cleaned_data["kept"] if asked is not None and form.is_valid() else None
        if kept and "confirm" in request.POST:
            return self._merge(request, kept, gone)
        context = {
            "title": gettext("Merge two records"),
            "media": self.media + form.media,
            "original": gone,
            "form": form,
            "kept": kept,
            "hindrance": actions.find_merge_obstacle(kept, gone) if kept else "",
            "moving": _moved_counts(gone) if kept else {},
        }
        return self._show(request, "merge", context)

    def undo_merge_view(self, request: HttpRequest, object_id: int, merge_id: int) -> HttpResponse:
        """Show what would be restored, or why nothing can, and with POST undo the merge. Some twenty queries."""
        kept = self._find(request, object_id)
        merge = get_object_or_404(Merge, pk=merge_id, kept=kept.pk, kind=self.opts.model_name)
        if request.method == "POST":
            return self._undo(request, kept, merge)
        context = {
            "title": gettext("Undo this merge"),
            "original": kept,
            "merge": merge,
            "hindrance": actions.find_undo_obstacle(merge),
            "moved": {name: len(merge.moved[name]) for name in ("turns", "exchanges", "shared", "versions")},
        }
        return self._show(request, "merge_undo", context)

    def _find(self, request: HttpRequest, object_id: int) -> Any:
        """Return the record, if the user may delete it."""
        record: Any = self.get_object(request, str(object_id))
        if record is None:
            raise Http404
        if not self.has_delete_permission(request, record):
            raise PermissionDenied
        return record

    def _show(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context |= {"opts": self.opts, "change_address": f"{name}_change", "history_address": f"{name}_history"}
        context |= {"merge_address": f"{name}_merge"} | self.admin_site.each_context(request)
        return TemplateResponse(request, f"admin/transcripts/{template}.html", context)

    def _merge(self, request: HttpRequest, kept: Any, gone: Any) -> HttpResponse:
        words = {"gone": str(gone), "kept": str(kept)}
        try:
            actions.merge_names(kept, gone, change_by(request))
        except actions.WrongStateError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._go(gone)
        done = gettext("“%(gone)s” was merged into “%(kept)s”.") % words
        self.log_change(request, kept, done)
        self.message_user(request, done, messages.SUCCESS)
        return self._go(kept)

    def _undo(self, request: HttpRequest, kept: Any, merge: Merge) -> HttpResponse:
        try:
            back = actions.undo_merge(merge, change_by(request))
        except actions.WrongStateError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return self._go(kept, "history")
        done = gettext("“%(gone)s” is a separate record again.") % {"gone": back}
        self.log_change(request, kept, done)
        self.log_addition(request, back, done)
        self.message_user(request, done, messages.SUCCESS)
        return self._go(back)

    def _go(self, record: Any, view: str = "change") -> HttpResponse:
        address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}", args=[record.pk])
        return HttpResponseRedirect(address)


def _moved_counts(gone: Any) -> dict[str, Any]:
    """Return the counts of the record's uses, and the newest ones by name. Seven queries."""
    conferences = actions.conferences_of(gone)
    moving: dict[str, Any] = {
        "conferences": conferences.count(),
        "newest": list(conferences.newest_first()[:NEWEST]),
        "names": [name for name in (gone.name, gone.name_zh_hans) if name] + [str(each) for each in gone.aliases.all()],
    }
    if isinstance(gone, Topic):
        moving["exchanges"] = gone.exchanges.count()
    else:
        turns = gone.turns.select_related("exchange__conference").order_by("-pk")
        moving |= {"turns": gone.turns.count(), "last": list(turns[:NEWEST])}
    return moving
