"""The page with a whole conference: the first hundred exchanges, or all with `?all=1`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.encoding import escape_uri_path
from django.utils.translation import gettext

from transcripts.caching import ResponseKind, cache_policy
from transcripts.exports import formats_of
from transcripts.listing import Ignored, shorten
from transcripts.models import Conference, Preview
from transcripts.part_cache import cached_of_conference
from transcripts.presentation import TranscriptView
from transcripts.views import errors
from transcripts.views.conference.contents import LINE_BYTES, Contents, contents_of_all
from transcripts.views.conference.memento import FULL, link_versions, mark_version
from transcripts.views.conference.player import allow_recording, make_player, requested_second
from transcripts.views.conference.side_by_side import Pairing, SideBySide, alternates, chapters, switch
from transcripts.views.conference.transcript import Pages, PublicPages, canonical_url, files_of, full_address_of
from transcripts.views.conference.version_pages import VersionPages, requested_version
from transcripts.views.listings.lookup import conference_page
from transcripts.views.page_heads import PageHead, head_of_whole

FIRST = 100  # exchanges of a longer conference that are sent unless all are asked for


@dataclass(frozen=True, slots=True)
class Rest:
    """The exchanges that a page leaves out: how many it shows of how many, and the address of all on one page."""

    shown: int
    total: int
    url: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of its conference alone: the head, the contents, and the exchanges in their pairings.

    `words` are these as HTML; the exchanges are then neither in `chapters` nor in the `view`.
    """

    view: TranscriptView
    head: PageHead | None
    contents: Contents
    rest: Rest | None
    chapters: Sequence[tuple[Pairing, str, str]]
    words: str = ""

    def weigh(self) -> int:
        """Return about how many bytes it takes, once its words are written."""
        return len(self.words) + LINE_BYTES * len(self.contents.lines)


@cache_policy(ResponseKind.PAGE, "all", "with", "version")
@conference_page
def conference_full(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show every exchange, or the first hundred. Eight queries; four more side by side. Some twenty for a version."""
    asked = requested_version(request.GET, conference)
    if asked.is_unknown:
        return errors.no_such_version(request, conference)
    if not asked.version:
        ignored = asked.ignored + requested_second(request.GET)[1]
        response = show_full(request, PublicPages(conference), ignored=ignored)
        if not conference.is_running:
            link_versions(response, conference, FULL)
        return response
    pages = VersionPages(conference, asked.version)
    response = show_full(request, pages, past=pages, ignored=asked.ignored)
    mark_version(response, conference, pages.versions, pages.version.number, FULL)
    return response


def show_full(
    request: HttpRequest,
    pages: Pages,
    *,
    preview: Preview | None = None,
    past: VersionPages | None = None,
    ignored: Sequence[Ignored] = (),
) -> HttpResponse:
    """Show all exchanges, or the first hundred: of a public conference, of a preview, or of `past`, a version."""
    side = SideBySide(request.GET, pages)
    side.ignored += ignored
    asked = [text.strip() for text in request.GET.getlist("all") if text.strip()]
    side.ignored += [Ignored("all", shorten(text), gettext("On one page")) for text in asked if text != "1"]
    is_whole = "1" in asked
    if side or not isinstance(pages, PublicPages):
        shown = _read(pages, side, is_whole=is_whole)
    else:
        write = partial(_write, pages, side, is_whole=is_whole)
        shown = cached_of_conference(pages.state, ("full", is_whole), write, Shown.weigh)
    view, contents, rest = shown.view, shown.contents, shown.rest
    path = escape_uri_path(request.path)
    is_long = max(contents.total, len(shown.chapters)) > FIRST
    canonical = canonical_url(view.language, _with_all(path) if is_whole and is_long else path)
    player = make_player(pages, request.GET, has_times=view.has_times)
    context = {
        "transcript": view,
        "player": player,
        "preview": preview,
        "past": past,
        "pages": pages,
        "contents": contents,
        "side": side,
        "chapters": shown.chapters,
        "words": shown.words,
        "rest": rest,
        "beside": side.links(path),
        "formats": formats_of(has_times=view.has_times),
        "conference_files": files_of(view.slug),
        "canonical": canonical,
        "head": shown.head and replace(shown.head, url=canonical),
        "translations": [(each.language, full_address_of(each.slug)) for _, each in pages.translations],
        "alternates": alternates(pages, pages.plain_full_address, lambda each: full_address_of(each.slug)),
        "switch": switch(request, pages, lambda each: full_address_of(each.slug)),
        "running": pages.running,
    }
    response = render(request, "conferences/full.html", context)
    allow_recording(response, player)
    return response


def _read(pages: Pages, side: SideBySide, *, is_whole: bool) -> Shown:
    """Return what the page shows, its words unwritten. Four queries, and those of the translation beside it."""
    view = pages.view_all()
    pairings = side.pair_all(view)
    contents = contents_of_all(view)
    rest = None
    if len(pairings) > FIRST and not is_whole:
        rest = Rest(FIRST, len(pairings), _with_all(pages.full_address))
        contents = _leading_on(contents, rest)
    every = chapters(pairings, contents)
    return Shown(view, head_of_whole(pages, view), contents, rest, every[:FIRST] if rest else every)


def _write(pages: PublicPages, side: SideBySide, *, is_whole: bool) -> Shown:
    """Return the same with the words as every reader of the page alone sees them."""
    shown = _read(pages, side, is_whole=is_whole)
    context = {
        "transcript": shown.view,
        "contents": shown.contents,
        "chapters": shown.chapters,
        "player": make_player(pages, QueryDict(), has_times=shown.view.has_times),
        "running": pages.running,
        "origin": settings.SITE_URL,
    }
    words = render_to_string("conferences/_chapters.html", context)
    return replace(shown, words=words, view=replace(shown.view, exchanges=()), chapters=()) if shown.chapters else shown


def _with_all(address: str) -> str:
    """Return the address of a page with all exchanges."""
    return f"{address}{'&' if '?' in address else '?'}all=1"


def _leading_on(contents: Contents, rest: Rest) -> Contents:
    """Return the contents with lines that lead to the page with all exchanges where this one lacks theirs."""
    lines = [line if line.number <= rest.shown else replace(line, url=rest.url + line.url) for line in contents.lines]
    return replace(contents, lines=lines)
