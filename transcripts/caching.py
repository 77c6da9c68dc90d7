"""The name of what the public sees just now, and how long what is sent may be kept. (SHAPES.)"""

from django.conf import settings
from django.db.models import Max
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from transcripts.models import Attachment, Conference, Edition
from transcripts.text import make_slug

# A browser may keep a photo, and asks each time whether it is still to be had: nothing shows after a withdrawal.
ASK_EACH_TIME = "private, no-cache"


def edition_stamp() -> str:
    """Return a name that is new whenever a public page may be: `<release>-<edition>-<last end>`. Two queries.

    The edition counts the changes that the public sees; the last part is the latest `published_at` that has passed,
    in microseconds since 1970, so that the end of an embargo makes a new name without anything having to run.
    """
    number = Edition.objects.filter(pk=1).values_list("number", flat=True).first() or 0
    latest = Conference.objects.published().aggregate(latest=Max("published_at"))["latest"]
    return f"{settings.RELEASE}-{number}-{int(latest.timestamp() * 1_000_000) if latest else 0}"


def send_attachment(request: HttpRequest, attachment: Attachment, name: str) -> HttpResponseBase | None:
    """Return the response with one of the attachment's files, 304 for one that the browser has; None for no file.

    The caller has seen to it that whoever asks may have it. A handout is saved, never opened in the site's name.
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
