"""Middleware for the time in which the code is newer than the tables."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from transcripts.middleware.limits import bare_page
from transcripts.models import are_older

RETRY_AFTER = 5  # seconds
_APART = ("/health/", "/metrics")  # whoever watches the site is told


class UpgradingMiddleware:
    """Answer 503 while the tables are older than the code: what would be read from them is wrong, or an error.

    It is inside the page cache's middleware: what this release made of its own tables is right.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(_APART) or not are_older():
            return self.get_response(request)
        page = bare_page("503_upgrade.html", request)
        return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER)})
