"""HTTP caching: the stamp of what the public sees just now, and how long responses may be kept. (OUTPUTS.)"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum, auto
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, has_vary_header
from django.utils.http import quote_etag

from transcripts.models import Attachment, Conference, Edition
from transcripts.text import make_slug


class Answer(Enum):
    """The kind of an answer, which says with its status how long the answer may be kept."""

    PAGE = auto()  # what a withdrawal may take back: a page, a file, a feed
    SUGGESTIONS = auto()  # names, while one is typed
    LOGO = auto()
    TIME_GATE = auto()  # where it leads depends on a header of the request
    PRIVATE = auto()  # for one reader, or for this moment: the admin, previews, health


# A browser asks each time whether a page is still so; a shared cache gives it out for so many seconds unasked.
_WHILE_PUBLIC = "public, max-age=0, must-revalidate, s-maxage=60"
# What leads elsewhere today, or is not there, may be back tomorrow. Browsers keep 301 and 410 for ever unless told.
_MAY_CHANGE = dict.fromkeys((301, 302, 404, 410), "no-cache")
# How long answers may be kept, by kind and status. Whatever is not named here is not kept.
LIFETIMES: dict[Answer, dict[int, str]] = {
    Answer.PAGE: {200: _WHILE_PUBLIC, 304: _WHILE_PUBLIC, **_MAY_CHANGE},
    Answer.SUGGESTIONS: {200: "public, max-age=60"},  # the same prefix is not requested twice
    Answer.LOGO: {200: "public, max-age=3600", **_MAY_CHANGE},
    Answer.TIME_GATE: dict.fromkeys((301, 404, 410), "no-cache"),
    Answer.PRIVATE: {},
}
_NOT_KEPT = "no-store"


def answers(kind: Answer) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Name the kind of the decorated view's answers; without it they are pages."""

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        view.answer = kind  # type: ignore[attr-defined]
        return view

    return decorate


def set_lifetime(request: HttpRequest, response: HttpResponseBase) -> None:
    """Set the response's Cache-Control from LIFETIMES, whatever it was. The only place that does.

    What the admin answers, sets a cookie, or depends on one, is private. An address that is no view's is a page's.
    """
    kind = Answer.PAGE
    if match := request.resolver_match:
        kind = Answer.PRIVATE if "admin" in match.app_names else getattr(match.func, "answer", kind)
    if response.cookies or has_vary_header(response, "Cookie"):
        kind = Answer.PRIVATE
    response.headers["Cache-Control"] = LIFETIMES[kind].get(response.status_code, _NOT_KEPT)


def edition_stamp() -> str:
    """Return a stamp that changes whenever a public page may: `<release>-<edition>-<last end>`. Two queries.

    The edition counts the changes that the public sees; the last part is the latest `published_at` that has passed,
    in microseconds since 1970, so that the end of an embargo makes a new stamp without anything having to run.
    """
    number = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    latest = last_publication()
    return f"{settings.RELEASE}-{number}-{int(latest.timestamp() * 1_000_000) if latest else 0}"


def last_publication() -> datetime | None:
    """Return the time when a conference last became public, None for never. One query."""
    latest: datetime | None = Conference.objects.published().aggregate(latest=Max("published_at"))["latest"]
    return latest


def by_edition(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give `view`'s responses the edition as ETag; send 304 if unchanged. Two more queries, and for a 304 no others."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **names: Any) -> HttpResponseBase:
        etag = quote_etag(edition_stamp())
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged:
            return HttpResponse(status=unchanged.status_code, headers={"ETag": etag})
        response = view(request, *args, **names)
        if response.status_code == 200:
            response.headers["ETag"] = etag
        return response

    return answer


def send_attachment(request: HttpRequest, attachment: Attachment, name: str) -> HttpResponseBase | None:
    """Return the response with one of the attachment's files, 304 if the browser has it; None if there is no such file.

    The caller has checked that the user may have it. A handout is sent as a download, never opened as a page.
    """
    file = attachment.open(name)
    if file is None:
        return None
    etag = quote_etag(f"{attachment.digest[:32]}-{name}")
    headers = {"ETag": etag, "X-Content-Type-Options": "nosniff"}
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged:
        file.close()
        return HttpResponse(status=unchanged.status_code, headers=headers)
    is_handout = attachment.kind == Attachment.Kind.HANDOUT
    filename = f"{make_slug(attachment.title) or 'handout'}.{attachment.suffix}" if is_handout else name
    return FileResponse(
        file,
        as_attachment=is_handout,
        filename=filename,
        content_type=attachment.content_type,
        headers=headers,
    )
