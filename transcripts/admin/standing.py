"""The standing of a record, said in one step above the conference's form."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.proposing import must_propose
from transcripts.admin.sitting import change_by
from transcripts.admin.steps import StepViews
from transcripts.models import Conference, RecordStatus


def other_standings(request: HttpRequest, conference: Conference, *, may_change: bool) -> list[tuple[str, str]]:
    """Return the standings that this user may give the record, with their names. No query."""
    if not may_change or conference.binned_at or must_propose(request, conference):
        return []
    return [(value, str(name)) for value, name in RecordStatus.choices if value != conference.record_status]


class StandingViews(StepViews):
    """Where the buttons lead."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.standing_view)
        return [
            path("<int:object_id>/standing/", view, name="transcripts_conference_standing"),
            *super().get_urls(),
        ]

    def standing_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say how far the record has been checked: POST `standing`."""
        conference = self.find(request, object_id)
        self.insist(self.has_change_permission(request, conference) and not must_propose(request, conference))
        standing = request.POST.get("standing", "")
        name = str(dict(RecordStatus.choices).get(standing, standing))
        return self.take(
            request,
            conference,
            lambda: actions.set_standing(conference, standing, change=change_by(request)),
            gettext("The record is now a %(standing)s.") % {"standing": name},
        )
