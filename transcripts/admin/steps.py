"""What the pages of a conference have in common that take it one step further."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from transcripts import actions
from transcripts.models import Conference


class StepViews(admin.ModelAdmin):
    """Each step is a POST, logged, and all or nothing."""

    def find(self, request: HttpRequest, object_id: int) -> Conference:
        """Return the conference. Raises Http404. Two queries at the most."""
        conference: Conference | None = self.get_object(request, str(object_id))
        if conference is None:
            raise Http404
        return conference

    @staticmethod
    def insist(may: bool) -> None:
        """Refuse who may not."""
        if not may:
            raise PermissionDenied

    def take(self, request: HttpRequest, conference: Conference, deed: Callable[[], object], done: str) -> HttpResponse:
        """Do the deed and log it as `done`, or say why not; then return to the form."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            deed()
        except (actions.NotReadyError, actions.WrongStateError) as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
        else:
            self.log_change(request, conference, done)
            self.message_user(request, done, messages.SUCCESS)
        return self.to_conference(conference)

    def to_conference(self, conference: Conference) -> HttpResponseRedirect:
        """Lead back to the conference's form."""
        return HttpResponseRedirect(reverse("admin:transcripts_conference_change", args=[conference.pk]))

    def ask(self, request: HttpRequest, conference: Conference, form: forms.Form | None, **words: Any) -> HttpResponse:
        """Show the page that asks what the step needs to know: `title`, `explanation`, `button` say which."""
        return self.show(request, conference, "step", form=form, **words)

    def show(self, request: HttpRequest, conference: Conference, template: str, **words: Any) -> HttpResponse:
        """Show a page of the conference. One query."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": conference,
            "subtitle": conference.title,
            "media": self.media,
            **words,
        }
        return TemplateResponse(request, f"admin/transcripts/conference/{template}.html", context)
