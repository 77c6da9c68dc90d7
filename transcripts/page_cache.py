"""The page cache: finished responses, compressed, in this process and, where it is shared, in Redis. (OUTPUTS.)

A key begins with the edition's stamp, so nothing is ever taken out because it is old: nobody asks for it any more, and
what is asked for least makes room first.
"""

import hashlib
import json
import logging
import time
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Protocol

from django.http import HttpResponse

from transcripts.bounded_cache import BoundedCache

if TYPE_CHECKING:
    from redis import Redis

MOST_BYTES = 24 * 2**20  # that a process keeps of pages with plain addresses
MOST_ASKED_BYTES = 8 * 2**20  # and of those with a query string, which anybody can make up, and which displace no other
HOURS = 3600  # seconds after which Redis forgets a page
REDIS_TIMEOUT = 0.25  # seconds that a reader waits for Redis
REDIS_RETRY_AFTER = 5  # seconds for which Redis is left alone after it failed
_OVERHEAD = 1_300  # bytes that an entry takes beside its body: headers, its own tag, its key

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Key:
    """The stamp, the address with its query string, and the coding of the body: br, gzip or none."""

    stamp: str
    address: str
    coding: str

    @property
    def digest(self) -> str:
        """Name under which the page is kept in Redis."""
        text = "\0".join((self.stamp, self.address, self.coding))
        return f"press:{hashlib.sha256(text.encode()).hexdigest()}"


@dataclass(frozen=True, slots=True)
class CachedPage:
    """An answer with status 200: its headers, and its body as it is sent."""

    headers: tuple[tuple[str, str], ...]
    body: bytes

    @classmethod
    def of(cls, response: HttpResponse) -> "CachedPage":
        """Return a response as it is kept: what its headers have in common with those of other pages is held once."""
        return cls(tuple((intern(name), intern(value)) for name, value in response.items()), response.content)

    def to_bytes(self) -> bytes:
        """Return the page as Redis keeps it: a line of JSON with the headers, and the body."""
        return json.dumps(self.headers).encode() + b"\n" + self.body

    @classmethod
    def from_bytes(cls, data: bytes) -> "CachedPage":
        """Return the page that `to_bytes` wrote. Raises ValueError for anything else."""
        head, _, body = data.partition(b"\n")
        headers = json.loads(head)
        if not headers or not isinstance(headers, list):
            raise ValueError
        return cls(tuple((intern(str(name)), intern(str(value))) for name, value in headers), body)


class Store(Protocol):
    """A store of finished pages: a process's memory, or Redis."""

    def get(self, key: Key) -> CachedPage | None:
        """Return the page, if it is kept."""

    def put(self, key: Key, page: CachedPage) -> None:
        """Keep the page."""


class ProcessStore:
    """Pages in the memory of this process, at most so many bytes; the least recently used are dropped first."""

    def __init__(self, most: int = MOST_BYTES, most_asked: int = MOST_ASKED_BYTES) -> None:
        self._plain, self._asked = (
            BoundedCache[Key, CachedPage](most, _weight),
            BoundedCache[Key, CachedPage](most_asked, _weight),
        )

    def get(self, key: Key) -> CachedPage | None:
        return self._cache_for(key).get(key)

    def put(self, key: Key, page: CachedPage) -> None:
        self._cache_for(key).put(key, page)

    def _cache_for(self, key: Key) -> BoundedCache[Key, CachedPage]:
        return self._asked if "?" in key.address else self._plain


def _weight(page: CachedPage) -> int:
    return len(page.body) + _OVERHEAD


class SharedStore:
    """Pages in this process, and behind it in Redis, which all processes share. Without Redis the first is enough."""

    def __init__(self, url: str) -> None:
        self._near = ProcessStore()
        self._far = connect_redis(url)
        self._retry_at = 0.0

    def get(self, key: Key) -> CachedPage | None:
        if page := self._near.get(key):
            return page
        data = self._ask("GET", key.digest)
        if not isinstance(data, bytes):
            return None
        try:
            page = CachedPage.from_bytes(data)
        except ValueError:
            return None
        self._near.put(key, page)
        return page

    def put(self, key: Key, page: CachedPage) -> None:
        self._near.put(key, page)
        self._ask("SET", key.digest, page.to_bytes(), "EX", HOURS)

    def _ask(self, *command: str | bytes | int) -> object:
        """Return Redis's answer, None where there is none; after a failure it is not asked for a while."""
        from redis import RedisError  # noqa: PLC0415

        if time.monotonic() < self._retry_at:
            return None
        try:
            answer: object = self._far.execute_command(*command)
        except RedisError as error:
            self._retry_at = time.monotonic() + REDIS_RETRY_AFTER
            log.warning("Redis does not keep pages now: %s", error)
            return None
        return answer


def connect_redis(url: str) -> "Redis":
    """Return a client of the Redis of CACHE_URL, for which no reader waits long; it connects with its first command."""
    from redis import Redis  # noqa: PLC0415 (5 MB, which a site without one does without)

    return Redis.from_url(url, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT)


def is_redis_there(url: str) -> bool:
    """Return whether the Redis of CACHE_URL answers now."""
    from redis import RedisError  # noqa: PLC0415

    try:
        with connect_redis(url) as server:
            return bool(server.ping())
    except RedisError:
        return False


def make_store(url: str) -> Store | None:
    """Return the store that CACHE_URL names: none for `dummy://`, one in Redis, else one in this process alone."""
    if url.startswith("dummy:"):
        return None
    return SharedStore(url) if url else ProcessStore()
