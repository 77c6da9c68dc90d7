"""The search page, and what helps to fill in its field."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from transcripts.caching import FOR_A_MINUTE, by_edition
from transcripts.listing import PageNotFoundError, TurnListing, search_sentence, suggest_names
from transcripts.views.errors import no_such_page
from transcripts.views.pager import Pager

WORDS_LENGTH = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was said, grouped by exchange.

    Eleven queries, and one for each filter that is set, on PostgreSQL two; one more where a conference is found by its
    title, a score more when nothing is found.
    """
    try:
        listing = TurnListing(request.GET, path=escape_uri_path(request.path))
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    context = {
        "listing": listing,
        "title": search_sentence(listing),
        "named": suggest_names(listing.words) if listing.words and listing.number == 1 else [],
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Speakers, topics and outlets that begin as was typed. One query, or none.

    As OpenSearch's suggestions, which browsers ask for too: what was typed, and lists of names, what each is, and
    the address of what was said by or about it.
    """
    text = request.GET.get("q", "")
    names = suggest_names(text[:WORDS_LENGTH])
    answer = [text, [name.label for name in names], [name.what for name in names]]
    answer.append([settings.SITE_URL + name.search_url for name in names])
    headers = {"Cache-Control": FOR_A_MINUTE}
    kind = "application/x-suggestions+json; charset=utf-8"
    return JsonResponse(
        answer, safe=False, content_type=kind, headers=headers, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
@by_edition
def opensearch(request: HttpRequest) -> HttpResponse:
    """How a browser searches here. Three queries, or two for whoever has the edition."""
    return render(request, "search/opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8")
