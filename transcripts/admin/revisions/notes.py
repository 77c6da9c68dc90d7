"""Editing the note of a revision afterwards, by an Editor."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, confirm, log_change
from transcripts.admin.permissions import may_publish
from transcripts.models import Conference, Revision


class BetterNoteForm(forms.Form):
    """The form for the new note."""

    note = forms.CharField(
        label=_("Note"),
        max_length=actions.LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=_(
            "The note of a major change is public; readers will see the new wording. The old one stays in the history."
        ),
    )


def may_edit_notes(request: HttpRequest, conference: Conference) -> bool:
    """Return whether the user may change notes in this conference: Editors, unless it is in the trash."""
    return may_publish(request) and not conference.binned_at


@conference_page(may_edit_notes)
def edit_note_view(request: HttpRequest, conference: Conference, number: int) -> HttpResponse:
    """Ask for the new note, and save it: POST `note`. About seven queries to show it."""
    revision = get_object_or_404(conference.revisions.applied().defer("document"), number=number)
    edits = revision.note_edits.count()
    form = BetterNoteForm(request.POST if request.method == "POST" else None, initial={"note": revision.note})
    if request.method == "POST" and form.is_valid():
        known = edits if request.POST.get("edits") == str(edits) else -1
        try:
            return _keep_note(request, conference, revision, form.cleaned_data["note"], known)
        except (actions.NoteRequiredError, actions.WrongStateError) as refusal:
            form.add_error("note", str(refusal))
    return confirm(
        request,
        conference,
        form,
        title=gettext("Note of revision %(number)d") % {"number": number},
        explanation=gettext("The text of the transcript does not change, only the note."),
        button=gettext("Save"),
        hidden={"edits": edits},
        back=reverse("admin:transcripts_conference_history", args=[conference.pk]),
    )


def _keep_note(request: HttpRequest, conference: Conference, revision: Revision, note: str, edits: int) -> HttpResponse:
    edited = actions.edit_revision_note(revision, note, change=change_by(request), edits=edits)
    if edited:
        done = gettext("Changed the note of revision %(number)d.") % {"number": revision.number or 0}
        log_change(request, conference, done)
        messages.info(request, done)
    return HttpResponseRedirect(reverse("admin:transcripts_conference_history", args=[conference.pk]))
