"""A user's own sessions: their limits, their list, and “End all other sessions”."""

import time

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from transcripts import actions
from transcripts.admin.accounts.devices import device_of
from transcripts.admin.permissions import user_of
from transcripts.models import DeskSession

NOTED = 300  # seconds after which it is noted again that a session is used
_BEGAN, _SEEN = "desk-began", "desk-seen"


def end_if_over(request: HttpRequest) -> bool:
    """End the session if it was idle, or has lasted, longer than the settings allow. One query now and then."""
    now, session = time.time(), request.session
    began, seen = session.get(_BEGAN, now), session.get(_SEEN, 0)
    is_idle = seen and now - seen > settings.SESSION_IDLE_HOURS * 3600 + NOTED
    if is_idle or now - began > settings.SESSION_DAYS * 86_400:
        logout(request)
        return True
    if now - seen > NOTED:
        session[_BEGAN], session[_SEEN] = began, now
        if session.session_key:
            actions.see_session(session.session_key, request.user, device=device_of(request))
    return False


@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Show one's sessions. One query."""
    context = {
        **admin.site.each_context(request),
        "title": gettext("Your sessions"),
        "sessions": DeskSession.objects.filter(user=user_of(request)),
        "own": request.session.session_key,
    }
    return TemplateResponse(request, "admin/transcripts/accounts/sessions.html", context)


@require_POST
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    """End one's sessions, all but this one."""
    ended = actions.end_sessions(user_of(request), but=request.session.session_key or "")
    messages.success(request, gettext("Sessions ended: %(number)d") % {"number": ended})
    return HttpResponseRedirect(reverse("account_sessions"))
