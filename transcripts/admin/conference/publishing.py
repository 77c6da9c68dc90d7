"""Publishing a conference now or later: what is worth a look is shown first, and a second press confirms it."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext

from transcripts import actions
from transcripts.admin.changelist.times import moment, until
from transcripts.admin.conference.status_panel import make_panel
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, confirm, run
from transcripts.admin.permissions import may_change, may_publish
from transcripts.admin.widgets.office_time import ScheduleForm
from transcripts.models import Conference, Status
from transcripts.reading.checklist import find_problems
from transcripts.reading.removals import find_removed_elsewhere


@conference_page(lambda request, _conference: may_publish(request))
def publish_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show what is worth a look, and with POST `confirm` publish the conference now.

    It is shown again if the conference was changed since. Twelve queries at the most, without the publishing, where no
    words were removed anywhere.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    shown = request.POST.get("revision_number", str(conference.revision_number))
    is_confirmed = "confirm" in request.POST and shown == str(conference.revision_number)
    panel = make_panel(request, conference, may_change=may_change(request, conference))
    if is_confirmed or "publish" not in panel.steps:  # what may not be published is refused, in words
        return run(
            request, conference, lambda: actions.publish(conference, change=change_by(request)), gettext("Published.")
        )
    is_again = conference.status == Status.WITHDRAWN
    return confirm(
        request,
        conference,
        None,
        title=gettext("Publish"),
        explanation=gettext("Readers will see the transcript at once."),
        button=gettext("Publish again") if is_again else gettext("Publish now"),
        hidden={"confirm": "1", "revision_number": conference.revision_number},
        was_changed="confirm" in request.POST,
        panel=panel,
        removed_elsewhere=find_removed_elsewhere(conference),
    )


@conference_page(lambda request, _conference: may_publish(request))
def schedule_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show what is worth a look, ask for the end of the embargo, and schedule publication for it."""
    initial = {"at": conference.published_at} if conference.is_scheduled else {}
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        at = form.cleaned_data["at"]
        return run(
            request,
            conference,
            lambda: actions.publish(conference, change=change_by(request), at=at),
            gettext("Scheduled for %(time)s, %(until)s.") % {"time": moment(at), "until": until(at)},
        )
    return confirm(
        request,
        conference,
        form,
        title=gettext("Schedule"),
        explanation=gettext("The conference will be published automatically at this time."),
        script="desk/schedule.js",
        button=gettext("Schedule"),
        problems=find_problems(conference),
        removed_elsewhere=find_removed_elsewhere(conference),
        panel=make_panel(request, conference, may_change=may_change(request, conference)),
    )
