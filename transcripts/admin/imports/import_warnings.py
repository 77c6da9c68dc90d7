"""Import warnings: resolving them in the admin."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from transcripts import actions
from transcripts.admin.editing.change_form import change_by
from transcripts.admin.editing.step_views import conference_page, log_change
from transcripts.admin.permissions import may_change
from transcripts.admin.widgets.name_fields import is_key
from transcripts.models import Conference


@conference_page(may_change)
def resolve_warnings_view(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Resolve the warning whose key is POSTed as `warning`, or all of them with `all`."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    keys = None if "all" in request.POST else [int(key) for key in request.POST.getlist("warning") if is_key(key)]
    number = actions.resolve_import_warnings(conference, keys, change=change_by(request))
    done = ngettext("%(n)d warning resolved.", "%(n)d warnings resolved.", number) % {"n": number}
    if number:
        log_change(request, conference, done)
    messages.success(request, done)
    page = reverse("admin:transcripts_conference_change", args=[conference.pk])
    return HttpResponseRedirect(f"{page}#desk-warnings")
