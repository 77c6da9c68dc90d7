"""Resetting a forgotten password by a mailed link."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from transcripts.admin.accounts.throttle import note_failure, seconds_to_wait
from transcripts.middleware.limits import too_many

NAME = "\0password reset"  # under which requests of an address are counted beside its tries to log in


class OnDeskMixin:
    """Gives a page of Django's the context of the admin's own pages, such as the office's name."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's values. The queries of the admin's frame for strangers."""
        own: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return admin.site.each_context(self.request) | own


class DeskPasswordResetView(OnDeskMixin, views.PasswordResetView):
    """Django's page, a few times from one address; it says the same whether there is such an account or not."""

    extra_email_context = {"domain": settings.SITE_URL.partition("://")[2], "protocol": settings.SITE_URL.split(":")[0]}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            if wait := seconds_to_wait(request, NAME):
                return too_many(request, wait)
            note_failure(request, NAME)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


class DeskPasswordResetDoneView(OnDeskMixin, views.PasswordResetDoneView):
    """The page that says that a mail was sent, if there is such an account."""


class DeskPasswordResetConfirmView(OnDeskMixin, views.PasswordResetConfirmView):
    """The page that the link of the mail leads to."""


class DeskPasswordResetCompleteView(OnDeskMixin, views.PasswordResetCompleteView):
    """The page that says that the password was set."""
