"""The note of a revision, put better afterwards by an Editor."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.sitting import change_by
from transcripts.admin.states import may_publish
from transcripts.admin.steps import StepViews
from transcripts.models import Conference, Revision


class BetterNoteForm(forms.Form):
    """What the note is to be."""

    note = forms.CharField(
        label=_("Note"),
        max_length=actions.LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_(
            "With a major change the public reads it, from now on as it is here. What it was stays in the history."
        ),
    )


class NoteViews(StepViews):
    """The page on which a note is changed."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.edit_note_view)
        return [
            path("<int:object_id>/history/<int:number>/note/", view, name="transcripts_conference_edit_note"),
            *super().get_urls(),
        ]

    def edit_note_view(self, request: HttpRequest, object_id: int, number: int) -> HttpResponse:
        """Ask for the better note, and keep it: POST `note`. About seven queries to show it."""
        conference = self.find(request, object_id)
        self.insist(may_edit_notes(request, conference))
        revision = get_object_or_404(conference.revisions.applied().defer("document"), number=number)
        edits = revision.note_edits.count()
        form = BetterNoteForm(request.POST if request.method == "POST" else None, initial={"note": revision.note})
        if request.method == "POST" and form.is_valid():
            known = edits if request.POST.get("edits") == str(edits) else -1
            try:
                return self._keep_note(request, conference, revision, form.cleaned_data["note"], known)
            except (actions.NoteRequiredError, actions.WrongStateError) as refusal:
                form.add_error("note", str(refusal))
        return self.ask(
            request,
            conference,
            form,
            title=gettext("The note of revision %(number)d") % {"number": number},
            explanation=gettext(
                "The words of the transcript stay as they are; only why they were changed is said better."
            ),
            button=gettext("Save"),
            hidden={"edits": edits},
            back=reverse("admin:transcripts_conference_history", args=[conference.pk]),
        )

    def _keep_note(
        self, request: HttpRequest, conference: Conference, revision: Revision, note: str, edits: int
    ) -> HttpResponse:
        edited = actions.edit_note(revision, note, change=change_by(request), edits=edits)
        if edited:
            done = gettext("Changed the note of revision %(number)d.") % {"number": revision.number or 0}
            self.log_change(request, conference, done)
            self.message_user(request, done)
        return HttpResponseRedirect(reverse("admin:transcripts_conference_history", args=[conference.pk]))


def may_edit_notes(request: HttpRequest, conference: Conference) -> bool:
    """Say whether the user may change notes in this conference: Editors, unless it is in the bin."""
    return may_publish(request) and not conference.binned_at
