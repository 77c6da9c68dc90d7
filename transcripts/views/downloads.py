"""Downloads of a conference or one exchange as a file, in every export format."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from transcripts.document import TranscriptDocument
from transcripts.exports import Format
from transcripts.models import Conference, Exchange
from transcripts.reading.transcript import read
from transcripts.views.lookup import conference_page, moved, permanent_page


@conference_page
def conference_download(request: HttpRequest, conference: Conference, form: Format) -> HttpResponse:
    """Send the whole conference. Seven queries, whatever the length."""
    return _send(read(conference), form, name=conference.slug)


@permanent_page(Exchange, conference="conference__series", path="exchanges")
def exchange_download(request: HttpRequest, exchange: Exchange, form: Format) -> HttpResponse:
    """Send one exchange, as a document with nothing else. Seven queries, whatever the length."""
    match = request.resolver_match
    if match and match.kwargs["public_id"] != exchange.public_id:
        return moved(request, public_id=exchange.public_id)
    document = read(exchange.conference)
    alone = replace(
        document, exchanges=tuple(each for each in document.exchanges if each.public_id == exchange.public_id)
    )
    return _send(alone, form, name=f"{exchange.conference.slug}-{exchange.position}", first=exchange.position)


def _send(document: TranscriptDocument, form: Format, *, name: str, first: int | None = None) -> HttpResponse:
    """Send the document as a file that browsers show where they can, and save under `name`."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=f"{name}.{form.suffix}") or "",
        "Content-Language": document.language,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(form.render(document, first), content_type=form.content_type, headers=headers)
