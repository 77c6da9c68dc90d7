"""Citations of a conference, an exchange, a turn or a paragraph: pages to read, and files for reference managers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from transcripts.caching import ResponseKind, cache_policy
from transcripts.citations import FORMATS, Author, Format, Work, in_styles, sentence
from transcripts.document import Kind
from transcripts.listing import ConferenceCorrections, day_text
from transcripts.models import Conference, Correction, Exchange, Paragraph, SiteIdentity, Turn
from transcripts.presentation import ExchangeView, TurnView, make_view
from transcripts.reading.running import as_of_text
from transcripts.reading.transcript import read_linked, read_people
from transcripts.reading.versions import last_number
from transcripts.views import errors
from transcripts.views.conference.contents import title_of
from transcripts.views.conference.transcript import canonical_url
from transcripts.views.conference.version_pages import RequestedVersion, VersionPages, refuse_version, requested_version
from transcripts.views.context import Addresses
from transcripts.views.listings.lookup import asked_id, conference_page, moved, permanent_page
from transcripts.views.page_heads import PageHead, conferences_crumb, crumb_of_conference, plain_head

_ANSWERING = (Kind.ANSWER, Kind.STATEMENT)


@dataclass(frozen=True, slots=True)
class _Cited:
    """What is cited of a conference: all of it, or the words of `turns`, of these only the one paragraph.

    `version` is the number of the public version that is cited, 0 where there is none. `past` are its pages where it
    was asked for by its number.
    """

    conference: Conference
    key: str
    path: str  # its permanent address
    title: str
    version: int
    past: VersionPages | None = None
    turns: Sequence[TurnView] | None = None
    people: tuple[Author, ...] = ()
    paragraph: int = 0

    def corrected(self) -> date | None:
        """Return the day on which it was corrected last, of a past version since then, None for never. One query."""
        found = Correction.objects.published().filter(revision__conference=self.conference)
        if self.past:
            found = found.filter(revision__number__gt=self.past.version.revision.number)
        if self.turns is not None:
            found = found.filter(turn_public_id__in=[turn.public_id for turn in self.turns])
        latest = found.aggregate(latest=Max("revision__made_at"))["latest"]
        return timezone.localdate(latest) if latest else None

    @property
    def address(self) -> str:
        """Its permanent address, with the version that was asked for."""
        return self.path + (self.past.query if self.past else "")


@cache_policy(ResponseKind.PAGE, "version")
@conference_page
def conference_cite(request: HttpRequest, conference: Conference, form: Format | None = None) -> HttpResponse:
    """Cite the whole conference: as a page, in five queries, or as a file of the format, in four."""
    asked = requested_version(request.GET, conference)
    if refused := _refuse(request, conference, asked, form):
        return refused
    past = VersionPages(conference, asked.version) if asked.version else None
    number = past.version.number if past else last_number(conference)
    title = past.title if past else conference.title
    cited = _Cited(conference, conference.public_id, conference.get_permanent_url(), title, number, past)
    return _answer(request, cited, form, asked)


def _cite_past(request: HttpRequest, conference: Conference, form: Format | None = None) -> HttpResponse | None:
    """Cite a part that is gone, as it was in the version asked for; None where none is asked for."""
    return _cite_part(request, conference, None, form) if request.GET.get("version") else None


@cache_policy(ResponseKind.PAGE, "version")
@permanent_page(Exchange, conference="conference__series", path="exchanges", past=_cite_past)
def exchange_cite(request: HttpRequest, exchange: Exchange, form: Format | None = None) -> HttpResponse:
    """Cite one exchange. Seven queries as a page, six as a file; some twenty of a version."""
    return _cite_part(request, exchange.conference, exchange, form)


@cache_policy(ResponseKind.PAGE, "version")
@permanent_page(Turn, conference="exchange__conference__series", path="exchanges__turns", past=_cite_past)
def turn_cite(request: HttpRequest, turn: Turn, form: Format | None = None) -> HttpResponse:
    """Cite one turn. Seven queries as a page, six as a file; some twenty of a version."""
    return _cite_part(request, turn.exchange.conference, turn, form)


@cache_policy(ResponseKind.PAGE, "version")
@permanent_page(
    Paragraph,
    conference="turn__exchange__conference__series",
    path="exchanges__turns__paragraph_rows",
    past=_cite_past,
)
def paragraph_cite(request: HttpRequest, paragraph: Paragraph, form: Format | None = None) -> HttpResponse:
    """Cite one paragraph of a turn. Seven queries as a page, six as a file; some twenty of a version."""
    return _cite_part(request, paragraph.turn.exchange.conference, paragraph, form)


def _cite_part(
    request: HttpRequest, conference: Conference, part: Exchange | Turn | Paragraph | None, form: Format | None
) -> HttpResponse:
    """Cite a part of a conference as it is, or as it was in the version asked for, in which it may have had its id.

    In the present text an id that was joined into another leads to that.
    """
    asked = requested_version(request.GET, conference)
    if refused := _refuse(request, conference, asked, form):
        return refused
    key = asked_id(request)
    if part and not asked.version and key != part.public_id:
        return moved(request, public_id=part.public_id)
    people = read_people(conference)
    past = VersionPages(conference, asked.version) if asked.version else None
    if past:
        number = past.find(key)
        if not number:
            return errors.not_in_version(request, conference)
        view = past.view.exchanges[number - 1]
    else:
        exchange = _exchange_of(part)
        if exchange is None:
            return errors.not_found(request)
        document, links = read_linked(conference, [exchange], people=people, topics=False)
        view = make_view(document, links, first=exchange.position).exchanges[0]
    said, paragraph = _find(view, key)
    by = [turn for turn in said if turn.kind in _ANSWERING] if key == view.public_id else said
    families = {person.name_as_printed: person.speaker.family_name for person in people}
    authors = (Author(turn.by.name, families.get(turn.speaker, "")) for turn in by)
    cited = _Cited(
        conference,
        key,
        reverse(f"transcripts:{_kind(request)}-permalink", args=[key]),
        title_of(view),
        past.version.number if past else last_number(conference),
        past,
        turns=said,
        people=tuple(dict.fromkeys(author for author in authors if author.name)),
        paragraph=paragraph,
    )
    return _answer(request, cited, form, asked)


def _exchange_of(part: Exchange | Turn | Paragraph | None) -> Exchange | None:
    if isinstance(part, Paragraph):
        return part.turn.exchange
    return part.exchange if isinstance(part, Turn) else part


def _kind(request: HttpRequest) -> str:
    """Return the kind of the part that is cited, the first word of its address's name."""
    match = request.resolver_match
    return str(match.url_name).partition("-")[0] if match else ""


