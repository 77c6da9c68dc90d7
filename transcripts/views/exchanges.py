"""One exchange a page, and the permanent links of exchanges and turns."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from transcripts.exports import FORMATS
from transcripts.models import Conference, Exchange, Turn
from transcripts.views import errors
from transcripts.views.lookup import conference_page, permanent_page, with_query
from transcripts.views.pager import Pager
from transcripts.views.transcript import Transcript, canonical_url


@conference_page
def conference_detail(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The first exchange. Eight queries at most."""
    return _show(request, conference, 1)


@conference_page
def exchange_detail(request: HttpRequest, conference: Conference, n: int) -> HttpResponse:
    """The exchange numbered `n`. Eight queries at most."""
    if n == 1:
        return HttpResponsePermanentRedirect(with_query(request, conference.get_absolute_url()))
    return _show(request, conference, n)


@permanent_page(Exchange, conference="conference", path="exchanges")
def exchange_permalink(request: HttpRequest, exchange: Exchange) -> HttpResponse:
    """Lead to the page where the exchange stands now. One query."""
    return HttpResponseRedirect(f"{with_query(request, exchange.get_absolute_url())}#{exchange.public_id}")


@permanent_page(Turn, conference="exchange__conference", path="exchanges__turns")
def turn_permalink(request: HttpRequest, turn: Turn) -> HttpResponse:
    """Lead to the page where the turn stands now. One query."""
    return HttpResponseRedirect(f"{with_query(request, turn.exchange.get_absolute_url())}#{turn.public_id}")


def _show(request: HttpRequest, conference: Conference, number: int) -> HttpResponse:
    transcript = Transcript(conference)
    numbers = [exchange.position for exchange in transcript.exchanges]
    exchange = transcript.exchange(number)
    if exchange is None and (numbers or number > 1):
        back = conference.get_absolute_url()
        return errors.no_such_page(request, back=back, title=conference.title, language=conference.language)
    passage = transcript.read(exchange) if exchange else None
    speaking, silent = transcript.seats(passage)
    context = {
        "conference": conference,
        "transcript": transcript,
        "passage": passage,
        "speaking": speaking,
        "silent": silent,
        "formats": FORMATS.values(),
        "canonical": canonical_url(conference, escape_uri_path(request.path)),
        "pager": Pager(numbers, number, transcript.address),
    }
    return render(request, "conferences/exchange.html", context)
