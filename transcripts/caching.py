"""HTTP caching: the stamp of what the public sees just now, and how long responses may be kept. (OUTPUTS.)"""

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
    SILENCE,
    Announcement,
    Conference,
    Edition,
    Param,
    PreparedQuery,
    reading,
)


class Answer(Enum):
    """The kind of an answer, which says with its status how long the answer may be kept."""

    PAGE = auto()  # what a withdrawal may take back: a page, a file, a feed
    RUNNING = auto()  # the same of a transcript that is running, which grows by the minute
    SEARCH = auto()  # the same by free words, of which there are too many to keep their pages
    SUGGESTIONS = auto()  # names, while one is typed
    LOGO = auto()
    CARD = auto()  # a picture of a page, kept on the disk and not among pages
    TIME_GATE = auto()  # where it leads depends on a header of the request
    PRIVATE = auto()  # for one reader, or for this moment: the admin, previews, health


# A browser asks each time whether a page is still so; a shared cache gives it out for so many seconds unasked.
_WHILE_PUBLIC = "public, max-age=0, must-revalidate, s-maxage=60"
_WHILE_RUNNING = "public, max-age=0, must-revalidate, s-maxage=5"
# What leads elsewhere today, or is not there, may be back tomorrow. Browsers keep 301 and 410 for ever unless told.
_MAY_CHANGE = dict.fromkeys((301, 302, 404, 410), "no-cache")
# How long answers may be kept, by kind and status. Whatever is not named here is not kept.
LIFETIMES: dict[Answer, dict[int, str]] = {
    Answer.PAGE: {**dict.fromkeys((200, 206, 304), _WHILE_PUBLIC), **_MAY_CHANGE},
    Answer.RUNNING: {**dict.fromkeys((200, 206, 304), _WHILE_RUNNING), **_MAY_CHANGE},
    Answer.SEARCH: {200: _WHILE_PUBLIC, 304: _WHILE_PUBLIC, **_MAY_CHANGE},
    Answer.CARD: {200: _WHILE_PUBLIC, 304: _WHILE_PUBLIC, **_MAY_CHANGE},
    Answer.SUGGESTIONS: dict.fromkeys((200, 304), "public, max-age=60"),  # the same prefix is not requested twice
    Answer.LOGO: {**dict.fromkeys((200, 304), "public, max-age=3600"), **_MAY_CHANGE},
    Answer.TIME_GATE: dict.fromkeys((301, 404, 410), "no-cache"),
    Answer.PRIVATE: {},
}
_NOT_KEPT = "no-store"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a view says of its answers: their kind, and the parameters with which a page is kept."""

    kind: Answer
    parameters: frozenset[str] = frozenset()


_UNMARKED = Mark(Answer.PAGE)
# The letter at the end of an ETag, by the kind of the answer: of those that depend on edition and address alone.
_LETTERS = {
    Answer.PAGE: "p",
    Answer.RUNNING: "r",
    Answer.SEARCH: "f",
    Answer.SUGGESTIONS: "s",
    Answer.LOGO: "l",
    Answer.CARD: "c",
}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}


def answers(kind: Answer, *parameters: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark the decorated view: its answers are of that kind, and depend on the edition and their address alone.

    They have an ETag, but for private ones. Pages are kept too, if all their query's parameters are among `parameters`.
    Answers of a view without a mark may be kept for as long as pages, have no ETag and are never kept.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.mark = Mark(kind, frozenset(parameters))  # type: ignore[attr-defined]
        return view

    return decorate


def mark_of(request: HttpRequest) -> Mark | None:
    """Return the mark of the view that answered, if it has one."""
    mark: Mark | None = getattr(request.resolver_match.func, "mark", None) if request.resolver_match else None
    return mark


def set_lifetime(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the response's Cache-Control from LIFETIMES, whatever it was. The only place that does.

    What the admin answers, sets a cookie, or depends on one, is private. An address that is no view's is a page's.
    """
    kind = kind_of(request, response)
    if is_private(response) or (request.resolver_match and "admin" in request.resolver_match.app_names):
        kind = Answer.PRIVATE
    response.headers["Cache-Control"] = LIFETIMES[kind].get(response.status_code, _NOT_KEPT)


