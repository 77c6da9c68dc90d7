"""A forgotten password, set anew by a link that is mailed."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import PasswordResetView
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from transcripts.admin.accounts.throttle import note_failure, seconds_to_wait
from transcripts.middleware.limits import too_many

NAME = "\0password reset"  # under which requests of an address are counted beside its tries to log in


class DeskPasswordResetView(PasswordResetView):
    """Django's page, a few times from one address; it says the same whether there is such an account or not."""

    extra_email_context = {"domain": settings.SITE_URL.partition("://")[2], "protocol": settings.SITE_URL.split(":")[0]}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            if wait := seconds_to_wait(request, NAME):
                return too_many(request, wait)
            note_failure(request, NAME)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response
