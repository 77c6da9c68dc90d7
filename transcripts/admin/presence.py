"""Who else has the conference open: a notice above its forms, which a small script keeps up to date."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import URLPattern, path

from transcripts import actions
from transcripts.admin.steps import StepViews
from transcripts.models import Conference, Presence


def who_else(request: HttpRequest, conference: Conference) -> list[Presence]:
    """Return who else has the conference open, and note that the user has. Three queries at the most."""
    user: Any = request.user
    return actions.stay(conference, user)


class PresenceViews(StepViews):
    """Where a form that stays open says so."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.presence_view)
        return [
            path("<int:object_id>/presence/", view, name="transcripts_conference_presence"),
            *super().get_urls(),
        ]

    def presence_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Return the notice: POST; with `leave`, the form is closed, and nothing is returned."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        conference = self.find(request, object_id)
        self.insist(self.has_change_permission(request, conference))
        if "leave" in request.POST:
            user: Any = request.user
            actions.leave(conference, user)
            return HttpResponse(status=204)
        return render(request, "admin/transcripts/_present.html", {"present": who_else(request, conference)})
