"""The search page, its suggestions while typing, and its OpenSearch description."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import PageNotFoundError, TurnListing, search_sentence, suggest_names
from transcripts.views.errors import no_such_page
from transcripts.views.page_heads import head_of_list
from transcripts.views.pager import Pager

WORDS_LENGTH = 200


@cache_policy(ResponseKind.SEARCH)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show the turns found by a search, grouped by exchange.

    Eleven queries, and one for each filter that is set, on PostgreSQL two; one more where a conference is found by its
    title, a score more when nothing is found.
    """
    try:
        listing = TurnListing(request.GET, path=escape_uri_path(request.path))
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    title = search_sentence(listing)
    description = gettext("Search what was said at press conferences: by words, speaker, topic, outlet and day.")
    context = {
        "listing": listing,
        "title": title,
        "head": replace(head_of_list(title, description, listing), kind="SearchResultsPage"),
        "named": suggest_names(listing.words) if listing.words and listing.number == 1 else [],
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "search/results.html", context)


@require_safe
@cache_policy(ResponseKind.SUGGESTIONS)
def suggestions(request: HttpRequest) -> HttpResponse:
    """Suggest speakers, topics and outlets that begin with the typed text. One query, or none.

    The format is OpenSearch suggestions, which browsers use too: the typed text, and lists of names, their kinds, and
    the addresses of searches for turns by or about them.
    """
    text = request.GET.get("q", "")
    names = suggest_names(text[:WORDS_LENGTH])
    answer = [text, [name.label for name in names], [name.what for name in names]]
    answer.append([settings.SITE_URL + name.search_url for name in names])
    kind = "application/x-suggestions+json; charset=utf-8"
    return JsonResponse(answer, safe=False, content_type=kind, json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_policy(ResponseKind.PAGE)
def opensearch(request: HttpRequest) -> HttpResponse:
    """Send the OpenSearch description for browsers. Three queries, or two for clients that have the current edition."""
    return render(request, "search/opensearch.xml", content_type="application/opensearchdescription+xml; charset=utf-8")
