"""The base of all feeds: Atom (RFC 4287) by Django's syndication framework."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from transcripts.caching import Answer, answers, last_publication
from transcripts.listing import Ignored, Pages
from transcripts.models import Named, Redirect, SiteIdentity, current_language
from transcripts.text import language_tag, without_controls

ENTRIES = 50
# Ids are made from this and a permanent id, so that no change of the site's address makes old entries new.
_NAMESPACE = uuid.UUID("6f0c1d0e-2f1b-5d3a-9a53-5f8f3c0b7a11")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# A feed is the newest of its list: it has one order and one page.
_OF_PAGES = ("sort", "page")


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: `about` is the object for its template, `key` the source of its id, `authors` as printed."""

    about: Any
    key: str
    title: str
    path: str
    language: str
    authors: Sequence[str]
    published: datetime | None
    changed: datetime | None = None

    @property
    def updated(self) -> datetime:
        """Time of publication, or of the last correction."""
        return max(filter(None, (self.published, self.changed)), default=_NEVER)


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a feed: its `title`, the `path` of its page, and sentences `said` about it."""

    title: str
    path: str
    items: Sequence[Item]
    said: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Followed:
    """The content, the address of the feed itself, and the site's identity."""

    content: Content
    url: str
    identity: SiteIdentity


class _MovedError(Exception):
    """Raised when the feed has another address now."""


class _Atom(Atom1Feed):
    """Atom generator whose entries have a language, and name all their authors."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:lang": language_tag(self.feed["language"])}

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": language_tag(item["about"].language)}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write the entry, without characters that XML cannot hold, which may have been pasted."""
        clean = {name: without_controls(item[name]) for name in ("title", "description")}
        super().add_item_elements(handler, {**item, **clean})
        for name in item["about"].authors:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")

    def latest_post_date(self) -> datetime:
        """Return the time of the newest entry; of a feed without entries, the site's time, so that it is stable."""
        return max((item["updateddate"] for item in self.items), default=None) or last_publication() or _NEVER


class AtomFeed(Feed):
    """A feed: a subclass defines its content in `read`, and the look of an entry in `description_template`.

    One query for the office's name, one where there are no entries, and those of `read`.
    """

    feed_type = _Atom
    answer = Answer.PAGE

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        """Return the feed's content. `path` is its page's, `data` the query string without parameters of pages only."""
        raise NotImplementedError

    @classmethod
    def as_view(cls) -> Any:
        """Return the view, for GET and HEAD only. Feeds of a filtered list are not kept: there are too many."""
        return answers(cls.answer)(require_safe(cls()))

    def __call__(self, request: HttpRequest, *args: Any, **names: Any) -> HttpResponse:
        try:
            return super().__call__(request, *args, **names)
        except _MovedError as moved:
            return HttpResponsePermanentRedirect(str(moved))

    def get_object(self, request: HttpRequest, *args: Any, **names: Any) -> _Followed:
        data = request.GET.copy()
        dropped = [Ignored(name, "", None).sentence for name in _OF_PAGES if data.pop(name, None)]
        content = self.read(request, data, escape_uri_path(request.path).removesuffix("feed/"), **names)
        content = replace(content, said=[*dropped, *content.said])
        return _Followed(content, settings.SITE_URL + request.get_full_path(), SiteIdentity.current())

    def title(self, followed: _Followed) -> str:
        return f"{followed.content.title} · {followed.identity.local('name')}"

    def subtitle(self, followed: _Followed) -> str | None:
        return " ".join(followed.content.said) or None

    def link(self, followed: _Followed) -> str:
        return settings.SITE_URL + followed.content.path

    def feed_url(self, followed: _Followed) -> str:
        return followed.url

    feed_guid = feed_url

    def author_name(self, followed: _Followed) -> str:
        return followed.identity.local("name")

    def author_link(self, followed: _Followed) -> str:
        return settings.SITE_URL + reverse("transcripts:home")

    def feed_copyright(self, followed: _Followed) -> str | None:
        return followed.identity.local("licence") or None

    def items(self, followed: _Followed) -> Sequence[Item]:
        return followed.content.items

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        return {"item": context["item"], "about": context["item"].about}

    def item_title(self, item: Item) -> str:
        return item.title

    def item_link(self, item: Item) -> str:
        return settings.SITE_URL + item.path

    def item_guid(self, item: Item) -> str:
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, item.key)}"

    def item_pubdate(self, item: Item) -> datetime | None:
        return item.published

    def item_updateddate(self, item: Item) -> datetime:
        return item.updated

    def item_extra_kwargs(self, item: Item) -> dict[str, Any]:
        return {"about": item}


class NamedFeed(AtomFeed):
    """A feed of one speaker, topic, outlet or series: the list of its page. One query for the name.

    A name that is not public is not found, a changed one redirects to the current one: two queries more.
    """

    model: type[Named]
    listing: type[Any]

    def read(self, request: HttpRequest, data: QueryDict, path: str, **names: str) -> Content:
        record = self._find(request, names["slug"])
        listing = self.listing(record, data, path=path, language=current_language(), size=ENTRIES)
        items = self.items_of(listing, record)
        said = [*filter(None, [listing.narrowed_sentence]), *left_out_sentences(listing)]
        _, mark, query = listing.address().partition("?")
        return Content(self.say(record), record.get_absolute_url() + mark + query, items, said)

    def items_of(self, listing: Any, record: Any) -> list[Item]:
        """Return the entries for the results of the list."""
        raise NotImplementedError

    def say(self, record: Named) -> str:
        """Return the title of the feed."""
        return record.local_name

    def _find(self, request: HttpRequest, slug: str) -> Any:
        published: Any = self.model._default_manager
        record = published.published().filter(slug=slug).first()
        if record:
            return record
        new = Redirect.new_address(self.model._meta.model_name or "", slug)
        if new and published.published().filter(slug=new).exists() and request.resolver_match:
            url = reverse(request.resolver_match.view_name, args=[new])
            query = request.META.get("QUERY_STRING", "")
            raise _MovedError(f"{url}?{query}" if query else url)
        raise Http404


def left_out_sentences(listing: Pages) -> list[str]:
    """Return sentences on the values that were not understood, and on older results that are left out."""
    said = [wrong.sentence for wrong in listing.ignored[:10]]
    if listing.has_more:
        said.append(gettext("Only the newest are here; the page has the others."))
    return said


def as_printed(people: Iterable[str]) -> list[str]:
    """Return the people, each once."""
    return [name for name in dict.fromkeys(map(without_controls, people)) if name]
