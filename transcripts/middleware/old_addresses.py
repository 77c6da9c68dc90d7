"""Middleware that redirects addresses of the office's former site."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from transcripts.models import find_old_address

LONGEST = 1000  # characters of an address that is looked for


class OldAddressMiddleware:
    """Lead from an address of the former site to what was there, where there is no page of ours.

    One query for what is not found; two where OLD_HOSTS names the former site. What is not public stays not found.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        path, query = request.path_info, request.META.get("QUERY_STRING", "")
        if "\0" in path + query or len(path) + len(query) > LONGEST:
            return response
        try:
            target = find_old_address(path, query, settings.OLD_HOSTS)
        except DatabaseError:
            return response
        return HttpResponsePermanentRedirect(settings.SITE_URL + target) if target else response
