"""Pages of one exchange each."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path

from transcripts.exports import FORMATS
from transcripts.models import Conference, Preview
from transcripts.presentation import TranscriptView
from transcripts.views import errors
from transcripts.views.contents import Contents, contents_around
from transcripts.views.lookup import CHANGED, conference_page, with_query
from transcripts.views.pager import Pager
from transcripts.views.side_by_side import SideBySide, alternates, in_other_languages, switch
from transcripts.views.transcript import Pages, PublicPages, canonical_url


@conference_page
def conference_detail(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the first exchange. Ten queries at most; five more side by side."""
    return _show(request, conference, 1)


@conference_page
def exchange_detail(request: HttpRequest, conference: Conference, n: int) -> HttpResponse:
    """Show the exchange numbered `n`. Ten queries at most; five more side by side."""
    if n == 1:
        return HttpResponsePermanentRedirect(with_query(request, conference.get_absolute_url()))
    return _show(request, conference, n)


def _show(request: HttpRequest, conference: Conference, number: int) -> HttpResponse:
    pages = PublicPages(conference)
    side = SideBySide(request.GET, pages)
    contents, exchange = contents_around(pages, number)
    if exchange is None and number != 1:
        return no_such_exchange(request, pages)
    return show_exchange(request, pages, pages.view(exchange), contents, number, side=side)


def no_such_exchange(request: HttpRequest, pages: Pages) -> HttpResponse:
    """Render a 404 page for an exchange number that the conference lacks, with a link to its first exchange."""
    return errors.no_such_page(request, back=pages.plain_address(1), title=pages.title, language=pages.language)


def show_exchange(
    request: HttpRequest,
    pages: Pages,
    view: TranscriptView,
    contents: Contents,
    number: int,
    *,
    side: SideBySide | None = None,
    preview: Preview | None = None,
) -> HttpResponse:
    """Show the page of the exchange numbered `number`, which `view` holds: of a public conference, or of a preview."""
    exchange = view.find(number)
    side = side or SideBySide(request.GET, pages)
    speaking, silent = view.part_people([exchange] if exchange else [])
    path = escape_uri_path(request.path)
    context = {
        "transcript": view,
        "preview": preview,
        "pages": pages,
        "contents": contents,
        "current": contents.line(number),
        "exchange": exchange,
        "changed": request.GET.get(CHANGED, ""),
        "side": side,
        "pairing": side.pair_with(number, exchange),
        "beside": side.links(path),
        "beyond": side.beyond(contents.total) if number == contents.total else None,
        "speaking": speaking,
        "silent": silent,
        "formats": FORMATS.values(),
        "canonical": canonical_url(view.language, path),
        "translations": in_other_languages(pages, number),
        "alternates": alternates(pages, pages.plain_address(number), lambda each: each.address(number), number),
        "switch": switch(request, pages, lambda each: each.address(number), number),
        "before": contents.line(number - 1),
        "after": contents.line(number + 1),
        "pager": Pager(range(1, contents.total + 1), number, pages.address),
    }
    return render(request, "conferences/exchange.html", context)