def _find(view: ExchangeView, public_id: str) -> tuple[Sequence[TurnView], int]:
    """Return the turns of the exchange, turn or paragraph that has this id, and the number of the paragraph, else 0."""
    for turn in view.turns:
        if turn.public_id == public_id:
            return [turn], 0
        if number := next((each.number for each in turn.paragraphs if each.public_id == public_id), 0):
            return [turn], number
    return view.turns, 0


def _refuse(
    request: HttpRequest, conference: Conference, asked: RequestedVersion, form: Format | None
) -> HttpResponse | None:
    """Return the answer to a version that there is not; a page says of one that is no number that it is ignored."""
    return refuse_version(request, conference, asked) if form or asked.is_unknown else None


def _work(cited: _Cited, corrected: date | None) -> Work:
    """Return the cited work, in the language of the text where the site has it. One query."""
    conference = cited.conference
    container = cited.past.title if cited.past else conference.title
    language = conference.language if conference.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        publisher = SiteIdentity.current().local("name")
        kind = gettext("Press conference transcript")
        status = as_of_text(conference) or str(conference.get_record_status_display())
        details = _details(cited, corrected)
        if conference.is_running:
            details = (*details, status)
    return Work(
        key=cited.key,
        title=cited.title,
        day=conference.date,
        publisher=publisher,
        url=canonical_url(conference.language, cited.address),
        language=conference.language,
        kind=kind,
        record_status="" if conference.is_running else status[:1].upper() + status[1:],
        read=timezone.localdate(),
        container=container if cited.turns is not None else "",
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
    if corrected and cited.past:
        said.append(gettext("corrected since, on %(day)s") % {"day": day_text(corrected)})
    elif corrected:
        said.append(gettext("corrected %(day)s") % {"day": day_text(corrected)})
    return tuple(said)


def _details_of(cited: _Cited, corrected: date | None) -> tuple[str, ...]:
    """Return the details in the reader's language, with that it is running."""
    return tuple(filter(None, (*_details(cited, corrected), as_of_text(cited.conference))))


def _answer(request: HttpRequest, cited: _Cited, form: Format | None, asked: RequestedVersion) -> HttpResponse:
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
    is_turn = cited.turns is not None and len(cited.turns) == 1 and not cited.paragraph
    context: dict[str, Any] = {
        "conference": conference,
        "head": _head(work, cited, Addresses(request).absolute),
        "switch": Addresses(request).others_of(conference.language),
        "work": work,
        "sentence": sentence(work, day_text, _details_of(cited, corrected)),
        "styled": in_styles(work),
        "formats": FORMATS.values(),
        "corrected": corrected,
        "corrections": ConferenceCorrections(conference).address(),
        "paragraphs": cited.turns[0].paragraphs if is_turn and cited.turns else (),
        "back": cited.address,
        "past": cited.past,
        "asked": asked,
    }
    return render(request, "conferences/cite.html", context)


def _head(work: Work, cited: _Cited, url: str) -> PageHead:
    """Return the head of the page that cites this work."""
    title = gettext("How to cite “%(title)s”") % {"title": work.title}
    said = gettext("How to cite “%(title)s” of %(day)s, in the usual styles and for reference managers.")
    crumbs = (conferences_crumb(), crumb_of_conference(cited.conference))
    description = said % {"title": work.title, "day": day_text(work.day)}
    return plain_head(title, description, url, *crumbs)
