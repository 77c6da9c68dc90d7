"""Middleware: the language of the interface from the path alone, how long answers may be kept, and compression."""

from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import has_vary_header, patch_vary_headers

from transcripts.caching import set_lifetime

SHORTEST = 200  # bytes that are worth it
# Takes a whole conference as long as gzip does, a few milliseconds, and makes it smaller by a sixth to a third.
QUALITY = 5
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")


class PathLocaleMiddleware(LocaleMiddleware):
    """Activate the language that the path names, else the default; cookies and headers are ignored.

    Django's own middleware also varies pages without a prefix on Accept-Language, which would
    make every cache in front of the site keep a copy for each reader's browser.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        translation.activate(language or translation.get_supported_language_variant(settings.LANGUAGE_CODE))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class LifetimeMiddleware:
    """Say of every answer how long it may be kept: those of views, of other middleware, and errors alike.

    Static files never come here: WhiteNoise sends them, those whose name holds a digest to be kept for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        set_lifetime(request, response)
        return response


class PublicCompressionMiddleware(GZipMiddleware):
    """Compress pages that are the same for everybody, and nothing that depends on a cookie: Brotli, else gzip.

    The length of a compressed page can betray a secret in it to whoever can put words into the same page. A public
    page holds none; the admin's pages hold tokens, vary on the cookie, and are sent as they are.
    """

    max_random_bytes = 0  # the padding that hides a secret's length: there is no secret

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "")
        is_private = bool(response.cookies) or has_vary_header(response, "Cookie")
        if not isinstance(response, HttpResponse) or is_private or not kind.startswith(COMPRESSIBLE):
            return response
        is_long = len(response.content) >= SHORTEST and not response.has_header("Content-Encoding")
        if is_long and _takes_brotli(request.headers.get("Accept-Encoding", "")):
            return _in_brotli(response)
        return super().process_response(request, response)


def _takes_brotli(accepted: str) -> bool:
    """Return whether a browser that sent this Accept-Encoding can read Brotli."""
    codings = [coding.replace(" ", "").lower() for coding in accepted.split(",")]
    return any(coding == "br" or (coding.startswith("br;q=") and coding.strip("0.") != "br;q=") for coding in codings)


def _in_brotli(response: HttpResponse) -> HttpResponse:
    """Compress the response. Its ETag becomes a weak one, for the bytes are others and the words the same."""
    patch_vary_headers(response, ("Accept-Encoding",))
    response.content = brotli.compress(response.content, quality=QUALITY)
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"
    return response
