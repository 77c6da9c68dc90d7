"""A whole transcript at once: the sheet with its ids, written over, looked at and saved."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.clashing import choices_for, show_conflicts
from transcripts.admin.comparing import Shown, show_differences
from transcripts.admin.proposing import ProposalMade, do_or_propose, keep_proposal, must_propose
from transcripts.admin.saying import translate
from transcripts.admin.sitting import NoteForm
from transcripts.admin.steps import StepViews
from transcripts.document import TranscriptDocument, compare
from transcripts.intake import IntakeError, parse_text, render_sheet
from transcripts.models import Conference
from transcripts.reading import read


class SheetForm(NoteForm):
    """The sheet, and the version that it was taken from."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    sheet = forms.CharField(
        label=_("Transcript sheet"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 32, "class": "vLargeTextField desk-sheet", "spellcheck": "true"}),
        help_text=_("Leave the ids in square brackets as they are: by them links stay good."),
    )

    document: TranscriptDocument

    def clean_sheet(self) -> str:
        """Parse the sheet; an error names the line."""
        sheet: str = self.cleaned_data["sheet"]
        try:
            self.document = parse_text(sheet, name=gettext("The sheet")).document
        except IntakeError as error:
            raise forms.ValidationError(translate(error.sentence)) from error
        return sheet


class SheetViews(StepViews):
    """The page of a conference on which its sheet is edited. Nothing is saved before the changes were shown."""

    def get_urls(self) -> list[URLPattern]:
        sheet = path(
            "<int:object_id>/sheet/", self.admin_site.admin_view(self.sheet_view), name="transcripts_conference_sheet"
        )
        return [sheet, *super().get_urls()]

    def sheet_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Show the sheet, what would change, or save it: POST `_look` or `_save`; GET `?download` sends it."""
        conference = self.find(request, object_id)
        self.insist(self.has_change_permission(request, conference) and not conference.binned_at)
        if "download" in request.GET:
            return _send(conference)
        if request.method != "POST":
            initial = {"sheet": render_sheet(read(conference), with_ids=True), "version": conference.version}
            return self._show_sheet(request, conference, SheetForm(initial=initial))
        form = SheetForm(request.POST)
        conflicts: list[Any] = []
        if not form.is_valid() or "_save" not in request.POST:
            return self._show_sheet(request, conference, form)
        try:
            with transaction.atomic():
                self._save_sheet(request, conference, form)
        except ProposalMade as made:
            self.log_change(request, conference, gettext("Proposed a change."))
            return keep_proposal(request, made)
        except actions.NoteRequiredError as error:
            form.add_error("note", str(error))
        except actions.ConflictError as error:
            form.add_error(None, str(error))
            conflicts = show_conflicts(conference, error.conflicts, base=form.cleaned_data["version"])
        except (actions.DocumentRefusedError, actions.WrongStateError) as error:
            form.add_error("sheet", str(error))
        else:
            self.log_change(request, conference, gettext("Changed the transcript by its sheet."))
            self.message_user(request, gettext("The transcript was saved."))
            return self.to_conference(conference)
        return self._show_sheet(request, conference, form, conflicts)

    @staticmethod
    def _save_sheet(request: HttpRequest, conference: Conference, form: SheetForm) -> None:
        change, base = form.change(request), form.cleaned_data["version"]
        do_or_propose(
            request,
            conference,
            change,
            lambda: actions.change_from(
                conference, form.document, base=base, change=change, choices=choices_for(request.POST, conference)
            ),
        )

    def _show_sheet(
        self, request: HttpRequest, conference: Conference, form: SheetForm, conflicts: Iterable[Any] = ()
    ) -> HttpResponse:
        """Show the form, with what would change if the sheet can be read, and what somebody else changed as well."""
        shown: Shown | None = None
        if form.is_bound and hasattr(form, "document"):
            base = conference.revisions.applied().filter(number=form.cleaned_data.get("version")).first()
            shown = show_differences(compare(base.transcript if base else read(conference), form.document))
        context: dict[str, Any] = {
            "title": gettext("Transcript sheet"),
            "form": form,
            "conflicts": conflicts,
            "shown": shown,
            "is_public": conference.is_published,
            "proposes": must_propose(request, conference),
        }
        return self.show(request, conference, "sheet", **context)


def _send(conference: Conference) -> HttpResponse:
    """Send the editor's sheet as a file."""
    name = f"{conference.slug}.txt"
    return HttpResponse(
        render_sheet(read(conference), with_ids=True),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or ""},
    )
