"""Permanent links of exchanges, turns and paragraphs, which redirect to where their words are now.

With `?version=<number>` it leads to where they were in that version of the transcript.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from transcripts.document.paragraph_matching import is_held
from transcripts.models import Conference, Exchange, Paragraph, Turn
from transcripts.reading.paragraph_ordinals import find_by_ordinal, find_last_words
from transcripts.views import errors
from transcripts.views.conference.text_fragments import find_words, make_fragment
from transcripts.views.conference.transcript import address_of
from transcripts.views.conference.version_pages import VersionPages, requested_version
from transcripts.views.listings.lookup import CHANGED, asked_id, permanent_page

MOST_WORDS = 2_000  # characters of a link's words that are looked for


def to_version(request: HttpRequest, conference: Conference, *ids: str) -> HttpResponse | None:
    """Redirect to the version asked for, at the first part of these `ids` that is in it; None if none is asked for.

    Two queries more than without. A version that has none of them answers 404, as does one that there is not.
    """
    asked = requested_version(request.GET, conference)
    if asked.version is None:
        return errors.no_such_version(request, conference) if asked.is_unknown else None
    pages = VersionPages(conference, asked.version)
    for public_id in (asked_id(request), *ids):
        if number := pages.find(public_id):
            query = request.GET.copy()
            for name in ("p", "text", CHANGED):
                query.pop(name, None)
            anchor = public_id + _find_past_words(request, pages, number, public_id)
            return HttpResponseRedirect(f"{address_of(conference.slug, number)}?{query.urlencode()}#{anchor}")
    return errors.not_in_version(request, conference)


def _find_past_words(request: HttpRequest, pages: VersionPages, number: int, public_id: str) -> str:
    """Return the text fragment of the words asked for in a paragraph of a version's exchange, empty for none."""
    words = request.GET.get("text", "").strip()[:MOST_WORDS]
    exchange = pages.document.exchanges[number - 1]
    texts = {
        (own or f"{turn.public_id} {place}"): text
        for turn in exchange.turns
        for place, (text, own) in enumerate(zip(turn.paragraphs, turn.paragraph_ids, strict=True))
    }
    found = find_words(words, texts.pop(public_id, "")) if words else None
    return make_fragment(found, [pages.title, exchange.heading, *texts.values()]) if found else ""


@permanent_page(Exchange, conference="conference", path="exchanges", past=to_version)
def exchange_permalink(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Redirect to the current page of the exchange. One query."""
    past = to_version(request, exchange.conference, exchange.public_id)
    return past or _lead(request, exchange, exchange.public_id)


@permanent_page(Turn, conference="exchange__conference", path="exchanges__turns", past=to_version)
def turn_permalink(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Redirect to the current page of the turn. One query.

    `p` was the number of a paragraph in it: where it named one only, it leads to the paragraph, else the page says so.
    Two queries more, five at the most.
    """
    if past := to_version(request, turn.exchange.conference, turn.public_id):
        return past
    numbers = request.GET.getlist("p")
    if not numbers:
        return _lead(request, turn.exchange, turn.public_id)
    known = find_by_ordinal(turn.exchange.conference, asked_id(request), numbers[0])
    paragraph = Paragraph.objects.published().filter(public_id=known).select_related("turn__exchange__conference")
    found = paragraph.first() if known else None
    if found:
        return _lead(request, found.turn.exchange, found.public_id)
    return _lead(request, turn.exchange, turn.public_id, changed=True)


@permanent_page(
    Paragraph, conference="turn__exchange__conference", path="exchanges__turns__paragraph_rows", past=to_version
)
def paragraph_permalink(request: HttpRequest, paragraph: Paragraph) -> HttpResponse:
    """Redirect to the current page of the paragraph, and to the words `text` in it; the page says if they are gone.

    One query; two with `text`, and up to five for one that was joined into it, whose words may be gone as well.
    """
    exchange = paragraph.turn.exchange
    if past := to_version(request, exchange.conference, paragraph.public_id, paragraph.turn.public_id):
        return past
    words = request.GET.get("text", "").strip()[:MOST_WORDS]
    if not words:
        return _lead(request, exchange, paragraph.public_id, changed=not _holds(paragraph, asked_id(request)))
    found = find_words(words, paragraph.text)
    if found is None:
        return _lead(request, exchange, paragraph.public_id, changed=True)
    texts = Turn.objects.filter(exchange=exchange).values_list("pk", "text")
    elsewhere = [text if key != paragraph.turn_id else _without(paragraph) for key, text in texts]
    fragment = make_fragment(found, [exchange.conference.title, exchange.heading, *elsewhere])
    return _lead(request, exchange, paragraph.public_id, fragment=fragment)


def _holds(paragraph: Paragraph, asked: str) -> bool:
    """Return whether the paragraph still has the words of the one asked for: itself, or one that it was joined with."""
    return asked == paragraph.public_id or is_held(find_last_words(asked), paragraph.text)


def _without(paragraph: Paragraph) -> str:
    """Return the other paragraphs of the turn."""
    texts = paragraph.turn.paragraphs
    return "\n\n".join(texts[: paragraph.position - 1] + texts[paragraph.position :])


def _lead(
    request: HttpRequest, exchange: Exchange, anchor: str, *, fragment: str = "", changed: bool = False
) -> HttpResponse:
    """Redirect to the place `anchor` on the exchange's page, with the rest of the query and the text `fragment`."""
    query = request.GET.copy()
    for name in ("p", "text", CHANGED):
        query.pop(name, None)
    if changed:
        query[CHANGED] = anchor
    url = exchange.get_absolute_url() + (f"?{query.urlencode()}" if query else "")
    return HttpResponseRedirect(f"{url}#{anchor}{fragment}")
