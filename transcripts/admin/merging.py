"""Two records of one person, or of one outlet: which is kept, what moves to it, and then one record."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.choosing import KnownAutocompleteSelect, KnownChoiceField, find_named, tidy, typed_name
from transcripts.models import Conference, Named, Outlet, Speaker, Turn


class MergeForm(forms.Form):
    """The record to keep, chosen or typed."""

    kept: Any = KnownChoiceField(label=_("The record to keep"), queryset=None, required=False)
    kept_name = typed_name(_("Or type a name"))

    def __init__(self, gone: Named, site: admin.AdminSite, data: Any = None) -> None:
        super().__init__(data)
        self.gone = gone
        field: Any = self.fields["kept"]
        field.queryset = type(gone)._default_manager.exclude(pk=gone.pk)
        relation = Turn._meta.get_field(gone._meta.model_name or "")
        field.widget = KnownAutocompleteSelect(relation, site)
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        """Insist on one other record. One query for a typed name."""
        name = tidy(self.cleaned_data.get("kept_name"))
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
    """The page that says “this is the same as …”, for those who may delete the record."""

    change_form_template = "admin/transcripts/_merging_form.html"

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:object_id>/merge/", view, name=name), *super().get_urls()]

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask which record is kept, show what moves to it, and merge: the POST with `confirm` does it."""
        gone: Any = self.get_object(request, str(object_id))
        if gone is None:
            raise Http404
        if not self.has_delete_permission(request, gone):
            raise PermissionDenied
        form = MergeForm(gone, self.admin_site, request.POST if request.method == "POST" else None)
        kept = form.cleaned_data["kept"] if request.method == "POST" and form.is_valid() else None
        if kept and "confirm" in request.POST:
            return self._merge(request, kept, gone)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("One of two records"),
            "media": self.media + form.media,
            "original": gone,
            "form": form,
            "kept": kept,
            "moving": _count_what_moves(gone) if kept else {},
            "change_address": f"admin:{self.opts.app_label}_{self.opts.model_name}_change",
        }
        return TemplateResponse(request, "admin/transcripts/merge.html", context)

    def _merge(self, request: HttpRequest, kept: Any, gone: Any) -> HttpResponse:
        words = {"gone": str(gone), "kept": str(kept)}
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        try:
            if isinstance(gone, Speaker):
                actions.merge_speakers(kept, gone)
            else:
                actions.merge_outlets(kept, gone)
        except actions.WrongStateError as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(reverse(address, args=[gone.pk]))
        done = gettext("“%(gone)s” is now “%(kept)s”.") % words
        self.log_change(request, kept, done)
        self.message_user(request, done, messages.SUCCESS)
        return HttpResponseRedirect(reverse(address, args=[kept.pk]))


def _count_what_moves(gone: Speaker | Outlet) -> dict[str, int]:
    """Count the turns and the conferences that name the record. Two queries."""
    name = gone._meta.model_name or ""
    named = Q(**{f"exchanges__turns__{name}": gone})
    if isinstance(gone, Speaker):
        named |= Q(participations__speaker=gone)
    return {
        "turns": Turn.objects.filter(**{name: gone}).count(),
        "conferences": Conference.objects.filter(named).distinct().count(),
    }
