"""The list of conferences, and a conference on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from transcripts.exports import FORMATS
from transcripts.listing import ConferenceListing, PageNotFoundError
from transcripts.models import Conference
from transcripts.views.errors import no_such_page
from transcripts.views.lookup import conference_page
from transcripts.views.pager import Pager
from transcripts.views.transcript import Transcript, canonical_url


@require_safe
def conference_list(request: HttpRequest) -> HttpResponse:
    """All conferences, filtered. At most ten queries."""
    try:
        listing = ConferenceListing(request.GET, path=escape_uri_path(request.path), language=get_language() or "en")
    except PageNotFoundError as error:
        return no_such_page(request, back=str(error))
    context = {
        "listing": listing,
        "pager": Pager(range(1, listing.last + 1), listing.number, lambda number: listing.address(page=number)),
    }
    return render(request, "conferences/list.html", context)


@conference_page
def conference_full(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Every exchange on one page. Eight queries."""
    transcript = Transcript(conference)
    context = {
        "conference": conference,
        "transcript": transcript,
        "passages": transcript.read_all(),
        "formats": FORMATS.values(),
        "canonical": canonical_url(conference, escape_uri_path(request.path)),
    }
    return render(request, "conferences/full.html", context)
