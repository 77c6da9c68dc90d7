"""Pages of one exchange each."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path

from transcripts.caching import ResponseKind, cache_policy
from transcripts.exports import formats_of
from transcripts.listing import Ignored
from transcripts.models import Conference, Preview
from transcripts.part_cache import cached_of_conference
from transcripts.presentation import TranscriptView
from transcripts.views import errors
from transcripts.views.conference.announcements import show_announcement
from transcripts.views.conference.contents import LINE_BYTES, Contents, contents_around, contents_of_all, narrow
from transcripts.views.conference.memento import link_versions, mark_version
from transcripts.views.conference.player import allow_recording, make_player, redirect_to_second, requested_second
from transcripts.views.conference.running import show_running
from transcripts.views.conference.side_by_side import SideBySide, alternates, in_other_languages, switch
from transcripts.views.conference.transcript import Pages, PublicPages, canonical_url, files_of
from transcripts.views.conference.version_pages import VersionPages, requested_version
from transcripts.views.listings.lookup import CHANGED, conference_page, page_of_conference, with_query
from transcripts.views.page_heads import PageHead, head_of_exchange
from transcripts.views.pager import Pager


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of its conference alone: the contents, the transcript with its exchange, and the head.

    `words` are the turns as HTML, empty where they are beside a translation or one of them says that it has changed.
    """

    contents: Contents
    view: TranscriptView
    head: PageHead | None
    words: str = ""

    def weigh(self) -> int:
        """Return about how many bytes it takes: the words are in the view as well."""
        return 3 * len(self.words) + LINE_BYTES * len(self.contents.lines)


@cache_policy(ResponseKind.PAGE, "with", "version", "after")
@page_of_conference(announced=show_announcement)
def conference_detail(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the first exchange; before it is public the announcement, while it is running all that was released.

    Eight queries at most; four more side by side. The version of a running transcript is a 404.
    """
    if conference.is_running and "version" not in request.GET:
        return show_running(request, conference)
    return _show(request, conference, 1)


@cache_policy(ResponseKind.PAGE, "with", "version")
@conference_page
def exchange_detail(request: HttpRequest, conference: Conference, n: int) -> HttpResponse:
    """Show the exchange numbered `n`. Eight queries at most; four more side by side."""
    if n == 1:
        return HttpResponsePermanentRedirect(with_query(request, conference.get_absolute_url()))
    return _show(request, conference, n)


def _show(request: HttpRequest, conference: Conference, number: int) -> HttpResponse:
    asked = requested_version(request.GET, conference)
    if asked.is_unknown:
        return errors.no_such_version(request, conference)
    if asked.version:
        return _show_past(request, VersionPages(conference, asked.version), number, asked.ignored)
    pages = PublicPages(conference)
    if number == 1 and (moved := redirect_to_second(request, pages)):
        return moved
    side = SideBySide(request.GET, pages)
    side.ignored += asked.ignored + requested_second(request.GET)[1]
    if side or CHANGED in request.GET:
        shown = _read(pages, number)
    else:
        shown = cached_of_conference(pages.state, ("exchange", number), lambda: _write(pages, number), Shown.weigh)
    if shown is None:
        return no_such_exchange(request, pages)
    response = show_exchange(request, pages, shown, number, side=side)
    if not conference.is_running:
        link_versions(response, conference, _place(number))
    return response


def _read(pages: PublicPages, number: int) -> Shown | None:
    """Return what the page of the exchange numbered `number` shows, its words unwritten; None if there is none.

    Four queries at most.
    """
    contents, found = contents_around(pages, number)
    if found is None and number != 1:
        return None
    view = pages.view(found)
    return Shown(contents, view, head_of_exchange(pages, view, view.find(number)))


def _write(pages: PublicPages, number: int) -> Shown | None:
    """Return the same with the words as every reader of the page alone sees them. Six queries at most."""
    shown = _read(pages, number)
    exchange = shown.view.find(number) if shown else None
    if shown is None or exchange is None:
        return shown
    player = make_player(pages, QueryDict(), has_times=shown.view.has_times)
    context = {"transcript": shown.view, "exchange": exchange, "player": player, "running": pages.running}
    return replace(shown, words=render_to_string("conferences/_passage.html", context))


def _show_past(request: HttpRequest, pages: VersionPages, number: int, ignored: list[Ignored]) -> HttpResponse:
    """Show an exchange as it was. About twenty queries, whatever the length."""
    if number != 1 and not pages.view.find(number):
        return no_such_exchange(request, pages)
    side = SideBySide(request.GET, pages)
    side.ignored += ignored
    contents = narrow(contents_of_all(pages.view, pages.address), number)
    response = show_exchange(request, pages, Shown(contents, pages.view, None), number, side=side, past=pages)
    mark_version(response, pages.conference, pages.versions, pages.version.number, _place(number))
    return response


def _place(number: int) -> str:
    """Return how the TimeGate is asked for the page of an exchange."""
    return "" if number == 1 else str(number)


def no_such_exchange(request: HttpRequest, pages: Pages) -> HttpResponse:
    """Render a 404 page for an exchange number that the conference lacks, with a link to its first exchange."""
    return errors.no_such_page(request, back=pages.plain_address(1), title=pages.title, language=pages.language)


def show_exchange(
    request: HttpRequest,
    pages: Pages,
    shown: Shown,
    number: int,
    *,
    side: SideBySide | None = None,
    preview: Preview | None = None,
    past: VersionPages | None = None,
) -> HttpResponse:
    """Show the page of the exchange numbered `number`, which `shown` holds: public, a preview, or `past`."""
    view, contents = shown.view, shown.contents
    exchange = view.find(number)
    side = SideBySide(request.GET, pages) if side is None else side  # it is false where nothing is beside
    speaking, silent = view.part_people([exchange] if exchange else [])
    path = escape_uri_path(request.path)
    canonical = canonical_url(view.language, path)
    player = make_player(pages, request.GET, has_times=view.has_times, number=number)
    context = {
        "transcript": view,
        "player": player,
        "preview": preview,
        "past": past,
        "pages": pages,
        "contents": contents,
        "current": contents.line(number),
        "exchange": exchange,
        "words": shown.words,
        "changed": request.GET.get(CHANGED, ""),
        "side": side,
        "pairing": side.pair_with(number, exchange),
        "beside": side.links(path),
        "beyond": side.beyond(contents.total) if number == contents.total else None,
        "speaking": speaking,
        "silent": silent,
        "formats": formats_of(has_times=view.has_times),
        "exchange_files": f"{exchange.url.partition('?')[0].rstrip('/')}." if exchange and exchange.url else "",
        "conference_files": files_of(view.slug),
        "canonical": canonical,
        "head": shown.head and replace(shown.head, url=canonical),
        "translations": in_other_languages(pages, number),
        "alternates": alternates(pages, pages.plain_address(number), lambda each: each.address(number), number),
        "switch": switch(request, pages, lambda each: each.address(number), number),
        "before": contents.line(number - 1),
        "after": contents.line(number + 1),
        "pager": Pager(range(1, contents.total + 1), number, pages.address),
        "running": pages.running,
    }
    response = render(request, "conferences/exchange.html", context)
    allow_recording(response, player)
    return response
