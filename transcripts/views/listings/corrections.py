"""The page that lists corrections, removals, withdrawals and republications."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy
from transcripts.listing import CorrectionListing, PageNotFoundError
from transcripts.views.errors import no_such_page
from transcripts.views.listings.panels import panels_of
from transcripts.views.page_heads import head_of_list, shown_count
from transcripts.views.pager import Pager


@cache_policy(ResponseKind.PAGE, "page", "conference", "year", "speaker", "outlet", "series", "kind")
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    """List all entries, or those that the filters leave. Seventeen queries at most."""
    try:
        listing = CorrectionListing(request.GET, path=escape_uri_path(request.path))
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    said = gettext("What was put right in transcripts, removed, withdrawn or published again: %(shown)s entries.")
    context = {
        "listing": listing,
        "panels": panels_of(listing),
        "head": head_of_list(gettext("Corrections"), said % {"shown": shown_count(listing)}, listing),
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "corrections/list.html", context)
