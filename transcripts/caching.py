"""HTTP caching: the stamp of the public state, and the lifetimes of responses. (OUTPUTS.)"""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import InterfaceError, OperationalError
from django.db.models import Max, Subquery, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import has_vary_header
from django.utils.http import parse_etags

from transcripts.models import (
    NOW,
    SILENT_AFTER,
    Announcement,
    Conference,
    Edition,
    Param,
    PreparedQuery,
    reading,
)


class ResponseKind(Enum):
    """The kind of a response; with the status it decides how long the response may be cached."""

    PAGE = auto()  # a page, a file or a feed, which a withdrawal may take back
    RUNNING = auto()  # the same of a running transcript, which grows by the minute
    SEARCH = auto()  # the same for a free search; there are too many to store their pages
    SUGGESTIONS = auto()  # names suggested while typing
    LOGO = auto()
    CARD = auto()  # a picture of a page, stored in the file cache
    TIME_GATE = auto()  # its redirect depends on a header of the request
    PRIVATE = auto()  # for one reader or one moment: the admin, previews, health


# Browsers revalidate each time; shared caches send a page for so many seconds without asking.
_WHILE_PUBLIC = "public, max-age=0, must-revalidate, s-maxage=60"
_WHILE_RUNNING = "public, max-age=0, must-revalidate, s-maxage=5"
# A redirect or a missing page may be back tomorrow. Without a header browsers cache 301 and 410 for ever.
_MAY_CHANGE = dict.fromkeys((301, 302, 404, 410), "no-cache")
# Cache-Control by kind and status. What is not listed here is not cached.
LIFETIMES: dict[ResponseKind, dict[int, str]] = {
    ResponseKind.PAGE: {**dict.fromkeys((200, 206, 304), _WHILE_PUBLIC), **_MAY_CHANGE},
    ResponseKind.RUNNING: {**dict.fromkeys((200, 206, 304), _WHILE_RUNNING), **_MAY_CHANGE},
    ResponseKind.SEARCH: {200: _WHILE_PUBLIC, 304: _WHILE_PUBLIC, **_MAY_CHANGE},
    ResponseKind.CARD: {200: _WHILE_PUBLIC, 304: _WHILE_PUBLIC, **_MAY_CHANGE},
    ResponseKind.SUGGESTIONS: dict.fromkeys((200, 304), "public, max-age=60"),  # the same prefix is not requested twice
    ResponseKind.LOGO: {**dict.fromkeys((200, 304), "public, max-age=3600"), **_MAY_CHANGE},
    ResponseKind.TIME_GATE: dict.fromkeys((301, 404, 410), "no-cache"),
    ResponseKind.PRIVATE: {},
}
_NOT_KEPT = "no-store"


@dataclass(frozen=True, slots=True)
class CachePolicy:
    """The cache policy of a view: the kind of its responses, and the query parameters with which pages are stored."""

    kind: ResponseKind
    parameters: frozenset[str] = frozenset()


