"""The permanent links of exchanges, turns and paragraphs: each leads to where the words stand now."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from transcripts.document.paragraph_matching import is_held
from transcripts.models import Exchange, Paragraph, Turn
from transcripts.reading.paragraph_ordinals import find_by_ordinal, find_last_words
from transcripts.views.lookup import CHANGED, permanent_page, with_query
from transcripts.views.text_fragments import find_words, make_fragment

MOST_WORDS = 2_000  # characters of a link's words that are looked for


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
    known = find_by_ordinal(turn.exchange.conference, asked_id(request), numbers[0])
    paragraph = Paragraph.objects.published().filter(public_id=known).select_related("turn__exchange__conference")
    found = paragraph.first() if known else None
    if found:
        return _lead(request, found.turn.exchange, found.public_id)
    return _lead(request, turn.exchange, turn.public_id, changed=True)


@permanent_page(Paragraph, conference="turn__exchange__conference", path="exchanges__turns__paragraph_rows")
def paragraph_permalink(request: HttpRequest, paragraph: Paragraph) -> HttpResponse:
    """Redirect to the current page of the paragraph, and to the words `text` in it; the page says if they are gone.

    One query; two with `text`, and up to five for one that was joined into it, whose words may be gone as well.
    """
    words = request.GET.get("text", "").strip()[:MOST_WORDS]
    exchange = paragraph.turn.exchange
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


def asked_id(request: HttpRequest) -> str:
    """Return the id in the address, which may be that of a part that was joined into another."""
    match = request.resolver_match
    return str(match.kwargs["public_id"]) if match else ""


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
