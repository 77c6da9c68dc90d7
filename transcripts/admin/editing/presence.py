"""Presence: which other users have a conference open; a notice above its forms, updated by a small script."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from transcripts import actions
from transcripts.admin.editing.step_views import conference_page
from transcripts.admin.permissions import may_change, user_of
from transcripts.models import Conference, Presence


def who_else(request: HttpRequest, conference: Conference) -> list[Presence]:
    """Return the other users who have the conference open, and mark the user as present. Three queries at the most."""
    return actions.mark_present(conference, user_of(request))


@conference_page(may_change)
def presence_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Return the notice: POST; with `leave`, the form is closed, and nothing is returned."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if "leave" in request.POST:
        actions.mark_absent(conference, user_of(request))
        return HttpResponse(status=204)
    return render(request, "admin/transcripts/_present.html", {"present": who_else(request, conference)})
