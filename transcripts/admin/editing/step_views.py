"""What the pages of a conference have in common: they find it, ask whether the user may, and take it a step further.

A page is a function of the request and the conference, made a view by `conference_page`; `admin/conference_urls.py`
says where each of them stands.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from transcripts import actions
from transcripts.models import Conference

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, Conference, P], HttpResponse]
View = Callable[Concatenate[HttpRequest, int, P], HttpResponse]


def conference_page(may: Callable[[HttpRequest, Conference], bool]) -> Callable[[Page[P]], View[P]]:
    """Make a page of a conference a view of its key, for those who `may` see it. One query, beside the page's.

    The view raises Http404 and PermissionDenied.
    """

    def decorate(page: Page[P]) -> View[P]:
        @wraps(page)
        def view(request: HttpRequest, object_id: int, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            conference = get_object_or_404(Conference.objects.select_related("series"), pk=object_id)
            require(may(request, conference))
            return page(request, conference, *args, **kwargs)

        return view

    return decorate


def require(may: bool) -> None:
    """Refuse who may not. Raises PermissionDenied."""
    if not may:
        raise PermissionDenied


def run(request: HttpRequest, conference: Conference, deed: Callable[[], object], done: str) -> HttpResponse:
    """Do the deed and log it as `done`, or say why not; then return to the form. A step is a POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        deed()
    except (actions.NotReadyError, actions.WrongStateError) as refusal:
        messages.error(request, str(refusal))
    else:
        log_change(request, conference, done)
        messages.success(request, done)
    return to_conference(conference)


def log_change(request: HttpRequest, conference: Conference, words: str) -> None:
    """Keep in Django's log what the user did. One query."""
    _log(request, conference, CHANGE, words)


def log_addition(request: HttpRequest, conference: Conference, words: str) -> None:
    """Keep in Django's log that the user entered the conference. One query."""
    _log(request, conference, ADDITION, words)


def _log(request: HttpRequest, conference: Conference, flag: int, words: str) -> None:
    if request.user.pk is not None:
        LogEntry.objects.log_actions(request.user.pk, [conference], flag, words, single_object=True)


def to_conference(conference: Conference) -> HttpResponseRedirect:
    """Lead back to the conference's form."""
    return HttpResponseRedirect(reverse("admin:transcripts_conference_change", args=[conference.pk]))


def confirm(request: HttpRequest, conference: Conference, form: forms.Form | None, **words: object) -> HttpResponse:
    """Show the page that asks what the step needs to know: `title`, `explanation`, `button` say which."""
    return render(request, conference, "step", form=form, **words)


def render(request: HttpRequest, conference: Conference, template: str, **words: object) -> HttpResponse:
    """Show a page of the conference. One query."""
    context = {
        **admin.site.each_context(request),
        "opts": Conference._meta,
        "original": conference,
        "subtitle": conference.title,
        "media": admin.site.get_model_admin(Conference).media,
        **words,
    }
    return TemplateResponse(request, f"admin/transcripts/conference/{template}.html", context)
