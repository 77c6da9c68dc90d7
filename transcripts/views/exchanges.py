"""One exchange a page, and the permanent links of exchanges and turns."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.views.decorators.http import require_safe

from transcripts.models import Conference, Exchange, Redirect, Turn
from transcripts.views import errors
from transcripts.views.lookup import conference_page, new_address, with_query
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


@require_safe
def exchange_permalink(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to the page where the exchange stands now. Two queries at most; five when it is not there."""
    exchange = Exchange.objects.published().select_related("conference").filter(public_id=public_id).first()
    if exchange:
        return HttpResponseRedirect(f"{with_query(request, exchange.get_absolute_url())}#{public_id}")
    new = new_address(Redirect.Kind.EXCHANGE, public_id)
    if new and Exchange.objects.published().filter(public_id=new).exists():
        return exchange_permalink(request, new)
    gone = Conference.objects.withdrawn().filter(exchanges__public_id__in=[public_id, new or public_id]).first()
    return _say_gone(request, gone, is_removed=new == "")


@require_safe
def turn_permalink(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to the page where the turn stands now. Two queries at most; five when it is not there."""
    turn = Turn.objects.published().select_related("exchange__conference").filter(public_id=public_id).first()
    if turn:
        return HttpResponseRedirect(f"{with_query(request, turn.exchange.get_absolute_url())}#{public_id}")
    new = new_address(Redirect.Kind.TURN, public_id)
    if new and Turn.objects.published().filter(public_id=new).exists():
        return turn_permalink(request, new)
    gone = Conference.objects.withdrawn().filter(exchanges__turns__public_id__in=[public_id, new or public_id]).first()
    return _say_gone(request, gone, is_removed=new == "")


def _say_gone(request: HttpRequest, conference: Conference | None, *, is_removed: bool) -> HttpResponse:
    if conference:
        return errors.withdrawn(request, conference)
    return errors.removed(request) if is_removed else errors.not_found(request)


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
        "canonical": canonical_url(conference, escape_uri_path(request.path)),
        "pager": Pager(numbers, number, transcript.address),
    }
    return render(request, "conferences/exchange.html", context)
