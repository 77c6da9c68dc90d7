"""Downloads of a conference or one exchange as a file, in every export format."""

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from transcripts.caching import ResponseKind, cache_policy
from transcripts.document import TranscriptDocument
from transcripts.exports import BusyError, Format, MissingLettersError, UnmadeError, render_object
from transcripts.models import Conference, Exchange, SiteIdentity
from transcripts.part_cache import cached_of_conference
from transcripts.presentation import Imprint
from transcripts.reading.imprint import read_imprint
from transcripts.reading.transcript import read, read_people
from transcripts.views import errors
from transcripts.views.conference.memento import mark_time
from transcripts.views.conference.transcript import PublicPages
from transcripts.views.conference.version_pages import VersionPages, refuse_version, requested_version
from transcripts.views.context import current_identity
from transcripts.views.listings.lookup import asked_id, conference_page, moved, permanent_page

RETRY_AFTER = 30  # seconds
_log = logging.getLogger(__name__)


@cache_policy(ResponseKind.PAGE, "version")
@conference_page
def conference_download(request: HttpRequest, conference: Conference, form: Format) -> HttpResponse:
    """Send the whole conference, or a version, whose JSON has its proof. Eight queries, whatever the length."""
    asked = requested_version(request.GET, conference)
    if refused := refuse_version(request, conference, asked):
        return refused
    if asked.version:
        return _send_version(request, VersionPages(conference, asked.version), form)
    identity = current_identity()
    what = form.suffix, identity.name, identity.licence, repr(identity.texts)  # who publishes is in the file

    def make() -> bytes | None:
        return cached_of_conference(
            PublicPages(conference).state, what, lambda: _whole(conference, form, identity), len
        )

    return _send(request, make, form, name=conference.slug, language=conference.language)


def _whole(conference: Conference, form: Format, identity: SiteIdentity) -> bytes | None:
    """Return all of a conference as a file; None where it cannot be had in the format. Six queries at most."""
    people = read_people(conference)
    imprint = read_imprint(conference, people=people, identity=identity)
    return _render(read(conference, people), form, imprint)


def _exchange_of_version(request: HttpRequest, conference: Conference, form: Format) -> HttpResponse | None:
    """Send an exchange that is in the version asked for; None where none is asked for."""
    asked = requested_version(request.GET, conference)
    if asked.version is None:
        return refuse_version(request, conference, asked)
    pages = VersionPages(conference, asked.version)
    number = pages.find(asked_id(request))
    return _send_version(request, pages, form, number) if number else errors.not_in_version(request, conference)


@cache_policy(ResponseKind.PAGE, "version")
@permanent_page(Exchange, conference="conference__series", path="exchanges", past=_exchange_of_version)
def exchange_download(request: HttpRequest, exchange: Exchange, form: Format) -> HttpResponse:
    """Send one exchange, as a document with nothing else, or as it was in a version. Nine queries at most."""
    if past := _exchange_of_version(request, exchange.conference, form):
        return past
    if asked_id(request) != exchange.public_id:
        return moved(request, public_id=exchange.public_id)
    people = read_people(exchange.conference)
    document = read(exchange.conference, people)
    alone = replace(
        document, exchanges=tuple(each for each in document.exchanges if each.public_id == exchange.public_id)
    )
    turns = [turn.public_id for turn in alone.turns]
    imprint = read_imprint(exchange.conference, first=exchange.position, turns=turns, people=people)
    name = f"{exchange.conference.slug}-{exchange.position}"
    return _send(request, partial(_render, alone, form, imprint), form, name=name, language=alone.language)


def _send_version(request: HttpRequest, pages: VersionPages, form: Format, number: int = 0) -> HttpResponse:
    """Send a version, or the exchange of this number in it; as JSON with its proof."""
    part = f"-{number}" if number else ""
    name = f"{pages.conference.slug}{part}-version-{pages.version.number}"
    document = pages.document
    if form.suffix == "json":
        response = _answer(render_object(pages.sealed_json(number)), form, name=name, language=pages.language)
    else:
        first = number or None
        if number:
            document = replace(document, exchanges=document.exchanges[number - 1 : number])
        turns = [turn.public_id for turn in document.turns] if number else None
        imprint = read_imprint(pages.conference, past=pages.version, first=first, turns=turns)
        make = partial(_render, document, form, imprint)
        response = _send(request, make, form, name=name, language=document.language)
    mark_time(response, pages.version.made_at)
    return response


def _render(document: TranscriptDocument, form: Format, imprint: Imprint) -> bytes | None:
    """Return the document as a file; None where it cannot be had in the format, as without times there are no captions.

    Raises BusyError, MissingLettersError or UnmadeError.
    """
    return form.render(document, imprint) if form.suits(document) else None


def _send(
    request: HttpRequest, make: Callable[[], bytes | None], form: Format, *, name: str, language: str
) -> HttpResponse:
    """Send the file that `make` returns, or say why there is none."""
    try:
        content = make()
    except BusyError:
        return errors.file_later(request, seconds=RETRY_AFTER)
    except MissingLettersError as missing:
        return errors.no_file(request, letters=str(missing))
    except UnmadeError:
        _log.exception("A file could not be made: %s.%s", name, form.suffix)
        return errors.no_file(request)
    if content is None:
        return errors.not_found(request)
    return _answer(content, form, name=name, language=language)


def _answer(content: bytes, form: Format, *, name: str, language: str) -> HttpResponse:
    """Send a file that browsers show where they can, and save under `name`."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=f"{name}.{form.suffix}") or "",
        "Content-Language": language,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=form.content_type, headers=headers)
