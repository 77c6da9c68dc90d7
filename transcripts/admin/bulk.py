"""Lists of speakers and outlets: downloaded as CSV or XLSX, changed in a spreadsheet, and uploaded after a look."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from tablib import Dataset

from transcripts.admin.bulk_resource import (
    CHANGED,
    NEW,
    REFUSED,
    UNCHANGED,
    NameResource,
    OutletResource,
    SpeakerResource,
)
from transcripts.admin.bulk_tables import COLUMNS, XLSX, TableRefusedError, read_table, write_table
from transcripts.admin.permissions import may_publish
from transcripts.admin.sitting import change_by
from transcripts.models import Outlet, Speaker

MOST_SHOWN = 500  # lines on the page; refused ones stand first
RESOURCES: dict[Any, type[NameResource]] = {Speaker: SpeakerResource, Outlet: OutletResource}
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
FIRST = {REFUSED: 0, NEW: 1, CHANGED: 2, UNCHANGED: 3}


class UploadForm(forms.Form):
    """The file, or on the second page the table that was in it and what was shown of it."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV in UTF-8, or XLSX; at most 2 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )
    table = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the table. Fields `content` and `rows` hold it."""
        upload = self.cleaned_data.get("file")
        content = upload.read() if upload else self.cleaned_data.get("table", "").encode()
        if not upload and not content:
            if not self.errors:
                self.add_error("file", gettext("Choose a file."))
            return self.cleaned_data
        try:
            self.cleaned_data["rows"] = read_table(content)
        except TableRefusedError as refusal:
            self.add_error("file", str(refusal))
        return self.cleaned_data


class BulkAdmin(admin.ModelAdmin):
    """The upload, for those who may add and change names, and the download, for those who see them."""

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        upload, download = self.admin_site.admin_view(self.upload_view), self.admin_site.admin_view(self.download_view)
        return [
            path("upload/", upload, name=f"{name}_upload"),
            path("download.<str:kind>", download, name=f"{name}_download"),
            *super().get_urls(),
        ]

    def download_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Send all names as a file. Two queries, and one for every two thousand names."""
        if kind not in TYPES:
            raise Http404
        if not self.has_view_permission(request):
            raise PermissionDenied
        names: Any = self.model._default_manager
        table = RESOURCES[self.model]().export(names.from_a_to_z().prefetch_related("aliases"))
        columns = {field: column for column, field in COLUMNS.items()}
        table.headers = [columns[header] for header in table.headers]
        response = HttpResponse(write_table(table, kind), content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="{self.opts.model_name}s.{kind}"'
        return response

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for a file, say row by row what it would do, and do it: the POST with `confirm`. Some twenty queries."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
        context: dict[str, Any] = {"form": form, "columns": list(COLUMNS)}
        if request.method == "POST" and form.is_valid():
            rows = form.cleaned_data["rows"]
            looked = self._run(request, rows, dry_run=True)
            is_same = form.cleaned_data["seen"] == looked.seen()
            if "confirm" in request.POST and is_same and (saved := self._save(request, rows)):
                return saved
            context |= _shown(looked, rows) | {"was_other": "confirm" in request.POST}
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        context |= self.admin_site.each_context(request) | {
            "opts": self.opts,
            "title": gettext("Upload a list"),
            "download_address": f"{name}_download",
        }
        return TemplateResponse(request, "admin/transcripts/upload.html", context)

    def _run(self, request: HttpRequest, rows: Dataset, *, dry_run: bool) -> NameResource:
        """Look through the rows, and save them unless it is a dry run; what was not foreseen is raised."""
        resource = RESOURCES[self.model](change_by(request), may_publish=may_publish(request))
        # The inner method, for the outer one wraps each row of a dry run, which writes nothing, in a savepoint.
        result = resource.import_data_inner(
            rows, dry_run, raise_errors=False, using_transactions=False, collect_failed_rows=False
        )
        if result.has_errors():
            errors = [*result.base_errors, *(error for _row, found in result.row_errors() for error in found)]
            raise errors[0].error
        return resource

    def _save(self, request: HttpRequest, rows: Dataset) -> HttpResponse | None:
        """Save, and say so; None when somebody took a name or an address at this very moment."""
        try:
            with transaction.atomic():
                done = self._run(request, rows, dry_run=False)
        except IntegrityError:
            return None
        numbers = Counter(line.outcome for line in done.lines)
        new, changed = numbers[NEW], numbers[CHANGED]
        said = [ngettext("%(number)d is new.", "%(number)d are new.", new) % {"number": new}]
        said.append(ngettext("%(number)d was changed.", "%(number)d were changed.", changed) % {"number": changed})
        self.message_user(request, " ".join(said), messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"))


def _shown(looked: NameResource, rows: Dataset) -> dict[str, Any]:
    """Return what the page says of the rows; those that stay as they are only as a number."""
    numbers = Counter(line.outcome for line in looked.lines)
    lines = sorted((line for line in looked.lines if line.outcome != UNCHANGED), key=lambda line: FIRST[line.outcome])
    columns = {field: column for column, field in COLUMNS.items()}
    table = Dataset(*rows, headers=[columns[header] for header in rows.headers])
    return {
        "numbers": {outcome: numbers[outcome] for outcome in FIRST},
        "lines": lines[:MOST_SHOWN],
        "left_out": len(lines) - MOST_SHOWN if len(lines) > MOST_SHOWN else 0,
        "table": table.export("csv"),
        "seen": looked.seen(),
        "can_save": bool(numbers[NEW] or numbers[CHANGED]),
    }
