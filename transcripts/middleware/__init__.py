"""Middleware: the language of the interface from the path alone, kept pages, lifetimes, and compression."""

import logging
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from threading import Event, Lock

import brotli
from django.conf import settings
from django.core.exceptions import DisallowedHost, MiddlewareNotUsed, PermissionDenied, SuspiciousOperation
from django.db import DatabaseError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers

from transcripts.caching import (
    ResponseKind,
    edition_stamp,
    etag_of,
    is_private,
    kind_of,
    not_modified,
    nothing_new,
    policy_of,
    set_lifetime,
)
from transcripts.models import REPLICA, reading_from, replica_watch
from transcripts.page_cache import CachedPage, Key, Store, make_store
from transcripts.part_cache import PartCache

log = logging.getLogger(__name__)

_REFUSALS = (Http404, PermissionDenied, SuspiciousOperation)  # answers, and no errors
LONGEST_WAIT = 10  # seconds that a request waits for another one to make the page
_LANGUAGES = "|".join(code for code, _ in settings.LANGUAGES)
# Addresses for which the edition is never asked: private ones, and files, which have tags of their own.
_DESK = re.escape(settings.ADMIN_PATH.rstrip("/"))
_APART = re.compile(rf"/(?:attachments|(?:(?:{_LANGUAGES})/)?(?:{_DESK}|preview))/")

# What pages of other sites may read.
_OWNERS = "conferences|exchanges|turns|paragraphs|speakers|topics|outlets|series|search"
_FILE = rf"(?:{_OWNERS})(?:/[-\w]+)?(?:/cite)?\.[a-z.]+"
_CROSS_ORIGIN = re.compile(
    rf"/(?:api/v1/|cards/|oembed$|oai$|data/[-\w]+\.[.\w]+$|versions/log\.jsonl$|(?:(?:{_LANGUAGES})/)?(?:{_FILE})$)"
)

_POLICY = "Cross-Origin-Resource-Policy"  # of a frame its view sets it
SHORTEST = 200  # bytes that are worth it
# Takes a whole conference as long as gzip does, and makes it smaller by a sixth to a third. What is longer, such as a
# feed with all words, and what is not kept, and so made for one reader alone, becomes up to a twelfth longer than with
# gzip, in an eighth of its time.
QUALITY, LONG, QUICKEST = 5, 200_000, 1
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


