"""The page of a running transcript, and the poll by which it grows."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation import get_language, gettext

from transcripts.caching import ResponseKind, cache_policy, running_tag
from transcripts.exports import formats_of
from transcripts.listing import Ignored, shorten
from transcripts.models import Conference, address
from transcripts.part_cache import cached
from transcripts.presentation import ExchangeView, TranscriptView
from transcripts.reading.running import (
    RunningState,
    as_of_text,
    exchange_marks,
    read_running_changes,
    read_running_state,
)
from transcripts.views import errors
from transcripts.views.conference.contents import contents_of_all
from transcripts.views.conference.side_by_side import alternates, switch
from transcripts.views.conference.transcript import PublicPages, address_of, canonical_url, files_of
from transcripts.views.listings.lookup import conference_page
from transcripts.views.page_heads import head_of_exchange

MOST_SHOWN = 100  # exchanges on the page, the last ones
AFTER = "after"
_DIGITS = 6  # of the number of an exchange


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page or a poll shows of a running transcript: the exchanges after one, and a word for each of all.

    `marks` tells by the permanent id of every exchange, in order, whether its words are the same as before.
    """

    view: TranscriptView
    state: RunningState
    exchanges: tuple[tuple[ExchangeView, str], ...]
    marks: dict[str, str]

    @property
    def last(self) -> int:
        """The number of the last exchange that is shown; where none is, of the last of all."""
        return self.exchanges[-1][0].number if self.exchanges else self.total

    @property
    def total(self) -> int:
        """The number of all exchanges."""
        return len(self.view.exchanges)


def show_running(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Show the last hundred exchanges, or the first hundred after one. Thirteen queries, and those of names."""
    pages = PublicPages(conference)
    given = [text.strip() for text in request.GET.getlist(AFTER) if text.strip()]
    after = next((int(text) for text in given if _is_number(text)), None)
    ignored = [Ignored(AFTER, shorten(text), gettext("Newer than exchange")) for text in given if not _is_number(text)]
    ignored += [
        Ignored("with", shorten(text), gettext("Side by side with")) for text in request.GET.getlist("with") if text
    ]
    view, state = pages.view_all(), read_running_state(conference)
    if state is None:  # closed since it was looked up
        return errors.not_found(request)
    shown = _shown(conference, view, state, after)
    path = escape_uri_path(request.path)
    canonical = canonical_url(view.language, path)
    context = {
        "transcript": view,
        "pages": pages,
        "contents": contents_of_all(view, pages.address),
        "shown": shown,
        "running": state,
        "as_of": as_of_text(conference),
        "after": after,
        "earlier": address("transcripts:conference-full", conference.slug) + "?all=1",
        "left_out": shown.total - len(shown.exchanges) if after is None else 0,
        "changes": read_running_changes(conference),
        "poll": address("transcripts:conference-running", conference.slug),
        "side": _Nothing(ignored),
        "formats": formats_of(has_times=False),
        "conference_files": files_of(view.slug),
        "canonical": canonical,
        "head": head_of_exchange(pages, view, None, url=canonical),
        "translations": [(each.language, address_of(each.slug, 1)) for _, each in pages.translations],
        "alternates": alternates(pages, pages.plain_address(1), lambda each: each.address(1), 1),
        "switch": switch(request, pages, lambda each: each.address(1), 1),
    }
    return render(request, "conferences/running.html", context)


class _Nothing:
    """Nothing is beside a running transcript; what was asked for is told as `ignored`."""

    def __init__(self, ignored: list[Ignored]) -> None:
        self.ignored = ignored

    def __bool__(self) -> bool:
        return False


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _shown(conference: Conference, view: TranscriptView, state: RunningState, after: int | None) -> Shown:
    marks = exchange_marks(conference)
    if after is None:
        found = view.exchanges[-MOST_SHOWN:]
    else:
        found = tuple(exchange for exchange in view.exchanges if exchange.number > after)[:MOST_SHOWN]
    return Shown(view, state, tuple((each, marks.get(each.public_id, "")) for each in found), marks)


@cache_policy(ResponseKind.RUNNING)
@conference_page
def running_poll(request: HttpRequest, conference: Conference) -> HttpResponse:
    """Say what has come after an exchange, and which others are not as they were: 304 while the revision is the same.

    A 404 where nothing is running. Two queries for a 304; else those of the page.
    """
    if not conference.is_running:
        return errors.not_found(request)
    text = request.GET.get(AFTER, "0")
    if not _is_number(text) or request.GET.keys() - {AFTER}:
        return HttpResponseBadRequest(
            "“after” is the number of an exchange.\n", content_type="text/plain; charset=utf-8"
        )
    about = (conference.public_id, conference.published_at, conference.revision_number)
    etag = running_tag(get_language() or "", text, *about)
    response: Any = get_conditional_response(request, etag=etag)
    if response is None:
        response = JsonResponse(_answer(conference.pk, int(text), get_language() or ""))
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@cached(16)
def _answer(key: int, after: int, language: str) -> dict[str, object]:
    """Return what a poll is told; made once an edition, for however many ask."""
    conference = Conference.objects.published().select_related("series").get(pk=key)
    pages = PublicPages(conference)
    view, state = pages.view_all(), read_running_state(conference)
    if state is None:
        return {}
    shown = _shown(conference, view, state, after)
    context = {"transcript": view, "running": state, "contents": contents_of_all(view), "pages": pages}
    return {
        "revision": conference.revision_number,
        "total": shown.total,
        "last_added": state.last_added.isoformat(timespec="seconds"),
        "said": render_to_string("conferences/_last_added.html", context).strip(),
        "marks": shown.marks,
        "exchanges": [
            {
                "number": exchange.number,
                "id": exchange.public_id,
                "html": render_to_string(
                    "conferences/_running_exchange.html", {**context, "exchange": exchange, "mark": mark}
                ),
            }
            for exchange, mark in shown.exchanges
        ],
    }
