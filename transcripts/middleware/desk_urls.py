"""Middleware that keeps the admin out of readers' requests."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import set_urlconf

_LANGUAGES = "|".join(code for code, _ in settings.LANGUAGES)


class DeskUrlsMiddleware:
    """Let only requests for the admin see its addresses, and so load it: 20 MB that a reader's request never uses.

    All others have the URLconf READERS_URLCONF. What is no request, such as commands and checks, has the root's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._desk = re.compile(rf"/(?:(?:{_LANGUAGES})/)?{re.escape(settings.ADMIN_PATH.rstrip('/'))}(?:/|$)")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self._desk.match(request.path_info):
            request.urlconf = settings.READERS_URLCONF
            set_urlconf(settings.READERS_URLCONF)  # until a view is found, for answers of other middleware
        return self.get_response(request)
