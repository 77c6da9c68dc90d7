"""The page that closes a running transcript: the rest of the queue, and which changes are major."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, log_change, render, to_conference
from transcripts.admin.permissions import may_close_running
from transcripts.models import Conference
from transcripts.reading.checklist import find_problems
from transcripts.reading.running import read_running_changes

MOST_CHANGES = 500  # nobody decides about more
_WEIGHTS = {"minor": False, "major": True}


@conference_page(may_close_running)
def close_running_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show what closing asks about, and close it. Ten queries."""
    changes = read_running_changes(conference, most=MOST_CHANGES)
    chosen = {change.key: request.POST.get(f"weight-{change.key}", "") for change in changes}
    if request.method == "POST":
        weights = {key: _WEIGHTS[value] for key, value in chosen.items() if value in _WEIGHTS}
        try:
            actions.close_running(
                conference, weights=weights, gives_up_queue="give_up" in request.POST, change=change_by(request)
            )
        except (actions.WrongStateError, actions.NotReadyError) as refusal:
            messages.error(request, str(refusal))
        else:
            done = gettext("The running transcript was closed, and is published as version 1.")
            log_change(request, conference, done)
            messages.success(request, done)
            return to_conference(conference)
    if not conference.is_running:
        return HttpResponseRedirect(reverse("admin:transcripts_conference_running", args=[conference.pk]))
    return render(
        request,
        conference,
        "close_running",
        title=gettext("Close the running transcript"),
        changes=[(change, chosen[change.key]) for change in changes],
        waiting=conference.queue.count(),
        problems=find_problems(conference),
    )
