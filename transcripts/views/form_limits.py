"""Limits on forms from readers: per network, counted by a keyed digest, and in total."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from transcripts.middleware.limits import Buckets, key_of

OF_ALL = 20  # times as many may come from all networks together as from one: what many machines send is bounded too


@lru_cache(maxsize=16)
def _buckets(an_hour: int, at_once: int) -> Buckets:
    url = settings.CACHE_URL if settings.CACHE_URL.startswith(("redis", "unix")) else ""
    return Buckets(url, rate=an_hour / 3_600, burst=at_once)


def wait(request: HttpRequest, form: str, *, an_hour: int, at_once: int) -> float:
    """Count a form; return the seconds that its sender must wait, 0 if it may be sent. Nothing is stored."""
    key = key_of(request)
    if not key:
        return 0.0
    own = _buckets(an_hour, at_once).take(f"{form}:{key}")
    return own or _buckets(an_hour * OF_ALL, at_once * OF_ALL).take(f"{form}:all")


def forget() -> None:
    """Reset the counts."""
    _buckets.cache_clear()
