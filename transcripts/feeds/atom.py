"""The base of all feeds: Atom (RFC 4287), written by a template as pages are. No character that XML lacks is sent."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import escape_uri_path, iri_to_uri
from django.utils.http import http_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy, last_publication
from transcripts.listing import Ignored, PageNotFoundError, Pages, find_named, shorten
from transcripts.models import Named, Redirect, current_language
from transcripts.text import without_controls

ENTRIES = 50
AS, PAGE = "as", "page"  # the parameter by which people are shown a feed as a page of the site
AFTER = "after"  # the parameter of the place behind which a page begins: numbers, as `next` has them
_NUMBERS = re.compile(r"\d{1,19}(\.\d{1,19})*", re.ASCII)
_GREATEST = 2**63 - 1  # that databases take
# Ids are made from this and a permanent id, so that no change of the site's address makes old entries new.
_NAMESPACE = uuid.UUID("6f0c1d0e-2f1b-5d3a-9a53-5f8f3c0b7a11")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# A feed has one order.
_OF_PAGES = ("sort",)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: `about` is the object for its template, `key` the source of its id, `authors` as printed.

    `text` is all of its words, as HTML. `written` is the entry as it is sent, where it was made before.
    """

    about: Any
    key: str
    title: str
    path: str
    language: str
    authors: Sequence[str]
    published: datetime | None
    changed: datetime | None = None
    text: str = ""
    written: bytes = b""

    @property
    def id(self) -> str:
        """Id of the entry, for ever."""
        return urn(self.key)

    @property
    def updated(self) -> datetime:
        """Time of publication, or of the last correction."""
        return max(filter(None, (self.published, self.changed)), default=_NEVER)


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An entry that is no more (RFC 6721): its id, and when it was taken back. The changed entry is beside it."""

    id: str
    when: datetime


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a feed: its `title`, the `path` of its page, and sentences `said` about it.

    `following` is the place behind which the next page begins, if there is one; `gone` are entries that were taken
    back.
    """

    title: str
    path: str
    items: Sequence[Item]
    said: Sequence[str] = ()
    following: Sequence[int] = ()
    gone: Sequence[Tombstone] = ()


def write_entries(items: Sequence[Item], template: str) -> list[bytes]:
    """Return the entries as they are sent."""
    if not items:
        return []
    text = _encoded(render_to_string(template, {"items": items, "origin": settings.SITE_URL}))
    return [entry + _END for entry in text.split(_END)[: len(items)]]


_END = b"</entry>"  # which no text is, for all are escaped


def _encoded(text: str) -> bytes:
    return without_controls(text).encode()  # which may have been pasted


