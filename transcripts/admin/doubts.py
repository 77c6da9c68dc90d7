"""What an import left in doubt, ticked off at the desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import ngettext

from transcripts import actions
from transcripts.admin.choosing import is_key
from transcripts.admin.sitting import change_by
from transcripts.admin.steps import StepViews


class DoubtViews(StepViews):
    """Settling doubts, one by one or all."""

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:object_id>/settle/",
                self.admin_site.admin_view(self.settle_view),
                name="transcripts_conference_settle",
            ),
            *super().get_urls(),
        ]

    def settle_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Settle the doubt whose key is POSTed as `doubt`, or with `all` every one."""
        conference = self.find(request, object_id)
        self.insist(self.has_change_permission(request, conference))
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        keys = None if "all" in request.POST else [int(key) for key in request.POST.getlist("doubt") if is_key(key)]
        number = actions.settle_doubts(conference, keys, change=change_by(request))
        done = ngettext("%(n)d doubt settled.", "%(n)d doubts settled.", number) % {"n": number}
        if number:
            self.log_change(request, conference, done)
        self.message_user(request, done, messages.SUCCESS)
        page = reverse("admin:transcripts_conference_change", args=[conference.pk])
        return HttpResponseRedirect(f"{page}#desk-doubts")
