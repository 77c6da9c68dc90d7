"""The page that lists conferences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import ConferenceListing, PageNotFoundError, conferences_sentence
from transcripts.models import current_language
from transcripts.views.errors import no_such_page
from transcripts.views.listings.panels import panels_of
from transcripts.views.page_heads import describe_conferences, head_of_list
from transcripts.views.pager import Pager


@cache_policy(ResponseKind.PAGE, "page", "series", "speaker", "topic", "outlet", "language", "year", "sort")
@require_safe
def conference_list(request: HttpRequest) -> HttpResponse:
    """List all conferences, filtered, with facet counts. At most thirteen queries."""
    try:
        listing = ConferenceListing(request.GET, path=escape_uri_path(request.path), language=current_language())
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    title = conferences_sentence(listing)
    context = {
        "listing": listing,
        "panels": panels_of(listing, counted="conferences"),
        "title": title,
        "head": head_of_list(title, describe_conferences(title, listing), listing, listing.entries),
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "conferences/list.html", context)
