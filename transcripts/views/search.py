"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from transcripts.listing import PageNotFoundError, TurnListing, say_what_was_said
from transcripts.views.errors import no_such_page
from transcripts.views.pager import Pager


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was said, grouped by exchange.

    A dozen queries, and one for each filter that is set, on PostgreSQL two; a score more when nothing is found.
    """
    try:
        listing = TurnListing(request.GET, path=escape_uri_path(request.path))
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    context = {
        "listing": listing,
        "title": say_what_was_said(listing),
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "search/results.html", context)
