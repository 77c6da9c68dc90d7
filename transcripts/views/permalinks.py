"""The permanent links of exchanges, turns and paragraphs: each leads to where the words stand now."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from transcripts.models import Exchange, Paragraph, Turn
from transcripts.reading.paragraph_ordinals import find_by_ordinal
from transcripts.text import fold
from transcripts.views.lookup import CHANGED, permanent_page, with_query


@permanent_page(Exchange, conference="conference", path="exchanges")
def exchange_permalink(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Redirect to the current page of the exchange. One query."""
    return HttpResponseRedirect(f"{with_query(request, exchange.get_absolute_url())}#{exchange.public_id}")


@permanent_page(Turn, conference="exchange__conference", path="exchanges__turns")
def turn_permalink(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Redirect to the current page of the turn. One query.

    `p` was the number of a paragraph in it: where it named one only, it leads to the paragraph, else the page says so.
    Two queries more, five at the most.
    """
    numbers = request.GET.getlist("p")
    if not numbers:
        return _lead(request, turn.exchange, turn.public_id)
    match = request.resolver_match
    asked = match.kwargs["public_id"] if match else turn.public_id
    known = find_by_ordinal(turn.exchange.conference, asked, numbers[0])
    paragraph = Paragraph.objects.published().filter(public_id=known).select_related("turn__exchange__conference")
    found = paragraph.first() if known else None
    if found:
        return _lead(request, found.turn.exchange, found.public_id)
    return _lead(request, turn.exchange, turn.public_id, changed=True)


@permanent_page(Paragraph, conference="turn__exchange__conference", path="exchanges__turns__paragraph_rows")
def paragraph_permalink(request: HttpRequest, paragraph: Paragraph) -> HttpResponse:
    """Redirect to the current page of the paragraph, and to the words `text` in it; the page says if they are gone.

    One query; two with `text`.
    """
    words = " ".join(request.GET.get("text", "").split())
    exchange = paragraph.turn.exchange
    if not words:
        return _lead(request, exchange, paragraph.public_id)
    if fold(words) not in fold(paragraph.text):
        return _lead(request, exchange, paragraph.public_id, changed=True)
    return _lead(request, exchange, paragraph.public_id, words=words)


def _lead(
    request: HttpRequest, exchange: Exchange, anchor: str, *, words: str = "", changed: bool = False
) -> HttpResponse:
    """Redirect to the place `anchor` on the exchange's page, with the rest of the query, and to `words` there."""
    query = request.GET.copy()
    for name in ("p", "text", CHANGED):
        query.pop(name, None)
    if changed:
        query[CHANGED] = anchor
    fragment = f":~:text={encode_fragment(words)}" if words else ""
    url = exchange.get_absolute_url() + (f"?{query.urlencode()}" if query else "")
    return HttpResponseRedirect(f"{url}#{anchor}{fragment}")


def encode_fragment(words: str) -> str:
    """Return words as a text fragment has them: “-” and “,” part it, so they are encoded like all but letters."""
    return quote(words, safe="").replace("-", "%2D")
