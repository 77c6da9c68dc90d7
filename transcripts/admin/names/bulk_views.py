"""Lists of speakers and outlets: downloaded as CSV or XLSX, edited in a spreadsheet, and uploaded with a preview."""

from collections import Counter
from collections.abc import Sequence

from django import forms
from django.contrib import admin, messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import require
from transcripts.admin.names.bulk_resource import CHANGED, NEW, REFUSED, UNCHANGED, NameUpload, rows_of
from transcripts.admin.names.bulk_tables import (
    XLSX,
    Column,
    Table,
    TableRefusedError,
    columns_of,
    read_table,
    write_table,
)
from transcripts.admin.names.pages import render, to_page
from transcripts.admin.permissions import may_publish
from transcripts.models import AccountEvent

MOST_SHOWN = 500  # lines on the page; refused ones come first
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
FIRST = {REFUSED: 0, NEW: 1, CHANGED: 2, UNCHANGED: 3}


class UploadForm(forms.Form):
    """The form for the file, or on the second page for its table and the digest of what was shown."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("CSV in UTF-8, or XLSX; at most 2 MB and 5,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    table = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, columns: Sequence[Column], data: QueryDict | None = None, files: MultiValueDict | None = None
    ) -> None:
        super().__init__(data, files)
        self.columns = columns

    def clean(self) -> dict[str, object]:
        """Read the table into the field `rows`."""
        upload = self.cleaned_data.get("file")
        content = upload.read() if upload else self.cleaned_data.get("table", "").encode()
        if not upload and not content:
            if not self.errors:
                self.add_error("file", gettext("Choose a file."))
            return self.cleaned_data
        try:
            self.cleaned_data["rows"] = read_table(content, self.columns)
        except TableRefusedError as refusal:
            self.add_error("file", str(refusal))
        return self.cleaned_data


def download_view(request: HttpRequest, kind: str, names: admin.ModelAdmin) -> HttpResponse:
    """Send all names as a file to users who see them, and enter that in the log. Three queries or more."""
    if kind not in TYPES:
        raise Http404
    require(names.has_view_permission(request))
    response = HttpResponse(write_table(rows_of(names.model), kind, columns_of(names.model)), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{names.opts.model_name}s.{kind}"'
    actions.record_account_event(AccountEvent.What.EXPORT, request.user, f"{names.opts.model_name}s.{kind}")
    return response


def upload_view(request: HttpRequest, names: admin.ModelAdmin) -> HttpResponse:
    """Ask for a file, show its effects row by row, and with POST `confirm` save it. Some twenty queries.

    For users who may add and change names.
    """
    require(names.has_add_permission(request) and names.has_change_permission(request))
    columns = columns_of(names.model)
    form = UploadForm(columns, request.POST, request.FILES) if request.method == "POST" else UploadForm(columns)
    context: dict[str, object] = {"form": form, "columns": [column.heading for column in columns]}
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["rows"]
        looked = NameUpload(names.model, table, may_publish=may_publish(request))
        is_same = form.cleaned_data["seen"] == looked.seen()
        if "confirm" in request.POST and is_same and (saved := _save(request, names, looked)):
            return saved
        context |= _shown(looked, table) | {"was_other": "confirm" in request.POST}
    return render(request, names, "upload", title=gettext("Upload a list"), **context)


def _save(request: HttpRequest, names: admin.ModelAdmin, looked: NameUpload) -> HttpResponse | None:
    """Save and redirect with a message; None if somebody took a name or an address at the same moment."""
    try:
        actions.save_names(looked.rows, change_by(request))
    except IntegrityError:
        return None
    numbers = Counter(line.outcome for line in looked.lines)
    new, changed = numbers[NEW], numbers[CHANGED]
    said = [ngettext("%(number)d new.", "%(number)d new.", new) % {"number": new}]
    said.append(ngettext("%(number)d changed.", "%(number)d changed.", changed) % {"number": changed})
    messages.success(request, " ".join(said))
    return to_page(names, "changelist")


def _shown(looked: NameUpload, table: Table) -> dict[str, object]:
    """Return the page's context about the rows; unchanged ones only as a number."""
    numbers = Counter(line.outcome for line in looked.lines)
    lines = sorted((line for line in looked.lines if line.outcome != UNCHANGED), key=lambda line: FIRST[line.outcome])
    return {
        "numbers": {outcome: numbers[outcome] for outcome in FIRST},
        "lines": lines[:MOST_SHOWN],
        "left_out": len(lines) - MOST_SHOWN if len(lines) > MOST_SHOWN else 0,
        "table": table.to_csv(),
        "seen": looked.seen(),
        "can_save": bool(numbers[NEW] or numbers[CHANGED]),
    }
