"""Sitemaps for search engines: an index, and files of bounded size, streamed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import Count, F, IntegerField, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from transcripts.caching import ResponseKind, cache_policy, last_publication
from transcripts.models import Conference, Exchange, Named, Outlet, Series, Speaker, Topic, Version, address
from transcripts.text import language_tag
from transcripts.views import errors
from transcripts.views.conference.transcript import address_of, canonical_url, full_address_of
from transcripts.views.context import path_in_language

CONFERENCES = 100  # keys of conferences to a file
MOST_PAGES = 450  # exchanges of one conference that are named: with them a file has at most 45,200 of 50,000 addresses
NAMES = 5000  # keys of names to a file
_NAMED: dict[str, type[Named]] = {"speakers": Speaker, "topics": Topic, "outlets": Outlet, "series": Series}
_PAGES = (
    "home",
    "conference-list",
    "speaker-list",
    "topic-list",
    "outlet-list",
    "series-list",
    "correction-list",
    "statistics",
    "calendar",
    "data",
    "api-docs",
    "about",
    "version-log-about",
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_KIND = "application/xml; charset=utf-8"


@cache_policy(ResponseKind.PAGE)
@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps, each with the time of its last change. Seven queries."""
    latest = last_publication()
    lines = [_entry("sitemap", _sitemap_url("pages", 0), latest)] if latest else []
    for number, changed in _chunks(_changed(Conference.objects.published().closed()), CONFERENCES):
        lines.append(_entry("sitemap", _sitemap_url("conferences", number), changed))
    for kind, model in _NAMED.items():
        published: Any = model._default_manager
        for number, _ in _chunks(published.published().annotate(changed=F("pk")), NAMES):
            lines.append(_entry("sitemap", _sitemap_url(kind, number), latest))
    body = "".join([_XML, f"<sitemapindex {_SPACE}>\n", *lines, "</sitemapindex>\n"])
    return HttpResponse(body, content_type=_KIND)


@cache_policy(ResponseKind.PAGE)
@require_safe
def sitemap(request: HttpRequest, kind: str, n: int) -> HttpResponseBase:
    """Send one sitemap: of pages, of conferences with their exchanges, or of names. Four queries."""
    lines: Iterable[str]
    if kind == "pages":
        lines = _of_pages() if n == 0 else ()
    elif kind == "conferences":
        lines = _of_conferences(n)
    else:
        lines = _of_names(_NAMED[kind], n) if kind in _NAMED else ()
    rest = iter(lines)
    first = next(rest, None)
    if first is None:
        return errors.not_found(request)
    return StreamingHttpResponse(_file(first, rest), content_type=_KIND)


def _file(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield f'{_XML}<urlset {_SPACE} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{first}'
    yield from rest
    yield "</urlset>\n"


def _changed(conferences: QuerySet[Conference]) -> QuerySet[Conference]:
    """Add when the public text last changed: the last version, or the publication where that was later."""
    last = Version.objects.filter(conference=OuterRef("pk")).order_by("-number").values("made_at")[:1]
    then = Coalesce(Subquery(last), F("published_at"))
    return conferences.annotate(changed=Greatest(then, F("published_at")))


def _chunks(found: QuerySet[Any], size: int) -> list[tuple[int, Any]]:
    """Return the number of each file that has something, with its last change: keys are parted evenly. One query."""
    number = (F("pk") - F("pk") % size) / size
    rows = found.order_by().annotate(file=number).values("file").annotate(latest=Max("changed")).order_by("file")
    return [(int(row["file"]), row["latest"]) for row in rows]


def _of_pages() -> Iterator[str]:
    latest = last_publication()
    if latest is None:
        return
    for name in _PAGES:
        yield _in_every_language(reverse(f"transcripts:{name}"), latest)


def _of_names(model: type[Named], number: int) -> Iterator[str]:
    published: Any = model._default_manager
    here = published.published().filter(pk__gte=number * NAMES, pk__lt=(number + 1) * NAMES).order_by("pk")
    latest = last_publication()
    noun = model._meta.model_name
    for slug in here.values_list("slug", flat=True).iterator(chunk_size=1000):
        yield _in_every_language(address(f"transcripts:{noun}-detail", slug), latest)


def _of_conferences(number: int) -> Iterator[str]:
    """Yield a conference's page, the one with all of it, and its exchanges' pages. Two queries."""
    low = number * CONFERENCES
    total = Exchange.objects.filter(conference=OuterRef("pk")).order_by().values("conference").annotate(n=Count("pk"))
    counted = Coalesce(Subquery(total.values("n")), 0, output_field=IntegerField())
    fields = ("slug", "language", "translation_group", "total")
    published = Conference.objects.published().closed().annotate(total=counted).order_by("pk")
    here = list(_changed(published.filter(pk__gte=low, pk__lt=low + CONFERENCES)).values(*fields, "changed"))
    groups = {row["translation_group"] for row in here if row["translation_group"]}
    others: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in published.filter(translation_group__in=groups).values(*fields) if groups else ():
        others[row["translation_group"]].append(row)
    for row in here:
        together = others.get(row["translation_group"], [])
        for page in range(1, min(max(1, row["total"]), MOST_PAGES) + 1):
            yield _transcript_page(row, together, page)
        yield _transcript_page(row, together, 0)


def _transcript_page(row: dict[str, Any], together: list[dict[str, Any]], page: int) -> str:
    """Return the entry of an exchange's page, or of the page with all of them where `page` is 0."""

    def path(of: dict[str, Any]) -> str:
        return address_of(of["slug"], page) if page else full_address_of(of["slug"])

    same = {of["language"]: of for of in together if page <= max(1, of["total"])}
    if len(same) < 2:
        return _in_every_language(path(row), row["changed"], language=row["language"])
    links = {language: canonical_url(language, path(of)) for language, of in same.items()}
    default = links.get(settings.LANGUAGE_CODE) or links[min(links)]
    return _url(canonical_url(row["language"], path(row)), row["changed"], links, default)


def _in_every_language(path: str, changed: datetime | None, *, language: str = "") -> str:
    """Return the entry of a page whose words are the same in every language of the interface, or are the interface's.

    The first is listed once, under the interface's language that is its `language`; the other in each.
    """
    links = {code: settings.SITE_URL + path_in_language(path, code) for code, _ in settings.LANGUAGES}
    default = links[settings.LANGUAGE_CODE]
    shown = [links.get(language, default)] if language else links.values()
    return "".join(_url(url, changed, links, default) for url in shown)


def _url(url: str, changed: datetime | None, links: dict[str, str], default: str) -> str:
    alternates = "".join(_alternate(language_tag(code), each) for code, each in links.items())
    return _entry("url", url, changed, alternates + _alternate("x-default", default))


def _alternate(language: str, url: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(url)}/>'


def _entry(name: str, url: str, changed: datetime | None, more: str = "") -> str:
    """Return an entry, with its time in one form everywhere: seconds of UTC."""
    when = f"<lastmod>{changed.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return f"<{name}><loc>{escape(url)}</loc>{when}{more}</{name}>\n"


def _sitemap_url(kind: str, number: int) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return settings.SITE_URL + reverse("sitemap", args=[kind, number])
