"""The addresses of the former site in the admin: a list, and a page that takes in a file."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.changelist.lists import BoundedChangeListAdmin
from transcripts.models import OldAddress

MOST_BYTES = 20 * 1024 * 1024
MOST_SHOWN = 500


class FileForm(forms.Form):
    """The form for the list."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "CSV in UTF-8, two columns: a path of the former site, and the address here of the conference, exchange, "
            "turn or paragraph that stood there."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("The file is larger than 20 MB."))
        return file


@admin.register(OldAddress)
class OldAddressAdmin(BoundedChangeListAdmin[OldAddress]):
    """The admin of old addresses: they come from files, and can be deleted."""

    list_display = ["path", "kind", "conference", "made_at"]
    list_filter = ["kind"]
    list_select_related = ["conference"]
    search_fields = ["path"]

    def has_change_permission(self, request: HttpRequest, obj: OldAddress | None = None) -> bool:
        return False

    def get_urls(self) -> list[Any]:
        page = path("add/", self.admin_site.admin_view(self.take_view), name="transcripts_oldaddress_add")
        return [page, *super().get_urls()]

    def take_view(self, request: HttpRequest) -> HttpResponse:
        """Take in a file: what became of its lines is said on the same page."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = FileForm(request.POST or None, request.FILES or None)
        taken = None
        if request.method == "POST" and form.is_valid():
            taken = actions.take_old_addresses(form.cleaned_data["file"].read())
            numbers = {"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged}
            said = gettext("%(new)d new, %(changed)d changed, %(unchanged)d unchanged.") % numbers
            messages.success(request, said)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Addresses of the former site"),
            "form": form,
            "refused": taken.refused[:MOST_SHOWN] if taken else [],
            "more": max(0, len(taken.refused) - MOST_SHOWN) if taken else 0,
        }
        return TemplateResponse(request, "admin/transcripts/old_addresses.html", context)
