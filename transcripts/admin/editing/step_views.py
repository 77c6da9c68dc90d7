"""Helpers for the views of a conference: find it, check permission, run an action or ask for its details.

A page is a function of the request and the conference, made a view by `conference_page`; `conference/urls.py`
holds their addresses.
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
    """Turn a page of a conference into a view of its key, for users who `may` see it. One query, beside the page's.

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
    """Require a permission. Raises PermissionDenied."""
    if not may:
        raise PermissionDenied


def run(request: HttpRequest, conference: Conference, action: Callable[[], object], done: str) -> HttpResponse:
    """Run the action and log it as `done`, or show why it is refused; then redirect to the form. Only for POST."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        action()
    except (actions.NotReadyError, actions.WrongStateError) as refusal:
        messages.error(request, str(refusal))
    else:
        log_change(request, conference, done)
        messages.success(request, done)
    return to_conference(conference)


def log_change(request: HttpRequest, conference: Conference, words: str) -> None:
    """Log a change by the user in Django's log. One query."""
    _log(request, conference, CHANGE, words)


def log_addition(request: HttpRequest, conference: Conference, words: str) -> None:
    """Log the user's addition of the conference in Django's log. One query."""
    _log(request, conference, ADDITION, words)


def _log(request: HttpRequest, conference: Conference, flag: int, words: str) -> None:
    if request.user.pk is not None:
        LogEntry.objects.log_actions(request.user.pk, [conference], flag, words, single_object=True)


def to_conference(conference: Conference) -> HttpResponseRedirect:
    """Redirect to the conference's form."""
    return HttpResponseRedirect(reverse("admin:transcripts_conference_change", args=[conference.pk]))


def confirm(request: HttpRequest, conference: Conference, form: forms.Form | None, **words: object) -> HttpResponse:
    """Show the page that asks for the action's details, worded by `title`, `explanation` and `button`."""
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
