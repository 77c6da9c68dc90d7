"""Citations of a conference, an exchange, a turn or a paragraph: pages to read, and files for reference managers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.encoding import uri_to_iri
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from transcripts.citations import FORMATS, Author, Format, Work, in_styles, sentence
from transcripts.document import Kind
from transcripts.listing import ConferenceCorrections, day_text
from transcripts.models import Conference, Correction, Exchange, Paragraph, SiteIdentity, Turn
from transcripts.presentation import ExchangeView, TurnView, make_view
from transcripts.reading.transcript import read_linked, read_people
from transcripts.views.contents import title_of
from transcripts.views.context import Addresses
from transcripts.views.lookup import conference_page, moved, permanent_page
from transcripts.views.transcript import canonical_url

_ANSWERING = (Kind.ANSWER, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class _Cited:
    """What is cited of a conference: all of it, or the words of `turns`, of these only the one paragraph."""

    conference: Conference
    key: str
    path: str  # its permanent address
    title: str
    turns: Sequence[TurnView] | None = None
    people: tuple[Author, ...] = ()
    paragraph: int = 0
    version: int = 0  # the number of the public version that is cited, 0 where none is named

    def corrected(self) -> date | None:
        """Return the day on which it was corrected last, None for never. One query."""
        found = Correction.objects.published().filter(revision__conference=self.conference)
        if self.turns is not None:
            found = found.filter(turn_public_id__in=[turn.public_id for turn in self.turns])
        latest = found.aggregate(latest=Max("revision__made_at"))["latest"]
        return timezone.localdate(latest) if latest else None


@conference_page
def conference_cite(request: HttpRequest, conference: Conference, form: Format | None = None) -> HttpResponse:
    """Cite the whole conference: as a page, in four queries, or as a file of the format, in three."""
    cited = _Cited(conference, conference.slug, conference.get_absolute_url(), conference.title)
    return _answer(request, cited, form)


@permanent_page(Exchange, conference="conference__series", path="exchanges")
def exchange_cite(request: HttpRequest, exchange: Exchange, form: Format | None = None) -> HttpResponse:
    """Cite one exchange. Seven queries as a page, six as a file."""
    if _is_other(request, exchange.public_id):
        return moved(request, public_id=exchange.public_id)
    view = _view(exchange)
    answering = [turn for turn in view.turns if turn.kind in _ANSWERING]
    return _answer(request, _part(exchange, exchange, view, view.turns, by=answering), form)


@permanent_page(Turn, conference="exchange__conference__series", path="exchanges__turns")
def turn_cite(request: HttpRequest, turn: Turn, form: Format | None = None) -> HttpResponse:
    """Cite one turn. Seven queries as a page, six as a file."""
    if _is_other(request, turn.public_id):
        return moved(request, public_id=turn.public_id)
    view = _view(turn.exchange)
    said = [each for each in view.turns if each.public_id == turn.public_id]
    return _answer(request, _part(turn, turn.exchange, view, said), form)


@permanent_page(Paragraph, conference="turn__exchange__conference__series", path="exchanges__turns__paragraph_rows")
def paragraph_cite(request: HttpRequest, paragraph: Paragraph, form: Format | None = None) -> HttpResponse:
    """Cite one paragraph of a turn. Seven queries as a page, six as a file."""
    if _is_other(request, paragraph.public_id):
        return moved(request, public_id=paragraph.public_id)
    exchange = paragraph.turn.exchange
    view = _view(exchange)
    said = [each for each in view.turns if each.public_id == paragraph.turn.public_id]
    cited = _part(paragraph, exchange, view, said)
    return _answer(request, replace(cited, paragraph=paragraph.position), form)


def _is_other(request: HttpRequest, public_id: str) -> bool:
    """Return whether the address is that of something that was merged into the cited part."""
    match = request.resolver_match
    return bool(match and match.kwargs["public_id"] != public_id)


def _view(exchange: Exchange) -> ExchangeView:
    """Return the view of the exchange as readers see it; its turns are read then. Three queries."""
    conference = exchange.conference
    document, links = read_linked(conference, [exchange], people=read_people(conference), topics=False)
    return make_view(document, links, first=exchange.position).exchanges[0]


def _part(
    part: Exchange | Turn | Paragraph,
    exchange: Exchange,
    view: ExchangeView,
    said: Sequence[TurnView],
    *,
    by: Sequence[TurnView] | None = None,
) -> _Cited:
    """Return a part of an exchange as what is cited: the words `said`, which are `by` whoever speaks in these turns."""
    families = {turn.public_id: turn.speaker.family_name for turn in exchange.turns.all() if turn.speaker}
    people = (Author(turn.by.name, families.get(turn.public_id, "")) for turn in (said if by is None else by))
    return _Cited(
        exchange.conference,
        part.public_id,
        part.get_permanent_url(),
        title_of(view),
        turns=said,
        people=tuple(dict.fromkeys(author for author in people if author.name)),
    )


def _work(cited: _Cited, corrected: date | None) -> Work:
    """Return the cited work, in the language of the text where the site has it. One query."""
    conference = cited.conference
    language = conference.language if conference.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        publisher = SiteIdentity.current().local("name")
        kind = gettext("Press conference transcript")
        status = str(conference.get_record_status_display())
        details = _details(cited, corrected)
    return Work(
        key=cited.key,
        title=cited.title,
        day=conference.date,
        publisher=publisher,
        url=canonical_url(conference.language, cited.path),
        language=conference.language,
        kind=kind,
        record_status=status[:1].upper() + status[1:],
        read=timezone.localdate(),
        container=conference.title if cited.turns is not None else "",
        series=conference.series.name_in(language) if conference.series else "",
        venue=conference.venue,
        people=cited.people,
        details=details,
        version=cited.version,
    )


def _details(cited: _Cited, corrected: date | None) -> tuple[str, ...]:
    """Return the paragraph and version that are cited, and when that was corrected, in the interface's language."""
    said = []
    if cited.paragraph:
        said.append(gettext("paragraph %(number)d") % {"number": cited.paragraph})
    if cited.version:
        said.append(gettext("version %(number)d") % {"number": cited.version})
    if corrected:
        said.append(gettext("corrected %(day)s") % {"day": day_text(corrected)})
    return tuple(said)


def _answer(request: HttpRequest, cited: _Cited, form: Format | None) -> HttpResponse:
    """Send the citation as a page, or as a file of the format. Three queries, or two."""
    conference, corrected = cited.conference, cited.corrected()
    work = _work(cited, corrected)
    if form:
        headers = {
            "Content-Disposition": content_disposition_header(False, f"{work.key}.{form.suffix}") or "",
            "Content-Language": conference.language,
            "X-Content-Type-Options": "nosniff",
        }
        return HttpResponse(form.render(work), content_type=form.content_type, headers=headers)
    readable = replace(work, url=uri_to_iri(work.url))  # a Chinese address in Chinese; the files have it in ASCII
    is_turn = cited.turns is not None and len(cited.turns) == 1 and not cited.paragraph
    context: dict[str, Any] = {
        "conference": conference,
        "switch": Addresses(request).others_of(conference.language),
        "work": work,
        "sentence": sentence(readable, day_text, _details(cited, corrected)),
        "styled": in_styles(readable),
        "formats": FORMATS.values(),
        "corrected": corrected,
        "corrections": ConferenceCorrections(conference).address(),
        "paragraphs": cited.turns[0].paragraphs if is_turn and cited.turns else (),
        "back": cited.path,
    }
    return render(request, "conferences/cite.html", context)