def kind_of(request: HttpRequest, response: HttpResponseBase) -> Answer:
    """Return the kind of an answer: that of its view's mark, but a page may say that it is of a running transcript."""
    kind = (mark_of(request) or _UNMARKED).kind
    return Answer.RUNNING if kind in {Answer.PAGE, Answer.SEARCH} and getattr(response, "is_running", False) else kind


def mark_running(response: HttpResponseBase) -> None:
    """Say that an answer is of a running transcript, so that it is kept for less long than other pages."""
    response.is_running = True  # type: ignore[attr-defined]


def is_private(response: HttpResponseBase) -> bool:
    """Return whether the response is for one reader: it sets a cookie, or depends on one."""
    return bool(response.cookies) or has_vary_header(response, "Cookie")


def edition_stamp() -> str:
    """Return a stamp that changes whenever a public page may: release, epoch, edition, last end of an embargo, day.

    The edition counts the changes that the public sees. The epoch is a random word that each `migrate` makes, so that a
    database that was put back has no stamp of before. The time is the latest `published_at` that has passed, as the
    database writes it, so that the end of an embargo makes a new stamp without anything having to run; the day is the
    office's, which citations name and calendars begin with. The times also hold the latest planned start and end that
    have passed, by which an announcement is of what is to come, or of what is awaited, and since when a running
    transcript is silent. One query.
    """
    rows = _ask_for_edition()
    epoch, number, *times = rows[0] if rows else ("", 0, last_publication())
    time = "_".join(str(each or "").replace(" ", "T") for each in times)
    day = timezone.localdate().toordinal()
    return f"{settings.RELEASE}.{build_digest()}.{epoch}.{number}.{time}.{day}"


def _ask_for_edition() -> list[tuple[Any, ...]]:
    """Return the row of the edition, if there is one. As the first query of most requests it tests the connection.

    Django would send one of its own before it, which takes as long. Over a connection that was lost it is sent again.
    """
    connection = reading()
    if connection.in_atomic_block:
        return _EDITION(silent=timezone.now() - SILENCE)
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return _EDITION(silent=timezone.now() - SILENCE)
    except (OperationalError, InterfaceError):
        connection.close()
        return _EDITION(silent=timezone.now() - SILENCE)


def _last_passed(name: str) -> Cast:
    """Return the latest of the announcements' planned times of that name that has passed, as text."""
    passed = Announcement.objects.filter(**{f"{name}__lte": NOW}).order_by(f"-{name}")
    return Cast(Subquery(passed.values(name)[:1]), TextField())


def _last_silent() -> Cast:
    """Return when the running transcript that fell silent last had been added to, as text."""
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


def etag_of(kind: Answer, stamp: str, address: str, coding: str) -> str:
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
    """Return the ETag of what is asked of a running transcript: by its own revision, whatever else changes."""
    said = [build_digest(), settings.RELEASE, language, after, public_id, published_at]
    digest = hashlib.blake2b(repr(said).encode(), key=_tag_key(settings.SECRET_KEY), digest_size=8)
    return f'W/"{revision}-{digest.hexdigest()}"'


def nothing_new(path: str, query: str, asked: str) -> HttpResponse | None:
    """Return the 304 of a poll of a running transcript that has not changed; None for all else. One query, or none.

    Everybody who reads one asks every ten seconds, so it is answered here, before all else.
    """
    poll, after = _POLL.fullmatch(path), _AFTER.fullmatch(query)
    if not poll or not after:
        return None
    language = poll["language"] or settings.LANGUAGE_CODE
    rows = _RUNNING(slug=unicodedata.normalize("NFKC", poll["slug"]))
    etag = running_tag(language, after[1], *rows[0]) if rows else ""
    if not etag or etag not in parse_etags(asked):
        return None
    headers = {"ETag": etag, "Cache-Control": LIFETIMES[Answer.RUNNING][304], "Vary": "Accept-Encoding"}
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
    """Return what ties an ETag to stamp, address and coding; nobody can make one for an address that has no answer."""
    digest = hashlib.blake2b(address.encode(), key=_tag_key(settings.SECRET_KEY), digest_size=8)
    return f"{stamp}.{digest.hexdigest()}.{coding[:1]}"


@cache
def _tag_key(secret: str) -> bytes:
    return hashlib.sha256(f"etag {secret}".encode()).digest()
