"""Every parameter of every listing, tried as readers do, by the pages' own links, on two archives.

A link of a facet narrows the list, its chip shows and takes it off again, its number is the number of results behind
it, and the feed that the page names has the newest of the list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings
from lxml import etree
from lxml.html import HtmlElement, fromstring

from tests.builders import make_conference, make_correction
from tests.shared_archives import IN_MEMORY, shared_archive
from tests.views.pages import Reader
from transcripts.feeds.atom import ENTRIES
from transcripts.listing import ConferenceFilterSet, TurnFilterSet
from transcripts.models import (
    ArchiveCount,
    Conference,
    Named,
    Outlet,
    PreparedQuery,
    Series,
    Speaker,
    Topic,
    Turn,
)
from transcripts.views.listings import names as name_lists

pytestmark = pytest.mark.django_db

# What the demonstration is asked: words of turns, headings, topics, questions, titles and names, in both languages.
OF_DEMO = ["winter ferry", "the", '"last boat"', "hous*", "海关", "census workers"]
OF_CORPUS = ["minister", "the of", "发展"]
PAGES_OF_NAMES = ("/speakers/", "/topics/", "/outlets/", "/series/")
ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass(frozen=True)
class Link:
    """A link of a facet or of the strip of years: the parameter that it sets, its value, and the number beside it."""

    parameter: str
    value: str
    label: str
    url: str
    number: str


class Site:
    """The pages as a client sees them, each asked for once."""

    def __init__(self) -> None:
        self.client = Reader()
        self._pages: dict[str, HtmlElement] = {}
        rows = Conference.objects.values_list("pk", "slug", "translation_group")
        self._groups = {slug: group or pk for pk, slug, group in rows}

    def page(self, url: str) -> HtmlElement:
        if url not in self._pages:
            response = self.client.get(url)
            assert response.status_code == 200, (url, response.status_code)
            self._pages[url] = fromstring(response.content.decode())
        return self._pages[url]

    def links(self, url: str) -> Iterator[Link]:
        """The links that choose a value of a filter in which nothing is chosen yet."""
        page, asked = self.page(url), dict(parse_qsl(urlsplit(url).query))
        rows = [
            (each.find("a"), each.find("span[@class='counts__n']")) for each in page.xpath(of("ul", "counts", "li"))
        ]
        rows += [(each.find("th/a"), each.find("td")) for each in page.xpath(of("section", "years", "tbody/tr"))]
        for link, number in rows:
            for name, value in parse_qsl(urlsplit(link.get("href")).query) if link is not None else ():
                if name not in asked:
                    yield Link(name, value, (link.text or "").strip(), link.get("href"), (number.text or "").strip())

    def total(self, url: str) -> str:
        """The number that the page says there are."""
        return str(self.page(url).findtext(".//p[@class='listing__count']")).split()[0]

    def chips(self, url: str) -> dict[str, str]:
        """The words of each chip, and where it leads."""
        return {(chip.text or "").strip(): chip.get("href") for chip in self.page(url).xpath(of("a", "chip--off"))}

    def articles(self, url: str) -> Iterator[tuple[str, list[str]]]:
        """What a list has, on all its pages: the heading of each result, and the names of what was found in it."""
        while url:
            page = self.page(url)
            for article in page.iterfind(".//article"):
                heading = article.find(".//h2/a")
                passages = article.xpath(of("div", "found__passage")) if "/search/" in url else []
                names = [_name(each) for each in passages] or [unquote(heading.get("href").partition("#")[0])]
                yield heading.text_content().strip(), names
            after = page.xpath(of("a", "pager__step") + "[@rel='next']")
            url = after[0].get("href") if after else ""

    def results(self, url: str) -> set[Any]:
        """All that is found: turns, or conferences, each once whatever its language."""
        found = {name for _, names in self.articles(url) for name in names}
        return {self._groups.get(name.strip("/").split("/")[-1], name) for name in found}

    def newest(self, url: str) -> list[str]:
        """The headings of the ENTRIES newest results, each exchange once."""
        left, found = ENTRIES, []
        for heading, names in self.articles(url):
            if left > 0 and heading not in found[-1:]:
                found.append(heading)
            left -= len(names)
        return found

    def feed(self, url: str) -> list[str]:
        """The titles of the entries of the feed that a page names."""
        (link,) = self.page(url).iterfind(".//link[@type='application/atom+xml']")
        feed = etree.fromstring(self.client.get(re.sub(r"^https?://[^/]+", "", link.get("href"))).content)
        titles = [str(entry.findtext(f"{ATOM}title")) for entry in feed.iterfind(f"{ATOM}entry")]
        return [title for at, title in enumerate(titles) if title not in titles[at - 1 : at]]


def of(tag: str, name: str, inside: str = "") -> str:
    """The path to elements of a class, or to what is inside them."""
    path = f".//{tag}[contains(concat(' ', @class, ' '), ' {name} ')]"
    return f"{path}//{inside}" if inside else path


def _name(passage: HtmlElement) -> str:
    """A turn's permanent id; of one that nobody is named for, its words."""
    link = passage.find("p[@class='found__who']/a")
    return str(link.get("href").partition("#")[2] if link is not None else passage.text_content().strip())


def with_parameter(url: str, name: str, value: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode({name: value})}"


def asking(path: str, words: str) -> str:
    return with_parameter(path, "q", words)


def faults(site: Site, base: str, link: Link) -> Iterator[str]:
    """What is wrong with a link of a page."""
    number = site.total(link.url)
    if number != link.number:
        yield f"{base}: {link.parameter}={link.value} says {link.number} and finds {number}"
    if not any(link.label in words for words in site.chips(link.url)):
        yield f"{link.url}: no chip says {link.label}"
    if base not in site.chips(link.url).values():
        yield f"{link.url}: no chip leads back to {base}"
    if "+" not in site.total(base) and not site.results(link.url) <= site.results(base):
        yield f"{link.url} finds what {base} does not"


