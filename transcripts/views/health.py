"""Health checks and metrics for monitoring."""

import secrets

from django.conf import settings
from django.core.cache import cache as shared
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from transcripts import search
from transcripts.caching import ResponseKind, cache_policy, edition_stamp
from transcripts.middleware.metrics import exposition
from transcripts.models import (
    PRIMARY,
    REPLICA,
    DiskState,
    ReplicaState,
    disk_state,
    is_migrated,
    reading_from,
    replica_watch,
)
from transcripts.page_cache import is_redis_there
from transcripts.views.errors import not_found


@require_safe
@cache_policy(ResponseKind.PRIVATE)
def health(request: HttpRequest) -> HttpResponse:
    """Report whether readers are answered, the current edition, an old search index, and what is away or full.

    Three queries. The status is 503 only if no reader can be answered: neither a replica nor Redis must be there.
    """
    has_replica = REPLICA in settings.DATABASES
    replica = replica_watch().state() if has_replica else None
    said = _ask_database(PRIMARY)
    if has_replica and not said and replica is ReplicaState.OK:
        said = _ask_database(REPLICA)
    if not said:
        return JsonResponse({"status": "error"}, status=503)
    if replica:
        said |= {"replica": replica.value}
    if settings.CACHE_URL.startswith(("redis", "unix")):
        said |= {"shared_pages": "ok" if is_redis_there(settings.CACHE_URL) else "away"}
    disk = disk_state()
    if disk is not DiskState.OK:
        said |= {"disk": disk.value}
    return JsonResponse({"status": "ok"} | said)


@require_safe
@cache_policy(ResponseKind.PRIVATE)
def live(request: HttpRequest) -> HttpResponse:
    """Report that this process answers. It asks nothing and nobody: who restarts what does not live asks here."""
    return JsonResponse({"status": "ok"})


@require_safe
@cache_policy(ResponseKind.PRIVATE)
def ready(request: HttpRequest) -> HttpResponse:
    """Report part by part what the site needs. Four queries, two once the migrations were found applied.

    503 if readers cannot be answered rightly: no database, or one that awaits migrations. Where the site does without
    (an old index, a cache that is away) or only editors are kept from writing (the disk), it is “degraded”, with 200.
    """
    parts = {"database": "ok", "migrations": "ok", "cache": _ask_cache(), "index": "ok", "disk": disk_state().value}
    try:
        parts["migrations"] = "ok" if is_migrated() else "waiting"
        if parts["migrations"] == "ok":  # else nothing can be asked of the tables
            edition_stamp()
            parts["index"] = "old" if search.is_old() else "ok"
    except DatabaseError:
        said = _ask_database(REPLICA) if REPLICA in settings.DATABASES else {}
        parts["database"] = "away, a replica answers" if said else "away"
    failed = parts["database"] == "away" or parts["migrations"] != "ok"
    status = "error" if failed else "ok" if set(parts.values()) == {"ok"} else "degraded"
    return JsonResponse({"status": status, **parts}, status=503 if failed else 200)


@require_safe
@cache_policy(ResponseKind.PRIVATE)
def metrics(request: HttpRequest) -> HttpResponse:
    """Send counts and durations of this process's requests to whoever knows METRICS_TOKEN; to others it is nothing."""
    known, sent = settings.METRICS_TOKEN, request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not known or not secrets.compare_digest(known.encode(), sent.encode()):
        return not_found(request)
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


def _ask_database(alias: str) -> dict[str, str]:
    """Return what health says of a database, nothing if it does not answer. Three queries."""
    try:
        with reading_from(alias):
            said = {"edition": edition_stamp(), "search_index": "old" if search.is_old() else "ok"}
    except DatabaseError:
        return {}
    return said if alias == PRIMARY else {"database": "away"} | said


def _ask_cache() -> str:
    """Return whether the cache keeps what it is given."""
    word = secrets.token_hex(4)
    try:
        shared.set("health", word, 10)
        return "ok" if shared.get("health") == word else "away"
    except Exception:  # of whatever cache the settings name
        return "away"
