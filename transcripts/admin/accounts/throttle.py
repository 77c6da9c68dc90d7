"""Throttling of failed logins: by name and address together, and, far above that, by address alone.

No name alone is ever locked: whoever tries a name from elsewhere would lock its owner out. The counts are in the
cache under keyed digests, so that neither the cache nor anything else holds an address.
"""

import hashlib
import hmac
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from transcripts.middleware.addresses import address_of, network_of

TRIES = 5  # of one name from one address
SECONDS = 15 * 60  # in which they count
TRIES_OF_ADDRESS = 100  # of all names from one address: an office's people may share it
SECONDS_OF_ADDRESS = 60 * 60


def seconds_to_wait(request: HttpRequest, name: str) -> int:
    """Return how long this name, or this address, must wait before it may try again; 0 if it may."""
    now, wait = time.time(), 0.0
    for key, most, _ in _counters(request, name):
        count, until = cache.get(key) or (0, 0.0)
        if count >= most and until > now:
            wait = max(wait, until - now)
    return int(wait) + 1 if wait else 0


def note_failure(request: HttpRequest, name: str) -> None:
    """Count a try that failed."""
    now = time.time()
    for key, _, seconds in _counters(request, name):
        count, until = cache.get(key) or (0, 0.0)
        if until <= now:
            count, until = 0, now + seconds
        cache.set(key, (count + 1, until), until - now)


def note_success(request: HttpRequest, name: str) -> None:
    """Forget the tries of this name from this address."""
    cache.delete(_counters(request, name)[0][0])


def _counters(request: HttpRequest, name: str) -> list[tuple[str, int, int]]:
    address = address_of(request)
    network = network_of(address) if address else ""
    return [
        (_key("name", name.strip().casefold()[:300], network), TRIES, SECONDS),
        (_key("address", network), TRIES_OF_ADDRESS, SECONDS_OF_ADDRESS),
    ]


def _key(*parts: str) -> str:
    digest = hmac.new(settings.SECRET_KEY.encode(), "\0".join(("login", *parts)).encode(), hashlib.sha256)
    return f"login-{digest.hexdigest()[:32]}"
