"""Editing a whole transcript at once: its sheet with ids, beside a preview, checked and saved."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.conference.sheet_preview import (
    SheetPreview,
    preview_error,
    preview_parsed,
    preview_sheet,
    read_sheet,
)
from transcripts.admin.editing.change_form import NoteForm, add_missing
from transcripts.admin.editing.conflicts import choices_for, render_conflicts
from transcripts.admin.editing.diff import show_differences
from transcripts.admin.editing.presence import who_else
from transcripts.admin.editing.proposing import PROPOSE, ProposalMade, do_or_propose, keep_proposal
from transcripts.admin.editing.step_views import conference_page, log_change, render, to_conference
from transcripts.admin.imports.messages import translate
from transcripts.admin.permissions import may_change, may_propose, must_propose
from transcripts.document import TranscriptDocument, compare, digest, to_json
from transcripts.intake import IntakeError, ParsedTranscript, render_sheet
from transcripts.models import Conference
from transcripts.reading.removals import without_removed_words
from transcripts.reading.transcript import read

MOST_FOLLOWED = 600_000  # characters of a sheet; a longer one is previewed only on request


class SheetForm(NoteForm):
    """The form of the sheet, with the number of the revision that it was made from."""

    revision_number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    sheet = forms.CharField(
        label=_("The transcript as text"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 32, "class": "desk-sheet", "spellcheck": "true"}),
        help_text=_("Leave the IDs in square brackets as they are: they keep links working."),
    )

    parsed: ParsedTranscript
    error: IntakeError | None = None

    def clean_sheet(self) -> str:
        """Parse the sheet; an error names the line."""
        sheet: str = self.cleaned_data["sheet"]
        try:
            self.parsed = read_sheet(sheet)
        except IntakeError as error:
            self.error = error
            raise forms.ValidationError(translate(error.sentence)) from error
        return sheet


@conference_page(may_change)
def sheet_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the sheet, show what would change, or save it: POST `_look`, `_save`, `_propose`; GET `?download`."""
    if "download" in request.GET:
        return _send(conference)
    if request.method != "POST":
        initial = {
            "sheet": render_sheet(read(conference), with_ids=True),
            "revision_number": conference.revision_number,
        }
        return _show_sheet(request, conference, SheetForm(initial=initial))
    form = SheetForm(request.POST)
    if not form.is_valid() or not {"_save", PROPOSE} & {*request.POST}:
        return _show_sheet(request, conference, form)
    if request.POST.get("seen") != _token(form, conference):
        messages.info(request, gettext("Not saved yet. Check the changes below, then save."))
        return _show_sheet(request, conference, form)
    return _save_or_refuse(request, conference, form)


def _save_or_refuse(request: HttpRequest, conference: Conference, form: SheetForm) -> HttpResponse:
    """Save the sheet, or show it again with its errors and conflicts."""
    conflicts: list[SafeString] = []
    try:
        with transaction.atomic():
            _save_sheet(request, conference, form)
    except ProposalMade as made:
        log_change(request, conference, gettext("Proposed a change."))
        return keep_proposal(request, made)
    except actions.NoteRequiredError as error:
        add_missing(form, error)
    except actions.ConflictError as error:
        form.add_error(None, str(error))
        conflicts = render_conflicts(conference, error.conflicts, base=form.cleaned_data["revision_number"])
    except (actions.DocumentRefusedError, actions.WrongStateError) as error:
        form.add_error("sheet", str(error))
    else:
        log_change(request, conference, gettext("Changed the transcript as text."))
        messages.info(request, gettext("The transcript was saved."))
        return to_conference(conference)
    return _show_sheet(request, conference, form, conflicts)


@conference_page(may_change)
def sheet_preview_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the preview of the submitted sheet, and write nothing: POST `sheet`."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    context = {"preview": preview_sheet(conference, request.POST.get("sheet", "")), "original": conference}
    return TemplateResponse(request, "admin/transcripts/conference/_sheet_preview.html", context)


def _save_sheet(request: HttpRequest, conference: Conference, form: SheetForm) -> None:
    change, base = form.change(request), form.cleaned_data["revision_number"]
    document = form.parsed.document
    do_or_propose(
        request,
        conference,
        change,
        lambda: actions.change_from(
            conference, document, base=base, change=change, choices=choices_for(request.POST, conference)
        ),
    )


def _show_sheet(
    request: HttpRequest, conference: Conference, form: SheetForm, conflicts: Iterable[SafeString] = ()
) -> HttpResponse:
    """Show the form beside its preview, with the changes that it would make, and those of others."""
    form.fields["sheet"].widget.attrs["lang"] = conference.language
    context: dict[str, object] = {
        "title": gettext("Edit transcript"),
        "form": form,
        "conflicts": conflicts,
        "preview": _preview(conference, form),
        "present": who_else(request, conference),
        "is_public": conference.is_published and not conference.is_running,
        "proposes": must_propose(request, conference),
        "may_propose": may_propose(request, conference),
        "most": MOST_FOLLOWED,
    }
    if form.is_bound and hasattr(form, "parsed"):
        differences = compare(_base_of(conference, form), form.parsed.document)
        context |= {"shown": show_differences(differences), "differs": bool(differences)}
        context["seen"] = _token(form, conference)
    return render(request, conference, "sheet", **context)


def _base_of(conference: Conference, form: SheetForm) -> TranscriptDocument:
    """Return the document that the sheet was made from. Six queries at the most."""
    base = conference.revisions.applied().filter(number=form.cleaned_data.get("revision_number")).first()
    return without_removed_words(base.transcript, conference) if base else read(conference)


def _token(form: SheetForm, conference: Conference) -> str:
    """Return a token for the change and the revision it applies to, so that only what was shown is saved."""
    numbers = f"{form.cleaned_data.get('revision_number')}|{conference.revision_number}"
    return digest(to_json(form.parsed.document), about=numbers)


def _preview(conference: Conference, form: SheetForm) -> SheetPreview:
    """Return the preview of the sheet in the form."""
    text = str(form["sheet"].value() or "")
    if form.error:
        return preview_error(text, form.error)
    if form.is_bound and hasattr(form, "parsed"):
        return preview_parsed(conference, text, form.parsed)
    return preview_sheet(conference, text)


def _send(conference: Conference) -> HttpResponse:
    """Send the editor's sheet as a file."""
    name = f"{conference.slug}.txt"
    return HttpResponse(
        render_sheet(read(conference), with_ids=True),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""},
    )
