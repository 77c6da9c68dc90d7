"""The sitemaps, robots.txt and llms.txt: every public page is in them once, and nothing else."""

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from tests.builders import make_conference, make_draft, make_exchange, make_scheduled, make_version, make_withdrawn
from transcripts.models import Conference

pytestmark = pytest.mark.django_db

SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def read(client: Client, url: str) -> ElementTree.Element:
    assert url.startswith(settings.SITE_URL)
    response: Any = client.get(url.removeprefix(settings.SITE_URL))
    assert response.status_code == 200, url
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return ElementTree.fromstring(content)  # noqa: S314 (our own)


def entries(client: Client) -> dict[str, ElementTree.Element]:
    """Every address of every sitemap, as robots.txt leads to them."""
    robots = client.get("/robots.txt").content.decode()
    index = read(client, robots.partition("Sitemap: ")[2].strip())
    found: dict[str, ElementTree.Element] = {}
    for each in index:
        assert TIME.fullmatch(each.findtext("s:lastmod", "", SPACE))
        for entry in read(client, each.findtext("s:loc", "", SPACE)):
            url = entry.findtext("s:loc", "", SPACE)
            assert url not in found
            assert TIME.fullmatch(entry.findtext("s:lastmod", "", SPACE))
            found[url] = entry
    return found


def test_every_public_page_is_named_once_and_is_its_own_canonical_one(client: Client) -> None:
    english = make_conference("Night ferries", exchanges=3, translation_group="night")
    chinese = make_conference("夜航", exchanges=2, translation_group="night", language="zh-hans")
    make_conference("Bacs", exchanges=1, language="fr")
    make_version(english)
    for maker in (make_draft, make_scheduled, make_withdrawn):
        make_exchange(maker("Quillwort", slug=f"quillwort-{maker.__name__}"))
    found = entries(client)
    assert "quillwort" not in " ".join(found)
    for url, entry in found.items():
        page = client.get(url.removeprefix(settings.SITE_URL))
        assert page.status_code == 200, url
        body = page.content.decode()
        assert f'<link rel="canonical" href="{url}">' in body, url
        links = {link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall("x:link", SPACE)}
        shown = dict(re.findall(r'<link\s+rel="alternate"\s+hreflang="([^"]+)"\s+href="([^"]+)"', body))
        assert links == shown, url
    urls = {urlsplit(url).path for url in found}
    assert f"{english.get_absolute_url()}3/" in urls
    assert f"{english.get_absolute_url()}full/" in urls
    assert len([url for url in urls if url.startswith(f"/zh-hans{chinese.get_absolute_url()}".encode().decode())]) == 3
    assert {"/", "/zh-hans/", "/speakers/ines-calder/", "/zh-hans/outlets/evening-courier/"} <= urls


def test_a_sitemap_is_bounded_and_parted_by_keys(client: Client) -> None:
    last = make_conference("Night ferries", pk=100_100, exchanges=1)
    make_conference("Day ferries", pk=7, exchanges=1)
    index = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"sitemap-conferences-(\d+)", index) == ["0", "1001"]
    assert last.slug in str(b"".join(client.get("/sitemap-conferences-1001.xml").streaming_content))  # type: ignore[attr-defined]
    for path in ("/sitemap-conferences-5.xml", "/sitemap-pages-1.xml", "/sitemap-letters-0.xml"):
        assert client.get(path).status_code == 404, path


def test_before_anything_is_published_there_is_nothing_to_find(client: Client) -> None:
    make_draft()
    assert entries(client) == {}
    assert Conference.objects.count() == 1


def test_programs_are_led_to_the_data(client: Client) -> None:
    response = client.get("/llms.txt")
    text = response.content.decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith("# Press Room\n\n> ")
    for path in re.findall(rf"\({re.escape(settings.SITE_URL)}([^)]+)\)", text):
        assert client.get(path).status_code == 200, path
