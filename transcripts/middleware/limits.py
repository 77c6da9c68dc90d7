"""Middleware that limits the rate of requests, and the size of bodies from clients that are not logged in."""

import hashlib
import hmac
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation

from transcripts.middleware.addresses import address_of, is_among, is_proxy, network_of
from transcripts.page_cache import connect_redis

RATE = 20.0  # requests a second that an address may make for as long as it likes
BURST = 3_000  # and so many at once
REDIS_RETRY_AFTER = 5.0  # seconds for which a Redis that failed is left alone
MOST_KNOWN = 50_000  # networks that a process remembers
LARGEST_OF_STRANGERS = 64 * 1024  # bytes: a login form and its token are a hundredth of it
LARGEST_OF_FEEDS = 4 * 1024 * 1024  # bytes that a program may send as captions, which its token must open
LARGEST = 600 * 1024 * 1024  # bytes: a batch of files for import
_FEED = "/captions/"
# A number is written with all its digits: by itself Lua drops those after a tenth of a millisecond, 3,000 times over.
_LUA = """
local due = tonumber(redis.call('GET', KEYS[1]) or '0')
local now, each, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
if due < now then due = now end
local wait = due + each - now - most
if wait > 0.001 then return tostring(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', due + each), 'EX', math.ceil(most) + 1)
return '0'
"""


class Buckets:
    """A bucket of tokens for each key, which fills at RATE up to BURST; kept as the time at which it is full again.

    In this process alone, or in the Redis of CACHE_URL, where all processes share them; there none outlives its use.
    """

    def __init__(self, url: str, *, rate: float = RATE, burst: int = BURST) -> None:
        self._each, self._most = 1 / rate, burst / rate
        self._full_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()
        self._far = connect_redis(url) if url else None
        self._retry_at = 0.0

    def take(self, key: str) -> float:
        """Take a token. Returns 0, or the seconds to wait for one."""
        now = time.time()
        if self._far is not None and now >= self._retry_at:
            from redis import RedisError  # noqa: PLC0415

            try:
                return float(self._far.eval(_LUA, 1, f"press:limit:{key}", now, self._each, self._most))
            except (RedisError, ValueError):
                self._retry_at = now + REDIS_RETRY_AFTER
        with self._lock:
            full_at = max(self._full_at.pop(key, now), now)
            wait = full_at + self._each - now - self._most
            self._full_at[key] = full_at if wait > 0 else full_at + self._each
            if len(self._full_at) > MOST_KNOWN:
                self._full_at.popitem(last=False)
        return max(wait, 0.0)


class RateLimitMiddleware:
    """Answer 429 with Retry-After to an address that asks for more than its bucket holds.

    It is inside the page cache's middleware: what was made before costs too little to be counted. Requests from
    this machine are not counted, unless its address is named as a proxy's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.buckets = Buckets(settings.CACHE_URL if settings.CACHE_URL.startswith(("redis", "unix")) else "")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if not key:
            return self.get_response(request)
        wait = self.buckets.take(key)
        return too_many(request, wait) if wait > 0 else self.get_response(request)


class BodyLimitMiddleware:
    """Answer 413 to a body that is too large, before any of it is read: strangers may send no more than a login.

    Captions, which a token must open before they are read, may be longer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = LARGEST + 1
        most = LARGEST_OF_FEEDS if request.path_info == _FEED else LARGEST_OF_STRANGERS
        if length > LARGEST or (length > most and not request.user.is_authenticated):
            return HttpResponse(bare_page("413.html", request), status=413)
        return self.get_response(request)


class DeskNetworkMiddleware:
    """Answer 404 for the admin to addresses outside ADMIN_NETWORKS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.ADMIN_NETWORKS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        prefixes = [f"/{settings.ADMIN_PATH}", *(f"/{code}/{settings.ADMIN_PATH}" for code, _ in settings.LANGUAGES)]
        if request.path_info.startswith(tuple(prefixes)):
            address = address_of(request)
            if address is None or not is_among(address, settings.ADMIN_NETWORKS):
                return HttpResponse(bare_page("404_bare.html", request), status=404)
        return self.get_response(request)


def key_of(request: HttpRequest) -> str:
    """Return the name under which whoever asks is counted, an empty text for this machine, which is not."""
    address = address_of(request)
    if address is None or (address.is_loopback and not is_proxy(address)):
        return ""
    return _key_of(network_of(address))


def too_many(request: HttpRequest, seconds: float) -> HttpResponse:
    """Return the page that says to wait for so many seconds."""
    wait = max(1, math.ceil(seconds))
    return HttpResponse(bare_page("429.html", request, wait=wait), status=429, headers={"Retry-After": str(wait)})


def bare_page(name: str, request: HttpRequest, **words: object) -> str:
    """Return a page that needs no database, in the language of the address."""
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        return render_to_string(name, words)


@lru_cache(maxsize=4096)
def _key_of(network: str) -> str:
    """Return the name under which a network is counted, from which nobody reads the network."""
    return hmac.new(settings.SECRET_KEY.encode(), f"limit {network}".encode(), hashlib.sha256).hexdigest()[:24]
