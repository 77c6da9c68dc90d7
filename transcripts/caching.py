"""HTTP caching: the stamp of what the public sees just now, and how long responses may be kept. (OUTPUTS.)"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from transcripts.models import Attachment, Conference, Edition
from transcripts.text import make_slug

# Suggestions while a name is typed may be kept so many seconds, so that the same prefix is not requested twice.
FOR_A_MINUTE = "public, max-age=60"
# Clients and proxies may keep a feed, and ask each time whether it is still the newest.
ASK_WHILE_SHARED = "public, no-cache"
# A browser may keep a photo, and asks each time whether it is still public: nothing shows after a withdrawal.
ASK_EACH_TIME = "private, no-cache"


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
        headers = {"ETag": etag, "Cache-Control": ASK_WHILE_SHARED}
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged:
            return HttpResponse(status=unchanged.status_code, headers=headers)
        response = view(request, *args, **names)
        if response.status_code == 200:
            for name, value in headers.items():
                response.headers[name] = value
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
    headers = {"Cache-Control": ASK_EACH_TIME, "ETag": etag, "X-Content-Type-Options": "nosniff"}
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