def urn(key: str) -> str:
    """Return the id that is made of a key."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, key)}"


class _MovedError(Exception):
    """Raised when the feed has another address now."""


class AtomFeed:
    """A feed: a subclass defines its content in `read`, and an entry in a `template` that extends `feeds/entry.xml`.

    One query where there are no entries, and those of `read`. The office's name is kept with the edition.
    """

    template: str
    answer = ResponseKind.PAGE

    def read(self, request: HttpRequest, data: QueryDict, path: str, after: Any, **names: str) -> Content:
        """Return the feed's content. `path` is its page's, `data` the query string without parameters of pages only.

        The content is what comes behind the place `after`, which is None at the beginning.
        """
        raise NotImplementedError

    def place(self, *numbers: int) -> Any:
        """Return the place that the numbers of an address name. Raises TypeError or ValueError for none."""
        raise NotImplementedError

    @classmethod
    def as_view(cls) -> Any:
        """Return the view, for GET and HEAD only. Feeds of a filtered list are not kept: there are too many."""
        return cache_policy(cls.answer, "page", AS)(require_safe(cls()))

    def __call__(self, request: HttpRequest, **names: str) -> HttpResponse:
        data = request.GET.copy()
        wants_page = data.pop(AS, None) == [PAGE]
        after, wrong = self._read_places(data.pop(AFTER, []))
        dropped = [Ignored(name, "", None).sentence for name in _OF_PAGES if data.pop(name, None)]
        try:
            content = self.read(request, data, escape_uri_path(request.path).removesuffix("feed/"), after, **names)
        except _MovedError as moved:
            return HttpResponsePermanentRedirect(str(moved))
        except PageNotFoundError as error:
            raise Http404 from error
        times = [*(item.updated for item in content.items), *(each.when for each in content.gone)]
        updated = max(times, default=None) or last_publication() or _NEVER
        more = [gettext("Older ones are on the next page of this feed.")] if content.following else []
        values = {
            "content": content,
            "said": " ".join([*dropped, *wrong, *content.said, *more]),
            "url": iri_to_uri(settings.SITE_URL + request.get_full_path()),
            "id": _address(request),
            "pages": _pages(request, content, is_first=not after),
            "updated": updated,
        }
        if wants_page:
            return render(request, "feeds/page.html", values)
        head, end, _ = _encoded(render_to_string("feeds/feed.xml", values, request)).rpartition(b"</feed>")
        others = iter(write_entries([item for item in content.items if not item.written], self.template))
        entries = (item.written or next(others) for item in content.items)
        feed = b"".join([head, *entries, end, b"\n"])
        response = HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")
        response.headers["Last-Modified"] = http_date(updated.timestamp())
        return response

    def _read_places(self, texts: Sequence[str]) -> tuple[Any, list[str]]:
        """Return the place in an address, and a sentence for each value that names none."""
        after, wrong = None, []
        for text in texts:
            numbers = [int(each) for each in text.split(".")] if _NUMBERS.fullmatch(text) else []
            try:
                if max(numbers, default=_GREATEST) >= _GREATEST:
                    raise ValueError
                after = self.place(*numbers)
            except (TypeError, ValueError, OverflowError):
                wrong.append(Ignored(AFTER, shorten(text), AFTER).sentence)
        return after, wrong


def _address(request: HttpRequest, after: Sequence[int] = ()) -> str:
    """Return the absolute address of a page of the feed; that of the first is also its id."""
    data = request.GET.copy()
    for name in ("page", AS, AFTER):
        data.pop(name, None)
    if after:
        data[AFTER] = ".".join(map(str, after))
    query = data.urlencode()
    return iri_to_uri(f"{settings.SITE_URL}{request.path}{'?' if query else ''}{query}")


def _pages(request: HttpRequest, content: Content, *, is_first: bool) -> list[tuple[str, str]]:
    """Return the other pages of a paged feed (RFC 5005): their relation, and their address.

    Each page leads on by the place of its last entry, so that a walk repeats nothing and leaves nothing out.
    """
    following = [("next", _address(request, content.following))] if content.following else []
    return [("first", _address(request)), *following] if following or not is_first else []


class NamedFeed(AtomFeed):
    """A feed of one speaker, topic, outlet or series: the list of its page. One query for the name.

    A name that is not public is not found, a changed one redirects to the current one: two queries more.
    """

    model: type[Named]
    listing: type[Any]
    size = ENTRIES

    def read(self, request: HttpRequest, data: QueryDict, path: str, after: Any, **names: str) -> Content:
        record = self._find(request, names["slug"])
        listing = self.listing(record, data, path=path, language=current_language(), size=self.size, after=after)
        items = self.items_of(listing, record)
        said = [*filter(None, [listing.narrowed_sentence]), *left_out_sentences(listing)]
        _, mark, query = listing.address().partition("?")
        path = record.get_absolute_url() + mark + query
        gone = self.gone() if is_begun_at(listing, after) else []
        return Content(self.say(record), path, items, said, self.numbers(listing.following), gone)

    def items_of(self, listing: Any, record: Any) -> list[Item]:
        """Return the entries for the results of the list."""
        raise NotImplementedError

    def numbers(self, place: Any) -> Sequence[int]:
        """Return a place as the numbers of an address, none for None."""
        return place or ()

    def gone(self) -> list[Tombstone]:
        """Return the entries that are no more."""
        raise NotImplementedError

    def say(self, record: Named) -> str:
        """Return the title of the feed."""
        return record.local_name

    def _find(self, request: HttpRequest, slug: str) -> Any:
        published: Any = self.model._default_manager
        record = find_named(self.model, slug)
        if record:
            return record
        new = Redirect.new_address(self.model._meta.model_name or "", slug)
        if new and published.published().filter(slug=new).exists() and request.resolver_match:
            url = reverse(request.resolver_match.view_name, args=[new])
            query = request.META.get("QUERY_STRING", "")
            raise _MovedError(f"{url}?{query}" if query else url)
        raise Http404


def left_out_sentences(listing: Pages) -> list[str]:
    """Return sentences on the values that were not understood."""
    return [wrong.sentence for wrong in listing.ignored[:10]]


def is_begun_at(listing: Pages, after: Any) -> bool:
    """Return whether this is the first page."""
    return after is None and listing.number == 1


def as_printed(people: Iterable[str]) -> list[str]:
    """Return the people, each once."""
    return [name for name in dict.fromkeys(map(without_controls, people)) if name]
