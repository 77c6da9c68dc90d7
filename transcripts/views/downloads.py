"""Downloads of a conference or one exchange as a file, in every export format."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.http import content_disposition_header

from transcripts.document import TranscriptDocument
from transcripts.exports import Format, render_object
from transcripts.models import Conference, Exchange
from transcripts.reading.transcript import read
from transcripts.views import errors
from transcripts.views.lookup import conference_page, moved, permanent_page
from transcripts.views.memento import mark_time
from transcripts.views.past import PastPages, asked_version


@conference_page
def conference_download(request: HttpRequest, conference: Conference, form: Format) -> HttpResponse:
    """Send the whole conference, or a version of it, as JSON with its proof. Seven queries, whatever the length."""
    asked = asked_version(request.GET, conference)
    if asked.is_unknown:
        return errors.no_such_version(request, conference)
    if asked.ignored:
        wrong = " ".join(each.sentence for each in asked.ignored)
        return HttpResponseBadRequest(f"{wrong}\n", content_type="text/plain; charset=utf-8")
    if not asked.version:
        return _send(read(conference), form, name=conference.slug)
    pages = PastPages(conference, asked.version)
    name = f"{conference.slug}-version-{asked.version.number}"
    if form.suffix == "json":
        response = _answer(render_object(pages.sealed_json), form, name=name, language=pages.language)
    else:
        response = _send(pages.document, form, name=name)
    mark_time(response, asked.version.made_at)
    return response


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
    """Send the document as a file."""
    return _answer(form.render(document, first), form, name=name, language=document.language)


def _answer(content: bytes, form: Format, *, name: str, language: str) -> HttpResponse:
    """Send a file that browsers show where they can, and save under `name`."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=f"{name}.{form.suffix}") or "",
        "Content-Language": language,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=form.content_type, headers=headers)
