"""Record status (preliminary, checked, final), set from the panel above the conference's form."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, run
from transcripts.admin.permissions import may_change, must_propose
from transcripts.models import Conference, RecordStatus


def other_record_statuses(request: HttpRequest, conference: Conference, *, may_change: bool) -> list[tuple[str, str]]:
    """Return the statuses that this user may give the record, with their names. No query."""
    if not may_change or conference.binned_at or must_propose(request, conference):
        return []
    return [(value, str(name)) for value, name in RecordStatus.choices if value != conference.record_status]


def _may_set_status(request: HttpRequest, conference: Conference) -> bool:
    return may_change(request, conference) and not must_propose(request, conference)


@conference_page(_may_set_status)
def record_status_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Set the record status: POST `record_status`."""
    status = request.POST.get("record_status", "")
    name = str(dict(RecordStatus.choices).get(status, status))
    return run(
        request,
        conference,
        lambda: actions.set_record_status(conference, status, change=change_by(request)),
        gettext("The record status is now: %(status)s.") % {"status": name},
    )