_DEFAULT_POLICY = CachePolicy(ResponseKind.PAGE)
# The last letter of an ETag, by kind. Kinds that do not depend on edition and address alone have no ETag.
_LETTERS = {
    ResponseKind.PAGE: "p",
    ResponseKind.RUNNING: "r",
    ResponseKind.SEARCH: "f",
    ResponseKind.SUGGESTIONS: "s",
    ResponseKind.LOGO: "l",
    ResponseKind.CARD: "c",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


def cache_policy(kind: ResponseKind, *parameters: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorate a view whose responses are of this kind and depend only on the edition and their address.

    They get an ETag, unless they are private. Pages are stored in the page cache if all query parameters are among
    `parameters`. Responses of an undecorated view have the lifetime of pages, no ETag, and are never stored.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.cache_policy = CachePolicy(kind, frozenset(parameters))  # type: ignore[attr-defined]
        return view

    return decorate


def policy_of(request: HttpRequest) -> CachePolicy | None:
    """Return the cache policy of the view that responded, or None for an undecorated view."""
    policy: CachePolicy | None = (
        getattr(request.resolver_match.func, "cache_policy", None) if request.resolver_match else None
    )
    return policy


def set_lifetime(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the response's Cache-Control from LIFETIMES, overriding any other. The only place that does.

    Responses of the admin, and those that set or depend on a cookie, are private. A response of no view is a page's.
    """
    kind = kind_of(request, response)
    if is_private(response) or (request.resolver_match and "admin" in request.resolver_match.app_names):
        kind = ResponseKind.PRIVATE
    response.headers["Cache-Control"] = LIFETIMES[kind].get(response.status_code, _NOT_KEPT)


def kind_of(request: HttpRequest, response: HttpResponseBase) -> ResponseKind:
    """Return the kind of a response: that of its view's policy, or RUNNING for a page of a running transcript."""
    kind = (policy_of(request) or _DEFAULT_POLICY).kind
    return (
        ResponseKind.RUNNING
        if kind in {ResponseKind.PAGE, ResponseKind.SEARCH} and getattr(response, "is_running", False)
        else kind
    )


def mark_running(response: HttpResponseBase) -> None:
    """Mark a response as of a running transcript, so that it is cached for a shorter time than other pages."""
    response.is_running = True  # type: ignore[attr-defined]


def is_private(response: HttpResponseBase) -> bool:
    """Return whether the response is for one reader only: whether it sets a cookie or depends on one."""
    return bool(response.cookies) or has_vary_header(response, "Cookie")


def edition_stamp() -> str:
    """Return a stamp that changes whenever a public page may: release, epoch, edition, last end of an embargo, day.

    The edition counts public changes. The epoch is a random word that each `migrate` makes, so a restored database
    never has an earlier stamp. The time is the latest `published_at` that has passed, as the database writes it, so the
    end of an embargo makes a new stamp although nothing runs then. The day is the office's; citations and calendars
    show it. The stamp also holds the latest planned start and end that have passed, since announcements change then,
    and since when a running transcript is silent. One query.
    """
    rows = _ask_for_edition()
    epoch, number, *times = rows[0] if rows else ("", 0, last_publication())
    time = "_".join(str(each or "").replace(" ", "T") for each in times)
    day = timezone.localdate().toordinal()
    return f"{settings.RELEASE}.{build_digest()}.{epoch}.{number}.{time}.{day}"


def _ask_for_edition() -> list[tuple[Any, ...]]:
    """Return the row of the edition, if there is one; on a lost connection the query is sent again on a new one.

    It is the first query of most requests, so it replaces Django's own check of the connection, which takes as long.
    """
    connection = reading()
    if connection.in_atomic_block:
        return _EDITION(silent=timezone.now() - SILENT_AFTER)
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _EDITION(silent=timezone.now() - SILENT_AFTER)
    except (OperationalError, InterfaceError):
        connection.close()
        return _EDITION(silent=timezone.now() - SILENT_AFTER)


def _last_passed(name: str) -> Cast:
    """Return the latest of the announcements' planned times of that name that has passed, as text."""
    passed = Announcement.objects.filter(**{f"{name}__lte": NOW}).order_by(f"-{name}")
    return Cast(Subquery(passed.values(name)[:1]), TextField())


def _last_silent() -> Cast:
    """Return when the last turn was added to the running transcript that fell silent last, as text."""
    silent = Conference.objects.filter(added_at__lte=Param("silent")).order_by("-added_at")
    return Cast(Subquery(silent.values("added_at")[:1]), TextField())


_EDITION = PreparedQuery(
    lambda: (
        Edition.objects.filter(pk=1)
        .annotate(
            # As text: to make a time of it and a text again takes longer than the query.
            latest=Cast(
                Subquery(Conference.objects.published(NOW).order_by("-published_at").values("published_at")[:1]),
                TextField(),
            )
        )
        .annotate(**{name: _last_passed(name) for name in ("starts_at", "ends_at")}, silent=_last_silent())
        .values_list("epoch", "number", "latest", "starts_at", "ends_at", "silent")
    ),
    is_planned_once=True,
)


@cache
def build_digest() -> str:
    """Return a digest of what a page is made from beside the records: code, templates, translations, settings."""
    said = [settings.SITE_URL, settings.TIME_ZONE, str(settings.HAS_MAIL), *(code for code, _ in settings.LANGUAGES)]
    digest = hashlib.sha256("\0".join([*said, getattr(staticfiles_storage, "manifest_hash", "")]).encode())
    folders = [settings.BASE_DIR / name for name in ("pressroom", "transcripts", "templates", "locale")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in _MADE_FROM]
    for path in [*sorted(files), settings.BASE_DIR / "requirements.txt"]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


_MADE_FROM = {".py", ".html", ".xml", ".mo"}


def last_publication() -> datetime | None:
    """Return the time when a conference last became public, None for never. One query."""
    latest: datetime | None = Conference.objects.published().aggregate(latest=Max("published_at"))["latest"]
    return latest


def etag_of(kind: ResponseKind, stamp: str, address: str, coding: str) -> str:
    """Return the ETag of an answer, empty for a kind that has none. It is weak: another coding has other bytes."""
    letter = _LETTERS.get(kind)
    return f'W/"{_tag(stamp, address, coding)}{letter}"' if letter else ""


def not_modified(asked: str, stamp: str, address: str, coding: str) -> HttpResponse | None:
    """Return a 304 if the `asked` If-None-Match names the ETag that the address has at this stamp. No queries."""
    start = f'W/"{_tag(stamp, address, coding)}'
    for etag in parse_etags(asked):
        kind = _KINDS.get(etag.removeprefix(start).removesuffix('"')) if etag.startswith(start) else None
        if kind:
            headers = {"ETag": etag, "Cache-Control": LIFETIMES[kind][304], "Vary": "Accept-Encoding"}
            return HttpResponse(status=304, headers=headers)
    return None


def running_tag(language: str, after: str, public_id: str, published_at: datetime | None, revision: int) -> str:
    """Return the ETag of a poll of a running transcript; it depends on the transcript's own revision only."""
    said = [build_digest(), settings.RELEASE, language, after, public_id, published_at]
    digest = hashlib.blake2b(repr(said).encode(), key=_tag_key(settings.SECRET_KEY), digest_size=8)
    return f'W/"{revision}-{digest.hexdigest()}"'


def nothing_new(path: str, query: str, asked: str) -> HttpResponse | None:
    """Return a 304 to a poll of a running transcript that has not changed, None for other requests. At most one query.

    Every reader of a running transcript polls every ten seconds, so this comes before all other middleware.
    """
    poll, after = _POLL.fullmatch(path), _AFTER.fullmatch(query)
    if not poll or not after:
        return None
    language = poll["language"] or settings.LANGUAGE_CODE
    rows = _RUNNING(slug=unicodedata.normalize("NFKC", poll["slug"]))
    etag = running_tag(language, after[1], *rows[0]) if rows else ""
    if not etag or etag not in parse_etags(asked):
        return None
    headers = {"ETag": etag, "Cache-Control": LIFETIMES[ResponseKind.RUNNING][304], "Vary": "Accept-Encoding"}
    return HttpResponse(status=304, headers=headers)


_POLL = re.compile(r"/(?:(?P<language>[-a-z]+)/)?conferences/(?P<slug>[-\w]+)/running\.json")
_AFTER = re.compile(r"after=([0-9]{1,6})")
_RUNNING = PreparedQuery(
    lambda: (
        Conference.objects.published(NOW)
        .filter(slug=Param("slug"), running_since__isnull=False)
        .order_by()
        .values_list("public_id", "published_at", "revision_number")
    ),
    is_planned_once=True,
)


def _tag(stamp: str, address: str, coding: str) -> str:
    """Return the part of an ETag that depends on stamp, address and coding; keyed, so that it cannot be forged."""
    digest = hashlib.blake2b(address.encode(), key=_tag_key(settings.SECRET_KEY), digest_size=8)
    return f"{stamp}.{digest.hexdigest()}.{coding[:1]}"


@cache
def _tag_key(secret: str) -> bytes:
    return hashlib.sha256(f"etag {secret}".encode()).digest()