class ReplicaMiddleware:
    """Answer readers from the replica of the database, if it is fresh enough; where it fails, from the primary.

    Whoever is logged in, and so may just have written, is always answered from the primary. The whole answer, its stamp
    included, comes from one database: it is made again from the beginning where the replica failed half-way.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_same_for_all(request) or not replica_watch().is_fresh():
            return self.get_response(request)
        replica = connections[REPLICA]
        replica.errors_occurred = False
        with reading_from(REPLICA):
            response = self.get_response(request)
        if not replica.errors_occurred:
            return response
        replica_watch().distrust()
        response.close()
        return self.get_response(request)


class PageCacheMiddleware:
    """Send a 304 or a cached page as long as the edition is the same.

    It is outside all middleware that changes responses. The stamp is read before a page is made, so a page made while
    the site changed is stored under a stamp that is never used again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed  # templates may change while the server runs
        self.get_response = get_response
        self.store = make_store(settings.CACHE_URL)
        self.parts = PartCache() if self.store else None
        self._being_made: dict[Key, Event] = {}
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_same_for_all(request):
            return self.get_response(request)
        asked = request.headers.get("If-None-Match")
        try:
            if asked and (unchanged := nothing_new(request.path_info, request.META["QUERY_STRING"], asked)):
                return unchanged
            stamp = edition_stamp()
        except DatabaseError:
            return self.get_response(request)  # whatever needs the database says that it is not there
        key = Key(stamp, request.get_full_path(), coding_of(request.headers.get("Accept-Encoding", "")))
        unchanged = not_modified(asked, stamp, key.address, key.coding) if asked else None
        if unchanged:
            return unchanged
        if self.store is None or request.headers.get("Cookie") or "Range" in request.headers:
            return self._make(request, key, is_kept=False)
        return self._take(request, key, self.store)

    def _take(self, request: HttpRequest, key: Key, store: Store) -> HttpResponseBase:
        """Return the cached page, or make it; of several requests for one, the first makes it, the others wait."""
        if page := store.get(key):
            return _answer(request, page)
        with self._lock:
            mine = Event()
            made = self._being_made.setdefault(key, mine)
        if made is not mine:
            made.wait(LONGEST_WAIT)
            page = store.get(key)
            return _answer(request, page) if page else self._make(request, key, is_kept=True)
        try:
            return self._make(request, key, is_kept=True)
        finally:
            with self._lock:
                del self._being_made[key]
            mine.set()

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Ask the view once more if the edition has changed meanwhile: what one query found, the next may have missed.

        Nobody asked for the edition before a page was made for an editor, so a public one is always made once more. A
        reader's is still stored under the stamp that was read first, which is never used again.
        """
        match, before = request.resolver_match, getattr(request, "stamp", "")
        if isinstance(exception, _REFUSALS) or request.method not in {"GET", "HEAD"} or match is None:
            return None
        if hasattr(request, "is_second_try") or not (before or policy_of(request)):
            return None
        request.is_second_try = True  # type: ignore[attr-defined]
        try:
            stamp = edition_stamp()
        except DatabaseError:
            return None
        if stamp == before:
            return None
        log.warning("A page is made once more: %s, %s", match.route, type(exception).__name__)
        with self._parts_at(stamp if before else ""):
            response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        return response

    def _parts_at(self, stamp: str) -> AbstractContextManager[None]:
        return self.parts.at(stamp) if self.parts and stamp else nullcontext()

    def _make(self, request: HttpRequest, key: Key, *, is_kept: bool) -> HttpResponseBase:
        """Make the response; if its view has a cache policy, add an ETag and store it."""
        request.stamp, request.is_kept = key.stamp, is_kept  # type: ignore[attr-defined]
        with self._parts_at(key.stamp):
            response = self.get_response(request)
        if not policy_of(request) or response.status_code != 200 or is_private(response) or response.has_header("ETag"):
            return response
        kind = kind_of(request, response)
        etag = etag_of(kind, key.stamp, key.address, key.coding)
        if not etag:
            return response
        response.headers["ETag"] = etag
        patch_vary_headers(response, ("Accept-Encoding",))
        if _is_kept(request, response) and self.store and isinstance(response, HttpResponse):
            self.store.put(key, CachedPage.of(response))
        return _unless_had(request, response)


def _is_same_for_all(request: HttpRequest) -> bool:
    """Return whether the answer may depend on edition and address alone: to a GET or HEAD by a reader, at our host."""
    if request.method not in {"GET", "HEAD"} or "Authorization" in request.headers:
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES or _APART.match(request.path_info):
        return False
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _is_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Return whether a response is one that the page cache keeps, if it has an ETag: a page with known parameters."""
    policy = policy_of(request)
    if policy is None or not getattr(request, "is_kept", False):
        return False
    kind = kind_of(request, response)
    return kind in {ResponseKind.PAGE, ResponseKind.RUNNING} and request.GET.keys() <= policy.parameters


def _answer(request: HttpRequest, page: CachedPage) -> HttpResponseBase:
    return _unless_had(request, HttpResponse(page.body, headers=dict(page.headers)))


def _unless_had(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the response, or the 304 of a client that has it and asked in some other way than `not_modified` knows."""
    if "If-None-Match" not in request.headers or not isinstance(response, HttpResponse):
        return response
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response


def coding_of(accepted: str) -> str:
    """Return the coding in which a browser that sent this Accept-Encoding is answered: br, gzip, or an empty text."""
    weights = {}
    for each in accepted.lower().split(","):
        name, _, parameter = each.replace(" ", "").partition(";q=")
        weights[name] = parameter.strip("0.") != "" if parameter else True
    return next((name for name in ("br", "gzip") if weights.get(name)), "")


class CrossOriginMiddleware:
    """Let pages of other sites read what is meant for programs: the API, files and the bulk files, and nothing else.

    It is outside the page cache, so that a 304 says so too. No cookie goes with such a request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _CROSS_ORIGIN.match(request.path_info):
            response = self.get_response(request)
            response.headers.setdefault(_POLICY, "same-origin")
            return response
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            response = HttpResponse(status=204)
            response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
            response.headers["Access-Control-Allow-Headers"] = "If-None-Match, If-Modified-Since, Range"
            response.headers["Access-Control-Max-Age"] = "86400"
            response.headers["Cache-Control"] = "no-store"
        else:
            response = self.get_response(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers[_POLICY] = "cross-origin"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Range, Accept-Ranges"
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
        if not isinstance(response, HttpResponse) or is_private(response) or not kind.startswith(COMPRESSIBLE):
            return response
        is_long = len(response.content) >= SHORTEST and not response.has_header("Content-Encoding")
        if not is_long:
            return response
        coding = coding_of(request.headers.get("Accept-Encoding", ""))
        if coding == "br":
            is_worth_it = _is_kept(request, response) and len(response.content) < LONG
            return _in_brotli(response, QUALITY if is_worth_it else QUICKEST)
        if coding == "gzip":
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        return response


def _in_brotli(response: HttpResponse, quality: int) -> HttpResponse:
    """Compress the response."""
    patch_vary_headers(response, ("Accept-Encoding",))
    response.content = brotli.compress(response.content, quality=quality)
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    return response
