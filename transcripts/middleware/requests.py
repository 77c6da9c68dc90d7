"""Middleware around all others: an id and a log line for each request, and no body in responses to HEAD.

A line names the address by its pattern, never by what was put into it, and neither who asked nor from where.
"""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from pressroom.logs import request_id
from transcripts.middleware import metrics
from transcripts.middleware.addresses import comes_from_proxy

log = logging.getLogger("pressroom.requests")
_ID = re.compile(r"[0-9A-Za-z._-]{8,64}")
NOT_IMPLEMENTED = 501  # what oEmbed answers to whoever wants another format: no error of ours
_SLOW = 2.0  # seconds from which a request is worth a warning


class RequestMiddleware:
    """Give each request an id, which its lines of the log and the page of an error carry, and time it.

    A proxy named in TRUSTED_PROXIES may send the id itself, as X-Request-ID, and so join its own log to this one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.perf_counter()
        sent = request.headers.get("X-Request-ID", "")
        known = sent if _ID.fullmatch(sent) and comes_from_proxy(request) else secrets.token_hex(8)
        token = request_id.set(known)
        request.id = known  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
            if response.status_code >= 500:
                response.headers["X-Request-ID"] = known
            seconds = time.perf_counter() - began
            if response.status_code == NOT_IMPLEMENTED:
                response._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs, and mails, an error
            _write(request, response, seconds)
            if settings.METRICS_TOKEN:
                metrics.count(request, response.status_code, seconds)
            return _without_body(response) if request.method == "HEAD" else response
        finally:
            request_id.reset(token)


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address, such as `conferences/<uslug:slug>/`; an empty text for none of ours."""
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match else ""


def _write(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    is_error = response.status_code >= 500 and response.status_code != NOT_IMPLEMENTED
    level = logging.ERROR if is_error else logging.WARNING if seconds > _SLOW else logging.INFO
    if not log.isEnabledFor(level):
        return
    facts = {
        "route": route_of(request),
        "method": request.method,
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    log.log(level, "%(method)s %(route)s %(status)s %(ms)s ms", facts, extra={"facts": facts})


def _without_body(response: HttpResponseBase) -> HttpResponseBase:
    """Return the response with the headers it has, and no body, which the server would drop with a warning."""
    if isinstance(response, FileResponse):
        response.file_to_stream = None
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = ()
    elif isinstance(response, HttpResponse):
        length = response.headers.get("Content-Length")
        response.content = b""
        if length:
            response.headers["Content-Length"] = length
    return response
