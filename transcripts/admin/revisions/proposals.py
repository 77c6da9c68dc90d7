"""Proposals: changes of a public conference that wait, and an Editor's decision to apply or decline them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import NoteForm, add_missing, change_by
from transcripts.admin.editing.conflicts import choices_for, render_conflicts
from transcripts.admin.editing.diff import show_differences
from transcripts.admin.editing.step_views import conference_page, log_change, render, require, to_conference
from transcripts.admin.permissions import may_change, may_publish, may_view, user_of
from transcripts.admin.revisions.removed import seen_transcript
from transcripts.document import TranscriptDocument, compare
from transcripts.models import Conference, Revision

MOST_LISTED = 10


def waiting_for(request: HttpRequest) -> "QuerySet[Revision]":
    """Return the proposals that the front page lists: for Editors all pending ones, for others their own."""
    rows = Revision.objects.filter(conference__binned_at=None).select_related("conference").defer("document")
    if may_publish(request):
        return rows.proposed().order_by("made_at")[:MOST_LISTED]
    return rows.filter(made_by=user_of(request), base__gt=0, number=None).order_by("-made_at")[:MOST_LISTED]


def waiting_in(conference: Conference) -> "QuerySet[Revision]":
    """Return the pending proposals of one conference, oldest first."""
    return conference.revisions.proposed().defer("document").order_by("made_at")


@conference_page(may_view)
def proposal_view(request: HttpRequest, conference: Conference, key: int) -> HttpResponse:
    """Show what is proposed; POST `apply` or `decline`. About seven queries to show it."""
    proposal = get_object_or_404(conference.revisions, pk=key)
    may_decide = may_publish(request) and may_change(request, conference) and proposal.state == Revision.State.PROPOSED
    # Who proposed it says what it weighs; whoever applies it says so again.
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"note": proposal.note})
    conflicts: list[SafeString] = []
    if request.method == "POST":
        require(may_publish(request) and may_change(request, conference))
        if "apply" not in request.POST and "decline" not in request.POST:
            return HttpResponseNotAllowed(["GET"])
        try:
            if form.is_valid():
                return _decide(request, conference, proposal, form.change(request))
        except actions.NoteRequiredError as refusal:
            add_missing(form, refusal)
        except actions.ConflictError as refusal:
            conflicts = render_conflicts(conference, refusal.conflicts, base=proposal.base, proposed=True)
        except actions.WrongStateError as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)
    return render(
        request,
        conference,
        "proposal",
        title=gettext("Proposal"),
        proposal=proposal,
        form=form,
        may_decide=may_decide,
        must_wait=may_decide and _must_wait(request, conference, proposal),
        conflicts=conflicts,
        is_behind=proposal.state == Revision.State.PROPOSED and proposal.base != conference.revision_number,
        shown=show_differences(compare(_origin(request, conference, proposal), proposal.transcript)),
    )


def _decide(request: HttpRequest, conference: Conference, proposal: Revision, change: actions.Change) -> HttpResponse:
    if "decline" in request.POST:
        actions.decline_proposal(proposal, change=change)
        done = gettext("Declined the proposal of %(author)s.") % {"author": proposal.made_by_name}
    elif actions.apply_proposal(proposal, change=change, choices=choices_for(request.POST, conference)):
        done = gettext("Applied the proposal of %(author)s.") % {"author": proposal.made_by_name}
    else:
        done = gettext("All proposed changes are already in place.")
    log_change(request, conference, done)
    messages.success(request, done)
    return to_conference(conference)


def _must_wait(request: HttpRequest, conference: Conference, proposal: Revision) -> bool:
    """Return whether somebody else has to apply it, as a second pair of eyes. One query."""
    change = change_by(request)
    return not actions.may_act_alone(change) and actions.is_sole_editor(conference, change, proposal)


def _origin(request: HttpRequest, conference: Conference, proposal: Revision) -> TranscriptDocument:
    """Return the document that the proposal was made from, as the user may see it. Two queries at most."""
    row = conference.revisions.applied().filter(number=proposal.base).first()
    return seen_transcript(request, conference, row) if row else TranscriptDocument()