def follow(site: Site, bases: Iterable[str]) -> tuple[list[str], list[Link]]:
    """Follow all links of the facets of these pages; return what is wrong, and the links."""
    links = [(base, link) for base in dict.fromkeys(bases) for link in site.links(base)]
    return [fault for base, link in links for fault in faults(site, base, link)], [link for _, link in links]


@pytest.fixture(scope="module", params=["demonstration", "corpus"])
def words(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """An archive, and what it is asked."""
    with shared_archive(django_db_blocker):
        if request.param == "demonstration":
            with override_settings(STORAGES=IN_MEMORY):
                call_command("load_demo")
            yield OF_DEMO
        else:
            call_command("generate_corpus", exchanges=150)
            call_command("rebuild_search")
            yield OF_CORPUS


def test_what_a_facet_says_is_what_its_link_finds(words: list[str]) -> None:
    site = Site()
    lists = ["/conferences/", *(asking("/conferences/", text) for text in words[:2])]
    searches = [asking("/search/", text) for text in words]
    # And what is offered where a value of each facet is chosen already.
    narrower = [
        link.url
        for base in [lists[0], searches[0]]
        for link in {link.parameter: link for link in site.links(base)}.values()
    ]
    found, links = follow(site, [*lists, *searches, *narrower])
    assert not found, f"{len(found)} faults of {len(links)} links:\n" + "\n".join(found)
    assert {link.parameter for link in links} >= {"series", "speaker", "topic", "outlet", "language", "year", "kind"}
    assert len(links) > 150


def test_each_parameter_of_each_listing_narrows_and_the_feed_agrees(words: list[str]) -> None:
    Conference.objects.exclude(running_since=None).update(
        running_since=None, added_at=None, status="draft"
    )  # which no feed tells
    site = Site()
    published = Conference.objects.published().closed().filter(language="en").order_by("date")
    middle = published[len(published) // 2].date.isoformat()
    answer = Turn.objects.filter(kind="answer", exchange__conference__in=published).latest("pk")
    typed = {"q": f'"{" ".join(answer.text.split()[:6])}"', "from": middle, "to": middle}
    for filters, path in ((ConferenceFilterSet, "/conferences/"), (TurnFilterSet, "/search/")):
        base = path if path == "/conferences/" else asking(path, words[1])
        links = sorted(site.links(base), key=lambda link: -int(link.number))
        offered = {link.parameter: link for link in links}  # of each, the one that leaves least
        values = {**{name: link.value for name, link in offered.items()}, **typed}
        assert values.keys() == filters.base_filters.keys() - {"sort"}
        for name, value in values.items():
            url = with_parameter(path if name == "q" else base, name, value)
            assert list(site.chips(url).values())[-1] == (path if name == "q" else base), url
            assert site.results(url), url
            if name != "q" or path == "/conferences/":
                assert site.results(url) <= site.results(base), url
                has_others = len({link.value for link in links if link.parameter == name}) > 1
                assert site.results(url) != site.results(base) or not has_others or name == "language", url
            newest = url if path == "/conferences/" else with_parameter(url, "sort", "newest")
            assert site.newest(newest) == site.feed(url), url


def test_pages_of_names_count_what_they_list_and_what_their_links_find(words: list[str]) -> None:
    site = Site()
    links: list[Link] = []
    models: list[Any] = [Speaker, Topic, Outlet, Series]
    for url in [
        record.get_absolute_url() for model in models for record in model.objects.published().order_by("pk")[:3]
    ]:
        assert site.total(url) == str(len(list(site.articles(url))))
        assert site.newest(url) == site.feed(url), url
        links += site.links(url)
    first = {link.parameter: link for link in links}
    further = [further for link in first.values() for further in site.links(link.url)]  # where one is chosen already
    wrong = [link for link in [*links, *further] if site.total(link.url) != link.number]
    assert wrong == []
    assert {link.parameter for link in links} == {"speaker", "topic", "year"}
    assert all(urlsplit(link.url).path.startswith(PAGES_OF_NAMES) for link in links)  # in place
    assert further
    for link in first.values():
        assert site.newest(link.url) == site.feed(link.url), link.url


@pytest.mark.parametrize("model", [Speaker, Topic, Outlet, Series])
def test_a_name_that_the_sums_say_is_frequent_is_counted_as_often(
    words: list[str], model: type[Named], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_lists, "COUNT_CAP", 1)
    shown = {
        Speaker: name_lists._of_speakers,
        Topic: name_lists._of_topics,
        Outlet: name_lists._of_outlets,
        Series: name_lists._of_series,
    }

    def totals() -> dict[int, int]:
        counted = PreparedQuery(lambda: model._default_manager.annotate(**shown[model]()).values_list("pk", "total"))
        return {key: min(total, 2) for key, total in counted(**({"reader": "en"} if model is Speaker else {}))}

    before = totals()
    assert 2 in before.values()
    ArchiveCount.objects.all().delete()
    assert totals() == before


def test_corrections_of_one_conference_are_some_of_all() -> None:
    for title in ("Night ferries", "Harbour tolls"):
        conference = make_conference(title, exchanges=2)
        make_correction(conference, Turn.objects.filter(exchange__conference=conference).first())
    site = Site()
    for conference in Conference.objects.all():
        url = with_parameter("/corrections/", "conference", conference.slug)
        assert site.results(url) < site.results("/corrections/")
        assert list(site.chips(url).values()) == ["/corrections/"]
        assert [f"Corrected: {title}" for title in site.newest(url)] == site.feed(url)
