"""Citations of a conference, an exchange or a turn: pages to read, and files for reference managers."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.encoding import uri_to_iri
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from transcripts.citations import FORMATS, Format, Work, in_styles, sentence
from transcripts.document import Kind
from transcripts.listing import day_text
from transcripts.models import Conference, Exchange, SiteIdentity, Turn
from transcripts.presentation import ExchangeView, TurnView, make_view
from transcripts.reading.transcript import read_linked, read_people
from transcripts.views.contents import title_of
from transcripts.views.context import Addresses
from transcripts.views.lookup import conference_page, moved, permanent_page
from transcripts.views.transcript import canonical_url

_ANSWERING = (Kind.ANSWER, Kind.STATEMENT)


@conference_page
def conference_cite(request: HttpRequest, conference: Conference, form: Format | None = None) -> HttpResponse:
    """Cite the whole conference: as a page, in three queries, or as a file of the format, in two."""
    return _answer(request, conference, form, _work(conference, conference.title, key=conference.slug))


@permanent_page(Exchange, conference="conference__series", path="exchanges")
def exchange_cite(request: HttpRequest, exchange: Exchange, form: Format | None = None) -> HttpResponse:
    """Cite one exchange. Six queries as a page, five as a file."""
    if _is_other(request, exchange.public_id):
        return moved(request, public_id=exchange.public_id)
    view = _view(exchange)
    answering = [turn for turn in view.turns if turn.kind in _ANSWERING]
    return _answer(request, exchange.conference, form, _work_of_part(exchange, view, answering), exchange)


@permanent_page(Turn, conference="exchange__conference__series", path="exchanges__turns")
def turn_cite(request: HttpRequest, turn: Turn, form: Format | None = None) -> HttpResponse:
    """Cite one turn. Six queries as a page, five as a file."""
    if _is_other(request, turn.public_id):
        return moved(request, public_id=turn.public_id)
    view = _view(turn.exchange)
    said = [each for each in view.turns if each.public_id == turn.public_id]
    return _answer(request, turn.exchange.conference, form, _work_of_part(turn, view, said), turn)


def _is_other(request: HttpRequest, public_id: str) -> bool:
    """Return whether the address is that of something that was merged into the cited part."""
    match = request.resolver_match
    return bool(match and match.kwargs["public_id"] != public_id)


def _view(exchange: Exchange) -> ExchangeView:
    """Return the view of the exchange as readers see it. Three queries."""
    conference = exchange.conference
    document, links = read_linked(conference, [exchange], people=read_people(conference), topics=False)
    return make_view(document, links, first=exchange.position).exchanges[0]


def _work_of_part(part: Exchange | Turn, exchange: ExchangeView, said: list[TurnView]) -> Work:
    """Return the work for the words `said` in `exchange`."""
    conference = part.conference if isinstance(part, Exchange) else part.exchange.conference
    return _work(
        conference,
        title_of(exchange),
        key=part.public_id,
        path=part.get_permanent_url(),
        container=conference.title,
        people=tuple(dict.fromkeys(turn.by.name for turn in said if turn.by.name)),
    )


def _work(conference: Conference, title: str, *, path: str = "", **rest: Any) -> Work:
    """Return the cited work, in the language of the text where the site has it. One query."""
    language = conference.language if conference.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        publisher = SiteIdentity.current().local("name")
        kind = gettext("Press conference transcript")
        standing = str(conference.get_record_status_display())
    return Work(
        title=title,
        day=conference.date,
        publisher=publisher,
        url=canonical_url(conference.language, path or conference.get_absolute_url()),
        language=conference.language,
        kind=kind,
        standing=standing[:1].upper() + standing[1:],
        series=conference.series.name_in(language) if conference.series else "",
        venue=conference.venue,
        **rest,
    )


def _answer(
    request: HttpRequest, conference: Conference, form: Format | None, work: Work, part: Exchange | Turn | None = None
) -> HttpResponse:
    if form:
        headers = {
            "Content-Disposition": content_disposition_header(False, f"{work.key}.{form.suffix}") or "",
            "Content-Language": conference.language,
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(form.render(work), content_type=form.content_type, headers=headers)
    readable = replace(work, url=uri_to_iri(work.url))  # a Chinese address in Chinese; the files have it in ASCII
    context = {
        "conference": conference,
        "switch": Addresses(request).others_of(conference.language),
        "work": work,
        "sentence": sentence(readable, day_text(work.day)),
        "styled": in_styles(readable),
        "formats": FORMATS.values(),
        "back": part.get_permanent_url() if part else conference.get_absolute_url(),
    }
    return render(request, "conferences/cite.html", context)
